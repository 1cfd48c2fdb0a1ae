"""Instance refreshes: starting, watching, cancelling (api-503-aws §3.3)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.groups import template_asked
from incidentgame.api.autoscaling.lookup import asked_group, invalid
from incidentgame.api.common import page, paginate, strip
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import in_service, name_of, template_version, warmup
from incidentgame.world.scaling.leaving import save
from incidentgame.world.scaling.refresh import open_refresh
from incidentgame.world.state import Doc, Put, World, with_sim
from incidentgame.world.view import View

_DEFAULTS: Mapping[str, Any] = {
    "MinHealthyPercentage": 90,
    "SkipMatching": False,
    "AutoRollback": False,
    "ScaleInProtectedInstances": "Ignore",
    "StandbyInstances": "Ignore",
}


def start_instance_refresh(view: View, call: Call) -> Answer:
    """Begins replacing the group's instances; InstanceRefreshInProgress while another one runs."""
    group = asked_group(view.world, call)
    if open_refresh(view.world.all(kinds.REFRESH), name_of(group)) is not None:
        text = "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh."
        raise ApiError("InstanceRefreshInProgress", text)
    given = call.request.get("Preferences") or {}
    preferences = {**_DEFAULTS, "InstanceWarmup": warmup(group, given) // SECOND, **given}
    if not 0 <= int(preferences["MinHealthyPercentage"]) <= 100:
        raise invalid("MinHealthyPercentage must be between 0 and 100")
    desired = call.request.get("DesiredConfiguration") or {}
    new = {**group, **template_asked(view.world, desired)}
    id = view.dice.uuid("refresh", name_of(group), view.now)
    refresh = {
        "InstanceRefreshId": id,
        "AutoScalingGroupName": name_of(group),
        "Status": "Pending",
        "StartTime": view.now,
        "Preferences": preferences,
        "Strategy": call.request.get("Strategy") or "Rolling",
        **({"DesiredConfiguration": desired} if desired else {}),
        "sim": {"queue": _queue(view.world, new, preferences)},
    }
    return Answer({"InstanceRefreshId": id}, (Put(kinds.REFRESH, id, refresh), save(new)))


def _queue(world: World, group: Doc, preferences: Mapping[str, Any]) -> list[str]:
    """Who is replaced: those in service, without the protected ones and (SkipMatching) those up to date."""
    found = in_service(group)
    if preferences["ScaleInProtectedInstances"] != "Refresh":
        found = [entry for entry in found if not entry.get("ProtectedFromScaleIn")]
    if preferences["SkipMatching"]:
        newest = str((template_version(world, group) or {}).get("VersionNumber"))
        found = [e for e in found if str(e.get("LaunchTemplate", {}).get("Version")) != newest]
    return [entry["InstanceId"] for entry in found]


def describe_instance_refreshes(view: View, call: Call) -> Answer:
    """The group's refreshes, newest first."""
    name = name_of(asked_group(view.world, call))
    ids = call.request.get("InstanceRefreshIds")
    found = [
        refresh
        for refresh in view.world.all(kinds.REFRESH)
        if refresh["AutoScalingGroupName"] == name and (not ids or refresh["InstanceRefreshId"] in ids)
    ]
    found.sort(key=lambda refresh: -int(refresh["StartTime"]))
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=50, error="InvalidNextToken"
    )
    return Answer(page("InstanceRefreshes", strip(items), token))


def cancel_instance_refresh(view: View, call: Call) -> Answer:
    """Stops a refresh; what it replaced stays replaced."""
    name = name_of(asked_group(view.world, call))
    refresh = open_refresh(view.world.all(kinds.REFRESH), name)
    if refresh is None or refresh["Status"] == "Cancelling":
        text = f"No in progress or pending Instance Refresh found for Auto Scaling group {name}"
        raise ApiError("ActiveInstanceRefreshNotFound", text)
    id = refresh["InstanceRefreshId"]
    stopping = with_sim({**refresh, "Status": "Cancelling"}, cancelled_at=view.now)
    return Answer({"InstanceRefreshId": id}, (Put(kinds.REFRESH, id, stopping),))


HANDLERS: Mapping[str, Handler] = {
    "CancelInstanceRefresh": cancel_instance_refresh,
    "DescribeInstanceRefreshes": describe_instance_refreshes,
    "StartInstanceRefresh": start_instance_refresh,
}
