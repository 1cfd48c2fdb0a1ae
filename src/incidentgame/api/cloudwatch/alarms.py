"""Alarms: reading them, their history, and the writes a person makes (aws-request-path §8.3)."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import DAY, Instant, iso_millis
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Edit, Put, public, sim, with_sim
from incidentgame.world.view import View
from incidentgame.world.watching.alarms import Verdict, history, rule_of, state
from incidentgame.world.watching.queries import dimensions_of

_STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")


def _here(view: View, region: str) -> list[Doc]:
    docs = view.world.all(kinds.ALARM)
    found = [doc for doc in docs if sim(doc).get("region", view.account.region) == region]
    return sorted(found, key=lambda doc: str(doc["AlarmName"]))


def describe_alarms(view: View, call: Call) -> Answer:
    """Alarms with their state as last evaluated."""
    request = call.request
    names, prefix = request.get("AlarmNames"), str(request.get("AlarmNamePrefix") or "")
    docs = [
        doc
        for doc in _here(view, call.region)
        if (not names or doc["AlarmName"] in names)
        and doc["AlarmName"].startswith(prefix)
        and "AlarmRule" not in doc
    ]
    shown = [_shown(view, doc) for doc in docs]
    wanted = request.get("StateValue")
    kept = [doc for doc in shown if wanted in (None, doc["StateValue"])]
    found, token = paginate(kept, request, "MaxRecords", "NextToken", default=50, error="InvalidNextToken")
    return Answer({**page("MetricAlarms", found, token), "CompositeAlarms": []})


def _shown(view: View, doc: Doc) -> dict[str, Any]:
    verdict = state(view, doc, view.now)
    return {
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [],
        "InsufficientDataActions": [],
        "Dimensions": [],
        **{name: value for name, value in public(doc).items() if value is not None},
        "StateValue": verdict.state,
        "StateReason": verdict.reason,
        "StateReasonData": json.dumps(_reason_data(doc, verdict), separators=(",", ":")),
        "StateUpdatedTimestamp": verdict.since,
        "StateTransitionedTimestamp": verdict.since,
        **({} if doc.get("TreatMissingData") else {"TreatMissingData": "missing"}),
    }


def _stamp(at: Instant) -> str:
    return iso_millis(at).replace("Z", "+0000")


def _reason_data(doc: Doc, verdict: Verdict) -> dict[str, Any]:
    rule = rule_of(doc)
    points = verdict.points
    oldest = {"startDate": _stamp(min(moment for moment, _ in points))} if points else {}
    return {
        "version": "1.0",
        "queryDate": _stamp(verdict.since),
        **oldest,
        **({"statistic": doc["Statistic"]} if doc.get("Statistic") else {}),
        "period": rule.period // 1000,
        "recentDatapoints": [value for _, value in reversed(points)],
        "threshold": rule.threshold,
        "evaluatedDatapoints": [{"timestamp": _stamp(moment), "value": value} for moment, value in points],
    }


def describe_alarm_history(view: View, call: Call) -> Answer:
    """State changes of the last day (no further back: house rule), newest first."""
    request = call.request
    name, kind = request.get("AlarmName"), request.get("HistoryItemType")
    start = max(int(request.get("StartDate") or 0), view.now - DAY)
    end = min(int(request.get("EndDate") or view.now), view.now)
    docs = [doc for doc in _here(view, call.region) if name in (None, doc["AlarmName"])]
    items = (
        [item for doc in docs for item in _items(view, doc, start, end)]
        if kind in (None, "StateUpdate", "Action")
        else []
    )
    kept = [item for item in items if kind in (None, item["HistoryItemType"])]
    newest = request.get("ScanBy", "TimestampDescending") == "TimestampDescending"
    kept.sort(key=lambda item: (item["Timestamp"], item["HistoryItemType"] == "Action"), reverse=newest)
    found, token = paginate(kept, request, "MaxRecords", "NextToken", default=100, error="InvalidNextToken")
    return Answer(page("AlarmHistoryItems", found, token))


def _items(view: View, doc: Doc, start: Instant, end: Instant) -> list[dict[str, Any]]:
    if start >= end:
        return []
    verdicts = history(view, doc, start, end)
    changes = pairwise(verdicts)
    return [item for old, new in changes for item in _item(doc, old, new)]


def _item(doc: Doc, old: Verdict, new: Verdict) -> list[dict[str, Any]]:
    base = {"AlarmName": doc["AlarmName"], "AlarmType": "MetricAlarm", "Timestamp": new.since}
    data = {"version": "1.0", "oldState": _state_data(doc, old), "newState": _state_data(doc, new)}
    update = {
        **base,
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {old.state} to {new.state}",
        "HistoryData": json.dumps(data, separators=(",", ":")),
    }
    member = {"ALARM": "AlarmActions", "OK": "OKActions"}.get(new.state, "InsufficientDataActions")
    targets: Sequence[str] = doc.get(member) or () if doc.get("ActionsEnabled", True) else ()
    actions = [
        {
            **base,
            "HistoryItemType": "Action",
            "HistorySummary": f"Successfully executed action {target}",
            "HistoryData": _action(target),
        }
        for target in targets
    ]
    return [update, *actions]


def _action(target: str) -> str:
    done = {"actionState": "Succeeded", "notificationResource": target}
    return json.dumps(done, separators=(",", ":"))


def _state_data(doc: Doc, verdict: Verdict) -> dict[str, Any]:
    return {
        "stateValue": verdict.state,
        "stateReason": verdict.reason,
        "stateReasonData": _reason_data(doc, verdict),
    }


def describe_alarms_for_metric(view: View, call: Call) -> Answer:
    """The alarms that watch one metric with these dimensions."""
    request = call.request
    wanted = dimensions_of(request.get("Dimensions"))
    docs = [
        doc
        for doc in _here(view, call.region)
        if doc.get("MetricName") == request.get("MetricName")
        and doc.get("Namespace") == request.get("Namespace")
        and dimensions_of(doc.get("Dimensions")) == wanted
    ]
    return Answer({"MetricAlarms": [_shown(view, doc) for doc in docs]})


def put_metric_alarm(view: View, call: Call) -> Answer:
    """Create or replace an alarm; it starts as INSUFFICIENT_DATA until evaluated."""
    request: Mapping[str, Any] = call.request
    name = str(request["AlarmName"])
    if not request.get("MetricName") and not request.get("Metrics"):
        raise ApiError("ValidationError", "Exactly one of MetricName or Metrics must be specified.")
    old = view.world.find(kinds.ALARM, name) or {}
    doc = {
        "AlarmArn": arn("cloudwatch", call.region, view.account.id, f"alarm:{name}"),
        "AlarmConfigurationUpdatedTimestamp": view.now,
        "StateValue": old.get("StateValue", "INSUFFICIENT_DATA"),
        "StateReason": old.get("StateReason", "Unchecked: Initial alarm creation"),
        **{key: value for key, value in request.items() if key != "Tags" and value is not None},
        "sim": {"region": call.region},
    }
    return Answer({}, (Put(kinds.ALARM, name, doc),))


def _each(view: View, call: Call, change: Any) -> Answer:
    known = {doc["AlarmName"]: doc for doc in _here(view, call.region)}
    names = [name for name in call.request.get("AlarmNames") or () if name in known]
    edits: tuple[Edit, ...] = tuple(change(name, known[name]) for name in names)
    return Answer({}, edits)


def disable_alarm_actions(view: View, call: Call) -> Answer:
    """The alarms still change state but tell nobody."""
    return _each(view, call, lambda n, doc: Put(kinds.ALARM, n, {**doc, "ActionsEnabled": False}))


def enable_alarm_actions(view: View, call: Call) -> Answer:
    """The alarms tell again."""
    return _each(view, call, lambda n, doc: Put(kinds.ALARM, n, {**doc, "ActionsEnabled": True}))


def delete_alarms(view: View, call: Call) -> Answer:
    """Remove alarms; unknown names are passed over, as CloudWatch does when others exist."""
    return _each(view, call, lambda n, doc: Drop(kinds.ALARM, n))


def set_alarm_state(view: View, call: Call) -> Answer:
    """Force a state until the next evaluation."""
    name, value = str(call.request["AlarmName"]), str(call.request["StateValue"])
    doc = next((d for d in _here(view, call.region) if d["AlarmName"] == name), None)
    if doc is None:
        raise ApiError("ResourceNotFound", f"Could not find alarm {name}", 404)
    if value not in _STATES:
        raise ApiError("ValidationError", f"{value} is not a valid alarm state")
    forced = {"state": value, "reason": str(call.request["StateReason"]), "at": view.now}
    before = (*sim(doc).get("forced_before", ()), *(one for one in (sim(doc).get("forced"),) if one))
    return Answer({}, (Put(kinds.ALARM, name, with_sim(doc, forced=forced, forced_before=before)),))


HANDLERS: dict[str, Handler] = {
    "DescribeAlarms": describe_alarms,
    "DescribeAlarmHistory": describe_alarm_history,
    "DescribeAlarmsForMetric": describe_alarms_for_metric,
    "PutMetricAlarm": put_metric_alarm,
    "EnableAlarmActions": enable_alarm_actions,
    "DisableAlarmActions": disable_alarm_actions,
    "DeleteAlarms": delete_alarms,
    "SetAlarmState": set_alarm_state,
}
