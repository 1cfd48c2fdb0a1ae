"""Which service, page, item or tab is meant: exactly, nearly, or by the beginning of its name."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz, process

T = TypeVar("T")
_NEAR = 84
_LONGEST = 4
"""No name in the console has more words than this."""


def plain(text: str) -> str:
    """A name for comparing: lower case, single spaces instead of dashes and the like."""
    return " ".join(re.split(r"[^a-z0-9/.:*]+", text.lower())).strip()


def slug(title: str) -> str:
    """A title as one word to type."""
    return plain(title).replace(" ", "-")


def taken(words: Sequence[str], named: Sequence[tuple[str, T]]) -> tuple[T, Sequence[str]] | None:
    """What the first words name, and the words after it; the more exactly named, and the longer, wins."""
    options = [(plain(name), value) for name, value in named]
    for match in (_exact, _nearly, _beginning):
        for count in range(min(_LONGEST, len(words)), 0, -1):
            value = match(plain(" ".join(words[:count])), options)
            if value is not None:
                return value, words[count:]
    return None


def suggestions(word: str, names: Iterable[str]) -> list[str]:
    """Names like what was typed, likeliest first."""
    listed = {name: plain(name) for name in names}
    near = process.extract(plain(word), listed, scorer=fuzz.WRatio, limit=3, score_cutoff=70)
    return [name for _, _, name in near]


def matching(word: str, names: Sequence[Sequence[str]]) -> list[int]:
    """Which items (each by its names) a word means: those it names, else begins, else is part of."""
    wanted = word.lower()
    lowered = [[name.lower() for name in one] for one in names]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        hits = [n for n, one in enumerate(lowered) if any(fits(name, wanted) for name in one)]
        if hits:
            return hits
    return []


def _exact(phrase: str, options: Sequence[tuple[str, T]]) -> T | None:
    return next((value for name, value in options if phrase and name == phrase), None)


def _beginning(phrase: str, options: Sequence[tuple[str, T]]) -> T | None:
    if len(phrase) < 2:
        return None
    return next((value for name, value in options if name.startswith(phrase)), None)


def _nearly(phrase: str, options: Sequence[tuple[str, T]]) -> T | None:
    if len(phrase) < 4:
        return None
    near = process.extractOne(phrase, [name for name, _ in options], scorer=fuzz.ratio, score_cutoff=_NEAR)
    return options[near[2]][1] if near else None
