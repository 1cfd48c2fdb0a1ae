"""When health checks happen: each node of a load balancer checks each target at its own phase."""

from collections.abc import Iterator

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.balancing.states import unused
from incidentgame.world.balancing.wiring import (
    balancers_by_group,
    group_of,
    instance_zone,
    key_of,
    zones_of,
)
from incidentgame.world.state import Doc, World


def interval_of(group: Doc) -> Millis:
    """The pause between two checks by one node, in ms (default 30 s, aws-request-path §3.4)."""
    return int(group.get("HealthCheckIntervalSeconds", 30)) * SECOND


def timeout_of(group: Doc) -> Millis:
    """How long a check waits for its answer, in ms (default 5 s)."""
    return int(group.get("HealthCheckTimeoutSeconds", 5)) * SECOND


def phase(dice: Dice, node: str, target: Doc, interval: Millis) -> Millis:
    """When within each interval the node (a subnet id) checks the target."""
    return dice.below(interval, "health check", node, key_of(target))


def first_check(dice: Dice, node: str, target: Doc, interval: Millis, since: Instant) -> Instant:
    """The node's first check of the target at or after an instant."""
    offset = phase(dice, node, target, interval)
    return since + (offset - since) % interval


def check_times(
    dice: Dice, node: str, target: Doc, interval: Millis, start: Instant, end: Instant
) -> Iterator[Instant]:
    """The node's checks of the target from start up to end (end excluded)."""
    at = first_check(dice, node, target, interval, start)
    while at < end:
        yield at
        at += interval


def nodes_checking(world: World, target: Doc) -> list[str]:
    """The nodes (subnet ids) that check a target; none while it is unused or draining (api-503-aws §2.5).

    House rule: a draining target is no longer checked.
    """
    users = balancers_by_group(world)
    if target["TargetHealth"]["State"] == "draining" or unused(world, target, users) is not None:
        return []
    balancers = [world.table(kinds.LOAD_BALANCER).get(arn, {}) for arn in users[group_of(target)]]
    return [subnet for balancer in balancers for subnet in zones_of(balancer).values()]


def own_node(world: World, target: Doc, users: dict[str, list[str]]) -> tuple[str, Doc]:
    """The node in the target's own zone, whose verdict counts (house rule), and its load balancer."""
    zone = instance_zone(world, target["Target"]["Id"])
    for arn in users.get(group_of(target), []):
        balancer = world.table(kinds.LOAD_BALANCER).get(arn, {})
        if zone in zones_of(balancer):
            return zones_of(balancer)[zone], balancer
    return "", {}
