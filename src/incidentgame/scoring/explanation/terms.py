"""Find an author's terms in a plain text: whole words or word beginnings, never inside a word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from incidentgame.scoring.explanation.thesaurus import equals
from incidentgame.scoring.explanation.words import plain, stem, words
from incidentgame.scoring.wordlist import listed

NEGATORS: Final = frozenset(
    listed("no not never nobody nothing none neither nor without cannot unable lack lacks")
)


_PARTICLES: Final = frozenset(listed("out off away back up down"))


class Hit(msgspec.Struct, frozen=True):
    """Where a term was found: character span in the plain text and the term it stands for."""

    start: int
    end: int
    text: str
    term: str


def find_terms(group: tuple[str, ...], text: str, *, wide: bool = True) -> list[Hit]:
    """Every place in a plain text where a term of the group stands.

    `wide` also accepts the thesaurus' equals of each term.
    """
    pattern = _pattern(group, wide)
    return [Hit(m.start(), m.end(), m.group(), m.group()) for m in pattern.finditer(text)]


@lru_cache(maxsize=8192)
def _pattern(group: tuple[str, ...], wide: bool) -> re.Pattern[str]:
    terms: dict[str, None] = {}
    for term in group:
        terms.update(dict.fromkeys(equals(term) if wide else (term,)))
    own = {plain(term) for term in group}
    parts = dict.fromkeys(_term_pattern(term, plain(term) in own) for term in terms)
    ordered = sorted((part for part in parts if part), key=lambda part: (-len(part), part))
    return re.compile(r"(?<![^\W_])(?:" + "|".join(ordered) + ")") if ordered else _NEVER


_NEVER: Final = re.compile(r"(?!)")


def _term_pattern(term: str, own: bool) -> str:
    """One term as a pattern.  An author's own term of four letters is a word beginning."""
    raw = term.strip().lower()
    if raw in {"n't", "'t"}:
        return r"not\b"
    bare = plain(raw)
    if not words(bare):
        return re.escape(bare)
    if bare[-1].isdigit():
        return re.escape(bare) + r"s?(?![\w]|[.,]\d)"
    if " " in bare:
        *head, last = bare.split(" ")
        if len(head) == 1 and last in _PARTICLES:
            return rf"{re.escape(head[0])}\s+(?:(?!not\b)[^\s.;,]+\s+){{0,4}}?{last}\b"
        return r"\s+".join([*(re.escape(part) for part in head), _last(last, own)])
    return _last(bare, own)


def _last(word: str, own: bool) -> str:
    if own and (len(word) >= 4 or word.endswith("-")):
        return re.escape(word)
    if len(word) >= 5 and not own:
        root = _common_prefix(word, stem(word))
        if len(root) >= 4:
            return re.escape(root) + r"(?:[a-z]{0,4})\b"
    return re.escape(word) + r"(?:s|es|ed|d|ing|ied|ies)?\b"


def _common_prefix(one: str, two: str) -> str:
    size = 0
    while size < min(len(one), len(two)) and one[size] == two[size]:
        size += 1
    return one[:size]
