"""Law 1: what the control loops did does not depend on when anybody looked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fleet_world import API, IDS, NOW, FleetView, fleet, play
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.balancing.registration import deregister
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController
from incidentgame.world.state import Put, World

SICK = IDS[2]


def loops() -> list[Any]:
    probe = HealthChecker(lambda view, host, path, port, patience: 503 if host == SICK else 200)
    return [probe, ScalingController(), RefreshController()]


def troubled() -> World:
    """A world where much is going on at once: a sick target, a leaver, growth and a refresh."""
    world = fleet("ELB")
    group = {**world.get(kinds.SCALING_GROUP, "shop-api"), "DesiredCapacity": 5}
    refresh = {
        "InstanceRefreshId": "r-1",
        "AutoScalingGroupName": "shop-api",
        "Status": "Pending",
        "StartTime": NOW,
        "Preferences": {"MinHealthyPercentage": 50, "InstanceWarmup": 45},
        "sim": {"queue": list(IDS)},
    }
    edits = (Put(kinds.SCALING_GROUP, "shop-api", group), Put(kinds.REFRESH, "r-1", refresh))
    return world.edited((*edits, *deregister(world, API, [(IDS[0], None)], NOW)))


def after(seed: int, stops: Sequence[int]) -> FleetView:
    view = FleetView(troubled(), dice=Dice(seed))
    for at in sorted(stops):
        view = play(view, loops(), NOW + at)
    return play(view, loops(), NOW + 1_500_000)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 1_500_000), max_size=8))
def test_looking_in_between_changes_nothing(seed: int, stops: list[int]) -> None:
    direct, stepped = after(seed, ()), after(seed, stops)
    assert direct.world.tables == stepped.world.tables
    assert direct.changes == stepped.changes


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_it_ends_well(seed: int) -> None:
    view = after(seed, ())
    assert view.world.get(kinds.REFRESH, "r-1")["Status"] == "Successful"
    assert {t["TargetHealth"]["State"] for t in view.world.all(kinds.TARGET)} == {"healthy"}
    assert ScalingController().due(replace(view, now=view.now + 1)) is None
