"""K: the level of knowledge that the answers to follow-up questions show (rubric: K)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

import msgspec

from incidentgame.scoring.level import Level

_HALF: Final = 0.5
_MOST_OF_IT: Final = 0.65
_TOP: Final = 3


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answered question: its number, its card's id, service and level, and what the answer earned."""

    n: int
    id: str
    service: str
    level: int
    verdict: str
    points: float


def knowledge(answers: Sequence[Answered]) -> Level | None:
    """The level with its reasons; None when nothing was answered (a skipped question is not an answer).

    1: something was named. 2: behaviour explained, half of what was asked for or more. 3: a changed setting
    predicted right, and about two thirds earned over at least three answers, not knowing and saying where
    to look counting half.
    """
    if not answers:
        return None
    level = _level(answers)
    return Level(name="K", level=level, reasons=tuple(_reasons(answers, level)))


def _level(answers: Sequence[Answered]) -> int:
    if not any(one.verdict in ("right", "partly") for one in answers):
        return 0
    deeper = [one for one in answers if one.level >= 2]
    if len(answers) < 2 or not _any_right(deeper) or _mean(answers) < _HALF:
        return 1
    furthest = [one for one in answers if one.level >= _TOP]
    predicts = _any_right(furthest) and _mean(furthest) >= _HALF
    return _TOP if len(answers) >= _TOP and predicts and _mean(answers) >= _MOST_OF_IT else 2


def _any_right(answers: Sequence[Answered]) -> bool:
    return any(one.verdict == "right" for one in answers)


def _mean(answers: Sequence[Answered]) -> float:
    return fsum(one.points for one in answers) / len(answers)


_SAYS: Final = {
    "right": "right",
    "partly": "half right",
    "wrong": "not right",
    "unknown": "not known, and said so",
}
_MEANS: Final = (
    "cannot say yet how the services work",
    "names the features",
    "explains the behaviour seen",
    "predicts what a changed setting does",
)


def _reasons(answers: Sequence[Answered], level: int) -> list[str]:
    """What the level means, then the questions by how they were answered, each by number and service."""
    reasons = [_MEANS[level]]
    for verdict, words in _SAYS.items():
        named = [f"{one.n} ({one.service})" for one in answers if one.verdict == verdict]
        if named:
            reasons.append(f"{words}: {', '.join(named)}")
    return reasons
