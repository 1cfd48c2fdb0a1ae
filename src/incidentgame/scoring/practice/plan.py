"""What to practise next: due cards, then mechanisms and ways of working that were thin, then new ground.

Values only; whoever shows them finds the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from incidentgame.commands.modes import MODES
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, HOUR, Instant
from incidentgame.scoring.practice.records import ALL_DIMENSIONS, KNOWLEDGE, CardKept, CaseKept, History
from incidentgame.scoring.practice.sums import MechanismSum, mechanisms

THIN: Final = 60
"""Mean of path and explanation below which a mechanism is thin."""
RECENT: Final = 5
"""How many scored sessions back a way of working is looked at."""
_LOW: Final = 1
_MECHANISMS: Final = 2
_LATEST: Final = 3
_READY_FOR_EXAM: Final = 3
_AHEAD: Final = 8 * HOUR
_SEEDS: Final = 30_000

Kind = Literal["cards", "mechanism", "habit", "new", "exam", "rehearsal"]


class PackKnown(msgspec.Struct, frozen=True, kw_only=True):
    """A scored pack that can be played: its faults, each with its family."""

    pack: str
    families: tuple[tuple[str, str], ...]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do.

    `cards`: `count` due cards, `whys` the reasons they are in. `mechanism`: a family that was thin, with its
    sums. `habit`: dimension `name` was 0 or 1 in `count` of the last sessions; `whys` are the reasons given.
    `new`: `count` faults of the pack not met yet. `exam`, `rehearsal`: `count` sessions behind you. For cases
    `pack`, `fault` and `seed` say which (the fault is not to be shown: a case code hides it).
    """

    kind: Kind
    count: int = 0
    name: str = ""
    whys: tuple[str, ...] = ()
    pack: str = ""
    fault: str = ""
    seed: int = 0
    mechanism: MechanismSum | None = None


def is_due(card: CardKept, now: Instant) -> bool:
    """Due, or due later today when it rests for days anyway: one who drills at about the same hour each day
    need not wait for the minute."""
    return card.due <= now + (_AHEAD if card.days else 0)


def due(cards: Sequence[CardKept], now: Instant) -> tuple[CardKept, ...]:
    """The due cards: those forgotten most often first, then by how long they have been due."""
    waiting = [card for card in cards if is_due(card, now)]
    return tuple(sorted(waiting, key=lambda card: (-card.lapses, card.due, card.added, card.id)))


def plan(history: History, packs: Sequence[PackKnown], now: Instant) -> tuple[Task, ...]:
    """What to do today, in order; empty when nothing was played yet."""
    scored = [case for case in history.cases if case.scored]
    tasks = [*_cards(history, now)]
    if history.cases and packs:
        tasks += _mechanisms(scored, packs)
        tasks += _habits(scored, packs)
        tasks += _new(scored, packs)
        tasks += _ahead(scored, packs) if scored else []
    return tuple(tasks)


def _cards(history: History, now: Instant) -> list[Task]:
    waiting = due(history.cards, now)
    if not waiting:
        return []
    whys = dict.fromkeys(card.why for card in waiting if card.why)
    return [Task(kind="cards", count=len(waiting), whys=tuple(whys))]


def _mechanisms(scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> list[Task]:
    """The weakest families by their latest cases, where a pack still has one of them."""
    found = []
    for one in mechanisms(_latest(scored)):
        pack = _pack_of(one.family, scored, packs)
        weak = (one.path or 0) + (one.explanation or 0) < 2 * THIN
        if pack and (weak or one.gave_up == one.cases):
            found.append(Task(kind="mechanism", name=one.family, pack=pack, count=one.cases, mechanism=one))
    return found[:_MECHANISMS]


def _latest(scored: Sequence[CaseKept]) -> list[CaseKept]:
    """The latest three cases of each family: what was weak long ago need not be now."""
    families = dict.fromkeys(case.family for case in scored)
    return [case for name in families for case in [c for c in scored if c.family == name][-_LATEST:]]


def _pack_of(family: str, scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> str:
    """The pack this family was played in last, or any that has it; empty when none does."""
    having = [known.pack for known in packs if family in {name for _, name in known.families}]
    played = [case.pack for case in reversed(scored) if case.family == family and case.pack in having]
    return next(iter([*played, *having]), "")


def _habits(scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> list[Task]:
    """The way of working that was 0 or 1 most often of late, at least twice; the case to try it on."""
    latest = scored[-RECENT:]
    low = [(name, _low(latest, name)) for name in ALL_DIMENSIONS if name != KNOWLEDGE]
    name, cases = max(low, key=lambda pair: len(pair[1]))
    if len(cases) < 2:
        return []
    whys = dict.fromkeys(why for case in reversed(cases) for why in case.reasons.get(name, ())[:1])
    return [_fresh(scored, packs, Task(kind="habit", name=name, count=len(cases), whys=tuple(whys)))]


def _low(cases: Sequence[CaseKept], name: str) -> list[CaseKept]:
    return [case for case in cases if (level := case.scores.get(name)) is not None and level <= _LOW]


def _new(scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> list[Task]:
    """Faults nobody has met yet, in the pack played last."""
    known = _current(scored, packs)
    unmet = _unmet(scored, known)
    return [_fresh(scored, packs, Task(kind="new", count=len(unmet)))] if unmet else []


def _current(scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> PackKnown:
    by_name = {known.pack: known for known in packs}
    return next((by_name[case.pack] for case in reversed(scored) if case.pack in by_name), packs[0])


def _unmet(scored: Sequence[CaseKept], known: PackKnown) -> list[str]:
    met = {case.fault for case in scored if case.pack == known.pack}
    return [fault for fault, _ in known.families if fault not in met]


def _fresh(scored: Sequence[CaseKept], packs: Sequence[PackKnown], task: Task) -> Task:
    """The task with a case not played yet: a fault not met where there is one, else the one met longest ago.

    The same history gives the same case, and another one after every session."""
    known = _current(scored, packs)
    dice = Dice(len(scored)).derived("plan", known.pack, task.kind)
    last = {case.fault: n for n, case in enumerate(scored) if case.pack == known.pack}
    faults = [fault for fault, _ in known.families]
    choice = (
        _unmet(scored, known) or sorted(faults, key=lambda fault: last[fault])[: max(1, len(faults) // 2)]
    )
    return msgspec.structs.replace(
        task, pack=known.pack, fault=dice.pick(choice, "fault"), seed=dice.below(_SEEDS, "seed")
    )


def _ahead(scored: Sequence[CaseKept], packs: Sequence[PackKnown]) -> list[Task]:
    """The step up: an exam after three cases in a row with help, a rehearsal once there was an exam."""
    pack, modes = _current(scored, packs).pack, [case.mode for case in scored]
    helped = [mode not in MODES or MODES[mode].helps for mode in modes]
    since = helped[::-1].index(False) if False in helped else len(helped)
    if since >= _READY_FOR_EXAM:
        return [Task(kind="exam", count=since, pack=pack)]
    if "exam" in modes and "rehearsal" not in modes:
        return [Task(kind="rehearsal", count=len(modes), pack=pack)]
    return []


def next_due(cards: Sequence[CardKept], now: Instant) -> Instant | None:
    """When the next card that is not due yet will be; None when there is none."""
    return min((card.due for card in cards if not is_due(card, now)), default=None)


def days_until(at: Instant, now: Instant) -> int:
    """Whole days from one instant to another, by the calendar (UTC)."""
    return at // DAY - now // DAY
