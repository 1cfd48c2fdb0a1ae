"""Finding groups and their instances, with Auto Scaling's own refusals (texts are house rules)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import group_of_instance, member
from incidentgame.world.state import Doc, World


def invalid(message: str) -> ApiError:
    """The error most refusals of this service come as."""
    return ApiError("ValidationError", message)


def asked_group(world: World, call: Call) -> Doc:
    """The group the request names; ApiError ValidationError when there is none."""
    name = str(call.request.get("AutoScalingGroupName") or "")
    found = world.find(kinds.SCALING_GROUP, name)
    if found is None:
        raise invalid(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return found


def group_with(world: World, instance: Any) -> Doc:
    """The group an instance belongs to."""
    found = group_of_instance(world, str(instance or ""))
    if found is None:
        raise invalid(f"Instance Id not found - No managed instance found for instance ID: {instance or ''}")
    return found


def member_of(group: Doc, instance: str) -> Doc:
    """The group's entry for an instance."""
    found = member(group, instance)
    if found is None:
        name = group["AutoScalingGroupName"]
        raise invalid(f"The instance {instance} is not part of Auto Scaling group {name}.")
    return found


def instance_ids(request: Mapping[str, Any]) -> list[str]:
    """The instances a request names; ApiError when it names none."""
    ids = [str(id) for id in request.get("InstanceIds") or ()]
    if not ids:
        raise invalid("At least one instance ID must be specified")
    return ids
