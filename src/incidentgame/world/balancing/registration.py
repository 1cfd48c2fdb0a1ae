"""Targets entering and leaving groups: what RegisterTargets and DeregisterTargets do to the world."""

from collections.abc import Iterable

from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.health import check_port, registered
from incidentgame.world.balancing.states import DRAINING, REGISTERING, standing
from incidentgame.world.balancing.wiring import (
    target_group_attributes,
    target_id,
    targets_of,
)
from incidentgame.world.state import Doc, Drop, Edit, Put, World, with_sim

Wanted = tuple[str, int | None]
"""An instance id, and a port when the request names one."""


def register(world: World, group_arn: str, wanted: Iterable[Wanted], now: Instant) -> tuple[Edit, ...]:
    """The edits that register targets; one that is registered already stays as it is (api-503-aws §2.5)."""
    group = world.get(kinds.TARGET_GROUP, group_arn)
    edits: list[Edit] = []
    for instance, port in wanted:
        key = target_id(group_arn, instance, port or int(group["Port"]))
        old = world.find(kinds.TARGET, key)
        if old is None or old["TargetHealth"]["State"] == "draining":
            edits.append(
                Put(
                    kinds.TARGET,
                    key,
                    _new(group, instance, port or int(group["Port"]), now),
                )
            )
    return tuple(edits)


def _new(group: Doc, instance: str, port: int, now: Instant) -> Doc:
    target: Doc = {
        "Target": {"Id": instance, "Port": port},
        "TargetHealth": REGISTERING,
        "sim": {"group": group["TargetGroupArn"]},
    }
    return registered({**target, "HealthCheckPort": str(check_port(group, target))}, now)


def deregister(world: World, group_arn: str, wanted: Iterable[Wanted], now: Instant) -> tuple[Edit, ...]:
    """The edits that deregister targets: no new requests from now, gone after the deregistration delay.

    Without a port, every registration of the instance leaves. One that is not registered is ignored. House
    rule: an unused target, and any with a delay of 0, is gone at once.
    """
    group = world.get(kinds.TARGET_GROUP, group_arn)
    delay = int(target_group_attributes(group)["deregistration_delay.timeout_seconds"]) * SECOND
    asked = list(wanted)
    leaving = [doc for doc in targets_of(world, group_arn) if _is_among(doc, asked)]
    return tuple(edit for doc in leaving for edit in _leave(world, group_arn, doc, now, delay))


def _is_among(target: Doc, asked: list[Wanted]) -> bool:
    id, port = target["Target"]["Id"], target["Target"]["Port"]
    return any(id == instance and (wanted is None or wanted == port) for instance, wanted in asked)


def _leave(world: World, group: str, target: Doc, now: Instant, delay: int) -> tuple[Edit, ...]:
    key = target_id(group, target["Target"]["Id"], target["Target"]["Port"])
    state = standing(world, target)["State"]
    if state == "draining":
        return ()
    if delay == 0 or state == "unused":
        return (Drop(kinds.TARGET, key),)
    return (
        Put(
            kinds.TARGET,
            key,
            with_sim({**target, "TargetHealth": DRAINING}, drain_until=now + delay),
        ),
    )
