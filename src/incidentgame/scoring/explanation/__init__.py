"""The deterministic claim engine: no model, no network, no chance (explanation-grading)."""

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import ClaimVerdict, Explanation, Verdicts
from incidentgame.scoring.level import Level

__all__ = ["ClaimVerdict", "Explanation", "Level", "Verdicts", "grade", "read_explanation"]
