"""Metric data queries: MetricStat and Expression entries, as get-metric-data and math alarms take them."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world.view import View
from incidentgame.world.watching.mathematics import MathError, Series, evaluate
from incidentgame.world.watching.metrics import series

Query = Mapping[str, Any]


def dimensions_of(members: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    """[{Name, Value}] as name → value."""
    return {str(d["Name"]): str(d.get("Value", "")) for d in members or ()}


def answered(
    view: View, queries: Sequence[Query], start: Instant, end: Instant, region: str
) -> dict[str, Series]:
    """Every query's series by id; MathError when an expression is wrong or refers in a circle."""
    found = {
        q["Id"]: _measured(view, q["MetricStat"], start, end, region) for q in queries if "MetricStat" in q
    }
    step = min((period(q) for q in queries if "MetricStat" in q), default=60 * SECOND)
    times = range(start - start % step, end, step)
    waiting = [q for q in queries if "MetricStat" not in q]
    for _ in range(len(waiting) + 1):
        still: list[Query] = []
        for query in waiting:
            try:
                found[query["Id"]] = evaluate(str(query.get("Expression", "")), found, times)
            except MathError as wrong:
                still.append(query)
                reason = wrong
        if not still:
            return found
        waiting = still
    raise reason


def period(query: Query) -> int:
    """A MetricStat query's period in ms."""
    return int(query["MetricStat"]["Period"]) * SECOND


def _measured(view: View, stat: Mapping[str, Any], start: Instant, end: Instant, region: str) -> Series:
    metric = stat["Metric"]
    points = series(
        view,
        str(metric.get("Namespace", "")),
        str(metric.get("MetricName", "")),
        dimensions_of(metric.get("Dimensions")),
        start,
        end,
        int(stat["Period"]) * SECOND,
        str(stat["Stat"]),
        region,
    )
    return dict(points)
