"""The health checker's transitions (aws-request-path §3.4, §3.5; INV-17)."""

from dataclasses import replace
from typing import Any

import pytest
from fleet_world import (
    API,
    API_RULE,
    BALANCER,
    IDS,
    NOW,
    REGION,
    SPARE,
    FleetView,
    fleet,
    forward,
    play,
    rule,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker, judge, matches
from incidentgame.world.balancing.registration import deregister, register
from incidentgame.world.balancing.schedule import check_times, nodes_checking
from incidentgame.world.balancing.states import standing
from incidentgame.world.state import Drop, Put, World

KEY = f"{API}|{IDS[0]}|80"


class Answers:
    """A probe whose answer can be changed while the world runs."""

    def __init__(self, answer: int | str = 200) -> None:
        self.answer = answer

    def __call__(self, view: Any, host: str, path: str, port: int, patience: int) -> int | str:
        assert (path, port) == ("/healthz", 80)
        return self.answer


def state(view: FleetView, key: str = KEY) -> str:
    doc = view.world.find(kinds.TARGET, key)
    return "gone" if doc is None else str(doc["TargetHealth"]["State"])


def when(view: FleetView, checker: HealthChecker, wanted: str, key: str = KEY, limit: int = 400_000) -> int:
    """Milliseconds until the target shows a state."""
    start = view.now
    for at in range(start, start + limit, 1_000):
        view = play(view, [checker], at)
        if state(view, key) == wanted:
            return at - start
    raise AssertionError(f"never {wanted}")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 59_999))
def test_inv_17_two_failures_out_five_passes_back_one_pass_in(seed: int, offset: int) -> None:
    probe = Answers(503)
    checker = HealthChecker(probe)
    view = FleetView(fleet(), now=NOW + offset, dice=Dice(seed))
    assert 30_000 <= when(view, checker, "unhealthy") <= 61_000
    sick = play(view, [checker], view.now + 70_000)
    probe.answer = 200
    assert 120_000 <= when(sick, checker, "healthy") <= 151_000
    fresh = view.world.edited((Drop(kinds.TARGET, KEY),))
    fresh = fresh.edited(register(fresh, API, [(IDS[0], None)], view.now))
    assert when(replace(view, world=fresh), checker, "healthy") <= 41_000


def test_a_blip_between_two_checks_goes_unnoticed() -> None:
    probe = Answers(503)
    checker = HealthChecker(probe)
    view = play(FleetView(fleet()), [checker], NOW + 15_000)
    probe.answer = 200
    view = play(view, [checker], NOW + 15_001)
    assert state(play(view, [checker], NOW + 600_000)) == "healthy"


@pytest.mark.parametrize(
    ("answer", "reason", "text"),
    [
        (503, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]"),
        ("timeout", "Target.Timeout", "Request timed out"),
        ("refused", "Target.FailedHealthChecks", "Health checks failed"),
    ],
)
def test_reasons(answer: int | str, reason: str, text: str) -> None:
    view = play(FleetView(fleet()), [HealthChecker(Answers(answer))], NOW + 120_000)
    doc = view.world.get(kinds.TARGET, KEY)
    assert doc["TargetHealth"] == {"State": "unhealthy", "Reason": reason, "Description": text}


def test_the_reason_follows_what_the_checks_find() -> None:
    probe = Answers(503)
    checker = HealthChecker(probe)
    view = play(FleetView(fleet()), [checker], NOW + 120_000)
    probe.answer = "timeout"
    view = play(view, [checker], NOW + 200_000)
    assert view.world.get(kinds.TARGET, KEY)["TargetHealth"]["Reason"] == "Target.Timeout"


def test_nothing_is_due_in_a_healthy_world() -> None:
    assert HealthChecker(Answers()).due(FleetView(fleet())) is None


def test_registration_shows_progress_then_checking_then_healthy() -> None:
    world = fleet().edited((Drop(kinds.TARGET, KEY),))
    view = FleetView(world.edited(register(world, API, [(IDS[0], 80)], NOW)))
    checker = HealthChecker(Answers())
    reasons = []
    for at in range(NOW, NOW + 60_000, 500):
        view = play(view, [checker], at)
        reasons.append(view.world.get(kinds.TARGET, KEY)["TargetHealth"].get("Reason"))
    assert list(dict.fromkeys(reasons)) == ["Elb.RegistrationInProgress", "Elb.InitialHealthChecking", None]


