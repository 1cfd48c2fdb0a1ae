"""From a compiled case to a running simulation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.pack.case import CompiledCase
from incidentgame.session.perform import perform
from incidentgame.world.change import Change, Scheduled
from incidentgame.world.simulation import Controller, Simulation, Span


def begin(case: CompiledCase, memo: dict[Any, Any]) -> Simulation:
    """The simulation at the beginning of its history. `memo` may be shared by the rivals of one case."""
    return Simulation(
        account=case.account,
        dice=case.dice,
        plan=case.plan,
        controllers=_Controllers(memo),
        perform=perform,
        now=case.account.begins,
        spans=(Span(case.account.begins, case.world),),
        script=scripted(case),
        memo=memo,
    )


class _Controllers:
    """The control loops, imported and built when the first of them is looked at."""

    def __init__(self, memo: dict[Any, Any]) -> None:
        self._memo = memo
        self._built: tuple[Controller, ...] = ()

    def __iter__(self) -> Iterator[Controller]:
        if not self._built:
            from incidentgame.session.control import build

            self._built = build(self._memo)
        return iter(self._built)


@dataclass(frozen=True, slots=True)
class History:
    """What has happened and what will, without anything that belongs to a process: it can be kept."""

    now: Instant
    spans: tuple[Span, ...]
    script: tuple[Scheduled, ...]
    changes: tuple[Change, ...]


def history_of(sim: Simulation) -> History:
    """A simulation's history; nobody may have sent requests of their own yet."""
    return History(sim.now, sim.spans, sim.script, sim.changes)


def scripted(case: CompiledCase) -> tuple[Scheduled, ...]:
    """All that will happen by itself, in order of time."""
    stated = [Scheduled(change.at, change) for change in case.recorded]
    return tuple(sorted([*case.script, *stated], key=lambda item: item.at))


def untouched(case: CompiledCase, at: Instant) -> Simulation:
    """The simulation at an instant, nobody having interfered."""
    return begin(case, {}).advance(at)


@dataclass(frozen=True, slots=True)
class Opening:
    """A simulation that is played when it is first looked at: the moment it will stand at, and how.

    `origin` is the beginning of its history: account, dice and names are as they will be.
    """

    origin: Simulation
    now: Instant
    play: Callable[[], Simulation]


class Openings:
    """The rivals of a case at the moment of the page, sharing everything up to where they part from it.

    Most faults are one change near the end of the same days: those days are played once, for the case's
    own truth, and their worlds are the same objects in every rival.
    """

    def __init__(
        self,
        case: CompiledCase,
        memo: dict[Any, Any],
        known: History | None = None,
        keep: Callable[[History], None] = lambda history: None,
    ) -> None:
        """`known` is the case's own history up to the page if it was played before; else `keep` it."""
        self._case, self._memo, self._keep = case, memo, keep
        self._played = [begin(case, memo)]
        self._made: dict[str, Simulation] = {}
        if known is not None:
            self._made[case.fault] = _with_history(self.origin, known)

    @property
    def origin(self) -> Simulation:
        """The truth at the beginning of its history."""
        return self._played[0]

    def rest(self) -> None:
        """Let go of what was computed from the worlds and can be computed again."""
        self._memo.clear()
        del self._played[1:]
        for sim in self._made.values():
            for span in sim.spans:
                span.world.derived.clear()

    def truth(self) -> Simulation:
        """The case itself at the page."""
        known = self._case.fault in self._made
        found = self.of(self._case.fault, lambda fault: self._case)
        if not known:
            self._keep(history_of(found))
        return found

    def opening(self) -> Opening:
        """The same, for a stage: a prompt needs none of the days before it."""
        return Opening(self.origin, self._case.paged_at, self.truth)

    def of(self, suspect: str, compiled: Callable[[str], CompiledCase]) -> Simulation:
        """A suspect at the page; made once."""
        if suspect not in self._made:
            rival = self._case if suspect == self._case.fault else compiled(suspect)
            found = self._branched(rival) if rival is not self._case else self.origin
            self._made[suspect] = found.advance(rival.paged_at)
        return self._made[suspect]

    def _branched(self, rival: CompiledCase) -> Simulation:
        if not _same_ground(self._case, rival):
            return begin(rival, self._memo)
        ours, theirs = self.origin.script, scripted(rival)
        shared = _shared(ours, theirs)
        until = min((item.at for item in (*ours[shared:], *theirs[shared:])), default=rival.paged_at)
        if until <= self.origin.now:
            return begin(rival, self._memo)
        trunk = self._trunk(min(until, rival.paged_at) - 1)
        rest = tuple(item for item in theirs if item.at > trunk.now)
        return replace(trunk, script=rest)

    def _trunk(self, at: Instant) -> Simulation:
        """The truth at an instant of its history, taken up from the nearest one already played."""
        before = max(
            (sim for sim in self._played if sim.now <= at), key=lambda sim: sim.now, default=self.origin
        )
        found = before.advance(at)
        if found.now > before.now:
            self._played.append(found)
        return found


def _with_history(sim: Simulation, known: History) -> Simulation:
    return replace(sim, now=known.now, spans=known.spans, script=known.script, changes=known.changes)


def _same_ground(one: CompiledCase, other: CompiledCase) -> bool:
    """Do both begin at the same instant in the same world, with the same traffic?"""
    mine, theirs = one.world.tables, other.world.tables
    return (
        (one.account, one.dice, one.plan) == (other.account, other.dice, other.plan)
        and list(mine) == list(theirs)
        and all(list(mine[kind]) == list(theirs[kind]) and mine[kind] == theirs[kind] for kind in mine)
    )


def _shared(one: tuple[Scheduled, ...], other: tuple[Scheduled, ...]) -> int:
    """How many entries two scripts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
