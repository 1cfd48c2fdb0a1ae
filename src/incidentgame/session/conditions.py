"""`fixed_when`: an author's condition, judged against a world at some instant."""

from dataclasses import replace

from incidentgame.kernel.instant import Instant
from incidentgame.pack.case import CompiledCase
from incidentgame.world.simulation import Simulation


def holds(case: CompiledCase, sim: Simulation) -> bool:
    """Is the fault's `fixed_when` true now?"""
    from incidentgame.pack.conditions import holds as condition_holds

    return condition_holds(case, sim)


def holds_at(case: CompiledCase, sim: Simulation, at: Instant) -> bool:
    """Was it true at an earlier instant?"""
    from incidentgame.pack.conditions import holds as condition_holds

    kept = tuple(span for span in sim.spans if span.since <= at) or sim.spans[:1]
    return condition_holds(case, replace(sim, spans=kept, now=at))
