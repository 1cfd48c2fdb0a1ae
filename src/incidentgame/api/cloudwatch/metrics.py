"""Reading metrics (aws-request-path §8.3, api-503-aws §7.3)."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import SECOND
from incidentgame.world.change import Call
from incidentgame.world.view import View
from incidentgame.world.watching.mathematics import MathError, Series
from incidentgame.world.watching.metrics import known_statistic, listed, series, unit
from incidentgame.world.watching.queries import answered, dimensions_of, period

_MOST_POINTS = 1_440


def get_metric_statistics(view: View, call: Call) -> Answer:
    """Datapoints of one metric, at most 1,440; in no order AWS promises (ours: by the dice)."""
    request = call.request
    step = _period(request.get("Period"))
    start, end = int(request["StartTime"]), int(request["EndTime"])
    if start >= end:
        raise ApiError(
            "InvalidParameterValue", "The parameter StartTime must be less than the parameter EndTime."
        )
    if (end - start) // step > _MOST_POINTS:
        raise ApiError(
            "InvalidParameterCombination",
            f"You have requested up to {(end - start) // step} datapoints, which exceeds the limit of 1,440. "
            "You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
        )
    plain, extended = request.get("Statistics") or (), request.get("ExtendedStatistics") or ()
    if not plain and not extended:
        raise ApiError(
            "MissingParameter",
            "At least one of the parameters Statistics or ExtendedStatistics must be specified.",
        )
    return Answer(_statistics(view, call, step, list(plain), list(extended)))


def _period(given: Any) -> int:
    seconds = int(given or 60)
    if seconds < 1 or (seconds % 60 and seconds not in (1, 5, 10, 20, 30)):
        raise ApiError(
            "InvalidParameterValue",
            "The parameter Period must be a multiple of 60, or one of 1, 5, 10, 20, 30.",
        )
    return max(60, seconds) * SECOND


def _statistics(view: View, call: Call, step: int, plain: list[str], extended: list[str]) -> dict[str, Any]:
    request = call.request
    namespace, name = str(request["Namespace"]), str(request["MetricName"])
    dimensions = dimensions_of(request.get("Dimensions"))
    rows: dict[int, dict[str, Any]] = {}
    for stat in (*plain, *extended):
        points = series(
            view,
            namespace,
            name,
            dimensions,
            request["StartTime"],
            request["EndTime"],
            step,
            stat,
            call.region,
        )
        for at, value in points:
            row = rows.setdefault(at, {"Timestamp": at})
            if stat in plain:
                row[stat] = value
            else:
                row.setdefault("ExtendedStatistics", {})[stat] = value
    shown = [{**row, "Unit": unit(namespace, name)} for row in rows.values()]
    return {"Label": name, "Datapoints": view.dice.shuffled(shown, "datapoints", namespace, name)}


def get_metric_data(view: View, call: Call) -> Answer:
    """Several metrics and expressions at once; no data is an empty, complete answer."""
    request = call.request
    queries = list(request.get("MetricDataQueries") or ())
    for query in queries:
        _check(query)
    try:
        found = answered(view, queries, int(request["StartTime"]), int(request["EndTime"]), call.region)
    except MathError as wrong:
        raise ApiError("ValidationError", wrong.message) from None
    newest_first = request.get("ScanBy", "TimestampDescending") == "TimestampDescending"
    results = [_result(q, found[q["Id"]], newest_first) for q in queries if q.get("ReturnData", True)]
    return Answer({"MetricDataResults": results, "Messages": []})


def _check(query: dict[str, Any]) -> None:
    id = str(query.get("Id", ""))
    if not id[:1].islower() or not id.replace("_", "a").isalnum():
        raise ApiError(
            "ValidationError",
            f"The value {id} for parameter MetricDataQueries.member.1.Id is not matching "
            "the expected pattern.",
        )
    if "MetricStat" in query:
        if not known_statistic(str(query["MetricStat"].get("Stat", ""))):
            raise ApiError(
                "ValidationError", f"The parameter Stat is invalid: {query['MetricStat'].get('Stat')}"
            )
        if period(query) <= 0 or int(query["MetricStat"]["Period"]) % 60:
            raise ApiError("ValidationError", "Period must not be less than 60 and be a multiple of 60.")


def _result(query: dict[str, Any], points: Series, newest_first: bool) -> dict[str, Any]:
    moments = sorted(points, reverse=newest_first)
    metric = query.get("MetricStat", {}).get("Metric", {})
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or metric.get("MetricName") or query["Id"],
        "Timestamps": moments,
        "Values": [points[at] for at in moments],
        "StatusCode": "Complete",
    }


def list_metrics(view: View, call: Call) -> Answer:
    """Metrics that have had data, by namespace, name and dimensions."""
    request = call.request
    namespace, name = request.get("Namespace"), request.get("MetricName")
    wanted = [(str(d["Name"]), d.get("Value")) for d in request.get("Dimensions") or ()]
    items: list[dict[str, Any]] = [
        {
            "Namespace": found.namespace,
            "MetricName": found.name,
            "Dimensions": [{"Name": n, "Value": v} for n, v in dimensions.items()],
        }
        for found, dimensions in listed(view, call.region, namespace, name)
        if all(n in dimensions and v in (None, dimensions[n]) for n, v in wanted)
    ]
    shown, token = paginate(items, request, "", "NextToken", default=500)
    return Answer(page("Metrics", shown, token))


HANDLERS: dict[str, Handler] = {
    "GetMetricStatistics": get_metric_statistics,
    "GetMetricData": get_metric_data,
    "ListMetrics": list_metrics,
}
