"""Every weight and cap of the score, in one place; docs/scoring.md's table is generated from here."""

from __future__ import annotations

from typing import Final

PATH_SHARE: Final = 0.5
"""Share of the path score in the total; the explanation has the rest."""

P_WEIGHTS: Final[dict[str, int]] = {"P1": 15, "P2": 35, "P3": 15, "P4": 15, "P5": 20}
"""Points of each path dimension at level 3; they add up to 100."""

CLAIMS_SHARE: Final = 0.6
"""Share of the explanation score that the claims earn, by their weights in the rubric."""

E_WEIGHTS: Final[dict[str, int]] = {"E1": 16, "E2": 10, "E3": 4, "E4": 5, "E5": 5}
"""Points of each explanation dimension at level 3; they add up to 100 * (1 - CLAIMS_SHARE)."""

CURVE: Final = 0.25
"""How much the middle of the explanation score is lifted, so that a text an expert calls half right has half
the points: a sentence not recognised must not weigh more than what is."""

LEVEL_FROM: Final = (20, 52, 68)
"""Explanation scores from which the overall level is 1, 2 and 3."""

CAPS: Final[dict[str, int]] = {
    "shotgun": 12,
    "meta_negation": 10,
    "cause_conflict": 28,
    "cause_missing": 34,
    "cause_wrong": 12,
    "backwards": 24,
    "rival": 42,
    "cause_guessed": 45,
}
"""Upper bounds of the explanation score (explanation-grading: caps rather than subtractions)."""

INPUTS: Final[dict[str, str]] = {
    "P1": "reads of the entry, the traffic, the start and what still works; updates and notes with numbers",
    "P2": "bits per observation against par; order of layers; layers cleared in words",
    "P3": "think, expect, what was shown, suspects struck, tests of a rival",
    "P4": "changes made, requests that failed beyond the untouched twin, risk and rollback said first",
    "P5": "when harm stopped, when it was fixed, and what was looked at afterwards",
    "E1": "claims root_cause, mechanism, trigger; rivals asserted",
    "E2": "causal claims that are stated and seen; citations; ruled_out",
    "E3": "claims unknown, confidence against what the observations support, an honest look back",
    "E4": "claims prevention, mitigation; owner and measure",
    "E5": "claims impact; who, how many, how long",
}
"""What each dimension is computed from."""
