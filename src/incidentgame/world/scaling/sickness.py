"""When a scaling group finds a member unhealthy (aws-request-path §4.5, api-503-aws §3.5).

House rules: the EC2 check notices a machine that does not run within a minute; an impaired status check
counts after four; of the states of a target, only `unhealthy` condemns an instance of an ELB-type group,
and never more than a tenth of the group (at least one) at a time.
"""

from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.states import standing
from incidentgame.world.balancing.wiring import instance_state, targets_of
from incidentgame.world.scaling.groups import in_service, in_service_since, members, target_groups
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import View

PATIENCE = 4 * MINUTE
NOT_RUNNING = ("stopping", "stopped", "shutting-down", "terminated")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A member found unhealthy: when, and why (elb, status, stopped)."""

    at: Instant
    instance: str
    why: str


def diagnoses(view: View, group: Doc) -> list[Diagnosis]:
    """The members that will be marked unhealthy as things stand."""
    healthy = [entry["InstanceId"] for entry in in_service(group) if entry["HealthStatus"] == "Healthy"]
    found = [_machine(view, id) for id in healthy]
    if "ELB" in str(group.get("HealthCheckType", "EC2")).split(","):
        found += _balanced(view, group, healthy)
    return [diagnosis for diagnosis in found if diagnosis is not None]


def _machine(view: View, id: str) -> Diagnosis | None:
    instance = view.world.find(kinds.INSTANCE, id)
    if instance is None:
        return Diagnosis(view.now, id, "stopped")
    if instance_state(view.world, id) in NOT_RUNNING:
        changed = int(sim(instance).get("changed", view.now))
        wait = view.dice.between(5 * SECOND, 55 * SECOND, "health check of", id, changed)
        return Diagnosis(max(view.now, changed + wait), id, "stopped")
    impaired = sim(instance).get("impaired_since")
    return Diagnosis(max(view.now, int(impaired) + PATIENCE), id, "status") if impaired else None


def _balanced(view: View, group: Doc, healthy: list[str]) -> list[Diagnosis | None]:
    bad = [id for id in healthy if _is_unhealthy(view.world, group, id)]
    grace = int(group.get("HealthCheckGracePeriod", 0)) * SECOND
    room = max(1, int(group["DesiredCapacity"]) // 10) - _away(group)
    known = sorted(bad, key=lambda id: in_service_since(group, id))
    found = [Diagnosis(max(view.now, in_service_since(group, id) + grace), id, "elb") for id in known]
    return list(sorted(found, key=lambda diagnosis: diagnosis.at)[: max(0, room)])


def _is_unhealthy(world: World, group: Doc, id: str) -> bool:
    found = [
        t for arn in target_groups(world, group) for t in targets_of(world, arn) if t["Target"]["Id"] == id
    ]
    return any(standing(world, target)["State"] == "unhealthy" for target in found)


def _away(group: Doc) -> int:
    """How many members are condemned or missing already: the group is not killed faster than it heals."""
    in_use = [
        e for e in members(group) if e["LifecycleState"] == "InService" and e["HealthStatus"] == "Healthy"
    ]
    return max(0, int(group["DesiredCapacity"]) - len(in_use))
