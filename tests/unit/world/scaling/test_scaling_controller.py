"""Groups at size, replacement, draining (aws-request-path §4.5, api-503-aws §3; INV-20, INV-21)."""

from dataclasses import replace
from typing import Any

import pytest
from fleet_world import API, IDS, NGINX, NOW, REGION, FleetView, fleet, play
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.scaling.boot import boot
from incidentgame.world.scaling.groups import in_service
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController, victim
from incidentgame.world.state import Doc, Drop, Put, World

MINUTE = 60_000


class Answers:
    """A probe that answers per host."""

    def __init__(self, **by_host: int | str) -> None:
        self.by_host = by_host

    def __call__(self, view: Any, host: str, path: str, port: int, patience: int) -> int | str:
        return self.by_host.get(host, self.by_host.get("everyone", 200))


def loops(**answers: int | str) -> list[Any]:
    return [HealthChecker(Answers(**answers)), ScalingController(), RefreshController()]


def group(view: FleetView) -> Doc:
    return view.world.get(kinds.SCALING_GROUP, "shop-api")


def changed(world: World, **members: Any) -> World:
    old = world.get(kinds.SCALING_GROUP, "shop-api")
    return world.edited((Put(kinds.SCALING_GROUP, "shop-api", {**old, **members}),))


def suspended(*names: str) -> list[dict[str, str]]:
    return [{"ProcessName": n, "SuspensionReason": "User suspended at 2026-03-08T10:00:00Z"} for n in names]


def registered(view: FleetView, state: str = "") -> set[str]:
    found = (t for t in view.world.all(kinds.TARGET) if t["sim"]["group"] == API)
    return {t["Target"]["Id"] for t in found if not state or t["TargetHealth"]["State"] == state}


def causes(view: FleetView) -> list[str]:
    return [doc["Cause"] for doc in view.world.all(kinds.ACTIVITY)]


def events(view: FleetView) -> list[str]:
    return [change.action for change in view.changes if change.recorded == "management"]


def test_a_group_at_size_does_nothing() -> None:
    assert ScalingController().due(FleetView(fleet())) is None


def test_growing_launches_boots_and_registers() -> None:
    view = FleetView(changed(fleet(), DesiredCapacity=6))
    early = play(view, loops(), NOW + 30_000)
    assert [e["LifecycleState"] for e in group(early)["Instances"]].count("Pending") == 2
    view = play(view, loops(), NOW + 90_000)
    new = [e["InstanceId"] for e in in_service(group(view)) if e["InstanceId"] not in IDS]
    assert len(new) == 2 and registered(view, "healthy") == {*IDS, *new}
    assert {view.world.get(kinds.HOST, id)["Role"] for id in new} == {"api"}
    assert all(view.world.get(kinds.UNIT, f"{id}|nginx.service")["ActiveState"] == "active" for id in new)
    zones = {view.world.get(kinds.INSTANCE, id)["Placement"]["AvailabilityZone"] for id in new}
    assert zones == {f"{REGION}a", f"{REGION}b"}
    assert events(view) == ["RunInstances", "RunInstances", "RegisterTargets", "RegisterTargets"]
    runner = view.changes[0].principal
    assert (runner.username, runner.invoked_by) == ("AutoScaling", "autoscaling.amazonaws.com")
    assert "increasing the capacity from 4 to 6." in causes(view)[0]


def test_inv_21_a_suspended_add_to_load_balancer_leaves_them_out_even_after_resume() -> None:
    world = changed(fleet(), DesiredCapacity=5, SuspendedProcesses=suspended("AddToLoadBalancer"))
    view = play(FleetView(world), loops(), NOW + 2 * MINUTE)
    assert len(in_service(group(view))) == 5 and registered(view) == set(IDS)
    resumed = replace(view, world=changed(view.world, SuspendedProcesses=[]))
    assert registered(play(resumed, loops(), NOW + 60 * MINUTE)) == set(IDS)


