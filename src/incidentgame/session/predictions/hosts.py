"""What if the program that listens on a target's port were stopped on one host?"""

from collections.abc import Mapping
from itertools import chain

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.actors import on_call
from incidentgame.session.predictions.balancing import healthy, hop_of, name_of
from incidentgame.session.predictions.ground import (
    GATEWAY,
    HOST_GATEWAY,
    TIMEOUT,
    UNAVAILABLE,
    Ground,
    asked,
    card,
    choice,
    later,
    viewers_card,
)
from incidentgame.world import kinds
from incidentgame.world.actions import ActRefused
from incidentgame.world.balancing.routing import Member, members_of
from incidentgame.world.change import Act
from incidentgame.world.compute.processes import processes
from incidentgame.world.compute.sockets import listening
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import sim as hidden

_REASONS: Mapping[str, str] = {
    "Target.FailedHealthChecks": "`unhealthy`, Target.FailedHealthChecks (connection refused)",
    "Target.Timeout": "`unhealthy`, Target.Timeout (no answer in time)",
    "Target.ResponseCodeMismatch": "`unhealthy`, Target.ResponseCodeMismatch (an answer with another code)",
    "Target.NotInUse": "`unused`, Target.NotInUse (out of rotation)",
    "": "`healthy`, without a reason",
}


def proxy_stopped(ground: Ground, dice: Dice) -> Card | None:
    """A stopped listener refuses at once; it does not time out."""
    hop = ground.usual.path.balancer if ground.usual else None
    if ground.served is None or hop is None or not hop.target_group:
        return None
    sim = ground.served
    members = [m for m in members_of(sim.world, hop.target_group) if m.state == "healthy"]
    if not members:
        return None
    member = dice.pick(members, "host")
    host = _host(sim, member)
    unit = _listener(sim, host, member.port)
    group = hop.target_group

    def outcome(sim: Simulation) -> str | None:
        after = _stopped(sim, host, unit) if unit else None
        reason = _reason(later(after, 3 * MINUTE), group, member.id) if after else None
        return None if reason is None else _REASONS.get(reason)

    reason = outcome(sim)
    if reason is None:
        return None
    ask = (
        f"{ground.when} `systemctl stop {unit}` was run on {member.id}, where it listens on port "
        f"{member.port}. "
        "What would target health say of that target three minutes later?"
    )
    because = (
        "Where nobody listens, the kernel refuses the connection at once, so the check fails without a "
        "timeout: "
        "Target.FailedHealthChecks. A timeout means that packets vanish: a security group, a network ACL, "
        "a host "
        "that is down."
    )
    options = choice(reason, chain(ground.elsewhere(dice, outcome), _REASONS.values()))
    return card(ground, "proxy-stopped", "nginx", ask, options, because)


def all_proxies_stopped(ground: Ground, dice: Dice) -> Card | None:
    """Nobody listens on any target: failing open leads to refused connections."""
    standing = hop_of(ground)
    members = healthy(standing[0], standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    listeners = [(host, _listener(sim, host, m.port)) for m in members for host in [_host(sim, m)]]

    def change(sim: Simulation) -> Simulation | None:
        for host, unit in listeners:
            stopped = _stopped(sim, host, unit) if unit else None
            if stopped is None:
                return None
            sim = stopped
        return later(sim, 5 * MINUTE)

    units = dict.fromkeys(unit for _, unit in listeners)
    ask = (
        f"{ground.when} {' and '.join(units)} was stopped on all {len(members)} hosts of target group "
        f"{name_of(sim, hop.target_group)}, which stay registered. What would nearly all viewers get on "
        f"GET {ground.route} five minutes later?"
    )
    why = {
        GATEWAY: "All targets are unhealthy, so the load balancer fails open and tries them. Where nobody "
        "listens the connection is refused at once, and it answers 502 itself."
    }
    wrong = (UNAVAILABLE, TIMEOUT, HOST_GATEWAY, GATEWAY)
    return viewers_card(ground, "all-stopped", "nginx", ask, change, wrong, why, dice)


def _host(sim: Simulation, member: Member) -> str:
    """The host an instance is."""
    return str(hidden(sim.world.find(kinds.INSTANCE, member.id) or {}).get("host", member.id))


def _listener(sim: Simulation, host: str, port: int) -> str:
    """The unit of the process that listens on a port."""
    pids = [pid for s in listening(sim, host) if s.local.endswith(f":{port}") for _, pid, _ in s.users]
    return next((p.unit for p in processes(sim, host) if p.pid in pids and p.unit), "")


def _stopped(sim: Simulation, host: str, unit: str) -> Simulation | None:
    act = Act("host.systemctl", {"host": host, "command": "stop", "unit": unit}, on_call(sim.account))
    try:
        return sim.acted(act, "player")[0]
    except ActRefused:
        return None


def _reason(sim: Simulation, group: str, instance: str) -> str | None:
    """The reason target health gives for a target; empty when it is healthy, None when it is not listed."""
    given = asked(sim, "elbv2", "DescribeTargetHealth", {"TargetGroupArn": group})
    for row in given.get("TargetHealthDescriptions", ()):
        if row["Target"]["Id"] == instance:
            return str(row["TargetHealth"].get("Reason", ""))
    return None
