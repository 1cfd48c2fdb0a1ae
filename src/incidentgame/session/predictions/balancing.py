"""What if a target left, a health check were mistaken, or the load balancer could not reach its targets?"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, SECOND
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.ground import (
    EDGE_TIMEOUT,
    GATEWAY,
    NOT_FOUND,
    SERVED,
    TIMEOUT,
    UNAVAILABLE,
    Change,
    Ground,
    asked,
    card,
    choice,
    later,
    played,
    viewers_card,
)
from incidentgame.world import kinds
from incidentgame.world.balancing.routing import Member, members_of
from incidentgame.world.balancing.wiring import target_group_attributes
from incidentgame.world.path import BalancerHop
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc

_NOWHERE = "/nope"


def hop_of(ground: Ground) -> tuple[Simulation, BalancerHop] | None:
    """The served world, and how the load balancer sends the paged route on there."""
    if ground.served is None or ground.usual is None or ground.usual.path.balancer is None:
        return None
    hop = ground.usual.path.balancer
    return (ground.served, hop) if hop.target_group else None


def _group(sim: Simulation, arn: str) -> Doc:
    return sim.world.find(kinds.TARGET_GROUP, arn) or {}


def name_of(sim: Simulation, arn: str) -> str:
    return str(_group(sim, arn).get("TargetGroupName", arn))


def healthy(sim: Simulation, arn: str) -> list[Member]:
    return [member for member in members_of(sim.world, arn) if member.state == "healthy"]


def health_path_changed(ground: Ground, dice: Dice) -> Card | None:
    """Every target fails its check although every target works."""
    standing = hop_of(ground)
    if standing is None:
        return None
    sim, hop = standing
    request = {"TargetGroupArn": hop.target_group, "HealthCheckPath": _NOWHERE}

    def change(sim: Simulation) -> Simulation | None:
        after = played(sim, "elbv2", "ModifyTargetGroup", request)
        return later(after, 5 * MINUTE) if after else None

    after = change(sim)
    if after is None or {m.state for m in members_of(after.world, hop.target_group)} != {"unhealthy"}:
        return None
    ask = (
        f"{ground.when} the health check path of target group {name_of(sim, hop.target_group)} was changed "
        f"to "
        f"{_NOWHERE}, which no host knows. What would nearly all viewers get on GET {ground.route} five "
        f"minutes later?"
    )
    why = {
        SERVED: "Every target fails its check. With none healthy the load balancer fails open and sends "
        "to all "
        "of them; the hosts answer as before, since nothing is wrong with them."
    }
    wrong = (UNAVAILABLE, NOT_FOUND, GATEWAY, SERVED)
    return viewers_card(ground, "health-path", "target-health", ask, change, wrong, why, dice)


def one_target_leaves(ground: Ground, dice: Dice) -> Card | None:
    """One of the healthy targets is deregistered."""
    standing = hop_of(ground)
    members = healthy(standing[0], standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    gone = dice.pick(members, "target")
    rest = len(members) - 1
    ask = (
        f"{ground.when} {gone.id} was deregistered from target group {name_of(sim, hop.target_group)}, which "
        f"has "
        f"{len(members)} healthy targets. What would nearly all viewers get on GET {ground.route} two "
        f"minutes later?"
    )
    why = {
        SERVED: f"The {rest} healthy targets that are left take over at once: a draining target gets no new "
        "requests, and no viewer notices.",
        UNAVAILABLE: "It was the last one: a group with no usable target makes the load balancer answer "
        "503 itself.",
    }
    change = _leaving(hop.target_group, [gone])
    wrong = (UNAVAILABLE, GATEWAY, TIMEOUT, SERVED)
    return viewers_card(ground, "one-target", "target-health", ask, change, wrong, why, dice)


def _leaving(group: str, members: list[Member]) -> Change:
    """These targets are deregistered, and two minutes pass."""

    def change(sim: Simulation) -> Simulation | None:
        after = deregistered(sim, group, members)
        return later(after, 2 * MINUTE) if after else None

    return change


def all_targets_leave(ground: Ground, dice: Dice) -> Card | None:
    """Every target is deregistered: nobody is left to fail open to."""
    standing = hop_of(ground)
    members = members_of(standing[0].world, standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    ask = (
        f"{ground.when} all {len(members)} targets were deregistered from target group "
        f"{name_of(sim, hop.target_group)}, the hosts themselves working on. What would nearly all viewers "
        f"get on "
        f"GET {ground.route} two minutes later?"
    )
    why = {
        UNAVAILABLE: "No usable target is left, so the load balancer answers 503 itself. Failing open "
        "needs targets "
        "that are registered: unhealthy ones would still be sent to, draining and absent ones are not."
    }
    change = _leaving(hop.target_group, members)
    wrong = (SERVED, GATEWAY, EDGE_TIMEOUT, UNAVAILABLE)
    return viewers_card(ground, "all-targets", "target-health", ask, change, wrong, why, dice)


def deregistered(sim: Simulation, group: str, members: list[Member]) -> Simulation | None:
    targets = [{"Id": member.id, "Port": member.port} for member in members]
    return played(sim, "elbv2", "DeregisterTargets", {"TargetGroupArn": group, "Targets": targets})


_STATES: Mapping[str, str] = {
    "draining": "`draining`, Target.DeregistrationInProgress",
    "unused": "`unused`, Target.NotInUse",
    "unhealthy": "`unhealthy`, Target.FailedHealthChecks",
    "initial": "`initial`, Elb.RegistrationInProgress",
    "": "nothing: it is not listed any more",
    "healthy": "`healthy`",
}


def state_after_leaving(ground: Ground, dice: Dice) -> Card | None:
    """What target health says of a target while and after it drains."""
    standing = hop_of(ground)
    members = healthy(standing[0], standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    gone = dice.pick(members, "target")
    delay = int(
        target_group_attributes(_group(sim, hop.target_group))["deregistration_delay.timeout_seconds"]
    )
    if delay < 120:
        return None
    passed = dice.pick((60, delay + 60), "passed")

    def outcome(sim: Simulation) -> str | None:
        after = deregistered(sim, hop.target_group, [gone])
        state = _state_of(later(after, passed * SECOND), hop.target_group, gone.id) if after else None
        return _STATES.get(state) if state is not None else None

    state = outcome(sim)
    if state is None:
        return None
    ask = (
        f"{ground.when} {gone.id} was deregistered from target group {name_of(sim, hop.target_group)} "
        f"(deregistration delay {delay} s). What would `describe-target-health` say of it {passed} seconds "
        f"later?"
    )
    because = (
        f"A target that leaves is `draining` for the whole deregistration delay of {delay} s, idle or not, "
        f"and "
        "gets no new requests. After that it is no longer listed."
    )
    options = choice(state, chain(ground.elsewhere(dice, outcome), _STATES.values()))
    return card(ground, "target-state", "target-health", ask, options, because)


def _state_of(sim: Simulation, group: str, instance: str) -> str:
    given = asked(sim, "elbv2", "DescribeTargetHealth", {"TargetGroupArn": group})
    rows: list[Mapping[str, Any]] = given.get("TargetHealthDescriptions", [])
    return next((str(row["TargetHealth"]["State"]) for row in rows if row["Target"]["Id"] == instance), "")


def port_closed_to_balancer(ground: Ground, dice: Dice) -> Card | None:
    """The hosts' security group no longer lets the load balancer in."""
    standing = hop_of(ground)
    members = healthy(standing[0], standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    opening = _opening(sim, hop.load_balancer, members[0])
    if opening is None:
        return None
    group, permission = opening
    request = {"GroupId": group, "IpPermissions": [permission]}

    def change(sim: Simulation) -> Simulation | None:
        after = played(sim, "ec2", "RevokeSecurityGroupIngress", request)
        return later(after, 5 * MINUTE) if after else None

    ask = (
        f"{ground.when} security group {group} of the hosts no longer let the load balancer's group in on "
        f"port "
        f"{members[0].port}. What would nearly all viewers get on GET {ground.route} five minutes "
        f"later, when no connection from before is left?"
    )
    why = {
        TIMEOUT: "A security group drops packets silently. Every check times out, with no target healthy "
        "the load "
        "balancer fails open, and its own connections to the targets time out after ten seconds: 504.",
    }
    wrong = (UNAVAILABLE, GATEWAY, SERVED, TIMEOUT)
    return viewers_card(ground, "closed-port", "vpc", ask, change, wrong, why, dice)


def _opening(sim: Simulation, balancer: str, member: Member) -> tuple[str, Doc] | None:
    """The security group of a target, and the permission in it that lets the load balancer's group in."""
    ours = set((sim.world.find(kinds.LOAD_BALANCER, balancer) or {}).get("SecurityGroups", ()))
    interfaces = (sim.world.find(kinds.INSTANCE, member.id) or {}).get("NetworkInterfaces", ())
    groups = [str(g["GroupId"]) for interface in interfaces for g in interface.get("Groups", ())]
    for group in groups:
        for permission in (sim.world.find(kinds.SECURITY_GROUP, group) or {}).get("IpPermissions", ()):
            pairs = [pair for pair in permission.get("UserIdGroupPairs", ()) if pair["GroupId"] in ours]
            if pairs and permission.get("FromPort", -1) <= member.port <= permission.get("ToPort", -1):
                return group, {
                    "IpProtocol": permission["IpProtocol"],
                    "FromPort": permission["FromPort"],
                    "ToPort": permission["ToPort"],
                    "UserIdGroupPairs": [{"GroupId": pair["GroupId"]} for pair in pairs],
                }
    return None
