"""Log groups and streams."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import DAY, HOUR, MINUTE
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Put, public, sim
from incidentgame.world.view import View
from incidentgame.world.watching.logs.events import backwards
from incidentgame.world.watching.logs.sources import SHIPPED, hosts, source_of

_RETENTIONS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)


def groups_here(view: View, region: str) -> list[Doc]:
    """The groups of a Region by name."""
    docs = view.world.all(kinds.LOG_GROUP)
    found = [doc for doc in docs if sim(doc).get("region", view.account.region) == region]
    return sorted(found, key=lambda doc: str(doc["logGroupName"]))


def group_named(view: View, call: Call) -> Doc:
    """The group a request names, by name or ARN."""
    given = call.request.get("logGroupName") or call.request.get("logGroupIdentifier") or ""
    return group_called(view, call.region, str(given))


def group_called(view: View, region: str, given: str) -> Doc:
    """A group by name or ARN; ResourceNotFoundException without one."""
    name = given.split(":log-group:", 1)[-1].removesuffix(":*")
    for doc in groups_here(view, region):
        if doc["logGroupName"] == name:
            return doc
    raise ApiError("ResourceNotFoundException", "The specified log group does not exist.")


def describe_log_groups(view: View, call: Call) -> Answer:
    """Groups by name; a prefix or a pattern narrows them."""
    request = call.request
    prefix, part = str(request.get("logGroupNamePrefix") or ""), str(request.get("logGroupNamePattern") or "")
    items = [
        _shown(view, call.region, doc)
        for doc in groups_here(view, call.region)
        if doc["logGroupName"].startswith(prefix) and part.lower() in doc["logGroupName"].lower()
    ]
    found, token = paginate(
        items, request, "limit", "nextToken", default=50, error="InvalidParameterException"
    )
    return Answer(page("logGroups", found, token, "nextToken"))


def _shown(view: View, region: str, doc: Doc) -> dict[str, Any]:
    plain = arn("logs", region, view.account.id, f"log-group:{doc['logGroupName']}")
    return {
        "creationTime": view.account.begins - 90 * DAY,
        "metricFilterCount": 0,
        "arn": f"{plain}:*",
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        "logGroupArn": plain,
        **public(doc),
    }


def describe_log_streams(view: View, call: Call) -> Answer:
    """The group's streams: every host that ships to it, or those with events of the last hours.

    As in CloudWatch, when the last event came is known for streams that were busy lately only.
    """
    doc = group_named(view, call)
    name, prefix = str(doc["logGroupName"]), str(call.request.get("logStreamNamePrefix") or "")
    shipped = source_of(doc) in SHIPPED
    window = 2 * MINUTE if shipped else 3 * HOUR
    latest: dict[str, tuple[int, int]] = {}
    for event in backwards(view, doc, view.now - window, view.now):
        latest.setdefault(event.stream, (event.at, event.ingested))
    known = hosts(view, doc, view.account.begins, view.now) if shipped else []
    base = arn("logs", call.region, view.account.id, f"log-group:{name}:log-stream:")
    items = [
        _stream(view, stream, base, latest.get(stream))
        for stream in dict.fromkeys([*known, *latest])
        if stream.startswith(prefix)
    ]
    by_time = call.request.get("orderBy") == "LastEventTime"
    items.sort(key=lambda item: (item.get("lastEventTimestamp", 0) if by_time else 0, item["logStreamName"]))
    ordered = items[::-1] if call.request.get("descending") else items
    found, token = paginate(ordered, call.request, "limit", "nextToken", default=50)
    return Answer(page("logStreams", found, token, "nextToken"))


def _stream(view: View, stream: str, base: str, latest: tuple[int, int] | None) -> dict[str, Any]:
    times = {"lastEventTimestamp": latest[0], "lastIngestionTime": latest[1]} if latest else {}
    return {
        "logStreamName": stream,
        "creationTime": view.account.begins,
        **times,
        "uploadSequenceToken": view.dice.hexadecimal(56, "sequence", stream),
        "arn": base + stream,
        "storedBytes": 0,
    }


def describe_metric_filters(view: View, call: Call) -> Answer:
    """Metric filters of the groups that have any."""
    wanted = call.request.get("logGroupName")
    docs = [doc for doc in groups_here(view, call.region) if wanted in (None, doc["logGroupName"])]
    items = [
        {**item, "logGroupName": doc["logGroupName"]}
        for doc in docs
        for item in sim(doc).get("metric_filters", ())
    ]
    return Answer({"metricFilters": items})


def put_retention_policy(view: View, call: Call) -> Answer:
    """How many days events are kept."""
    doc, days = group_named(view, call), int(call.request["retentionInDays"])
    if days not in _RETENTIONS:
        raise ApiError(
            "InvalidParameterException",
            f"Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
            "Member must satisfy enum value set: "
            f"[{', '.join(map(str, _RETENTIONS))}]",
        )
    return Answer({}, (Put(kinds.LOG_GROUP, doc["logGroupName"], {**doc, "retentionInDays": days}),))


def delete_log_group(view: View, call: Call) -> Answer:
    """Remove a group with all it holds."""
    return Answer({}, (Drop(kinds.LOG_GROUP, group_named(view, call)["logGroupName"]),))


def describe_subscription_filters(view: View, call: Call) -> Answer:
    """Nothing subscribes to a group in this world."""
    group_named(view, call)
    return Answer({"subscriptionFilters": []})


HANDLERS: dict[str, Handler] = {
    "DescribeLogGroups": describe_log_groups,
    "DescribeLogStreams": describe_log_streams,
    "DescribeMetricFilters": describe_metric_filters,
    "DescribeSubscriptionFilters": describe_subscription_filters,
    "PutRetentionPolicy": put_retention_policy,
    "DeleteLogGroup": delete_log_group,
}
