"""How an instance joins a scaling group: RunInstances, boot, InService, RegisterTargets."""

from incidentgame.world import kinds
from incidentgame.world.balancing.health import controller_change
from incidentgame.world.change import Change
from incidentgame.world.scaling import activities, service
from incidentgame.world.scaling.boot import BOOT, best_subnet, boot, new_instance
from incidentgame.world.scaling.groups import (
    is_suspended,
    launch_template,
    live,
    members,
    name_of,
    record,
    records,
    template_version,
    with_member,
    with_record,
)
from incidentgame.world.scaling.leaving import save
from incidentgame.world.state import Doc, Put, sim, with_sim
from incidentgame.world.view import View


def can_launch(view: View, group: Doc) -> bool:
    """Is there a template version and a subnet to launch from?"""
    return template_version(view.world, group) is not None and best_subnet(view.world, group) is not None


def launch(view: View, group: Doc) -> tuple[Change, ...]:
    """Start one instance: pending, listed by the group, its activity in progress."""
    version, subnet = template_version(view.world, group), best_subnet(view.world, group)
    if version is None or subnet is None:
        return ()
    instance = new_instance(view, group, version, subnet)
    id = instance["InstanceId"]
    new, cause = _cause(view, group)
    spot = (subnet["SubnetId"], subnet["AvailabilityZone"])
    begun = activities.activity(view.dice, group, id, "launch", cause, view.now, spot)
    new = {**new, "Instances": [*members(new), _entry(group, instance, version)]}
    new = with_record(new, id, phase="launching", at=view.now + BOOT, activity=begun["ActivityId"])
    started = (Put(kinds.INSTANCE, id, instance),)
    return (
        service.run_instance(view, instance, version, name_of(group), started),
        controller_change(view, "scaling", "LaunchingInstance", (save(new), activities.put(begun))),
    )


def _entry(group: Doc, instance: Doc, version: Doc) -> Doc:
    asked = launch_template(group)
    return {
        "InstanceId": instance["InstanceId"],
        "InstanceType": instance["InstanceType"],
        "AvailabilityZone": instance["Placement"]["AvailabilityZone"],
        "LifecycleState": "Pending",
        "HealthStatus": "Healthy",
        "LaunchTemplate": {
            "LaunchTemplateId": version["LaunchTemplateId"],
            "LaunchTemplateName": asked.get("LaunchTemplateName", version.get("LaunchTemplateName", "")),
            "Version": str(version["VersionNumber"]),
        },
        "ProtectedFromScaleIn": bool(group.get("NewInstancesProtectedFromScaleIn", False)),
    }


def owing(group: Doc) -> str:
    """The instance that left and whose replacement is still owed; empty when none is."""
    return next((id for id, kept in records(group).items() if kept.get("owed")), "")


def _cause(view: View, group: Doc) -> tuple[Doc, str]:
    """The Cause of the next launch, and the group with that reason used up."""
    leaver = owing(group)
    if leaver:
        why = record(group, leaver)["owed"]
        text = {
            "refresh": activities.launched_for_refresh,
            "unhealthy": activities.launched_for_unhealthy,
        }
        return with_record(group, leaver, owed=""), text[why](view.now)
    count = len(live(group))
    said = activities.started_for_difference(view.now, count, int(group["DesiredCapacity"]))
    asked = str(sim(group).get("asked", ""))
    return with_sim(group, asked=""), activities.GAP.join(filter(None, (asked, said)))


def join(view: View, group: Doc, instance: str) -> tuple[Change, ...]:
    """The boot is over: running, InService, and registered unless AddToLoadBalancer is suspended (INV-21)."""
    new = with_member(group, instance, LifecycleState="InService")
    new = with_record(new, instance, phase="", at=0, in_service_at=view.now)
    edits = [save(new), *boot(view, group, instance)]
    begun = view.world.find(kinds.ACTIVITY, str(record(group, instance).get("activity")))
    if begun is not None:
        edits.append(activities.put(activities.done(begun, view.now)))
    change = controller_change(view, "scaling", "InstanceInService", tuple(edits))
    if is_suspended(group, "AddToLoadBalancer"):
        return (change,)
    return (change, *service.register_everywhere(view, group, instance))
