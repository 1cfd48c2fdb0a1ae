"""From a compiled case to a running simulation."""

from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.pack.case import CompiledCase
from incidentgame.session.control import build
from incidentgame.session.perform import perform
from incidentgame.world.change import Scheduled
from incidentgame.world.simulation import Simulation, Span


def begin(case: CompiledCase, memo: dict[Any, Any]) -> Simulation:
    """The simulation at the beginning of its history. `memo` may be shared by the rivals of one case."""
    stated = [Scheduled(change.at, change) for change in case.recorded]
    return Simulation(
        account=case.account,
        dice=case.dice,
        plan=case.plan,
        controllers=build(),
        perform=perform,
        now=case.account.begins,
        spans=(Span(case.account.begins, case.world),),
        script=tuple(sorted([*case.script, *stated], key=lambda item: item.at)),
        memo=memo,
    )


def untouched(case: CompiledCase, at: Instant) -> Simulation:
    """The simulation at an instant, nobody having interfered."""
    return begin(case, {}).advance(at)
