"""The world's control loops, wired to what they need from other parts of the world and from the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.session.perform import outcome, perform
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.change import Call, Change
from incidentgame.world.compute.app import scarce
from incidentgame.world.network.reach import subnet_reach
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController
from incidentgame.world.simulation import Controller, Simulation
from incidentgame.world.state import World
from incidentgame.world.timers.controller import TimerController
from incidentgame.world.traffic.streams import loads_at
from incidentgame.world.view import View
from incidentgame.world.walk.ask import Loads
from incidentgame.world.walk.host import health
from incidentgame.api.errors import ApiError

_CHECKER = "10.0.0.1"
"""Stands for the checking node's address; no limit counts health checks by it."""


def build() -> tuple[Controller, ...]:
    """All control loops, in the order in which they act when due at one instant."""
    return (
        HealthChecker(_probe, _reaches),
        ScalingController(),
        RefreshController(),
        TimerController(_performed, _read),
    )


def _probe(view: View, host: str, path: str, port: int) -> int | str:
    assert isinstance(view, Simulation)
    strained = scarce(view.world, host)  # only there does load decide about a check
    loads = loads_at(view.world, view.plan, view.now, view.memo) if strained else Loads()
    return health(view.world, host, path, port, _CHECKER, loads)


def _reaches(world: World, subnet: str, groups: Sequence[str], host: str, port: int) -> str:
    return subnet_reach(world, subnet, tuple(groups), host, port)


def _performed(view: View, call: Call) -> tuple[Change, ...]:
    return (perform(view, call, "controller"),)


def _read(view: View, call: Call) -> Mapping[str, Any]:
    given = outcome(view, call)
    return {} if isinstance(given, ApiError) else given.response
