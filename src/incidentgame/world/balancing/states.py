"""The states of a target and AWS's words for them (aws-request-path §3.4, api-503-aws §2.5)."""

from collections.abc import Mapping

from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import (
    balancers_by_group,
    group_of,
    instance_state,
    instance_zone,
    zones_of,
)
from incidentgame.world.state import Doc, World

HEALTHY: Doc = {"State": "healthy"}
REGISTERING: Doc = {
    "State": "initial",
    "Reason": "Elb.RegistrationInProgress",
    "Description": "Target registration is in progress",
}
CHECKING: Doc = {
    "State": "initial",
    "Reason": "Elb.InitialHealthChecking",
    "Description": "Initial health checks in progress",
}
DRAINING: Doc = {
    "State": "draining",
    "Reason": "Target.DeregistrationInProgress",
    "Description": "Target deregistration is in progress",
}
NOT_REGISTERED: Doc = {
    "State": "unused",
    "Reason": "Target.NotRegistered",
    "Description": "Target is not registered to the target group",
}
GROUP_NOT_USED: Doc = {
    "State": "unused",
    "Reason": "Target.NotInUse",
    "Description": "Target group is not configured to receive traffic from the load balancer",
}
ZONE_NOT_ENABLED: Doc = {
    "State": "unused",
    "Reason": "Target.NotInUse",
    "Description": "Target is in an Availability Zone that is not enabled for the load balancer",
}

_STOPPED = {
    "stopped": "Target is in the stopped state",
    "stopping": "Target is in the stopped state",
    "terminated": "Target is in the terminated state",
    "shutting-down": "Target is in the terminated state",
    "pending": "Target is in an invalid state",
}


def not_running(state: str) -> Doc:
    """Health of a target whose instance is `stopped`, `terminated` …"""
    described = _STOPPED.get(state, "Target is in an invalid state")
    return {
        "State": "unused",
        "Reason": "Target.InvalidState",
        "Description": described,
    }


def unhealthy(reason: str, description: str) -> Doc:
    """Health of a target that failed its checks."""
    return {"State": "unhealthy", "Reason": reason, "Description": description}


def unused(world: World, target: Doc, users: Mapping[str, list[str]] | None = None) -> Doc | None:
    """Why a target is not in use right now, or None when it is.

    `users` is `balancers_by_group(world)` when the caller has it already.
    """
    found = balancers_by_group(world) if users is None else users
    instance = target["Target"]["Id"]
    state = instance_state(world, instance)
    if state != "running":
        return not_running(state)
    balancers = found.get(group_of(target), [])
    if not balancers:
        return GROUP_NOT_USED
    zone = instance_zone(world, instance)
    if any(zone in zones_of(world.table(kinds.LOAD_BALANCER).get(arn, {})) for arn in balancers):
        return None
    return ZONE_NOT_ENABLED


def standing(world: World, target: Doc, users: Mapping[str, list[str]] | None = None) -> Doc:
    """The TargetHealth of a target in this world.

    What is stored, unless rules, subnets or the instance's state say otherwise meanwhile: draining wins,
    then unused; a stored `unused` that no longer holds is a registration starting over.
    """
    stored: Doc = target.get("TargetHealth", HEALTHY)
    if stored["State"] == "draining":
        return stored
    reason = unused(world, target, users)
    if reason is not None:
        return reason
    return REGISTERING if stored["State"] == "unused" else stored
