"""The 503 rule (aws-request-path §3.1; INV-1 … INV-4)."""

from fleet_world import API, BALANCER, IDS, REGION, fleet, target, target_group
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world import kinds
from incidentgame.world.balancing.routing import Member, choose, dns_zones, pool
from incidentgame.world.balancing.states import DRAINING, REGISTERING, unhealthy
from incidentgame.world.balancing.wiring import TARGET_GROUP_ATTRIBUTES
from incidentgame.world.state import Drop, Put, World, with_sim

BAD = unhealthy("Target.Timeout", "Request timed out")


def put(world: World, health: dict[str, dict[str, str] | None]) -> World:
    edits = []
    for id, state in health.items():
        key = f"{API}|{id}|80"
        edits.append(
            Drop(kinds.TARGET, key) if state is None else Put(kinds.TARGET, key, target(API, id, state))
        )
    return world.edited(tuple(edits))


def test_inv_1_an_empty_group_has_nobody_to_answer() -> None:
    assert pool(put(fleet(), dict.fromkeys(IDS)), API).targets == ()


def test_inv_2_all_unhealthy_fails_open_over_every_usable_target() -> None:
    chosen = pool(put(fleet(), {id: dict(BAD) for id in IDS}), API)
    assert chosen.fail_open
    assert {member.id for member in chosen.targets} == set(IDS)


def test_inv_3_one_healthy_target_takes_it_all() -> None:
    chosen = pool(put(fleet(), {id: dict(BAD) for id in IDS[1:]}), API)
    assert (chosen.fail_open, [m.id for m in chosen.targets]) == (False, [IDS[0]])


def test_inv_4_draining_unused_and_initial_targets_get_nothing() -> None:
    world = put(fleet(), {IDS[0]: dict(DRAINING), IDS[1]: dict(REGISTERING), IDS[2]: None, IDS[3]: None})
    assert pool(world, API).targets == ()
    assert [m.id for m in pool(put(world, {IDS[2]: dict(BAD)}), API).targets] == [IDS[2]]


def test_a_zone_that_is_not_enabled_strands_its_targets() -> None:
    balancer = fleet().get(kinds.LOAD_BALANCER, BALANCER)
    zones = [{"ZoneName": f"{REGION}{z}", "SubnetId": f"subnet-public-{z}"} for z in "cd"]
    moved = fleet().edited((Put(kinds.LOAD_BALANCER, BALANCER, {**balancer, "AvailabilityZones": zones}),))
    assert pool(moved, API).targets == ()


def test_cross_zone_off_leaves_a_node_its_own_zone() -> None:
    doc = with_sim(target_group(API), attributes={"load_balancing.cross_zone.enabled": "false"})
    world = put(fleet().edited((Put(kinds.TARGET_GROUP, API, doc),)), {IDS[0]: None, IDS[1]: None})
    assert pool(world, API, f"{REGION}a").targets == ()
    assert len(pool(world, API, f"{REGION}b").targets) == 2
    assert len(pool(fleet(), API, f"{REGION}b").targets) == 4
    assert dns_zones(world, BALANCER) == [f"{REGION}b"]
    assert dns_zones(put(world, dict.fromkeys(IDS)), BALANCER) == [f"{REGION}a", f"{REGION}b"]


STATES = st.lists(st.sampled_from(["healthy", "unhealthy", "initial"]), max_size=6)


@given(STATES, st.sampled_from(["off", "1", "2", "3"]), st.sampled_from(["off", "50", "100"]))
def test_the_decision_procedure_holds_for_every_group(states: list[str], count: str, percentage: str) -> None:
    members = [Member(str(n), 80, "a", "", state) for n, state in enumerate(states)]
    prefix = "target_group_health.unhealthy_state_routing.minimum_healthy_targets"
    wanted = {**TARGET_GROUP_ATTRIBUTES, f"{prefix}.count": count, f"{prefix}.percentage": percentage}
    chosen = choose(members, wanted)
    judged = [m for m in members if m.state != "initial"]
    assert bool(chosen.targets) == bool(judged)
    assert all(m.state != "initial" for m in chosen.targets)
    if chosen.fail_open:
        assert list(chosen.targets) == judged
    else:
        assert all(m.state == "healthy" for m in chosen.targets)
