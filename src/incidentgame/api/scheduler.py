"""EventBridge Scheduler (api-503-aws §4.1)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Put, public, with_sim
from incidentgame.world.timers.expressions import parse
from incidentgame.world.view import View

_OPTIONAL = ("Description", "StartDate", "EndDate", "KmsKeyArn")


def _key(request: Mapping[str, Any]) -> str:
    return f"{request.get('GroupName') or 'default'}/{request.get('Name')}"


def _schedule(view: View, call: Call) -> Doc:
    doc = view.world.find(kinds.SCHEDULE, _key(call.request))
    if doc is None:
        raise ApiError(
            "ResourceNotFoundException",
            f"Schedule {call.request.get('Name')} does not exist.",
            404,
        )
    return doc


def list_schedules(view: View, call: Call) -> Answer:
    """Schedules in short, by name."""
    request = call.request
    prefix, group, state = (
        request.get("NamePrefix") or "",
        request.get("GroupName"),
        request.get("State"),
    )
    docs = [
        doc
        for doc in sorted(view.world.all(kinds.SCHEDULE), key=lambda d: str(d["Name"]))
        if doc["Name"].startswith(prefix)
        and group in (None, doc.get("GroupName", "default"))
        and state in (None, doc.get("State"))
    ]
    found, token = paginate(
        [_summary(doc) for doc in docs],
        request,
        "MaxResults",
        "NextToken",
        default=100,
        error="ValidationException",
    )
    return Answer(page("Schedules", found, token))


def _summary(doc: Doc) -> dict[str, Any]:
    names = (
        "Arn",
        "CreationDate",
        "GroupName",
        "LastModificationDate",
        "Name",
        "State",
    )
    return {
        **{n: doc[n] for n in names if n in doc},
        "Target": {"Arn": (doc.get("Target") or {}).get("Arn", "")},
    }


def get_schedule(view: View, call: Call) -> Answer:
    """One schedule in full."""
    return Answer(public(_schedule(view, call)))


def _built(view: View, call: Call, old: Doc) -> Doc:
    """A schedule from a request alone: what is left out goes back to its default (T11)."""
    request = call.request
    if parse(str(request.get("ScheduleExpression", ""))) is None:
        raise ApiError(
            "ValidationException",
            f"Invalid Schedule Expression {request.get('ScheduleExpression')}.",
        )
    group, name = request.get("GroupName") or "default", str(request["Name"])
    doc = {
        "ActionAfterCompletion": request.get("ActionAfterCompletion") or "NONE",
        "Arn": arn(
            "scheduler",
            view.account.region,
            view.account.id,
            f"schedule/{group}/{name}",
        ),
        "CreationDate": old.get("CreationDate", view.now),
        **{n: request[n] for n in _OPTIONAL if request.get(n) is not None},
        "FlexibleTimeWindow": request["FlexibleTimeWindow"],
        "GroupName": group,
        "LastModificationDate": view.now,
        "Name": name,
        "ScheduleExpression": request["ScheduleExpression"],
        "ScheduleExpressionTimezone": request.get("ScheduleExpressionTimezone") or "UTC",
        "State": request.get("State") or "ENABLED",
        "Target": _target(request["Target"]),
        "sim": old.get("sim", {}),
    }
    return with_sim(doc, anchor=view.now, enabled_at=view.now)


def _target(target: Mapping[str, Any]) -> dict[str, Any]:
    retry = {
        "MaximumEventAgeInSeconds": 86400,
        "MaximumRetryAttempts": 185,
        **(target.get("RetryPolicy") or {}),
    }
    return {**target, "RetryPolicy": retry}


def create_schedule(view: View, call: Call) -> Answer:
    """A new schedule."""
    if view.world.find(kinds.SCHEDULE, _key(call.request)):
        raise ApiError(
            "ConflictException",
            f"Schedule {call.request.get('Name')} already exists.",
            409,
        )
    doc = _built(view, call, {})
    return Answer({"ScheduleArn": doc["Arn"]}, (Put(kinds.SCHEDULE, _key(call.request), doc),))


def update_schedule(view: View, call: Call) -> Answer:
    """Replace a schedule as a whole."""
    doc = _built(view, call, _schedule(view, call))
    return Answer({"ScheduleArn": doc["Arn"]}, (Put(kinds.SCHEDULE, _key(call.request), doc),))


def delete_schedule(view: View, call: Call) -> Answer:
    """Remove a schedule."""
    _schedule(view, call)
    return Answer({}, (Drop(kinds.SCHEDULE, _key(call.request)),))


def list_schedule_groups(view: View, call: Call) -> Answer:
    """The groups schedules are in."""
    names = sorted(
        {
            "default",
            *(str(d.get("GroupName", "default")) for d in view.world.all(kinds.SCHEDULE)),
        }
    )
    items = [
        {
            "Arn": arn(
                "scheduler",
                view.account.region,
                view.account.id,
                f"schedule-group/{name}",
            ),
            "Name": name,
            "State": "ACTIVE",
        }
        for name in names
    ]
    return Answer({"ScheduleGroups": items})


HANDLERS: dict[str, Handler] = {
    "ListSchedules": list_schedules,
    "GetSchedule": get_schedule,
    "CreateSchedule": create_schedule,
    "UpdateSchedule": update_schedule,
    "DeleteSchedule": delete_schedule,
    "ListScheduleGroups": list_schedule_groups,
}
