"""How a change made in CloudFront's control plane reaches the edges: in two waves, each with its own copy.

A write puts the new value where the API shows it, keeps the old one at both waves of edges, and schedules the
new one there. Between the waves viewers get old and new answers mixed (api-503-aws T7). Delays are house
rules: key-value stores 40 s and 47 s (one published measurement), functions 5 s and 15 s, distributions 60 s
and 170 s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import SECOND, Millis
from incidentgame.world import kinds
from incidentgame.world.state import Doc, Edit, Put, World, sim
from incidentgame.world.view import View

WAVES = ("early", "late")
"""Half of the edges each."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a change takes to the first and to the last edges."""

    early: Millis
    late: Millis


STORE_PACE = Pace(40 * SECOND, 47 * SECOND)
FUNCTION_PACE = Pace(5 * SECOND, 15 * SECOND)
DISTRIBUTION_PACE = Pace(60 * SECOND, 170 * SECOND)


def spread(view: View, id: str, old: Any, new: Any, pace: Pace) -> tuple[Edit, ...]:
    """The edits that let a new value travel to the edges while they still use the old one."""
    held = [
        Put(
            kinds.EDGE_COPY,
            f"{id}|{wave}",
            {"Value": at_edge(view.world, id, wave, old)},
        )
        for wave in WAVES
    ]
    serial = len(view.changes)
    coming = [
        Put(
            kinds.PENDING,
            f"edge|{id}|{wave}|{view.now}|{serial}",
            _arrival(view, id, wave, new, delay),
        )
        for wave, delay in zip(WAVES, (pace.early, pace.late), strict=True)
    ]
    return (*held, *coming)


def _arrival(view: View, id: str, wave: str, new: Any, delay: Millis) -> Doc:
    edits = (Put(kinds.EDGE_COPY, f"{id}|{wave}", {"Value": new}),)
    return {"due": view.now + delay, "action": "edge-propagation", "edits": edits}


def at_edge(world: World, id: str, wave: str, otherwise: Any) -> Any:
    """What the edges of a wave use for a resource; `otherwise` when nothing ever changed."""
    copy = world.find(kinds.EDGE_COPY, f"{id}|{wave}")
    return otherwise if copy is None else copy["Value"]


def live_stage(world: World, name: str, wave: str) -> Mapping[str, Any] | None:
    """The published stage of a function at a wave's edges: {code, config, …}; None when never published."""
    doc = world.find(kinds.FUNCTION, name)
    stage: Mapping[str, Any] | None = sim(doc).get("stages", {}).get("LIVE") if doc else None
    found: Mapping[str, Any] | None = at_edge(world, name, wave, stage)
    return found


def store_arn(config: Mapping[str, Any]) -> str:
    """The ARN of the store a FunctionConfig associates; empty without one."""
    items = (config.get("KeyValueStoreAssociations") or {}).get("Items") or ()
    return str(items[0]["KeyValueStoreARN"]) if items else ""


def store_items(world: World, arn: str, wave: str) -> Mapping[str, str] | None:
    """What a store holds at a wave's edges; None when there is no such store."""
    doc = world.find(kinds.KEY_VALUE_STORE, arn)
    if doc is None:
        return None
    found: Mapping[str, str] = at_edge(world, arn, wave, sim(doc).get("items", {}))
    return found


def effective_config(world: World, distribution: Doc, wave: str = "late") -> Mapping[str, Any]:
    """The DistributionConfig a wave's edges work by."""
    config: Mapping[str, Any] = at_edge(
        world, str(distribution["Id"]), wave, distribution["DistributionConfig"]
    )
    return config


def wave_of(pop: str) -> str:
    """The wave an edge location belongs to, by its name."""
    return WAVES[sum(pop.encode()) % 2]
