"""Changing a group's size and settings."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.lookup import asked_group, invalid
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling import activities
from incidentgame.world.scaling.groups import find_template
from incidentgame.world.scaling.leaving import save
from incidentgame.world.state import Doc, World, with_sim
from incidentgame.world.view import View

_COPIED = (
    "MinSize",
    "MaxSize",
    "DefaultCooldown",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "TerminationPolicies",
    "NewInstancesProtectedFromScaleIn",
    "MaxInstanceLifetime",
    "CapacityRebalance",
    "DefaultInstanceWarmup",
)
_HEALTH_TYPES = ("EC2", "ELB", "EBS", "VPC_LATTICE")


def set_desired_capacity(view: View, call: Call) -> Answer:
    """Sets the desired capacity, within the group's limits."""
    group, wanted = asked_group(view.world, call), int(call.request.get("DesiredCapacity") or 0)
    if wanted > int(group["MaxSize"]):
        most = group["MaxSize"]
        raise invalid(
            f"New SetDesiredCapacity value {wanted} is above max value {most} for the AutoScalingGroup."
        )
    if wanted < int(group["MinSize"]):
        least = group["MinSize"]
        raise invalid(
            f"New SetDesiredCapacity value {wanted} is below min value {least} for the AutoScalingGroup."
        )
    said = activities.asked_explicitly(view.now, int(group["DesiredCapacity"]), wanted)
    return Answer({}, (save(_sized(group, wanted, said)),))


def _sized(group: Doc, wanted: int, said: str) -> Doc:
    """The group at another desired capacity, remembering who asked until the first activity says so."""
    if wanted == int(group["DesiredCapacity"]):
        return group
    return with_sim({**group, "DesiredCapacity": wanted}, asked=said)


def update_auto_scaling_group(view: View, call: Call) -> Answer:
    """Changes what is given; new limits pull the desired capacity along."""
    group, request = asked_group(view.world, call), call.request
    new: dict[str, Any] = {
        **group,
        **{m: request[m] for m in _COPIED if request.get(m) is not None},
    }
    _check_health_type(str(new["HealthCheckType"]))
    new.update(template_asked(view.world, request))
    new.update(_places(view.world, request))
    low, high = int(new["MinSize"]), int(new["MaxSize"])
    if low > high:
        raise invalid("Max bound, " + f"{high}, must be greater than or equal to min bound, {low}")
    asked = request.get("DesiredCapacity")
    if asked is not None and not low <= int(asked) <= high:
        raise invalid(
            f"Desired capacity:{asked} must be between the specified min size:{low} and max size:{high}"
        )
    wanted = int(asked) if asked is not None else min(max(int(group["DesiredCapacity"]), low), high)
    said = activities.asked_by_update(view.now, low, high, int(group["DesiredCapacity"]), wanted)
    return Answer({}, (save(_sized(new, wanted, said)),))


def _check_health_type(text: str) -> None:
    for name in text.split(","):
        if name not in _HEALTH_TYPES:
            raise invalid(f"Invalid health check type '{name}'")


def template_asked(world: World, request: Mapping[str, Any]) -> dict[str, Any]:
    """The LaunchTemplate member a request asks for; ApiError when there is no such template."""
    asked = request.get("LaunchTemplate")
    if not asked:
        return {}
    found = find_template(world, asked.get("LaunchTemplateId"), asked.get("LaunchTemplateName"))
    if found is None:
        raise invalid(
            "You must use a valid fully-formed launch template. The specified launch template does not exist."
        )
    shown = {m: found[m] for m in ("LaunchTemplateId", "LaunchTemplateName")}
    return {"LaunchTemplate": {**shown, "Version": str(asked.get("Version", "$Default"))}}


def _places(world: World, request: Mapping[str, Any]) -> dict[str, Any]:
    text = request.get("VPCZoneIdentifier")
    if not text:
        return {}
    ids = [id.strip() for id in str(text).split(",")]
    for id in ids:
        if world.find(kinds.SUBNET, id) is None:
            raise invalid(f"The subnet ID '{id}' does not exist")
    zones = dict.fromkeys(str(world.get(kinds.SUBNET, id)["AvailabilityZone"]) for id in ids)
    return {"VPCZoneIdentifier": ",".join(ids), "AvailabilityZones": list(zones)}


HANDLERS: Mapping[str, Handler] = {
    "SetDesiredCapacity": set_desired_capacity,
    "UpdateAutoScalingGroup": update_auto_scaling_group,
}
