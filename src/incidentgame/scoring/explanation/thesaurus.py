"""Which words mean the same: the lists of `meanings`, found by stem or by phrase."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.meanings import ACTIONS, THINGS
from incidentgame.scoring.explanation.words import stem, words

_LINES: Final = f"{ACTIONS.strip()}\n{THINGS.strip()}"

GROUPS: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(member.strip() for member in line.split(",")) for line in _LINES.replace("\n  ", " ").split("\n")
)


def _by_stem() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(GROUPS):
        for member in group:
            parts = words(member)
            if len(parts) == 1:
                key = stem(parts[0])
                found[key] = (*found.get(key, ()), number)
    return found


_STEM_GROUPS: Final = _by_stem()


def known_stems() -> tuple[str, ...]:
    """Every stem that has a meaning."""
    return tuple(_STEM_GROUPS)


def known_words() -> tuple[str, ...]:
    """Every listed word, without phrases."""
    return tuple(member for group in GROUPS for member in group if member.isalpha())


def meanings(stemmed: str) -> tuple[int, ...]:
    """The meanings (line numbers) of one stem; empty when it is not listed."""
    return _STEM_GROUPS.get(stemmed, ())


def _by_phrase() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(GROUPS):
        for member in group:
            parts = words(member)
            if len(parts) > 1:
                key = " ".join(parts)
                found[key] = (*found.get(key, ()), number)
    return found


_PHRASE_GROUPS: Final = _by_phrase()
_PHRASE: Final = re.compile(
    r"\b(?:"
    + "|".join(sorted((re.escape(phrase) for phrase in _PHRASE_GROUPS), key=len, reverse=True))
    + r")\b"
)


def phrase_meanings(text: str) -> tuple[int, ...]:
    """The meanings of the phrases of several words in a plain text ("got rid of")."""
    spaced = " ".join(words(text))
    found = (_PHRASE_GROUPS[phrase] for phrase in _PHRASE.findall(spaced))
    return tuple(dict.fromkeys(number for numbers in found for number in numbers))


@lru_cache(maxsize=4096)
def equals(term: str) -> tuple[str, ...]:
    """The term itself, then every member of the meanings it belongs to.

    A term may be the beginning of a word (`remov`); from five letters on it stands for every listed
    word that begins with it.
    """
    bare = " ".join(words(term.lower()))
    found: dict[str, None] = {term: None}
    for group in GROUPS:
        if any(_same(bare, member) for member in group):
            found.update(dict.fromkeys(group))
    return tuple(found)


def _same(bare: str, member: str) -> bool:
    member = " ".join(words(member))
    if " " in bare or " " in member:
        return bare == member
    return stem(bare) == stem(member) or (len(bare) >= 5 and member.startswith(bare))
