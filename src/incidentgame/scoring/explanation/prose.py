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
from incidentgame.scoring.wordlist import listed

MIN_TOKENS: Final = 9
MIN_TEXT_TOKENS: Final = 25
MEAN_TOKENS: Final = 10
SHUFFLES: Final = 16
LEAST: Final = -1.3
"""Standard deviations by which a sentence's order must beat its shuffles; a terse note may just miss."""
LEAST_LONG: Final = 0.0
"""The same from LONG tokens on."""
LONG: Final = 20
_MORE: Final = 0.06
"""What each further token adds: a long sentence shows its order clearly."""
_RUN: Final = 10
"""So many words in a row without a function word or a stop are no sentence, not even a terse one."""
_REMARK: Final = 4
"""Words of a short remark in a list."""


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
    if _is_list(text):
        return True
    order = order_of(text)
    least = LEAST_LONG + (order.tokens - LONG) * _MORE if order.tokens >= LONG else LEAST
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
    stops = sum(token[-1:] in ",;:)" for token in text.split())
    if len(tokens) >= 14 and marks.count("f") * 9 < len(tokens) and stops * 6 < len(tokens):
        return True
    if any("w" * _RUN in part for part in _parted(text, marks)):
        return True
    scraps = [part.split() for part in re.split(r"[,;|/]\s", text) if part.strip()]
    short = sum(1 for part in scraps if len(part) <= 3)
    return len(scraps) >= 8 and short * 5 >= len(scraps) * 4


_TELEGRAM: Final = 0.06
"""Share of function words below which a text is a list of words; terse notes have .09 and more."""


def telegram(texts: Sequence[str]) -> bool:
    """True when a text of some length has next to no function words."""
    tokens = [token.strip(".!?,;:()").lower() for text in texts for token in text.split()]
    told = sum(token in FUNCTION_WORDS for token in tokens)
    return len(tokens) >= 20 and told < _TELEGRAM * len(tokens)


_NEVER_LAST: Final = frozenset(
    listed("""the a an of to in and or with at by from for on into no not is are was were its their our than
    as but so per via""")
)
_MISPLACED: Final = 3


def jumbled(texts: Sequence[str]) -> bool:
    """True when many lines begin or end where nothing begins or ends, or have a label in their middle.

    Notes are too short for word order to tell; what stands at their edges still does.
    """
    told = [text.split() for text in texts if len(text.split()) >= _MISPLACED]
    odd = sum(_odd_edges(tokens) for tokens in told)
    return odd >= _MISPLACED and odd * 3 >= len(told)


def _odd_edges(tokens: Sequence[str]) -> bool:
    last = tokens[-1].lower()
    if last.strip(".!?") in _NEVER_LAST or last[-1] in ",:&=([/" or last in ("->", "=>", "+"):
        return True
    if tokens[0][0] in ",)&=]" or (tokens[0][-1] == "," and len(tokens[0]) < 3):
        return True
    return any(token[-1] == ":" and token[0].islower() for token in tokens[3:]) and len(tokens) < 14


def _parted(text: str, marks: str) -> list[str]:
    """The marks of the words between punctuation: a note may be a row of short remarks."""
    parts = [""]
    for token, mark in zip(text.split(), marks, strict=True):
        parts[-1] += mark
        if token[-1] in ",;:)":
            parts.append("")
    return parts


def _is_list(text: str) -> bool:
    """A few short remarks side by side, of which word order tells nothing."""
    parts = [part for part in re.split(r"[,;:()]\s?", text) if part.strip()]
    return len(parts) >= 3 and len(text.split()) <= _REMARK * len(parts)


def is_padded(text: str) -> bool:
    """True for keywords with one function word before each: real sentences have function words in twos."""
    classes = classes_of(text)
    places = [i for i, name in enumerate(classes) if name in FUNCTION]
    if len(places) < 10 or len(classes) < 20:
        return False
    known = frozenset(places)
    alone = sum(1 for i in places if i + 1 not in known and i - 1 not in known)
    return alone * 100 >= (62 if len(places) >= 20 else 75) * len(places)


def _shuffled(classes: str, key: int) -> str:
    """A fixed permutation: sort positions by a mixed hash of (position, key)."""
    return "".join(classes[i] for i in sorted(range(len(classes)), key=lambda i: _mix(i, key)))


def _mix(position: int, key: int) -> int:
    value = (position + 1) * 0x9E3779B1 + key * 0x85EBCA77
    value = (value ^ (value >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ (value >> 12)) * 0x297A2D39 & 0xFFFFFFFF
