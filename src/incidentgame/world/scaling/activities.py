"""Scaling activities: documents and AWS's own words (aws-request-path §4.5, api-503-aws §3.6)."""

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant, iso
from incidentgame.world import kinds
from incidentgame.world.state import Doc, Put

GAP = "  "
"""Sentences of a Cause are two spaces apart."""


def launched_for_refresh(at: Instant) -> str:
    """Cause of a launch by an instance refresh."""
    return f"At {iso(at)} an instance was launched in response to an instance refresh."


def launched_for_unhealthy(at: Instant) -> str:
    """Cause of the launch that replaces an unhealthy instance."""
    return (
        f"At {iso(at)} an instance was launched in response to an unhealthy instance needing to be replaced."
    )


def started_for_difference(at: Instant, before: int, after: int) -> str:
    """Cause of a launch because desired capacity is above actual."""
    return (
        f"At {iso(at)} an instance was started in response to a difference between desired and actual "
        f"capacity, increasing the capacity from {before} to {after}."
    )


def removed_for_difference(at: Instant, before: int, after: int, instance: str) -> str:
    """Cause of a termination because desired capacity is below actual."""
    removed = (
        f"At {iso(at)} an instance was taken out of service in response to a difference between desired "
        f"and actual capacity, shrinking the capacity from {before} to {after}."
    )
    return GAP.join((removed, f"At {iso(at)} instance {instance} was selected for termination."))


def removed_for_refresh(at: Instant, instance: str) -> str:
    """Cause of a termination by an instance refresh."""
    return GAP.join(
        (
            f"At {iso(at)} an instance was taken out of service in response to an instance refresh.",
            f"At {iso(at)} instance {instance} was selected for termination.",
        )
    )


_SICK = {
    "elb": "an ELB system health check failure.",
    "status": "an EC2 instance status check failure.",
    "stopped": "an EC2 health check that indicated it had been terminated or stopped.",
    "user": "a user health-check.",
}


def removed_for_health(at: Instant, why: str) -> str:
    """Cause of the termination of an unhealthy instance; `why` is elb, status, stopped or user."""
    return f"At {iso(at)} an instance was taken out of service in response to {_SICK[why]}"


def removed_by_user(at: Instant, instance: str, shrink: tuple[int, int] | None) -> str:
    """Cause of a termination a person asked for; `shrink` when the desired capacity goes down with it."""
    tail = f", shrinking the capacity from {shrink[0]} to {shrink[1]}." if shrink else "."
    return f"At {iso(at)} instance {instance} was taken out of service in response to a user request{tail}"


def asked_by_update(at: Instant, low: int, high: int, before: int, after: int) -> str:
    """First sentence of what follows an UpdateAutoScalingGroup."""
    return (
        f"At {iso(at)} a user request update of AutoScalingGroup constraints to min: {low}, max: {high}, "
        f"desired: {after} changing the desired capacity from {before} to {after}."
    )


def asked_explicitly(at: Instant, before: int, after: int) -> str:
    """First sentence of what follows a SetDesiredCapacity."""
    return (
        f"At {iso(at)} a user request explicitly set group desired capacity changing the desired capacity "
        f"from {before} to {after}."
    )


def activity(
    dice: Dice,
    group: Doc,
    instance: str,
    kind: str,
    cause: str,
    at: Instant,
    place: tuple[str, str],
) -> Doc:
    """A new activity. `kind` is the first word of the description; `place` is (subnet id, zone)."""
    what = {"launch": "Launching a new EC2 instance", "end": "Terminating EC2 instance"}
    said = {
        **what,
        "standby": "Moving EC2 instance to Standby",
        "back": "Moving EC2 instance out of Standby",
    }
    said |= {"detach": "Detaching EC2 instance", "attach": "Attaching an existing EC2 instance"}
    name = group["AutoScalingGroupName"]
    return {
        "ActivityId": dice.uuid("activity", name, instance, kind, at),
        "AutoScalingGroupName": name,
        "Description": f"{said[kind]}: {instance}",
        "Cause": cause[:1023],
        "StartTime": at,
        "StatusCode": "InProgress",
        "Progress": 50,
        "Details": f'{{"Subnet ID":"{place[0]}","Availability Zone":"{place[1]}"}}',
        "AutoScalingGroupARN": group.get("AutoScalingGroupARN", ""),
    }


def put(doc: Doc) -> Put:
    """The edit that keeps an activity."""
    return Put(kinds.ACTIVITY, doc["ActivityId"], doc)


def done(doc: Doc, at: Instant) -> Doc:
    """The activity ended well."""
    return {**doc, "EndTime": at, "StatusCode": "Successful", "Progress": 100}
