"""Metrics: computed from traffic, state and the ledger when somebody asks; nothing is stored."""

from collections.abc import Iterator

from incidentgame.kernel.instant import HOUR, MINUTE, Instant, Millis
from incidentgame.world.view import View
from incidentgame.world.watching.metrics import balancer, edge, machines, timers
from incidentgame.world.watching.metrics.model import (
    DELAY,
    EDGE_REGION,
    Definition,
    Dimensions,
    known_statistic,
    statistic,
    whole_minutes,
)

DEFINITIONS: dict[tuple[str, str], Definition] = {
    (d.namespace, d.name): d
    for d in (*balancer.DEFINITIONS, *edge.DEFINITIONS, *machines.DEFINITIONS, *timers.DEFINITIONS)
}

Point = tuple[Instant, float]


def series(
    view: View,
    namespace: str,
    name: str,
    dimensions: Dimensions,
    start: Instant,
    end: Instant,
    period: Millis,
    stat: str,
    region: str = "",
) -> list[Point]:
    """The datapoints with start ≤ time < end, ascending; each is stamped with its period's beginning.

    `region` "" asks where the metric lives. A wrong Region, name or dimension set is just empty, as in
    CloudWatch (api-503-aws §7.3). The newest full minute has not arrived yet.
    """
    found = DEFINITIONS.get((namespace, name))
    if found is None or not _here(view, found, region) or not _published(view, found, dimensions):
        return []
    start = start - start % period
    low, high = whole_minutes(max(start, view.account.begins), min(end, view.now - DELAY))
    high = min(high, (view.now - DELAY) // MINUTE * MINUTE)
    if low >= high:
        return []
    return _periods(found.sample(view, dimensions, low, high), low, start, period, stat)


def _periods(
    minutes: list[list[tuple[float, int]]], low: Instant, start: Instant, period: Millis, stat: str
) -> list[Point]:
    grouped: dict[Instant, list[tuple[float, int]]] = {}
    for index, samples in enumerate(minutes):
        at = low + index * MINUTE
        if samples:
            grouped.setdefault(start + (at - start) // period * period, []).extend(samples)
    values = ((at, statistic(samples, stat)) for at, samples in sorted(grouped.items()))
    return [(at, value) for at, value in values if value is not None]


def _here(view: View, found: Definition, region: str) -> bool:
    return region in ("", EDGE_REGION if found.at_edge else view.account.region)


def _published(view: View, found: Definition, dimensions: Dimensions) -> bool:
    """Only published combinations can be asked for (INV-7); what existed earlier still can."""
    shapes = {tuple(sorted(known)) for known in found.sets(view)}
    return tuple(sorted(dimensions)) in shapes or dict(dimensions) in [dict(d) for d in found.sets(view)]


def listed(
    view: View, region: str, namespace: str | None = None, name: str | None = None
) -> Iterator[tuple[Definition, Dimensions]]:
    """What list-metrics shows: sparse counters only if they counted something in the last three hours."""
    for found in DEFINITIONS.values():
        if namespace in (None, found.namespace) and name in (None, found.name) and _here(view, found, region):
            for dimensions in found.sets(view):
                if not found.sparse or _counted_lately(view, found, dimensions):
                    yield found, dimensions


def _counted_lately(view: View, found: Definition, dimensions: Dimensions) -> bool:
    low, high = whole_minutes(view.now - 3 * HOUR, view.now)
    return any(found.sample(view, dimensions, max(low, view.account.begins // MINUTE * MINUTE), high))


def unit(namespace: str, name: str) -> str:
    """The unit a metric is published in; `None` when unknown."""
    found = DEFINITIONS.get((namespace, name))
    return found.unit if found else "None"


__all__ = ["DEFINITIONS", "Point", "known_statistic", "listed", "series", "unit"]
