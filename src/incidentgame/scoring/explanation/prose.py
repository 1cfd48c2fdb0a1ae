"""Is it a sentence?  Real sentences beat their own shuffles under a small word-class bigram model.

explanation-grading "Against gaming": keyword dumps, and keywords padded with stopwords, do not count
as statements.  Broken grammar by a non-native writer passes: only an order no better than chance fails.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import inf, sqrt
from typing import Final

import msgspec

from incidentgame.scoring.explanation.wordclass import FUNCTION, classes_of
from incidentgame.scoring.explanation.wordorder import order_score
from incidentgame.scoring.explanation.words import FUNCTION_WORDS

MIN_TOKENS: Final = 9
MIN_TEXT_TOKENS: Final = 25
MEAN_TOKENS: Final = 10
SHUFFLES: Final = 16
LEAST: Final = -0.6
"""Standard deviations by which a sentence's order must beat its shuffles; a terse note may just miss."""
LEAST_LONG: Final = 0.8
"""The same from LONG tokens on."""
LONG: Final = 20
_RUN: Final = 9


class Order(msgspec.Struct, frozen=True):
    """A sentence's order against its shuffles: gain over their mean, their variance, its tokens."""

    gain: float
    variance: float
    tokens: int

    @property
    def deviations(self) -> float:
        """The gain in standard deviations."""
        return self.gain / sqrt(self.variance) if self.variance > 0 else 0.0


def is_prose(text: str) -> bool:
    """True when a sentence is written as a sentence (or a terse note), not as a heap of words."""
    if _is_dump(text) or is_padded(text):
        return False
    order = order_of(text)
    least = LEAST_LONG if order.tokens >= LONG else LEAST
    return order.tokens < MIN_TOKENS or order.deviations >= least


def soup_margin(texts: Sequence[str]) -> float:
    """By how many deviations the sentences of a text together beat chance more than they must.

    Below 0 the text is no better ordered than a heap of words.  The more there is, the more is asked;
    short texts and terse notes (few words a sentence) are left alone (infinity).
    """
    orders = [order_of(text) for text in texts]
    tokens = sum(order.tokens for order in orders)
    variance = sum(order.variance for order in orders)
    if tokens < MIN_TEXT_TOKENS or variance <= 0 or tokens < MEAN_TOKENS * len(orders):
        return inf
    least = min(4.0, 1.0 + tokens / 50)
    return sum(order.gain for order in orders) / sqrt(variance) - least


@lru_cache(maxsize=4096)
def order_of(text: str) -> Order:
    """Score a sentence's word order against fixed shuffles of it (its first 60 tokens)."""
    classes = classes_of(text)[:60]
    if len(classes) < 3:
        return Order(0.0, 0.0, len(classes))
    scores = [order_score(_shuffled(classes, key)) for key in range(1, SHUFFLES + 1)]
    mean = sum(scores) / SHUFFLES
    variance = sum((score - mean) ** 2 for score in scores) / SHUFFLES
    return Order(order_score(classes) - mean, variance, len(classes))


def _is_dump(text: str) -> bool:
    """A long run of words without a function word, or a row of short comma-separated scraps."""
    tokens = [token.strip(".!?,;:()") for token in text.lower().split()]
    marks = "".join("f" if token in FUNCTION_WORDS else "w" for token in tokens)
    if len(tokens) >= 14 and marks.count("f") * 9 < len(tokens):
        return True
    if "w" * (_RUN + 3) in marks:
        return True
    scraps = [part.split() for part in re.split(r"[,;|/]\s", text) if part.strip()]
    short = sum(1 for part in scraps if len(part) <= 3)
    return len(scraps) >= 8 and short * 5 >= len(scraps) * 4


def is_padded(text: str) -> bool:
    """True for keywords with one function word before each: real sentences have function words in twos."""
    classes = classes_of(text)
    places = [i for i, name in enumerate(classes) if name in FUNCTION]
    if len(places) < 10 or len(classes) < 20:
        return False
    alone = sum(1 for i in places if i + 1 not in places and i - 1 not in places)
    return alone * 100 >= (62 if len(places) >= 20 else 75) * len(places)


def _shuffled(classes: str, key: int) -> str:
    """A fixed permutation: sort positions by a mixed hash of (position, key)."""
    return "".join(classes[i] for i in sorted(range(len(classes)), key=lambda i: _mix(i, key)))


def _mix(position: int, key: int) -> int:
    value = (position + 1) * 0x9E3779B1 + key * 0x85EBCA77
    value = (value ^ (value >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ (value >> 12)) * 0x297A2D39 & 0xFFFFFFFF
