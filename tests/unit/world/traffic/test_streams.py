"""Closed-loop clients: what fails is tried again, and what is tried again loads."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from watched_case import case_of, running

from incidentgame.kernel.instant import HOUR
from incidentgame.world.path import Path, Reply
from incidentgame.world.traffic import streams as streams_module
from incidentgame.world.traffic.flows import Flow
from incidentgame.world.traffic.streams import FULL, cache_share, streams
from incidentgame.world.walk.ask import WHOLE, Branch
from incidentgame.world.walk.edge import CacheShare

FLOW = Flow(id="f", name="f", share_permille=1000, retries=2, retry_share_permille=500)


def branches(failing: int) -> list[Branch]:
    good, bad = (Path(Reply(status, "", (), b"")) for status in (200, 503))
    return [Branch(WHOLE - failing, good), Branch(failing, bad)]


@given(st.integers(0, WHOLE), st.integers(0, WHOLE))
def test_more_failures_never_mean_fewer_requests(one: int, other: int) -> None:
    low, high = sorted((one, other))
    rate = streams_module._with_retries
    assert rate(FLOW, 10_000, branches(low)) <= rate(FLOW, 10_000, branches(high))


def test_retries_are_as_many_as_the_flow_says() -> None:
    rate = streams_module._with_retries
    assert rate(FLOW, 10_000, branches(0)) == 10_000
    assert rate(FLOW, 10_000, branches(WHOLE)) == 20_000  # two more by half of the clients
    assert rate(FLOW, 10_000, branches(WHOLE // 2)) == 13_750  # (1/2 + 1/4) of them, by half


def test_an_outage_brings_more_requests_and_peace_none() -> None:
    before, during = running("clean-up-job-empties-group", 0), running("clean-up-job-empties-group", 3)
    plan = case_of("clean-up-job-empties-group").plan
    then = streams(before.world_at(before.now - HOUR), plan, before.now, {})
    now = streams(during.world, plan, before.now, {})
    rates = [(a.rate, b.rate) for a, b in zip(then, now, strict=True) if a.flow.id == "cart"]
    assert rates
    assert all(b > a for a, b in rates)


def test_shares_are_cumulative_and_whole() -> None:
    view = running("limiter-counts-balancer")
    for stream in streams(view.world, view.plan, view.now, {}):
        assert list(stream.edges) == sorted(stream.edges)
        assert stream.edges[-1] == FULL
        finer = [edge for edge, _ in stream.scaled()]
        assert finer == sorted(finer)
        assert set(stream.edges) <= set(finer)


def test_the_hour_of_the_day_sets_the_rate() -> None:
    view = running("routing-key-deleted")
    midnight = view.now - view.now % (24 * HOUR)
    night, day = (streams(view.world, view.plan, midnight + hour * HOUR, {}) for hour in (7, 18))
    assert sum(s.rate for s in night) < sum(s.rate for s in day)


def test_worlds_that_differ_elsewhere_share_their_streams() -> None:
    view = running("routing-key-deleted")
    memo: dict[object, object] = {}
    other = replace(view.world, tables={**view.world.tables, "note": {"x": {}}}, derived={})
    assert streams(view.world, view.plan, view.now, memo) is streams(other, view.plan, view.now, memo)


def test_what_the_cache_keeps() -> None:
    plan = case_of("routing-key-deleted").plan
    flows = {flow.id: flow for flow in plan.flows}
    assert cache_share(flows["checkout"], plan) == CacheShare()  # POST
    assert cache_share(flows["cart"], plan) == CacheShare()  # a viewer's own
    kept = cache_share(flows["browse"], plan)
    assert 0 < kept.fresh < WHOLE
    often = cache_share(replace_flow(flows["browse"], objects=10), plan)
    assert often.fresh > kept.fresh


def replace_flow(flow: Flow, objects: int) -> Flow:
    import msgspec

    return msgspec.structs.replace(flow, objects=objects)
