"""How a case ended, measured after an epilogue of ten minutes in which nobody touches anything more."""

from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.session import measures
from incidentgame.session.conditions import holds_at
from incidentgame.session.engine import Engine
from incidentgame.session.harm import harm_by_change
from incidentgame.session.scorer import Ending
from incidentgame.world.simulation import Simulation

EPILOGUE = 10 * MINUTE


@dataclass(frozen=True, slots=True)
class _Window:
    sim: Simulation
    since: Instant
    until: Instant


def ending(engine: Engine) -> Ending:
    """When the outage was mitigated and fixed, and how many requests failed, some because of the player."""
    until = engine.now + EPILOGUE
    window = _Window(engine.stage.sim.advance(until), engine.case.paged_at, until)
    mitigated = measures.mitigated_at(window.sim, engine.route, window.since, until)
    changes = [(seen.n, seen.at) for seen in engine.observations if seen.writes]
    harmed = harm_by_change(window.sim, engine.twin(until), changes, until) if changes else {}
    return Ending(
        mitigated_at=mitigated,
        fixed_at=_fixed_at(engine, window, mitigated),
        failed=measures.total_failed(window.sim, engine.case.fault_at, until),
        harm=sum(harmed.values()),
        harm_by_change=harmed,
    )


def _fixed_at(engine: Engine, window: _Window, mitigated: Instant | None) -> Instant | None:
    """From when on the route was well and the fault's condition held, to the end of the epilogue."""
    if mitigated is None or not holds_at(engine.case, window.sim, window.until):
        return None
    changes = [at for at, _ in window.sim.worlds(mitigated, window.until) if at > mitigated]
    fixed = mitigated
    for at in changes:
        if not holds_at(engine.case, window.sim, at - 1):
            fixed = at
    if not holds_at(engine.case, window.sim, fixed):
        return None
    return fixed
