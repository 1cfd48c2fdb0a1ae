"""Which targets a request that matched a forward action can go to: the decision of aws-request-path §3.1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidentgame.world import kinds
from incidentgame.world.balancing.states import standing
from incidentgame.world.balancing.wiring import (
    balancers_by_group,
    instance_zone,
    target_group_attributes,
    targets_of,
    zones_of,
)
from incidentgame.world.state import Doc, World

_ROUTING = "target_group_health.unhealthy_state_routing.minimum_healthy_targets"


@dataclass(frozen=True, slots=True)
class Member:
    """A registered target as routing sees it: instance id, port, zone, private address, health state."""

    id: str
    port: int
    zone: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Who may be chosen; empty means the ALB answers 503 itself. `fail_open`: health is being ignored."""

    targets: tuple[Member, ...] = ()
    fail_open: bool = False


def pool(world: World, target_group_arn: str, zone: str | None = None) -> Pool:
    """The targets a node may choose from. `zone` is the node's own, which counts when cross-zone is off."""
    group = world.find(kinds.TARGET_GROUP, target_group_arn) or {}
    attributes = target_group_attributes(group)
    members = usable(world, target_group_arn)
    if zone is not None and attributes["load_balancing.cross_zone.enabled"] == "false":
        members = [member for member in members if member.zone == zone]
    return choose(members, attributes)


def choose(members: Sequence[Member], attributes: Mapping[str, str]) -> Pool:
    """The decision itself, over usable members (healthy, unhealthy, initial).

    House rules: `initial` targets serve neither in peace nor in fail-open, so a group of nothing else has
    an empty pool (aws-request-path §3.1, UNVERIFIED).
    """
    healthy = tuple(member for member in members if member.state == "healthy")
    judged = tuple(member for member in members if member.state != "initial")
    if not judged:
        return Pool()
    if len(healthy) >= 1 and _enough(len(healthy), len(members), attributes):
        return Pool(healthy)
    return Pool(judged, fail_open=True)


def _enough(healthy: int, total: int, attributes: Mapping[str, str]) -> bool:
    count = attributes.get(f"{_ROUTING}.count", "1")
    percentage = attributes.get(f"{_ROUTING}.percentage", "off")
    if count.isdigit() and healthy < int(count):
        return False
    return not percentage.isdigit() or healthy * 100 >= int(percentage) * total


def members_of(world: World, target_group_arn: str) -> list[Member]:
    """All registered targets with their present state, in order of registration."""
    users = balancers_by_group(world)
    return [_member(world, doc, users) for doc in targets_of(world, target_group_arn)]


def usable(world: World, target_group_arn: str) -> list[Member]:
    """Registered targets that are neither draining nor unused."""
    found = members_of(world, target_group_arn)
    return [m for m in found if m.state in ("healthy", "unhealthy", "initial")]


def _member(world: World, target: Doc, users: Mapping[str, list[str]]) -> Member:
    instance = target["Target"]["Id"]
    doc = world.find(kinds.INSTANCE, instance) or {}
    return Member(
        id=instance,
        port=int(target["Target"]["Port"]),
        zone=instance_zone(world, instance),
        address=str(doc.get("PrivateIpAddress", "")),
        state=str(standing(world, target, users)["State"]),
    )


def dns_zones(world: World, balancer_arn: str) -> list[str]:
    """The zones whose node addresses the ALB's name shows (DNS failover, aws-request-path §3.1).

    Groups that work across zones keep every zone shown; with cross-zone off a zone short of healthy targets
    is withdrawn, unless that would withdraw them all.
    """
    balancer = world.find(kinds.LOAD_BALANCER, balancer_arn) or {}
    zones = list(zones_of(balancer))
    users = balancers_by_group(world)
    zonal = [arn for arn, used_by in users.items() if balancer_arn in used_by and _zonal(world, arn)]
    shown = [zone for zone in zones if all(_zone_serves(world, arn, zone) for arn in zonal)]
    return shown or zones


def _zonal(world: World, group: str) -> bool:
    attributes = target_group_attributes(world.find(kinds.TARGET_GROUP, group) or {})
    return attributes["load_balancing.cross_zone.enabled"] == "false"


def _zone_serves(world: World, group: str, zone: str) -> bool:
    attributes = target_group_attributes(world.find(kinds.TARGET_GROUP, group) or {})
    wanted = attributes["target_group_health.dns_failover.minimum_healthy_targets.count"]
    healthy = [m for m in usable(world, group) if m.zone == zone and m.state == "healthy"]
    return not wanted.isdigit() or len(healthy) >= int(wanted)
