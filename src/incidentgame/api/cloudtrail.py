"""CloudTrail: Event history and the one trail (aws-request-path §8.1, api-503-aws §6)."""

from collections.abc import Callable, Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import MINUTE
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.view import View
from incidentgame.world.watching.trail import HISTORY, Event, access_key, events, record

_MOST = 50


def _matches(view: View) -> Mapping[str, Callable[[Event, str], bool]]:
    return {
        "EventId": lambda e, v: e.id == v,
        "EventName": lambda e, v: e.change.action == v,
        "ReadOnly": lambda e, v: str(e.change.read_only).lower() == v.lower(),
        "Username": lambda e, v: e.user == v,
        "ResourceType": lambda e, v: any(kind == v for kind, _ in e.resources),
        "ResourceName": lambda e, v: any(v == name or name.endswith(f"/{v}") for _, name in e.resources),
        "EventSource": lambda e, v: e.change.source == v,
        "AccessKeyId": lambda e, v: access_key(view, e.change.principal, e.change.at) == v,
    }


def lookup_events(view: View, call: Call) -> Answer:
    """Event history of the Region called, newest first, one attribute at most."""
    request = call.request
    start, end = request.get("StartTime"), request.get("EndTime")
    if start is not None and end is not None and start > end:
        raise ApiError("InvalidTimeRangeException", "Start time cannot be greater than end time.")
    most = request.get("MaxResults")
    if most is not None and not 1 <= int(most) <= _MOST:
        raise ApiError(
            "InvalidMaxResultsException",
            "The MaxResults value must be between 1 and 50.",
        )
    wanted = _wanted(view, request.get("LookupAttributes") or ())
    low = view.now - HISTORY if start is None else int(start)
    high = view.now if end is None else int(end)
    hits = [event for event in events(view, call.region, low, high) if wanted(event)]
    found, token = paginate(
        hits,
        request,
        "MaxResults",
        "NextToken",
        default=_MOST,
        error="InvalidNextTokenException",
    )
    return Answer(page("Events", [_shown(view, event) for event in found], token))


def _wanted(view: View, attributes: Any) -> Callable[[Event], bool]:
    if len(attributes) > 1:
        raise ApiError(
            "InvalidLookupAttributesException",
            "You can specify only one lookup attribute.",
        )
    if not attributes:
        return lambda event: True
    key, value = (
        attributes[0].get("AttributeKey"),
        str(attributes[0].get("AttributeValue", "")),
    )
    test = _matches(view).get(str(key))
    if test is None:
        raise ApiError("InvalidLookupAttributesException", f"Invalid lookup attribute key: {key}")
    return lambda event: test(event, value)


def _shown(view: View, event: Event) -> dict[str, Any]:
    change = event.change
    shown: dict[str, Any] = {"EventId": event.id, "EventName": change.action}
    shown["ReadOnly"] = str(change.read_only).lower()
    key = access_key(view, change.principal, change.at)
    if key:
        shown["AccessKeyId"] = key
    shown |= {"EventTime": change.at - change.at % 1000, "EventSource": change.source}
    if event.user:
        shown["Username"] = event.user
    shown["Resources"] = [{"ResourceType": kind, "ResourceName": name} for kind, name in event.resources]
    return {**shown, "CloudTrailEvent": record(view, event)}


def _trail(view: View) -> dict[str, Any]:
    bucket = next(
        (n for n in view.world.table(kinds.BUCKET) if "trail" in n),
        f"shop-trail-{view.account.id}",
    )
    return {
        "Name": "management-events",
        "S3BucketName": bucket,
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": True,
        "HomeRegion": view.account.region,
        "TrailARN": arn(
            "cloudtrail",
            view.account.region,
            view.account.id,
            "trail/management-events",
        ),
        "LogFileValidationEnabled": True,
        "HasCustomEventSelectors": False,
        "HasInsightSelectors": False,
        "IsOrganizationTrail": False,
    }


def describe_trails(view: View, call: Call) -> Answer:
    """The account's trail: management events of every Region, no data events."""
    return Answer({"trailList": [_trail(view)]})


def list_trails(view: View, call: Call) -> Answer:
    """Names and ARNs."""
    trail = _trail(view)
    return Answer({"Trails": [{n: trail[n] for n in ("TrailARN", "Name", "HomeRegion")}]})


def get_trail(view: View, call: Call) -> Answer:
    """One trail."""
    return Answer({"Trail": _named(view, call)})


def _named(view: View, call: Call) -> dict[str, Any]:
    name, trail = str(call.request.get("Name", "")), _trail(view)
    if name not in (trail["Name"], trail["TrailARN"]):
        raise ApiError(
            "TrailNotFoundException",
            f"Unknown trail: {name} for the user: {view.account.id}",
            400,
        )
    return trail


def get_trail_status(view: View, call: Call) -> Answer:
    """Is it logging, and when did it last deliver?"""
    _named(view, call)
    last = view.now - view.now % (5 * MINUTE)
    return Answer(
        {
            "IsLogging": True,
            "LatestDeliveryTime": last,
            "StartLoggingTime": view.account.begins,
        }
    )


def get_event_selectors(view: View, call: Call) -> Answer:
    """Management events only: why no key-value store event is to be found (T1)."""
    selector = {
        "ReadWriteType": "All",
        "IncludeManagementEvents": True,
        "DataResources": [],
        "ExcludeManagementEventSources": [],
    }
    return Answer({"TrailARN": _trail(view)["TrailARN"], "EventSelectors": [selector]})


HANDLERS: dict[str, Handler] = {
    "LookupEvents": lookup_events,
    "DescribeTrails": describe_trails,
    "ListTrails": list_trails,
    "GetTrail": get_trail,
    "GetTrailStatus": get_trail_status,
    "GetEventSelectors": get_event_selectors,
}