@pytest.mark.parametrize("answer", ["timeout", 503, "refused"])
def test_inv_20_an_ec2_type_group_ignores_failed_load_balancer_checks(answer: int | str) -> None:
    view = play(FleetView(fleet("EC2")), loops(everyone=answer), NOW + 60 * MINUTE)
    assert registered(view, "unhealthy") == set(IDS)
    assert {e["InstanceId"] for e in in_service(group(view))} == set(IDS) and causes(view) == []


def test_an_elb_type_group_replaces_an_unhealthy_instance_after_draining_it() -> None:
    sick = {IDS[0]: 500}
    view = play(FleetView(fleet("EC2,ELB")), loops(**sick), NOW + 90_000)
    assert causes(view)[0].endswith(
        "an instance was taken out of service in response to an ELB system health check failure."
    )
    assert causes(view)[1].endswith("in response to an unhealthy instance needing to be replaced.")
    assert registered(view, "draining") == {IDS[0]}
    codes = [doc["StatusCode"] for doc in view.world.all(kinds.ACTIVITY)]
    assert codes[0] == "WaitingForELBConnectionDraining"
    view = play(view, loops(**sick), NOW + 10 * MINUTE)
    assert IDS[0] not in {e["InstanceId"] for e in group(view)["Instances"]}
    assert len(registered(view, "healthy")) == 4
    assert view.world.get(kinds.INSTANCE, IDS[0])["State"]["Name"] == "terminated"
    assert view.world.find(kinds.HOST, IDS[0]) is None
    assert {doc["StatusCode"] for doc in view.world.all(kinds.ACTIVITY)} == {"Successful"}
    assert view.world.find(kinds.INSTANCE, IDS[0]) is not None
    assert play(view, loops(), NOW + 80 * MINUTE).world.find(kinds.INSTANCE, IDS[0]) is None


def test_a_group_that_is_all_unhealthy_is_not_killed_at_once() -> None:
    view = play(FleetView(fleet("ELB")), loops(everyone=503), NOW + 2 * MINUTE)
    assert len(in_service(group(view))) >= 3


def test_unused_targets_do_not_condemn_an_elb_type_group() -> None:
    world = fleet("ELB").edited(tuple(Drop(kinds.TARGET, f"{API}|{id}|80") for id in IDS))
    assert play(FleetView(world), loops(), NOW + 30 * MINUTE).world.table(kinds.ACTIVITY) == {}


def test_a_stopped_machine_is_replaced() -> None:
    doc = fleet().get(kinds.INSTANCE, IDS[1])
    stopped = {
        **doc,
        "State": {"Code": 80, "Name": "stopped"},
        "sim": {"host": IDS[1], "changed": NOW},
    }
    view = play(
        FleetView(fleet().edited((Put(kinds.INSTANCE, IDS[1], stopped),))),
        loops(),
        NOW + 3 * MINUTE,
    )
    assert "indicated it had been terminated or stopped." in causes(view)[0]
    assert IDS[1] not in registered(view) and len(registered(view, "healthy")) == 4
    held = changed(
        fleet().edited((Put(kinds.INSTANCE, IDS[1], stopped),)),
        SuspendedProcesses=suspended("ReplaceUnhealthy"),
    )
    view = play(FleetView(held), loops(), NOW + 3 * MINUTE)
    assert [e["HealthStatus"] for e in group(view)["Instances"]].count("Unhealthy") == 1 and causes(
        view
    ) == []


def test_shrinking_picks_from_the_fullest_zone_and_respects_protection() -> None:
    view = play(FleetView(changed(fleet(), DesiredCapacity=3)), loops(), NOW + 7 * MINUTE)
    assert len(registered(view)) == 3 and "shrinking the capacity from 4 to 3." in causes(view)[0]
    members = [{**e, "ProtectedFromScaleIn": True} for e in group(view)["Instances"]]
    assert victim({**group(view), "Instances": members}) == ""


def test_suspended_launch_and_terminate() -> None:
    for size in (2, 8):
        world = changed(fleet(), DesiredCapacity=size, SuspendedProcesses=suspended("Launch", "Terminate"))
        assert ScalingController().due(FleetView(world)) is None


def refresh(**preferences: int) -> Doc:
    return {
        "InstanceRefreshId": "r-1",
        "AutoScalingGroupName": "shop-api",
        "Status": "Pending",
        "StartTime": NOW,
        "Strategy": "Rolling",
        "Preferences": preferences,
        "sim": {"queue": list(IDS)},
    }


