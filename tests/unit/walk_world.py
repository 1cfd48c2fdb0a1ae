"""The shipped world in peace, and requests through it, for the tests of the walk."""

from functools import cache
from typing import Any

from watched_case import case_of, running

from incidentgame.kernel.instant import HOUR
from incidentgame.world import kinds
from incidentgame.world.path import Path
from incidentgame.world.simulation import Simulation, Span
from incidentgame.world.state import Drop, Edit, Put, World, with_sim
from incidentgame.world.walk.ask import Ask, Branch, Loads
from incidentgame.world.walk.edge import CacheShare, deliver

FAULT = "clean-up-job-empties-group"
SHOP, API = "shop.example", "api.shop.example"


@cache
def peace() -> Simulation:
    """An hour before anything broke, with nothing more to come."""
    from dataclasses import replace

    sim = running(FAULT, 0)
    at = case_of(FAULT).fault_at - HOUR
    kept = tuple(span for span in sim.spans if span.since <= at)
    return replace(sim, spans=kept, now=at, script=(), controllers=(), changes=(), memo={})


def in_world(world: World) -> Simulation:
    """The simulation, had the world been this one all along."""
    from dataclasses import replace

    sim = peace()
    return replace(sim, spans=(Span(sim.account.begins, world),), memo={})


def changed(*edits: Edit) -> World:
    return peace().world.edited(edits)


def put(kind: str, id_: str, **members: Any) -> Put:
    """The resource with these members replaced."""
    return Put(kind, id_, {**peace().world.get(kind, id_), **members})


def without(kind: str) -> tuple[Edit, ...]:
    return tuple(Drop(kind, id_) for id_ in peace().world.table(kind))


def fleet() -> list[str]:
    """The instances behind the API's target group."""
    world, group = peace().world, target_group("api")
    return [
        str(doc["Target"]["Id"]) for key, doc in world.table(kinds.TARGET).items() if key.startswith(group)
    ]


def target_group(name: str) -> str:
    return str(
        next(
            d["TargetGroupArn"] for d in peace().world.all(kinds.TARGET_GROUP) if d["TargetGroupName"] == name
        )
    )


def with_attribute(name: str, value: str) -> Put:
    """The load balancer with one attribute set."""
    id_, doc = next(iter(peace().world.table(kinds.LOAD_BALANCER).items()))
    return Put(kinds.LOAD_BALANCER, id_, with_sim(doc, attributes={name: value}))


def ask(uri: str = "/v1/cart", host: str = API, method: str = "GET", **members: Any) -> Ask:
    headers = {"User-Agent": "test", "Host": host, "Authorization": "Bearer x"}
    return Ask(method, host, uri, headers=headers, **members)


def ways(
    world: World, request: Ask, cache: CacheShare | None = None, loads: Loads | None = None
) -> list[Branch]:
    return deliver(world, request, loads or Loads(), cache or CacheShare())


def shares(branches: list[Branch]) -> dict[int, int]:
    """Parts per million by status."""
    found: dict[int, int] = {}
    for branch in branches:
        found[branch.path.status] = found.get(branch.path.status, 0) + branch.weight
    return found


def only(branches: list[Branch]) -> Path:
    """The path of branches that differ in who served them only."""
    assert len({branch.path.status for branch in branches}) == 1
    return branches[0].path
