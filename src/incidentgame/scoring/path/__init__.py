"""The path score: P1 to P5 from what the player did (DESIGN section 9, rubric)."""

from __future__ import annotations

from math import fsum

import msgspec

from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import (
    Expectation,
    PathFacts,
    PathObservation,
    Said,
    Strike,
    Thought,
)
from incidentgame.scoring.path.hypotheses import hypotheses
from incidentgame.scoring.path.labels import LABELS, Label, labels
from incidentgame.scoring.path.mitigation import mitigation
from incidentgame.scoring.path.narrowing import charged, narrowing
from incidentgame.scoring.path.safety import safety
from incidentgame.scoring.path.scope import scope
from incidentgame.scoring.weights import P_WEIGHTS

__all__ = [
    "LABELS",
    "Expectation",
    "Label",
    "PathFacts",
    "PathObservation",
    "PathScore",
    "Said",
    "Strike",
    "Thought",
    "charged",
    "labels",
    "score_path",
]


class PathScore(msgspec.Struct, frozen=True, kw_only=True):
    """The five path levels and the score from 0 to 100."""

    levels: tuple[Level, ...]
    score: int


def score_path(facts: PathFacts) -> PathScore:
    """Score a session's path, less what the hints cost.  The order of independent looks changes nothing."""
    levels = (scope(facts), narrowing(facts), hypotheses(facts), safety(facts), mitigation(facts))
    points = fsum(P_WEIGHTS[level.name] * level.level / 3 for level in levels)
    return PathScore(levels=levels, score=max(0, round(points) - facts.hint_cost))
