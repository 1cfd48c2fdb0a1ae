"""When users were served again, and when they were not: a cure that does not last is told as it went."""

from collections.abc import Iterator

from incidentgame.kernel.instant import Instant
from incidentgame.session import measures
from incidentgame.session.ending import EPILOGUE
from incidentgame.session.result import Result
from incidentgame.world.simulation import Simulation

SERVED, LOST = "users were served again", "requests failed again"
_MOST = 12
"""Turns that are told."""


def turns(result: Result) -> Iterator[tuple[Instant, str]]:
    """The turns after the page, in order, the first of them being the mitigation that is scored."""
    engine = result.engine
    until = engine.now + EPILOGUE
    served, sim = result.ending.mitigated_at, engine.stage.sim.advance(until)
    for _ in range(_MOST // 2):
        if served is None:
            return
        yield served, SERVED
        lost = _lost_at(sim, engine.route, served, until)
        if lost is None:
            return
        yield lost, LOST
        served = measures.mitigated_at(sim, engine.route, lost, until)


def _lost_at(sim: Simulation, uri: str, since: Instant, until: Instant) -> Instant | None:
    """When more than half of the route's requests had failed for ten seconds, and went on failing."""
    counts = measures.route_health(sim, uri, since, until - until % measures.STEP)
    bad = [failed * 2 > total for failed, total in counts]
    for n in range(len(bad) - 1):
        if bad[n] and bad[n + 1]:
            return since + (n + 1) * measures.STEP
    return None
