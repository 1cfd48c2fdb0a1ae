"""The numbers a claim alone names: "71 to 24 percent", "02:41", "21 GB" are strong signs of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.words import plain

MOST: Final = 2
"""So many numbers are proof enough."""
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:[.:]\d+)*(?=[a-z%/]|\b)")
_DIGITS: Final = 2
"""A single digit says little."""


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> frozenset[str]:
    """The numbers and times of a text that have two digits or more; units do not matter."""
    return frozenset(n for n in _NUMBER.findall(plain(text)) if sum(c.isdigit() for c in n) >= _DIGITS)


@lru_cache(maxsize=1024)
def own_numbers(wordings: Sequence[Sequence[str]]) -> tuple[frozenset[str], ...]:
    """For each statement the numbers that it names and no other does."""
    named = [numbers_in(" ; ".join(said)) for said in wordings]
    return tuple(
        mine - frozenset().union(*(other for j, other in enumerate(named) if j != i))
        for i, mine in enumerate(named)
    )
