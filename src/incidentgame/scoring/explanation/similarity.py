"""How much of an author's wording a text covers, in stems and meanings, rare words counting more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import fsum, log

from incidentgame.scoring.explanation.thesaurus import meanings
from incidentgame.scoring.explanation.words import content_stems, plain

Units = frozenset[str]


@lru_cache(maxsize=8192)
def units(text: str) -> Units:
    """The stems of a text's content words."""
    return frozenset(content_stems(plain(text)))


@lru_cache(maxsize=8192)
def _senses(found: Units) -> frozenset[int]:
    return frozenset(meaning for unit in found for meaning in meanings(unit))


def _covered(these: Units, by: Units) -> list[str]:
    """The units that the other text has too, by stem or by a shared meaning."""
    senses = _senses(by)
    return [u for u in these if u in by or any(meaning in senses for meaning in meanings(u))]


class Weights:
    """Inverse document frequency of units over the author's own wordings."""

    def __init__(self, wordings: Sequence[str]) -> None:
        counts: dict[str, int] = {}
        for wording in wordings:
            for unit in sorted(units(wording)):
                counts[unit] = counts.get(unit, 0) + 1
        self._counts = counts
        self._size = len(wordings)

    def of(self, unit: str) -> float:
        """A unit's weight; one the author never used counts as rare."""
        return log(1 + self._size / (0.5 + self._counts.get(unit, 0)))

    def total(self, found: Iterable[str]) -> float:
        """The weight of several units; fsum is exact, so their order does not matter."""
        return fsum(self.of(unit) for unit in found)


def likeness(text: Units, wording: Units, weights: Weights) -> float:
    """0 to 1: mostly how much of the wording is covered, partly how much of the text that is."""
    common = _covered(wording, text)
    if not common:
        return 0.0
    covered = weights.total(common) / weights.total(wording)
    spent = weights.total(_covered(text, wording)) / weights.total(text)
    return 0.7 * covered + 0.3 * spent
