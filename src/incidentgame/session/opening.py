"""From a compiled case to a running simulation."""

from dataclasses import replace
from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.pack.case import CompiledCase
from incidentgame.session.control import build
from incidentgame.session.perform import perform
from incidentgame.world import kinds
from incidentgame.world.change import Scheduled
from incidentgame.world.simulation import Simulation, Span
from incidentgame.world.state import World


def begin(case: CompiledCase, memo: dict[Any, Any]) -> Simulation:
    """The simulation at the beginning of its history. `memo` may be shared by the rivals of one case."""
    return Simulation(
        account=case.account,
        dice=case.dice,
        plan=case.plan,
        controllers=build(memo),
        perform=perform,
        now=case.account.begins,
        spans=(Span(case.account.begins, case.world),),
        script=scripted(case),
        memo=memo,
    )


def scripted(case: CompiledCase) -> tuple[Scheduled, ...]:
    """All that will happen by itself, in order of time."""
    stated = [Scheduled(change.at, change) for change in case.recorded]
    return tuple(sorted([*case.script, *stated], key=lambda item: item.at))


def untouched(case: CompiledCase, at: Instant) -> Simulation:
    """The simulation at an instant, nobody having interfered."""
    return begin(case, {}).advance(at)


class Openings:
    """The rivals of a case at the moment of the page, sharing everything up to where they part from it.

    Most faults are one change near the end of the same days: those days are played once, for the case's
    own truth, and their worlds are the same objects in every rival.
    """

    def __init__(self, case: CompiledCase, memo: dict[Any, Any]) -> None:
        self._case, self._memo = case, memo
        self._played = [begin(case, memo)]
        self._made: dict[str, Simulation] = {}

    @property
    def origin(self) -> Simulation:
        """The truth at the beginning of its history."""
        return self._played[0]

    def of(self, rival: CompiledCase) -> Simulation:
        """The rival at the page; made once."""
        if rival.fault not in self._made:
            self._made[rival.fault] = self._branched(rival).advance(rival.paged_at)
        return self._made[rival.fault]

    def _branched(self, rival: CompiledCase) -> Simulation:
        if not _same_ground(self._case, rival):
            return begin(rival, self._memo)
        ours, theirs = self.origin.script, scripted(rival)
        shared = _shared(ours, theirs)
        until = min((item.at for item in (*ours[shared:], *theirs[shared:])), default=rival.paged_at)
        trunk = self._trunk(min(until, rival.paged_at) - 1)
        rest = tuple(item for item in theirs if item.at > trunk.now)
        return replace(trunk, script=rest, spans=_renamed(trunk.spans, rival.world))

    def _trunk(self, at: Instant) -> Simulation:
        """The truth at an instant of its history, taken up from the nearest one already played."""
        before = max((sim for sim in self._played if sim.now <= at), key=lambda sim: sim.now, default=self.origin)
        found = before.advance(at)
        if found.now > before.now:
            self._played.append(found)
        return found


def _same_ground(one: CompiledCase, other: CompiledCase) -> bool:
    """Do both begin at the same instant in the same world, names of roles aside, with the same traffic?"""
    mine, theirs = one.world.tables, other.world.tables
    return (
        (one.account, one.dice, one.plan) == (other.account, other.dice, other.plan)
        and list(mine) == list(theirs)
        and all(
            list(mine[kind]) == list(theirs[kind]) and mine[kind] == theirs[kind]
            for kind in mine
            if kind != kinds.ROLES
        )
    )


def _shared(one: tuple[Scheduled, ...], other: tuple[Scheduled, ...]) -> int:
    """How many entries two scripts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _renamed(spans: tuple[Span, ...], world: World) -> tuple[Span, ...]:
    """The same worlds with the rival's own names of roles, which nothing in a simulation reads."""
    roles = world.table(kinds.ROLES)
    if roles == spans[0].world.table(kinds.ROLES):
        return spans
    return tuple(Span(span.since, World({**span.world.tables, kinds.ROLES: roles})) for span in spans)
