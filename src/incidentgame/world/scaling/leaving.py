"""How an instance leaves a scaling group: drain, terminate, be forgotten. One phase at a time.

`leaving` → (deregistered, drains) `draining` → (TerminateInstances) `ending` → gone from the group.
"""

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.balancing.health import controller_change
from incidentgame.world.balancing.states import standing
from incidentgame.world.balancing.wiring import target_group_attributes, targets_of
from incidentgame.world.change import Change
from incidentgame.world.scaling import activities, service
from incidentgame.world.scaling.groups import (
    member,
    name_of,
    record,
    target_groups,
    with_member,
    with_record,
    without_member,
)
from incidentgame.world.scaling.machines import TERMINATING
from incidentgame.world.state import Doc, Edit, Put, World
from incidentgame.world.view import View

SETTLE = 5 * SECOND
"""From `terminated` until the group no longer lists the instance (house rule)."""


def place(world: World, group: Doc, instance: str) -> tuple[str, str]:
    """(subnet id, zone) of an instance, for an activity's Details."""
    doc = world.find(kinds.INSTANCE, instance) or {}
    entry = member(group, instance) or {}
    return str(doc.get("SubnetId", "")), str(entry.get("AvailabilityZone", ""))


def mark_leaving(
    world: World, dice: Dice, group: Doc, instance: str, cause: str, now: Instant, owed: str = ""
) -> tuple[Doc, Doc]:
    """The group with the instance Terminating, and the activity that begins.

    `owed` says why its replacement will be launched: `refresh`, `unhealthy`, or empty.
    """
    begun = activities.activity(dice, group, instance, "end", cause, now, place(world, group, instance))
    new = with_member(group, instance, LifecycleState="Terminating")
    new = with_record(new, instance, phase="leaving", at=now, activity=begun["ActivityId"], owed=owed)
    return new, begun


def save(group: Doc) -> Put:
    """The edit that keeps a group."""
    return Put(kinds.SCALING_GROUP, name_of(group), group)


def _delay(world: World, group: Doc, instance: str) -> Millis:
    """How long the instance drains: the longest delay among groups where it is in use; 0 when in none."""
    delays = [0]
    for arn in target_groups(world, group):
        seconds = target_group_attributes(world.get(kinds.TARGET_GROUP, arn))[
            "deregistration_delay.timeout_seconds"
        ]
        for target in targets_of(world, arn):
            if target["Target"]["Id"] == instance and standing(world, target)["State"] != "unused":
                delays.append(int(seconds) * SECOND)
    return max(delays)


def begin(view: View, group: Doc, instance: str) -> tuple[Change, ...]:
    """Take it out of its target groups; it may be terminated when the draining is over."""
    delay = _delay(view.world, group, instance)
    new = with_record(group, instance, phase="draining", at=view.now + delay)
    edits: list[Edit] = [save(new)]
    running = view.world.find(kinds.ACTIVITY, str(record(group, instance).get("activity")))
    if running is not None and delay:
        edits.append(activities.put({**running, "StatusCode": "WaitingForELBConnectionDraining"}))
    change = controller_change(view, "scaling", "TerminatingInstance", tuple(edits))
    return (change, *service.deregister_everywhere(view, group, instance))


def end(view: View, group: Doc, instance: str) -> tuple[Change, ...]:
    """Draining is over: terminate the machine."""
    called = service.terminate_instance(view, instance)
    wait = TERMINATING + SETTLE if called else SETTLE
    new = with_record(group, instance, phase="ending", at=view.now + wait)
    return (*called, controller_change(view, "scaling", "InstanceTerminating", (save(new),)))


def forget(view: View, group: Doc, instance: str) -> tuple[Change, ...]:
    """The machine is gone: the group no longer lists it, and the activity is over."""
    edits: list[Edit] = [save(without_member(group, instance))]
    running = view.world.find(kinds.ACTIVITY, str(record(group, instance).get("activity")))
    if running is not None:
        edits.append(activities.put(activities.done(running, view.now)))
    return (controller_change(view, "scaling", "InstanceTerminated", tuple(edits)),)
