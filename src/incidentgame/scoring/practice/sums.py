"""Sums over what was played: each dimension over the sessions, each service, each mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Final, Literal

import msgspec

from incidentgame.scoring.practice.records import ALL_DIMENSIONS, CaseKept, History

Trend = Literal["up", "down", "steady", "unsettled", "new"]
RECENT: Final = 3
"""How many sessions count as the latest, for a trend."""
_STEP: Final = 0.34
"""How far two means of levels lie apart before that is called a change: one level in three sessions."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A dimension's levels, the oldest first; None where a session gave none."""

    name: str
    levels: tuple[int | None, ...]

    @property
    def known(self) -> tuple[int, ...]:
        """The levels that were given."""
        return tuple(level for level in self.levels if level is not None)

    @property
    def trend(self) -> Trend:
        """The latest three against those before them."""
        known = self.known
        before, latest = known[:-RECENT], known[-RECENT:]
        if len(known) < 2:
            return "new"
        if not before:
            before, latest = known[:1], known[1:]
        return _trend(mean(before), mean(latest), known)


class ServiceSum(msgspec.Struct, frozen=True, kw_only=True):
    """Mean points (0 to 1) of a service's answers in cases and in drills; None where there are none."""

    service: str
    answered: int
    points: float | None
    drilled: int
    drill_points: float | None
    touched: int


class MechanismSum(msgspec.Struct, frozen=True, kw_only=True):
    """A family of causes: how many cases, mean path and explanation scores (0 to 100), how many given up."""

    family: str
    cases: int
    path: float | None
    explanation: float | None
    gave_up: int
    last_at: int


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return fsum(values) / len(values) if values else 0.0


def _trend(before: float, latest: float, known: Sequence[int]) -> Trend:
    if latest - before >= _STEP:
        return "up"
    if before - latest >= _STEP:
        return "down"
    recent = known[-RECENT:]
    return "unsettled" if max(recent) - min(recent) > 1 else "steady"


def series(cases: Sequence[CaseKept]) -> tuple[Series, ...]:
    """Every dimension over the cases."""
    return tuple(
        Series(name=name, levels=tuple(case.scores.get(name) for case in cases)) for name in ALL_DIMENSIONS
    )


def services(history: History) -> tuple[ServiceSum, ...]:
    """Every service that was asked about or drilled, the weakest first."""
    names = dict.fromkeys(
        [
            *(
                answer.service
                for case in history.cases
                for answer in case.answers
                if answer.points is not None
            ),
            *(review.service for review in history.reviews),
        ]
    )
    return tuple(sorted((_service(history, name) for name in names), key=_weakest))


def _service(history: History, name: str) -> ServiceSum:
    answers = [answer for case in history.cases for answer in case.answers if answer.service == name]
    points = [answer.points for answer in answers if answer.points is not None]
    drilled = [review.points for review in history.reviews if review.service == name]
    return ServiceSum(
        service=name,
        answered=len(points),
        points=mean(points) if points else None,
        drilled=len(drilled),
        drill_points=mean(drilled) if drilled else None,
        touched=sum(name in case.services for case in history.cases),
    )


def _weakest(one: ServiceSum) -> tuple[float, str]:
    known = [points for points in (one.points, one.drill_points) if points is not None]
    return (mean(known), one.service)


def mechanisms(cases: Iterable[CaseKept]) -> tuple[MechanismSum, ...]:
    """Every family of causes that was played with a score, the weakest first."""
    played: dict[str, list[CaseKept]] = {}
    for case in cases:
        if case.scored:
            played.setdefault(case.family, []).append(case)
    return tuple(sorted((_mechanism(name, found) for name, found in played.items()), key=_lowest))


def _mechanism(family: str, cases: Sequence[CaseKept]) -> MechanismSum:
    return MechanismSum(
        family=family,
        cases=len(cases),
        path=_score(cases, "path"),
        explanation=_score(cases, "explanation"),
        gave_up=sum(case.how == "gave-up" for case in cases),
        last_at=max(case.at for case in cases),
    )


def _score(cases: Sequence[CaseKept], name: str) -> float | None:
    found = [score for case in cases if (score := case.scores.get(name)) is not None]
    return mean(found) if found else None


def _lowest(one: MechanismSum) -> tuple[float, str]:
    return ((one.path or 0) + (one.explanation or 0), one.family)
