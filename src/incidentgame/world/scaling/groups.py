"""Reading a scaling group: its members, what is suspended, where and from what it launches."""

from collections.abc import Iterable, Mapping
from typing import Any

from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim, with_sim

PROCESSES = (
    "Launch",
    "Terminate",
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "ReplaceUnhealthy",
    "ScheduledActions",
)
"""What can be suspended (api-503-aws §3.1)."""


def name_of(group: Doc) -> str:
    """The group's name."""
    return str(group["AutoScalingGroupName"])


def is_suspended(group: Doc, process: str) -> bool:
    """Is a process suspended?"""
    return any(found["ProcessName"] == process for found in group.get("SuspendedProcesses", ()))


def members(group: Doc) -> list[Doc]:
    """The group's instances as it lists them."""
    return list(group.get("Instances", ()))


def member(group: Doc, instance: str) -> Doc | None:
    """One of the group's instances."""
    return next((found for found in members(group) if found["InstanceId"] == instance), None)


def in_service(group: Doc) -> list[Doc]:
    """The members that are InService."""
    return [found for found in members(group) if found["LifecycleState"] == "InService"]


def live(group: Doc) -> list[Doc]:
    """The members that count towards the desired capacity."""
    return [found for found in members(group) if found["LifecycleState"] in ("Pending", "InService")]


def with_member(group: Doc, instance: str, **changed: Any) -> Doc:
    """The group with some members of one instance's entry replaced."""
    entries = [{**m, **changed} if m["InstanceId"] == instance else m for m in members(group)]
    return {**group, "Instances": entries}


def without_member(group: Doc, instance: str) -> Doc:
    """The group without an instance and without what is remembered about it."""
    entries = [found for found in members(group) if found["InstanceId"] != instance]
    kept = {id: record for id, record in records(group).items() if id != instance}
    return with_sim({**group, "Instances": entries}, instances=kept)


def records(group: Doc) -> Mapping[str, Doc]:
    """What the group remembers about its instances: phase, at, activity, in_service_at, why."""
    found: Mapping[str, Doc] = sim(group).get("instances", {})
    return found


def record(group: Doc, instance: str) -> Doc:
    """What the group remembers about an instance; empty for one it never moved."""
    return records(group).get(instance, {})


def with_record(group: Doc, instance: str, **changed: Any) -> Doc:
    """The group remembering more about an instance."""
    new = {**records(group), instance: {**record(group, instance), **changed}}
    return with_sim(group, instances=new)


def warmup(group: Doc, preferences: Doc) -> Millis:
    """How long a new instance warms up in a refresh (api-503-aws §3.3), in ms."""
    default = group.get("DefaultInstanceWarmup", group.get("HealthCheckGracePeriod", 0))
    return int(preferences.get("InstanceWarmup", default)) * SECOND


def in_service_since(group: Doc, instance: str) -> Instant:
    """When an instance came into service; 0 for one that was there from the start."""
    return int(record(group, instance).get("in_service_at", 0))


def group_of_instance(world: World, instance: str) -> Doc | None:
    """The scaling group an instance belongs to."""
    return next((g for g in world.all(kinds.SCALING_GROUP) if member(g, instance) is not None), None)


def subnets(world: World, group: Doc) -> list[Doc]:
    """The subnets the group launches into."""
    ids = [id.strip() for id in str(group.get("VPCZoneIdentifier", "")).split(",")]
    return [world.get(kinds.SUBNET, id) for id in ids if id in world.table(kinds.SUBNET)]


def target_groups(world: World, group: Doc) -> list[str]:
    """The target groups attached that exist."""
    return [arn for arn in group.get("TargetGroupARNs", ()) if arn in world.table(kinds.TARGET_GROUP)]


def template_version(world: World, group: Doc) -> Doc | None:
    """The launch template version the group would launch from now; None when it does not exist."""
    asked = launch_template(group)
    template = find_template(world, asked.get("LaunchTemplateId"), asked.get("LaunchTemplateName"))
    return pick_version(template, str(asked.get("Version", "$Default"))) if template else None


def launch_template(group: Doc) -> Mapping[str, Any]:
    """The group's LaunchTemplateSpecification."""
    mixed = group.get("MixedInstancesPolicy", {}).get("LaunchTemplate", {})
    found: Mapping[str, Any] = group.get("LaunchTemplate") or mixed.get("LaunchTemplateSpecification", {})
    return found


def find_template(world: World, id: Any, name: Any) -> Doc | None:
    """A launch template by id or name."""
    found = world.all(kinds.LAUNCH_TEMPLATE)
    return next(
        (t for t in found if id == t["LaunchTemplateId"] or (not id and name == t["LaunchTemplateName"])),
        None,
    )


def pick_version(template: Doc, version: str) -> Doc | None:
    """A version by number, `$Latest` or `$Default`."""
    named = {
        "$Latest": template["LatestVersionNumber"],
        "$Default": template["DefaultVersionNumber"],
    }
    wanted = str(named.get(version, version))
    return next((v for v in versions(template) if str(v["VersionNumber"]) == wanted), None)


def versions(template: Doc) -> Iterable[Doc]:
    """The versions of a launch template, oldest first."""
    found: Iterable[Doc] = sim(template).get("versions", ())
    return found
