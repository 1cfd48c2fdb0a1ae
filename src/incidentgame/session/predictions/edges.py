"""What if CloudFront could not find its origin, or could not reach it?"""

from collections.abc import Mapping
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.balancing import hop_of
from incidentgame.session.predictions.ground import (
    EDGE_GATEWAY,
    EDGE_TIMEOUT,
    TIMEOUT,
    UNAVAILABLE,
    Change,
    Ground,
    later,
    played,
    viewers_card,
)
from incidentgame.world import kinds
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc
from incidentgame.world.walk.edge import behaviour, distribution


def origin_name_deleted(ground: Ground, dice: Dice) -> Card | None:
    """The origin's own name no longer resolves."""
    if ground.served is None:
        return None
    sim = ground.served
    name = _origin(sim, ground)
    found = _record(sim, name) if name else None
    if found is None:
        return None
    zone, record = found
    body = {
        member: record[member]
        for member in ("Name", "Type", "TTL", "AliasTarget", "ResourceRecords")
        if member in record
    }
    batch = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": body}]}
    change = _ten_minutes_after(
        "route53", "ChangeResourceRecordSets", {"HostedZoneId": zone, "ChangeBatch": batch}
    )
    ask = (
        f"{ground.when} the record {name} was deleted, the name under which CloudFront asks its origin. "
        f"What would "
        f"nearly all viewers get on GET {ground.route} ten minutes later?"
    )
    why = {
        EDGE_GATEWAY: "Viewers still find CloudFront, whose own name is untouched. CloudFront cannot resolve "
        "its origin and answers 502 itself; nothing behind it sees a request."
    }
    wrong = (EDGE_TIMEOUT, UNAVAILABLE, (0, "none"), EDGE_GATEWAY)
    return viewers_card(ground, "origin-name", "route53", ask, change, wrong, why, dice)


def edge_locked_out(ground: Ground, dice: Dice) -> Card | None:
    """The load balancer's security group no longer lets CloudFront in."""
    standing = hop_of(ground)
    if standing is None:
        return None
    sim, hop = standing
    opening = _opening(sim, hop.load_balancer, hop.port)
    if opening is None:
        return None
    group, permission = opening
    request = {"GroupId": group, "IpPermissions": [permission]}
    change = _ten_minutes_after("ec2", "RevokeSecurityGroupIngress", request)
    ask = (
        f"{ground.when} security group {group} of the load balancer no longer let CloudFront's prefix list "
        f"in on port "
        f"{hop.port}. What would nearly all viewers get on GET {ground.route} ten minutes later, when no "
        f"connection from before is left?"
    )
    why = {
        EDGE_TIMEOUT: "The packets are dropped silently, so CloudFront waits ten seconds for a connection, "
        "three times, and answers 504 itself. The load balancer and its targets are well, and see no request."
    }
    wrong = (UNAVAILABLE, EDGE_GATEWAY, TIMEOUT, EDGE_TIMEOUT)
    return viewers_card(ground, "edge-locked-out", "cloudfront", ask, change, wrong, why, dice)


def _ten_minutes_after(service: str, operation: str, request: Mapping[str, Any]) -> Change:
    """A call, and ten minutes."""

    def change(sim: Simulation) -> Simulation | None:
        after = played(sim, service, operation, request)
        return later(after, 10 * MINUTE) if after else None

    return change


def _origin(sim: Simulation, ground: Ground) -> str:
    """The name of the origin the paged route goes to; empty when it is a bucket."""
    found = distribution(sim.world, ground.host)
    if found is None:
        return ""
    config = found["DistributionConfig"]
    wanted = behaviour(config, ground.route)[1]["TargetOriginId"]
    origin = next(item for item in config["Origins"]["Items"] if item["Id"] == wanted)
    return "" if "S3OriginConfig" in origin else str(origin["DomainName"])


def _record(sim: Simulation, name: str) -> tuple[str, Doc] | None:
    """The zone and the address record of a name."""
    for key, record in sim.world.table(kinds.RECORD).items():
        if str(record["Name"]).rstrip(".") == name and record["Type"] == "A":
            return key.partition("|")[0], record
    return None


def _opening(sim: Simulation, balancer: str, port: int) -> tuple[str, Doc] | None:
    """The group of a load balancer and the permission in it that lets a prefix list in on a port."""
    for group in (sim.world.find(kinds.LOAD_BALANCER, balancer) or {}).get("SecurityGroups", ()):
        for permission in (sim.world.find(kinds.SECURITY_GROUP, group) or {}).get("IpPermissions", ()):
            lists = [{"PrefixListId": one["PrefixListId"]} for one in permission.get("PrefixListIds", ())]
            if lists and permission.get("FromPort", -1) <= port <= permission.get("ToPort", -1):
                wanted = {name: permission[name] for name in ("IpProtocol", "FromPort", "ToPort")}
                return str(group), {**wanted, "PrefixListIds": lists}
    return None
