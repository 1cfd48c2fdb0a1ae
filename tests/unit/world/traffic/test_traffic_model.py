"""Counts without lines and lines that realise exactly those counts (DESIGN §6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watched_case import running

from incidentgame.kernel.instant import HOUR, MINUTE, SECOND
from incidentgame.world import kinds
from incidentgame.world.change import CONTROLLER, Change
from incidentgame.world.path import Path
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Drop
from incidentgame.world.traffic.arrival import met_at
from incidentgame.world.traffic.model import SLOT
from incidentgame.world.view import Arrival
from incidentgame.world.walk.player import walk
from incidentgame.world.walk.request import Request

QUICK = settings(max_examples=25, deadline=None)
STEPS = st.sampled_from([1_000, 5_000, SLOT, 15_000, MINUTE, 5 * MINUTE])
STARTS = st.integers(-400_000, 150_000)
LENGTHS = st.integers(1, 200_000)


@cache
def sim() -> Simulation:
    """A case three minutes after its page, one request of the player's among the others."""
    view = running("refresh-without-registration")
    request = Request("GET", "https", "api.shop.example", 443, "/v1/cart")
    return view.record(walk(view, request)).advance(view.now + 20 * SECOND)


def anything(path: Path) -> bool:
    return True


def failing(path: Path) -> bool:
    return path.status >= 500


def by_status(path: Path) -> Sequence[str]:
    return ("all", str(path.status))


def window(start: int, length: int) -> tuple[int, int]:
    return sim().now + start, sim().now + start + length


@QUICK
@given(STARTS, LENGTHS, STEPS)
def test_counts_are_as_many_as_the_lines(start: int, length: int, step: int) -> None:
    low, high = window(start, length)
    lines = Counter((one.at - low) // step for one in sim().traffic.arrivals(low, high, failing))
    counts = sim().traffic.counts(low, high, step, failing)
    assert counts == [lines[n] for n in range(len(counts))]
    assert sum(lines.values()) == sum(counts)


@QUICK
@given(STARTS, LENGTHS, st.integers(0, 200_000))
def test_windows_join(start: int, length: int, cut: int) -> None:
    low, high = window(start, length)
    middle = min(high, low + cut)
    whole = list(sim().traffic.arrivals(low, high))
    parts = [*sim().traffic.arrivals(low, middle), *sim().traffic.arrivals(middle, high)]
    assert parts == whole
    counted = [
        sum(sim().traffic.counts(a, b, MINUTE, anything))
        for a, b in ((low, middle), (middle, high), (low, high))
    ]
    assert counted[0] + counted[1] == counted[2] == len(whole)


@QUICK
@given(STARTS, LENGTHS)
def test_lines_come_in_order_within_their_window_and_not_from_the_future(start: int, length: int) -> None:
    low, high = window(start, length)
    times = [one.at for one in sim().traffic.arrivals(low, high)]
    assert times == sorted(times)
    assert all(low <= at < min(high, sim().now) for at in times)


@QUICK
@given(STARTS, LENGTHS, STEPS)
def test_tables_agree_with_counts_and_with_themselves(start: int, length: int, step: int) -> None:
    low, high = window(start, length)
    table = sim().traffic.tables(low, high, step, by_status)
    total = table.pop("all", [0] * len(sim().traffic.counts(low, high, step, anything)))
    assert total == sim().traffic.counts(low, high, step, anything)
    assert [sum(column) for column in zip(*table.values(), strict=True)] == total if table else not any(total)


@QUICK
@given(STARTS, LENGTHS, STEPS)
def test_durations_are_those_of_the_lines(start: int, length: int, step: int) -> None:
    low, high = window(start, length)
    found = sim().traffic.latency(low, high, step, anything, lambda path: path.total_ms)
    lines: list[Counter[int]] = [Counter() for _ in found]
    for one in sim().traffic.arrivals(low, high):
        lines[(one.at - low) // step][one.path.total_ms] += 1
    assert found == [sorted(cell.items()) for cell in lines]


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 60_000), st.integers(2_000, 60_000))
def test_what_was_seen_stays_true_when_the_world_changes_later(until: int, wait: int) -> None:
    """A change in the middle of a slot leaves the requests before it as they were, and shows after it."""
    start = running("refresh-without-registration", 0)
    before = start.advance(start.now + until)
    seen = list(before.traffic.arrivals(before.now - MINUTE, before.now))
    no_rules = tuple(Drop(kinds.RULE, id_) for id_ in before.world.table(kinds.RULE))
    change = Change(before.now, CONTROLLER, "test", "Test", edits=no_rules, recorded="none")
    later = before.commit(change).advance(before.now + wait)
    assert list(later.traffic.arrivals(before.now - MINUTE, before.now)) == seen
    after = later.traffic.arrivals(before.now, later.now, failing)
    assert not [one for one in after if one.path.balancer and one.path.balancer.rule]


def test_asking_twice_or_something_else_between_changes_nothing() -> None:
    low, high = window(-60_000, 50_000)
    first = list(sim().traffic.arrivals(low, high))
    sim().traffic.counts(low - HOUR, high, MINUTE, anything)
    assert list(sim().traffic.arrivals(low, high)) == first
    assert list(replace(sim(), memo={}).traffic.arrivals(low, high)) == first


def test_every_request_is_its_own() -> None:
    found: list[Arrival] = list(sim().traffic.arrivals(*window(-60_000, 60_000)))
    assert len(found) > 200
    assert len({one.edge_id for one in found}) == len(found)
    assert len({one.trace_id for one in found if one.path.balancer}) == sum(
        1 for one in found if one.path.balancer
    )


def test_a_players_own_request_is_among_them_at_the_moment_it_met_the_edge() -> None:
    own = sim().walks[0]
    assert own.at < met_at(own) < own.at + own.total_ms
    exactly = sim().traffic.arrivals(met_at(own), met_at(own) + 1)
    assert [one.edge_id for one in exactly if not one.flow] == [own.edge_id]
    assert not [one for one in sim().traffic.arrivals(own.at, met_at(own)) if not one.flow]


def test_a_request_still_on_its_way_is_in_no_log() -> None:
    view = running("refresh-without-registration")
    sent = view.record(walk(view, Request("GET", "https", "api.shop.example", 443, "/v1/cart")))
    counted = sent.traffic.counts(sent.now - MINUTE, sent.now + MINUTE, MINUTE, anything)
    assert counted == view.traffic.counts(view.now - MINUTE, view.now + MINUTE, MINUTE, anything)
    assert not [one for one in sent.traffic.arrivals(sent.now - MINUTE, sent.now + MINUTE) if not one.flow]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (10_000, 0), (10 * HOUR, 11 * HOUR)])
def test_empty_windows(start: int, end: int) -> None:
    low, high = sim().now + start, sim().now + end
    assert list(sim().traffic.arrivals(low, high)) == []
    assert not any(sim().traffic.counts(low, high, MINUTE, anything))


def test_before_history_there_is_nothing() -> None:
    begins = sim().account.begins
    assert not any(sim().traffic.counts(begins - HOUR, begins, MINUTE, anything))
    assert any(sim().traffic.counts(begins - HOUR, begins + HOUR, MINUTE, anything)[60:])
