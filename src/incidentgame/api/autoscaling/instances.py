"""Single instances of a group: terminate, attach, detach, stand by, set health."""

from collections.abc import Callable, Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.lookup import (
    asked_group,
    group_with,
    instance_ids,
    invalid,
    member_of,
)
from incidentgame.kernel.instant import SECOND, iso
from incidentgame.world import kinds
from incidentgame.world.balancing.registration import deregister, register
from incidentgame.world.balancing.wiring import instance_state
from incidentgame.world.change import Call
from incidentgame.world.scaling import activities
from incidentgame.world.scaling.groups import (
    group_of_instance,
    in_service_since,
    is_suspended,
    members,
    target_groups,
    with_member,
    with_record,
    without_member,
)
from incidentgame.world.scaling.leaving import mark_leaving, place, save
from incidentgame.world.state import Doc, Edit
from incidentgame.world.view import View

Moved = Callable[[Doc, str], Doc]


def _shrunk(group: Doc, by: int) -> Doc:
    """The group with its desired capacity lowered; ApiError below its minimum."""
    wanted, least = int(group["DesiredCapacity"]) - by, int(group["MinSize"])
    if wanted < least:
        raise invalid(
            f"Currently, desiredSize equals minSize ({least}). Terminating instance without replacement will "
            "violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or "
            "lower group's min size."
        )
    return {**group, "DesiredCapacity": wanted}


def terminate_instance_in_auto_scaling_group(view: View, call: Call) -> Answer:
    """Takes an instance out to be terminated; it is replaced unless the desired capacity goes down too."""
    id = str(call.request.get("InstanceId") or "")
    group = group_with(view.world, id)
    before = int(group["DesiredCapacity"])
    shrink = bool(call.request.get("ShouldDecrementDesiredCapacity"))
    new = _shrunk(group, 1) if shrink else group
    cause = activities.removed_by_user(view.now, id, (before, before - 1) if shrink else None)
    new, begun = mark_leaving(view.world, view.dice, new, id, cause, view.now)
    return Answer({"Activity": begun}, (save(new), activities.put(begun)))


def set_instance_health(view: View, call: Call) -> Answer:
    """Declares an instance Healthy or Unhealthy; an unhealthy one is replaced."""
    id, status = str(call.request.get("InstanceId") or ""), call.request.get("HealthStatus")
    group = group_with(view.world, id)
    if status not in ("Healthy", "Unhealthy"):
        raise invalid(f"Invalid health status '{status}'. Valid values are Healthy and Unhealthy")
    grace = int(group.get("HealthCheckGracePeriod", 0)) * SECOND
    spared = call.request.get("ShouldRespectGracePeriod", True)
    if status == "Unhealthy" and spared and view.now < in_service_since(group, id) + grace:
        return Answer()
    return Answer({}, (save(with_record(with_member(group, id, HealthStatus=status), id, why="user")),))


def set_instance_protection(view: View, call: Call) -> Answer:
    """Protects instances from scale-in, or no longer."""
    group, protected = asked_group(view.world, call), bool(call.request.get("ProtectedFromScaleIn"))
    for id in instance_ids(call.request):
        member_of(group, id)
        group = with_member(group, id, ProtectedFromScaleIn=protected)
    return Answer({}, (save(group),))


def _deregistered(view: View, group: Doc, ids: list[str]) -> tuple[Edit, ...]:
    wanted = [(id, None) for id in ids]
    arns = target_groups(view.world, group)
    return tuple(edit for arn in arns for edit in deregister(view.world, arn, wanted, view.now))


def _registered(view: View, group: Doc, ids: list[str]) -> tuple[Edit, ...]:
    if is_suspended(group, "AddToLoadBalancer"):
        return ()
    wanted = [(id, None) for id in ids]
    arns = target_groups(view.world, group)
    return tuple(edit for arn in arns for edit in register(view.world, arn, wanted, view.now))


def _logged(view: View, group: Doc, id: str, kind: str, said: str) -> Doc:
    cause = f"At {iso(view.now)} instance {id} was {said} in response to a user request."
    begun = activities.activity(view.dice, group, id, kind, cause, view.now, place(view.world, group, id))
    return activities.done(begun, view.now)


def _move(
    view: View, group: Doc, ids: list[str], kind: str, said: str, moved: Moved
) -> tuple[Doc, list[Doc]]:
    """The group with each instance moved, and one activity each."""
    logged = [_logged(view, group, id, kind, said) for id in ids]
    for id in ids:
        group = moved(group, id)
    return group, logged