def refreshing(world: World, **preferences: int) -> FleetView:
    return FleetView(world.edited((Put(kinds.REFRESH, "r-1", refresh(**preferences)),)))


def test_a_refresh_replaces_everyone_and_keeps_enough_in_service() -> None:
    view = refreshing(fleet(), MinHealthyPercentage=50, InstanceWarmup=60)
    least, shown = 4, []
    for at in range(NOW, NOW + 20 * MINUTE, 5_000):
        view = play(view, loops(), at)
        least = min(least, len(in_service(group(view))))
        shown.append(view.world.get(kinds.REFRESH, "r-1").get("PercentageComplete", 0))
    assert least == 2 and shown == sorted(shown) and shown[-1] == 100
    done = view.world.get(kinds.REFRESH, "r-1")
    assert (done["Status"], done["InstancesToUpdate"]) == (
        "Successful",
        0,
    ) and "StatusReason" not in done
    members = {e["InstanceId"] for e in group(view)["Instances"]}
    assert not members & set(IDS) and registered(view, "healthy") == members
    assert any("launched in response to an instance refresh." in cause for cause in causes(view))
    assert (
        sum("taken out of service in response to an instance refresh." in cause for cause in causes(view))
        == 4
    )


def test_fault_shape_refresh_with_add_to_load_balancer_suspended_empties_the_group() -> None:
    world = changed(fleet(), SuspendedProcesses=suspended("AddToLoadBalancer"))
    view = play(refreshing(world, InstanceWarmup=30), loops(), NOW + 30 * MINUTE)
    done = view.world.get(kinds.REFRESH, "r-1")
    assert (done["Status"], done["PercentageComplete"]) == ("Successful", 100)
    assert registered(view) == set() and len(in_service(group(view))) == 4
    assert {e["HealthStatus"] for e in group(view)["Instances"]} == {"Healthy"}


def test_new_machines_have_their_own_addresses_and_boot_from_what_is_on_disk() -> None:
    view = play(FleetView(changed(fleet(), DesiredCapacity=8)), loops(), NOW + 2 * MINUTE)
    running = [d for d in view.world.all(kinds.INSTANCE) if d["State"]["Name"] == "running"]
    assert len({d["PrivateIpAddress"] for d in running}) == len(running) == 8
    template = view.world.get(kinds.UNIT, "template:api|nginx.service")
    old = {**template, "sim": {"files": {"/etc/nginx/nginx.conf": "old"}}}
    world = view.world.edited((Put(kinds.UNIT, "template:api|nginx.service", old),))
    assert booted_nginx(replace(view, world=world))["sim"]["files"] == {"/etc/nginx/nginx.conf": NGINX}


def booted_nginx(view: FleetView) -> Doc:
    last = list(view.world.table(kinds.INSTANCE))[-1]
    edits = boot(view, group(view), last)
    return next(e.doc for e in edits if isinstance(e, Put) and e.id == f"{last}|nginx.service")


def test_a_new_machine_with_a_broken_configuration_comes_up_without_nginx() -> None:
    broken = Put(kinds.FILE, "role:api|/etc/nginx/nginx.conf", {"Content": "events {", "Mode": "0644"})
    assert booted_nginx(FleetView(fleet().edited((broken,))))["ActiveState"] == "failed"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(2, 8), min_size=1, max_size=4))
def test_a_group_always_reaches_its_size_and_its_targets_follow(seed: int, sizes: list[int]) -> None:
    view = FleetView(fleet(), dice=Dice(seed))
    for size in sizes:
        view = replace(view, world=changed(view.world, DesiredCapacity=size))
        view = play(view, loops(), view.now + 70_000)
    view = play(view, loops(), view.now + 10 * MINUTE)
    members = {e["InstanceId"] for e in group(view)["Instances"]}
    assert len(members) == sizes[-1] and registered(view, "healthy") == members
    assert {doc["StatusCode"] for doc in view.world.all(kinds.ACTIVITY)} <= {"Successful"}
