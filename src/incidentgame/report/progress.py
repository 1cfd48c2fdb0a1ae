"""The history and the practice plan as a value: plain data, every word decided. `progress_text` and
`progress_page` only lay it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from incidentgame.kernel.instant import Instant
from incidentgame.pack.casecode import encode
from incidentgame.report.levels import meaning
from incidentgame.report.plain import one_line
from incidentgame.report.when import ago, ahead, date
from incidentgame.report.words import DIMENSIONS
from incidentgame.scoring.practice.plan import PackKnown, Task, due, next_due, plan
from incidentgame.scoring.practice.records import CaseKept, History
from incidentgame.scoring.practice.sums import (
    RECENT,
    MechanismSum,
    Series,
    ServiceSum,
    Trend,
    mean,
    mechanisms,
    series,
    services,
)

SCHEMA = 1
EMPTY = (
    "Nothing is kept yet. A case you play to its end in the terminal comes in here by itself: its levels, "
    "its questions, and what to practise next. `incidentgame play` starts one."
)
_WHYS = 3
_LONGEST = 120


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything in the report."""


class Row(Value, frozen=True, kw_only=True):
    """One case. Scores are 0 to 100, `knowledge` 0 to 3; None where there is none. `note`: given up."""

    session: str
    date: str
    case: str
    mode: str
    family: str
    truth: str
    path: int | None
    explanation: int | None
    total: int | None
    knowledge: int | None
    lines: int
    par: int
    note: str


class Dimension(Value, frozen=True, kw_only=True):
    """One dimension over the cases that have it: levels with the oldest first (None: not given)."""

    name: str
    title: str
    levels: tuple[int | None, ...]
    dates: tuple[str, ...]
    latest: int
    means: str
    trend: Trend
    words: str


class Service(Value, frozen=True, kw_only=True):
    """What was known of one service: mean points in percent, in cases and in drills."""

    service: str
    name: str
    percent: int | None
    answered: int
    drill_percent: int | None
    drilled: int
    words: str


class Mechanism(Value, frozen=True, kw_only=True):
    """How cases of one family of causes went."""

    family: str
    cases: int
    path: int | None
    explanation: int | None
    words: str


class Todo(Value, frozen=True, kw_only=True):
    """One thing to practise: what, the command that starts it, and why."""

    kind: Literal["cards", "mechanism", "habit", "new", "exam", "rehearsal"]
    what: str
    command: str
    why: tuple[str, ...]


