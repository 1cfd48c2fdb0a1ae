"""The scorecard: every level with its reasons, and the three scores from 0 to 100."""

from __future__ import annotations

import msgspec

from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.level import Level
from incidentgame.scoring.path import PathScore
from incidentgame.scoring.weights import (
    CAPS,
    CLAIMS_SHARE,
    E_WEIGHTS,
    INPUTS,
    P_WEIGHTS,
    PATH_SHARE,
)


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """The machine's proposal for one session.  `knowledge` (K) stays None until questions are answered;
    it stands beside the total and is no part of it."""

    levels: tuple[Level, ...]
    path: int
    explanation: int
    total: int
    review: bool = False
    knowledge: Level | None = None
    caps: tuple[str, ...] = ()

    def scores(self) -> dict[str, int | None]:
        """The `scores` object of the JSON result: P1..P5, E1..E5, K, path, explanation, total."""
        found: dict[str, int | None] = {level.name: level.level for level in self.levels}
        found |= {"K": self.knowledge.level if self.knowledge else None, "path": self.path}
        return found | {"explanation": self.explanation, "total": self.total}

    def level(self, name: str) -> Level:
        """One dimension's level by its name."""
        return next(level for level in self.levels if level.name == name)


def scorecard(path: PathScore, verdicts: Verdicts, knowledge: Level | None = None) -> Scorecard:
    """Combine the path and the explanation by the weights table."""
    total = PATH_SHARE * path.score + (1 - PATH_SHARE) * verdicts.score
    return Scorecard(
        levels=(*path.levels, *verdicts.levels),
        path=path.score,
        explanation=verdicts.score,
        total=round(total),
        review=verdicts.review,
        caps=verdicts.caps,
        knowledge=knowledge,
    )


def weights_table() -> list[tuple[str, str, str]]:
    """Rows (part, points, computed from) of docs/scoring.md's table, from the one place weights live."""
    path_points = {name: PATH_SHARE * points for name, points in P_WEIGHTS.items()}
    e_points = {name: (1 - PATH_SHARE) * points for name, points in E_WEIGHTS.items()}
    rows = [(name, _points(points), INPUTS[name]) for name, points in path_points.items()]
    claims = 100 * CLAIMS_SHARE * (1 - PATH_SHARE)
    rows.append(("claims", _points(claims), "the weight of each claim earned, by the rubric"))
    rows += [(name, _points(points), INPUTS[name]) for name, points in e_points.items()]
    rows += [(f"cap {name}", f"explanation <= {bound}", CAP_TEXTS[name]) for name, bound in CAPS.items()]
    return rows


CAP_TEXTS: dict[str, str] = {
    "shotgun": "several causes side by side",
    "meta_negation": "sentences denied as a whole, the cause among them",
    "cause_conflict": "the cause denied, reversed, or said and denied",
    "cause_missing": "the root cause is not said",
    "cause_wrong": "another cause asserted, the true one not",
    "backwards": "the chain told backwards",
    "rival": "another cause asserted beside little that is right",
    "cause_guessed": "the right cause, nothing seen that shows it",
}
"""What each cap stands for, in words."""


def weights_markdown() -> str:
    """The table as Markdown."""
    lines = ["| part | points of 100 | computed from |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {a} | {b} | {c} |" for a, b, c in weights_table())])


def _points(points: float) -> str:
    return f"{points:g}"
