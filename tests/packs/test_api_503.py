"""The pack api-503 keeps what the issue promises: ten faults, one page, forty decoys, one world."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from packs_support import BLUEPRINT, ROOT, case_of, files, pack_of

import incidentgame.world.compute.acts  # noqa: F401  registers the hosts' acts, as the session does
from incidentgame.api.answer import handlers
from incidentgame.pack.conditions import holds
from incidentgame.pack.lint import check_pack
from incidentgame.session.opening import untouched
from incidentgame.world.change import Act, Call
from incidentgame.world.simulation import Simulation

FAULTS = pack_of("api-503").fault_ids
ANSWERED_BY = {
    "balancer-in-other-zones": "balancer",
    "clean-up-job-empties-group": "balancer",
    "dormant-rule-wins": "balancer",
    "limiter-counts-balancer": "proxy",
    "new-maintenance-rule": "balancer",
    "pool-held-by-report": "app",
    "refresh-without-registration": "balancer",
    "routing-key-deleted": "edge",
    "rule-forwards-to-empty-group": "balancer",
    "viewer-function-throws": "edge",
}
OWN_EVENTS = {
    "EnableRule", "DeregisterTargets", "ModifyRule", "CreateTargetGroup", "CreateRule", "SetRulePriorities",
    "SetSubnets", "SuspendProcesses", "StartInstanceRefresh", "UpdateFunction", "PublishFunction",
}  # fmt: skip
"""The event names the faults leave in a trail (fault 8 leaves none, 9 and 10 are no API calls)."""


def v1(sim: Simulation, start: int, end: int) -> dict[str, int]:
    """Requests to /v1/* by `status layer` in a window."""
    table = sim.traffic.tables(
        start,
        end,
        end - start,
        lambda p: (f"{p.status} {p.answered_by}",) if p.edge and p.edge.behaviour == "/v1/*" else (),
    )
    return {name: counts[0] for name, counts in table.items()}


@pytest.mark.parametrize("name", ["api-503", "warm-up"])
def test_the_linter_finds_nothing(name: str) -> None:
    assert [str(p) for p in check_pack(files(ROOT / name), files(BLUEPRINT))] == []


def test_the_ten_faults_are_there() -> None:
    assert set(FAULTS) == set(ANSWERED_BY)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_outside_sees_503_from_the_fault_on_and_not_before(fault: str) -> None:
    case = case_of("api-503", fault)
    sim = untouched(case, case.paged_at)
    before = v1(sim, case.fault_at - 180_000, case.fault_at - 60_000)
    after = v1(sim, case.fault_at + 20_000, case.fault_at + 80_000)
    assert set(before) == {"200 app"}
    failing = {name: count for name, count in after.items() if name.startswith("503 ")}
    assert set(failing) == {f"503 {ANSWERED_BY[fault]}"}
    assert sum(failing.values()) * 100 >= 95 * sum(after.values())


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_fixed_when_the_page_arrives(fault: str) -> None:
    case = case_of("api-503", fault)
    assert not holds(case, untouched(case, case.paged_at))


@pytest.mark.parametrize("fault", FAULTS)
def test_no_scripted_call_is_refused(fault: str) -> None:
    case = case_of("api-503", fault)
    sim = untouched(case, case.paged_at)
    scripted = {item.what.operation for item in case.script if isinstance(item.what, Call)}
    refused = [(c.action, c.error) for c in sim.changes if c.error and c.action in scripted]
    assert refused == []


@pytest.mark.parametrize("fault", FAULTS)
def test_every_scripted_call_has_a_handler(fault: str) -> None:
    for item in case_of("api-503", fault).script:
        if isinstance(item.what, Call):
            assert item.what.operation in handlers(item.what.service)
        else:
            assert isinstance(item.what, Act)


def test_the_page_is_worded_the_same_for_every_fault() -> None:
    pages = [dict(case_of("api-503", fault).page) for fault in FAULTS]
    assert all(page == pages[0] for page in pages)


def test_at_least_forty_innocent_writes_in_two_days_and_each_own_event_among_them() -> None:
    case = case_of("warm-up", "maintenance-rule-on-top")
    early = case.fault_at - 60_000
    sim = untouched(case, early)
    writes = [
        c.action
        for c in sim.changes
        if c.recorded == "management" and not c.read_only and c.at > case.paged_at - 3 * 86_400_000
    ]
    assert len(writes) >= 40
    assert set(writes) >= OWN_EVENTS


def test_the_same_dice_under_every_fault() -> None:
    names = [case_of("api-503", fault).names["alb"] for fault in FAULTS]
    moments = [(case_of("api-503", f).paged_at, case_of("api-503", f).fault_at) for f in FAULTS]
    assert len(set(names)) == 1 and len(set(moments)) == 1


def test_another_seed_gives_other_ids_and_another_day() -> None:
    one, two = case_of("api-503", FAULTS[0], 1), case_of("api-503", FAULTS[0], 2)
    assert one.names["alb"] != two.names["alb"]
    assert one.paged_at != two.paged_at


@pytest.mark.parametrize("fault", ["new-maintenance-rule", "dormant-rule-wins"])
def test_both_maintenance_faults_answer_with_the_same_body(fault: str) -> None:
    case = case_of("api-503", fault)
    sim = untouched(case, case.paged_at)
    found = {
        bytes(path.reply.body)
        for arrival in sim.traffic.arrivals(case.paged_at - 10_000, case.paged_at)
        for path in [arrival.path]
        if path.reply and path.status == 503
    }
    assert found == {str(case.names["maintenance_body"]).encode()}


def test_limiter_and_pool_answer_with_the_same_body() -> None:
    """Verified against nginx 1.22.1: an intercepted 503 keeps neither the app's Retry-After nor its reason."""
    bodies = set()
    for fault in ("limiter-counts-balancer", "pool-held-by-report"):
        case = case_of("api-503", fault)
        sim = untouched(case, case.paged_at)
        for arrival in sim.traffic.arrivals(case.paged_at - 10_000, case.paged_at):
            reply = arrival.path.reply
            if reply is not None and reply.status == 503:
                bodies.add((reply.headers, reply.body))
    assert len(bodies) == 1


def strings(value: Any) -> Iterator[str]:
    """Every text inside a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def test_addresses_are_private_or_kept_for_documentation() -> None:
    kept = [ip_network(block) for block in ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24")]
    world = case_of("api-503", FAULTS[0]).world
    for text in (t for table in world.tables.values() for doc in table.values() for t in strings(doc)):
        if re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", text):
            address = ip_address(text)
            assert address.is_private or any(address in block for block in kept), text


def test_a_fault_is_a_few_lines_of_changes() -> None:
    for fault in FAULTS:
        assert len(pack_of("api-503").faults[fault].data["changes"]) <= 3
