"""Measures of agreement with an annotator."""

from __future__ import annotations

from collections.abc import Sequence

from incidentgame.scoring.explanation import Verdicts

CUTS = (8, 22, 45, 68)
"""Score bounds that map 0-100 to the annotator's 0-4."""


def grade_of(verdicts: Verdicts) -> int:
    """The annotator's scale from our score."""
    return sum(verdicts.score >= cut for cut in CUTS)


def weighted_kappa(one: Sequence[int], other: Sequence[int], size: int = 5) -> float:
    """Quadratic weighted kappa of two raters over grades 0..size-1."""
    total = len(one)
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    chance = sum((a - b) ** 2 * one.count(a) * other.count(b) for a in range(size) for b in range(size))
    return 1 - seen * total / chance