def test_draining_lasts_the_delay_even_when_idle() -> None:
    view = FleetView(fleet().edited(deregister(fleet(), API, [(IDS[0], None)], NOW)))
    checker = HealthChecker(Answers())
    assert state(play(view, [checker], NOW + 299_999)) == "draining"
    assert state(play(view, [checker], NOW + 300_000)) == "gone"


def test_registering_again_ends_the_draining() -> None:
    world = fleet().edited(deregister(fleet(), API, [(IDS[0], None)], NOW))
    world = world.edited(register(world, API, [(IDS[0], None)], NOW + 60_000))
    assert state(play(FleetView(world), [HealthChecker(Answers())], NOW + 400_000)) == "healthy"


def moved(world: World, zones: str) -> World:
    balancer = world.get(kinds.LOAD_BALANCER, BALANCER)
    list_ = [{"ZoneName": f"{REGION}{z}", "SubnetId": f"subnet-public-{z}"} for z in zones]
    return world.edited((Put(kinds.LOAD_BALANCER, BALANCER, {**balancer, "AvailabilityZones": list_}),))


def test_targets_of_a_dropped_zone_are_unused_at_once_and_register_anew_when_it_returns() -> None:
    checker = HealthChecker(Answers())
    world = moved(fleet(), "cd")
    text = "Target is in an Availability Zone that is not enabled for the load balancer"
    assert standing(world, world.get(kinds.TARGET, KEY))["Description"] == text
    view = play(FleetView(world), [checker], NOW)
    assert view.world.get(kinds.TARGET, KEY)["TargetHealth"]["Description"] == text
    assert nodes_checking(view.world, view.world.get(kinds.TARGET, KEY)) == []
    back = replace(view, world=moved(view.world, "ab"))
    assert standing(back.world, back.world.get(kinds.TARGET, KEY))["Reason"] == "Elb.RegistrationInProgress"
    assert state(play(back, [checker], NOW)) == "initial"
    assert state(play(back, [checker], NOW + 45_000)) == "healthy"


def test_a_group_no_rule_names_is_not_checked() -> None:
    world = fleet().edited((Put(kinds.RULE, API_RULE, rule(API_RULE, 10, "/v1/*", forward(SPARE))),))
    view = play(FleetView(world), [HealthChecker(Answers(503))], NOW + 300_000)
    health = view.world.get(kinds.TARGET, KEY)["TargetHealth"]
    assert health["Description"].startswith("Target group is not configured")


def test_a_stopped_instance_is_unused() -> None:
    doc = fleet().get(kinds.INSTANCE, IDS[0])
    world = fleet().edited((Put(kinds.INSTANCE, IDS[0], {**doc, "State": {"Code": 80, "Name": "stopped"}}),))
    view = play(FleetView(world), [HealthChecker(Answers())], NOW)
    assert view.world.get(kinds.TARGET, KEY)["TargetHealth"]["Reason"] == "Target.InvalidState"


def test_a_network_that_drops_packets_is_a_timeout() -> None:
    checker = HealthChecker(Answers(200), lambda world, subnet, groups, host, port: "timeout")
    found = checker.check(FleetView(fleet()), fleet().get(kinds.TARGET, KEY))
    assert found.reason == "Target.Timeout"


def test_matchers() -> None:
    assert matches("200", 200) and matches("200-299", 204) and matches("200,302", 302)
    assert not matches("200", 204) and not matches("", 200)
    assert judge({}, 200).ok


@given(st.integers(0, 2**32), st.integers(0, 100_000), st.integers(0, 100_000))
def test_check_times_do_not_depend_on_where_one_starts_to_look(seed: int, start: int, length: int) -> None:
    doc = fleet().get(kinds.TARGET, KEY)
    whole = list(check_times(Dice(seed), "subnet-public-a", doc, 30_000, 0, start + length))
    part = list(check_times(Dice(seed), "subnet-public-a", doc, 30_000, start, start + length))
    assert part == [at for at in whole if at >= start]
