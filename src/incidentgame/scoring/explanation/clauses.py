"""Clauses: how far the force of a negator or a hedge reaches."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_BREAK: Final = re.compile(
    r"[;:()]|\s-+>?\s|=>|->|\u2192"
    r"|,(?![^,;:.]{0,30}\b(?:or|nor)\b)"
    r"|\band\b(?=\s+(?:he|she|it|they|we|i|so|then|this|that|there|the \w+ (?:is|are|was|were|has"
    r"|have|does)|nobody|now"
    r"|returns?|answers?|gives?|gets?|generates?|makes?|shows?|fails?|drops?|rejects?)\b)"
    r"|(?<!not )\b(?:so|thus|hence|then)\b(?!\s(?:far|that|much|many|long))"
    r"|\b(?:but|however|because|since|although|though|whereas|therefore|instead|yet|except)\b"
)


def clause_of(text: str, position: int) -> tuple[int, int]:
    """The span of the clause around a character position of a plain sentence."""
    start, end = 0, len(text)
    for first, last in _breaks(text):
        if last <= position:
            start = last
        elif first > position:
            end = first
            break
    return start, end


@lru_cache(maxsize=2048)
def _breaks(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(mark.span() for mark in _BREAK.finditer(text))
