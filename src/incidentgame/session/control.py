"""The world's control loops, wired to what they need from other parts of the world and from the API."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import Millis
from incidentgame.session.perform import outcome, perform
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.change import Call, Change
from incidentgame.world.compute.app import scarce
from incidentgame.world.database.clients import Clients
from incidentgame.world.network.reach import subnet_reach
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController
from incidentgame.world.simulation import Controller, Simulation
from incidentgame.world.state import World
from incidentgame.world.timers.controller import TimerController
from incidentgame.world.timers.deploys import DeployController
from incidentgame.world.traffic.streams import loads_at
from incidentgame.world.view import View
from incidentgame.world.walk.ask import Loads
from incidentgame.world.walk.host import health

_CHECKER = "10.0.0.1"
"""Stands for the checking node's address; no limit counts health checks by it."""


_READ = (
    kinds.HOST,
    kinds.INSTANCE,
    kinds.UNIT,
    kinds.FILE,
    kinds.APP_ROUTE,
    kinds.DB_SESSION,
    kinds.SUBNET,
    kinds.ROUTE_TABLE,
    kinds.NETWORK_ACL,
    kinds.SECURITY_GROUP,
    kinds.LOAD_BALANCER,
    kinds.LISTENER,
    kinds.RECORD,
    kinds.BUCKET,
    kinds.INTERNET_GATEWAY,
    kinds.NAT_GATEWAY,
    kinds.PREFIX_LIST,
    kinds.DB_CLUSTER,
    kinds.DB_INSTANCE,
)
"""The tables on which it depends what a check meets on its way and on the host."""


def build(memo: dict[Any, Any]) -> tuple[Controller, ...]:
    """All control loops, in the order in which they act when due at one instant.

    `memo` keeps what checks found by the tables they read: most changes of a world touch none of those.
    """
    checks = _Checks(memo)
    return (
        HealthChecker(checks.probe, checks.reaches),
        Clients(),
        ScalingController(),
        RefreshController(),
        TimerController(_performed, _read),
        DeployController(),
    )


class _Checks:
    """What a health check finds on its way and on the host."""

    def __init__(self, memo: dict[Any, Any]) -> None:
        self._memo = memo

    def probe(self, view: View, host: str, path: str, port: int, patience: Millis) -> int | str:
        """The status, or what failed; only where connections are scarce does load decide about it."""
        assert isinstance(view, Simulation)
        world = view.world
        if self._once(world, ("scarce", host), lambda: scarce(world, host)):
            loads = loads_at(world, view.plan, view.now, view.memo)
            return health(world, host, path, port, _CHECKER, patience, loads)
        found: int | str = self._once(
            world,
            ("probe", host, path, port, patience),
            lambda: health(world, host, path, port, _CHECKER, patience, Loads()),
        )
        return found

    def reaches(self, world: World, subnet: str, groups: Sequence[str], host: str, port: int) -> str:
        """`open`, `refused` or `timeout`."""
        key = ("reaches", subnet, tuple(groups), host, port)
        found: str = self._once(world, key, lambda: subnet_reach(world, subnet, key[2], host, port))
        return found

    def _once(self, world: World, what: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        key = (
            what,
            world.once(("what checks read",), lambda: tuple(id(world.table(kind)) for kind in _READ)),
        )
        if key not in self._memo:
            self._memo[key] = (
                world,
                make(),
            )  # the world is kept, so that its tables' identities stay its own
        return self._memo[key][1]


def _performed(view: View, call: Call) -> tuple[Change, ...]:
    return (perform(view, call, "controller"),)


def _read(view: View, call: Call) -> Mapping[str, Any]:
    given = outcome(view, call)
    return {} if isinstance(given, ApiError) else given.response