class ProgressReport(Value, frozen=True, kw_only=True):
    """Everything `progress` shows. `empty` is what is said instead when nothing is kept."""

    schema: int = SCHEMA
    date: str
    summary: str
    empty: str = ""
    plan: tuple[Todo, ...] = ()
    cards: str = ""
    cases: tuple[Row, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    services: tuple[Service, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()


def progress_report(
    history: History, packs: Sequence[PackKnown], name_of: Callable[[str], str], now: Instant
) -> ProgressReport:
    """The report on a history at an instant; `name_of` is how players read a service's name."""
    if history.empty:
        return ProgressReport(date=date(now), summary="", empty=EMPTY)
    scored = [case for case in history.cases if case.scored]
    codes = {known.pack: known for known in packs}
    return ProgressReport(
        date=date(now),
        summary=_summary(history, now),
        plan=tuple(_todo(task, codes) for task in plan(history, packs, now)),
        cards=_cards(history, now),
        cases=tuple(_row(case) for case in history.cases),
        dimensions=tuple(_dimension(one, history.cases) for one in series(history.cases) if one.known),
        services=tuple(_service(one, name_of) for one in services(history)),
        mechanisms=tuple(_mechanism(one, now) for one in mechanisms(scored)),
    )


def _summary(history: History, now: Instant) -> str:
    cases, drilled = len(history.cases), len(history.reviews)
    told = f"{_counted(cases, 'case')}, {_counted(drilled, 'card')} drilled"
    last = max([case.at for case in history.cases] + [review.at for review in history.reviews], default=now)
    return f"{told}; the last one {ago(last, now)}."


def _cards(history: History, now: Instant) -> str:
    """The state of the schedule in a sentence."""
    if not history.cards:
        return "No question cards yet: they come from what was thin in a case."
    waiting, coming = len(due(history.cards, now)), next_due(history.cards, now)
    told = f"{_counted(len(history.cards), 'question card')}, {waiting or 'none'} due now"
    return told + (f"; the next one {ahead(coming, now)}." if coming is not None else ".")


def _row(case: CaseKept) -> Row:
    scores = case.scores
    return Row(
        session=case.session,
        date=date(case.at),
        case=f"{case.pack} {case.code}",
        mode=case.mode,
        family=case.family,
        truth=one_line(case.truth),
        path=scores.get("path"),
        explanation=scores.get("explanation"),
        total=scores.get("total"),
        knowledge=scores.get("K"),
        lines=case.lines,
        par=case.par,
        note="given up" if case.how == "gave-up" else "" if case.scored else "not scored",
    )


def _dimension(one: Series, cases: Sequence[CaseKept]) -> Dimension:
    have = [(level, case) for level, case in zip(one.levels, cases, strict=True) if case.scores]
    return Dimension(
        name=one.name,
        title=DIMENSIONS[one.name],
        levels=tuple(level for level, _ in have),
        dates=tuple(date(case.at) for _, case in have),
        latest=one.known[-1],
        means=meaning(one.name, one.known[-1]),
        trend=one.trend,
        words=_trend_words(one),
    )


def _trend_words(one: Series) -> str:
    known = one.known
    if len(known) == 1:
        return "seen once"
    before, latest = (known[:-RECENT] or known[:1]), known[-RECENT:] if len(known) > RECENT else known[1:]
    if one.trend in ("up", "down"):
        return f"going {one.trend}: {mean(latest):.1f} after {mean(before):.1f}"
    return f"{'up and down' if one.trend == 'unsettled' else 'steady'}: {mean(latest):.1f} of late"


def _service(one: ServiceSum, name_of: Callable[[str], str]) -> Service:
    parts = []
    if one.answered:
        parts.append(f"{_percent(one.points)} % in {_counted(one.answered, 'answer')}")
    if one.drilled:
        parts.append(f"{_percent(one.drill_points)} % in {_counted(one.drilled, 'drilled card')}")
    if one.touched:
        parts.append(f"met in {_counted(one.touched, 'case')}")
    return Service(
        service=one.service,
        name=name_of(one.service) or "about the case itself",
        percent=_percent(one.points),
        answered=one.answered,
        drill_percent=_percent(one.drill_points),
        drilled=one.drilled,
        words=", ".join(parts),
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _mechanism(one: MechanismSum, now: Instant) -> Mechanism:
    given_up = f", {one.gave_up} given up" if one.gave_up else ""
    return Mechanism(
        family=one.family,
        cases=one.cases,
        path=_rounded(one.path),
        explanation=_rounded(one.explanation),
        words=f"{_counted(one.cases, 'case')}{given_up}, the last {ago(one.last_at, now)}",
    )


def _rounded(score: float | None) -> int | None:
    return None if score is None else round(score)


def _todo(task: Task, packs: Mapping[str, PackKnown]) -> Todo:
    what, command, why = _TOLD[task.kind](task, packs)
    return Todo(kind=task.kind, what=what, command=f"incidentgame {command}", why=tuple(why))


Told = tuple[str, str, list[str]]
"""What, the command, and the reasons."""


def _do_cards(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    more = len(task.whys) - _WHYS
    whys = [
        *task.whys[:_WHYS],
        *([f"and {more} more reasons" if more > 1 else task.whys[-1]] if more > 0 else []),
    ]
    return f"Answer {_counted(task.count, 'due card')}", "drill", whys


def _do_mechanism(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    one = task.mechanism
    why = f"{task.name} came out low over {_counted(task.count, 'case')}"
    if one is not None:
        scores = f"path {_rounded(one.path)}, explanation {_rounded(one.explanation)} of 100"
        why = f"{task.name}: {scores} over {_counted(one.cases, 'case')}"
        why += f", {one.gave_up} given up" if one.gave_up else ""
    return (
        f"Drill one cause of the family {task.name}, five minutes",
        f"play {task.pack} --mode drill --topic {task.name}",
        [why],
    )


def _do_habit(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    whys = [f"{task.name} was 0 or 1 in {task.count} of your latest cases"]
    whys += [f"it was said: {one_line(why, _LONGEST)}" for why in task.whys[:2]]
    whys.append(f"level 2 is: {meaning(task.name, 2)}")
    return f"Play a case and mind the {DIMENSIONS[task.name]}", _case(task, packs), whys


def _do_new(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    count = len(packs[task.pack].families)
    return (
        "Meet a cause you have not seen",
        _case(task, packs),
        [f"{task.count} of the {count} causes in {task.pack} are new to you"],
    )


def _do_exam(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    return (
        "Try one without help",
        f"play {task.pack} --mode exam",
        [f"your last {_counted(task.count, 'case')} had help"],
    )


def _do_rehearsal(task: Task, packs: Mapping[str, PackKnown]) -> Told:
    return (
        "Rehearse the interview",
        f"play {task.pack} --rehearsal",
        ["you have played an exam; a rehearsal adds somebody who asks on the way"],
    )


_TOLD: Mapping[str, Callable[[Task, Mapping[str, PackKnown]], Told]] = {
    "cards": _do_cards,
    "mechanism": _do_mechanism,
    "habit": _do_habit,
    "new": _do_new,
    "exam": _do_exam,
    "rehearsal": _do_rehearsal,
}


def _case(task: Task, packs: Mapping[str, PackKnown]) -> str:
    """The command for one case, by its code: it tells nobody the fault."""
    faults = [fault for fault, _ in packs[task.pack].families]
    return f"play {task.pack} {encode(task.pack, faults, task.fault, task.seed)}"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
