"""How much of an author's wording a text covers, in stems and meanings, rare words counting more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import Final

import msgspec

from incidentgame.scoring.explanation.thesaurus import meanings, phrase_meanings
from incidentgame.scoring.explanation.words import content_stems, plain

BY_MEANING: Final = 3
"""Quarters that a word counts when it is covered by another word of the same meaning."""
_WHOLE: Final = 4


class Units(msgspec.Struct, frozen=True):
    """The stems of a text's content words, those of each meaning, and what its words and phrases can mean."""

    stems: frozenset[str]
    by_sense: dict[int, tuple[str, ...]]
    own_senses: frozenset[int]
    senses: frozenset[int]


@lru_cache(maxsize=8192)
def units(text: str) -> Units:
    """The units of a text."""
    bare = plain(text)
    stems = frozenset(content_stems(bare))
    by_sense: dict[int, tuple[str, ...]] = {}
    for unit in sorted(stems):
        for meaning in meanings(unit):
            by_sense[meaning] = (*by_sense.get(meaning, ()), unit)
    own = frozenset(by_sense)
    return Units(stems, by_sense, own, own.union(phrase_meanings(bare)))


class Weights:
    """Inverse document frequency of units over the author's own wordings, in whole millionths.

    Whole numbers add up to the same sum in any order.
    """

    def __init__(self, wordings: Sequence[str]) -> None:
        counts: dict[str, int] = {}
        for wording in wordings:
            for unit in sorted(units(wording).stems):
                counts[unit] = counts.get(unit, 0) + 1
        size = len(wordings)
        self._known = {unit: _millionths(size, count) for unit, count in counts.items()}
        self._rare = _millionths(size, 0)

    def total(self, found: Iterable[str]) -> int:
        """The weight of several units; one the author never used counts as rare."""
        known, rare = self._known, self._rare
        return sum(known.get(unit, rare) for unit in found)


def _millionths(size: int, count: int) -> int:
    return round(1e6 * log(1 + size / (0.5 + count)))


def covered(these: Units, by: Units, weights: Weights, total: int) -> float:
    """The share of a text's weight that another text has too, by stem or by a shared meaning; 0 to 1."""
    if not total:
        return 0.0
    direct = these.stems & by.stems
    shared = these.own_senses & by.senses
    alike = {unit for sense in shared for unit in these.by_sense[sense]} - direct
    return (_WHOLE * weights.total(direct) + BY_MEANING * weights.total(alike)) / (_WHOLE * total)


def likeness(text: Units, wording: Units, weights: Weights, totals: tuple[int, int]) -> float:
    """0 to 1: mostly how much of the wording is covered, partly how much of the text that is.

    `totals`: the whole weight of the text and of the wording.
    """
    covers = covered(wording, text, weights, totals[1])
    return 0.7 * covers + 0.3 * covered(text, wording, weights, totals[0]) if covers else 0.0