def _answer(logged: list[Doc], group: Doc, edits: tuple[Edit, ...]) -> Answer:
    return Answer({"Activities": logged}, (save(group), *(activities.put(doc) for doc in logged), *edits))


def detach_instances(view: View, call: Call) -> Answer:
    """The instances leave the group and its target groups, and keep running."""
    group, ids = asked_group(view.world, call), instance_ids(call.request)
    for id in ids:
        member_of(group, id)
    if call.request.get("ShouldDecrementDesiredCapacity"):
        group = _shrunk(group, len(ids))
    new, logged = _move(view, group, ids, "detach", "detached", without_member)
    return _answer(logged, new, _deregistered(view, group, ids))


def attach_instances(view: View, call: Call) -> Answer:
    """Running instances join the group and its target groups; the desired capacity grows with them."""
    group, ids = asked_group(view.world, call), instance_ids(call.request)
    for id in ids:
        _check_free(view, id)
    wanted = int(group["DesiredCapacity"]) + len(ids)
    if wanted > int(group["MaxSize"]):
        name = group["AutoScalingGroupName"]
        raise invalid(
            f"AutoScalingGroup {name} has min-size={group['MinSize']}, max-size={group['MaxSize']}, and "
            f"desired-size={group['DesiredCapacity']}. To attach {len(ids)} more instance, please update the "
            "AutoScalingGroup sizes appropriately."
        )
    new, logged = _move(view, group, ids, "attach", "attached", lambda g, id: _joined(view, g, id))
    edits = _registered(view, group, ids)
    for doc in logged:
        edits = (*edits, activities.put(doc))
    return Answer({}, (save({**new, "DesiredCapacity": wanted}), *edits))


def _check_free(view: View, id: str) -> None:
    if instance_state(view.world, id) != "running":
        raise invalid(f"Invalid Instance ID(s) specified: {id}")
    owner = group_of_instance(view.world, id)
    if owner is not None:
        raise invalid(f"Instance {id} is already part of AutoScalingGroup:{owner['AutoScalingGroupName']}")


def _joined(view: View, group: Doc, id: str) -> Doc:
    instance = view.world.get(kinds.INSTANCE, id)
    entry = {
        "InstanceId": id,
        "InstanceType": instance.get("InstanceType", ""),
        "AvailabilityZone": instance["Placement"]["AvailabilityZone"],
        "LifecycleState": "InService",
        "HealthStatus": "Healthy",
        "ProtectedFromScaleIn": bool(group.get("NewInstancesProtectedFromScaleIn", False)),
    }
    new = {**group, "Instances": [*members(group), entry]}
    return with_record(new, id, phase="", at=0, in_service_at=view.now)


def enter_standby(view: View, call: Call) -> Answer:
    """The instances stop serving but stay in the group."""
    group, ids = asked_group(view.world, call), instance_ids(call.request)
    for id in ids:
        if member_of(group, id)["LifecycleState"] != "InService":
            raise invalid(f"The instance {id} is not in InService.")
    if call.request.get("ShouldDecrementDesiredCapacity"):
        group = _shrunk(group, len(ids))
    new, logged = _move(view, group, ids, "standby", "moved to standby", _idle)
    return _answer(logged, new, _deregistered(view, group, ids))


def _idle(group: Doc, id: str) -> Doc:
    return with_member(group, id, LifecycleState="Standby")


def exit_standby(view: View, call: Call) -> Answer:
    """The instances come back into service; the desired capacity grows with them."""
    group, ids = asked_group(view.world, call), instance_ids(call.request)
    for id in ids:
        if member_of(group, id)["LifecycleState"] != "Standby":
            raise invalid(f"The instance {id} is not in Standby.")
    wanted = int(group["DesiredCapacity"]) + len(ids)
    if wanted > int(group["MaxSize"]):
        raise invalid(f"Desired capacity {wanted} would exceed the max size {group['MaxSize']} of the group.")
    new, logged = _move(view, group, ids, "back", "moved out of standby", lambda g, id: _back(view, g, id))
    return _answer(logged, {**new, "DesiredCapacity": wanted}, _registered(view, group, ids))


def _back(view: View, group: Doc, id: str) -> Doc:
    back = with_member(group, id, LifecycleState="InService")
    return with_record(back, id, in_service_at=view.now)


HANDLERS: Mapping[str, Handler] = {
    "AttachInstances": attach_instances,
    "DetachInstances": detach_instances,
    "EnterStandby": enter_standby,
    "ExitStandby": exit_standby,
    "SetInstanceHealth": set_instance_health,
    "SetInstanceProtection": set_instance_protection,
    "TerminateInstanceInAutoScalingGroup": terminate_instance_in_auto_scaling_group,
}
