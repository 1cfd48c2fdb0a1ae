"""Targets: registering, deregistering, and their health (aws-request-path §3.4, api-503-aws §2.5)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.elbv2.lookup import find, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.registration import Wanted, deregister, register
from incidentgame.world.balancing.states import NOT_REGISTERED, standing
from incidentgame.world.balancing.wiring import balancers_by_group, instance_state, targets_of
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, World, public
from incidentgame.world.view import View

NO_OVERRIDE: Doc = {
    "State": "no_override",
    "Reason": "AdministrativeOverride.NoOverride",
    "Description": "No override is currently active on target",
}

NO_ANOMALY: Doc = {"Result": "normal", "MitigationInEffect": "no"}


def describe_target_health(view: View, call: Call) -> Answer:
    """The health of a group's targets, or of the targets named, registered or not."""
    world = view.world
    group = find(world, kinds.TARGET_GROUP, required(call.request, "TargetGroupArn"))["TargetGroupArn"]
    users = balancers_by_group(world)
    found = [_shown(world, doc, users) for doc in targets_of(world, group)]
    asked = call.request.get("Targets")
    if asked:
        found = [shown for target in asked for shown in _asked(found, target, _port(world, group))]
    if {"AnomalyDetection", "All"} & set(call.request.get("Include") or ()):
        found = [{**shown, "AnomalyDetection": dict(NO_ANOMALY)} for shown in found]
    return Answer({"TargetHealthDescriptions": found})


def _shown(world: World, target: Doc, users: Mapping[str, list[str]]) -> dict[str, Any]:
    health = dict(standing(world, target, users))
    return {**public(target), "TargetHealth": health, "AdministrativeOverride": dict(NO_OVERRIDE)}


def _port(world: World, group: str) -> int:
    return int(world.get(kinds.TARGET_GROUP, group)["Port"])


def _asked(found: list[dict[str, Any]], target: Mapping[str, Any], default: int) -> list[dict[str, Any]]:
    id, port = target.get("Id"), target.get("Port")
    same = [f for f in found if f["Target"]["Id"] == id and port in (None, f["Target"]["Port"])]
    if same:
        return same
    return [{"Target": {"Id": id, "Port": int(port or default)}, "TargetHealth": dict(NOT_REGISTERED)}]


def register_targets(view: View, call: Call) -> Answer:
    """Registers running instances of the group's VPC; InvalidTarget for others (api-503-aws §2.5)."""
    group = find(view.world, kinds.TARGET_GROUP, required(call.request, "TargetGroupArn"))
    wanted = _wanted(call)
    for id, _ in wanted:
        _check_target(view.world, group, id)
    return Answer({}, register(view.world, group["TargetGroupArn"], wanted, view.now))


def _wanted(call: Call) -> list[Wanted]:
    targets = required(call.request, "Targets")
    return [(str(required(t, "Id")), int(t["Port"]) if t.get("Port") else None) for t in targets]


def _check_target(world: World, group: Doc, id: str) -> None:
    instance = world.find(kinds.INSTANCE, id)
    if instance is None:
        raise ApiError("InvalidTarget", f"Instance ID '{id}' is not valid")
    if instance_state(world, id) != "running":
        text = f"The following targets are not in a running state and cannot be registered: '{id}'"
        raise ApiError("InvalidTarget", text)
    if instance.get("VpcId") != group.get("VpcId"):
        text = f"The following targets are not in the target group VPC '{group.get('VpcId')}': '{id}'"
        raise ApiError("InvalidTarget", text)


def deregister_targets(view: View, call: Call) -> Answer:
    """Deregisters targets; one that is not registered is no error (api-503-aws §2.5)."""
    group = find(view.world, kinds.TARGET_GROUP, required(call.request, "TargetGroupArn"))
    return Answer({}, deregister(view.world, group["TargetGroupArn"], _wanted(call), view.now))


HANDLERS: Mapping[str, Handler] = {
    "DeregisterTargets": deregister_targets,
    "DescribeTargetHealth": describe_target_health,
    "RegisterTargets": register_targets,
}
