"""`fixed_when`: an author's condition, judged against a world at some instant."""

from dataclasses import replace

from incidentgame.kernel.instant import Instant
from incidentgame.pack import conditions
from incidentgame.pack.case import CompiledCase
from incidentgame.world.simulation import Simulation


def holds_at(case: CompiledCase, sim: Simulation, at: Instant) -> bool:
    """Was the fault's `fixed_when` true at an earlier instant?"""
    kept = tuple(span for span in sim.spans if span.since <= at) or sim.spans[:1]
    return conditions.holds(case, replace(sim, spans=kept, now=at))
