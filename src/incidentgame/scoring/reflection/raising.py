"""An honest account lifts E3 by one level, once, and the score by what that level is worth."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from incidentgame.scoring.explanation.grade import points
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.level import Level
from incidentgame.scoring.reflection.model import Reflection
from incidentgame.scoring.weights import LEVEL_FROM

TOP: Final = 3
_LONGEST: Final = 90


def raises(reflection: Reflection, verdicts: Verdicts) -> bool:
    """Does an account lift E3? Only a graded explanation's, and never above 3."""
    return reflection.honest and verdicts.score > 0 and verdicts.level_of("E3").level < TOP


def raised(verdicts: Verdicts, reflection: Reflection) -> Verdicts:
    """The verdicts with E3 one level higher and the points of that level; caps stay as they are."""
    levels = tuple(_lifted(one, reflection) if one.name == "E3" else one for one in verdicts.levels)
    score = max(verdicts.score, points(verdicts.claims, levels, verdicts.caps))
    return replace(verdicts, levels=levels, score=score, level=sum(score >= least for least in LEVEL_FROM))


def _lifted(level: Level, reflection: Reflection) -> Level:
    told = reflection.named[0]
    words = told.sentence if len(told.sentence) <= _LONGEST else f"{told.sentence[: _LONGEST - 1]}…"
    reason = f'one level more for an honest account: "{words}"'
    lines = tuple(sorted({*level.observations, *told.mishap.lines}))
    return replace(
        level, level=min(TOP, level.level + 1), reasons=(*level.reasons, reason), observations=lines
    )
