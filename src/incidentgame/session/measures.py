"""What the outage did to users, counted in the world's own requests: failures, mitigation, harm."""

from incidentgame.kernel.instant import MINUTE, SECOND, Instant
from incidentgame.world.path import Path
from incidentgame.world.simulation import Simulation

STEP = 10 * SECOND
_WINDOW = 2 * MINUTE // STEP


def failed(path: Path) -> bool:
    """Did the viewer get a server error, or nothing?"""
    return path.edge is not None and (path.status >= 500 or path.status == 0)


def failures(sim: Simulation, start: Instant, end: Instant) -> list[int]:
    """Failed requests per ten seconds."""
    return sim.traffic.counts(start, end, STEP, failed)


def route_health(sim: Simulation, uri: str, start: Instant, end: Instant) -> list[tuple[int, int]]:
    """(failed, all) requests for one route per ten seconds."""
    table = sim.traffic.on_route(
        uri, start, end, STEP, lambda path: ("all", "failed") if failed(path) else ("all",)
    )
    empty = [0] * ((end - start) // STEP)
    return list(zip(table.get("failed", empty), table.get("all", empty), strict=True))


def mitigated_at(sim: Simulation, uri: str, since: Instant, until: Instant) -> Instant | None:
    """Start of the first two minutes with under 1 % 5xx on the route; None when there are none."""
    start = since - since % STEP
    counts = route_health(sim, uri, start, until - until % STEP)
    for first in range(len(counts) - _WINDOW + 1):
        window = counts[first : first + _WINDOW]
        bad, total = sum(b for b, _ in window), sum(t for _, t in window)
        if total and bad * 100 < total:
            return start + first * STEP
    return None


def harm(sim: Simulation, twin: Simulation, start: Instant, end: Instant) -> int:
    """Requests that failed beyond what failed in a world the player never touched, minute by minute."""
    ours = sim.traffic.counts(start, end, MINUTE, failed)
    theirs = twin.traffic.counts(start, end, MINUTE, failed)
    return sum(max(0, a - b) for a, b in zip(ours, theirs, strict=True))


def total_failed(sim: Simulation, start: Instant, end: Instant) -> int:
    """All requests that failed from the beginning of the outage on."""
    return sum(failures(sim, start, end))
