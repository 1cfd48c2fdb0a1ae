"""Time moves everything that is due, in order, and how often one looks changes nothing."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watched_case import running

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.actions import ActRefused
from incidentgame.world.change import CONTROLLER, Act, Call, Change, Origin, Principal, Scheduled
from incidentgame.world.simulation import Controller, Simulation, Span
from incidentgame.world.state import Edit, Put, World
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.view import Account, View

SOMEBODY = Principal("oncall", "arn")


def changed(at: int, action: str, *edits: Edit) -> Change:
    return Change(
        at, CONTROLLER, "controller:test", action, edits=edits, recorded="none", origin="controller"
    )


def noted(view: View, call: Call, origin: Origin) -> Change:
    """An API whose every call leaves a document with what it saw."""
    doc = {"seen": sorted(view.world.table("note"))}
    return Change(
        view.now, call.principal, call.service, call.operation, edits=(Put("note", call.operation, doc),)
    )


@dataclass(frozen=True)
class Ticker:
    """Acts every `period` ms; its memory is in the world."""

    name: str
    period: int

    def due(self, view: View) -> int | None:
        last = view.world.find("tick", self.name)
        return view.account.begins + self.period if last is None else int(last["at"]) + self.period

    def act(self, view: View) -> tuple[Change, ...]:
        last = view.world.find("tick", self.name)
        count = 1 if last is None else last["count"] + 1
        return (changed(view.now, self.name, Put("tick", self.name, {"at": view.now, "count": count})),)


@dataclass(frozen=True)
class Stuck:
    name: str = "stuck"

    def due(self, view: View) -> int | None:
        return view.now

    def act(self, view: View) -> tuple[Change, ...]:
        return ()


def simulation(
    *controllers: Controller, script: tuple[Scheduled, ...] = (), edits: tuple[Edit, ...] = ()
) -> Simulation:
    return Simulation(
        Account("123456789012", "eu-west-1", 0),
        Dice(1),
        TrafficPlan(per_second=0, flows=()),
        controllers,
        noted,
        0,
        (Span(0, World().edited(edits)),),
        script=script,
    )


def called(at: int, name: str) -> Scheduled:
    return Scheduled(at, Call("test", name, {}, SOMEBODY, "eu-west-1"))


def pending(id_: str, due: int) -> Put:
    return Put(kinds.PENDING, id_, {"due": due, "edits": (Put("note", id_, {}),), "action": id_})


def story(sim: Simulation) -> list[tuple[int, str]]:
    return [(change.at, change.action) for change in sim.changes]


STOPS = st.lists(st.integers(1, 20_000), max_size=12)


@given(STOPS)
def test_one_step_is_many_steps(stops: list[int]) -> None:
    start = simulation(
        Ticker("slow", 3_000),
        Ticker("quick", 700),
        script=(called(900, "First"), called(900, "Second"), called(7_777, "Third")),
        edits=(pending("late", 8_000), pending("soon", 10)),
    )
    state = start
    for stop in sorted(stops):
        state = state.advance(stop)
    state = state.advance(20_000)
    straight = start.advance(20_000)
    assert story(state) == story(straight)
    assert state.world == straight.world
    assert [span.since for span in state.spans] == [span.since for span in straight.spans]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(1, 300_000), min_size=1, max_size=4))
def test_one_step_is_many_steps_in_a_whole_case(stops: list[int]) -> None:
    start = running("refresh-without-registration", 0)
    state = start
    for stop in sorted(stops):
        state = state.advance(start.now + stop)
    straight = start.advance(start.now + 300_000)
    state = state.advance(straight.now)
    assert state.changes == straight.changes
    assert state.world == straight.world


def test_at_one_instant_script_comes_first_then_what_was_delayed_then_loops_in_their_order() -> None:
    start = simulation(
        Ticker("one", 1_000),
        Ticker("two", 1_000),
        script=(called(1_000, "Scripted"), called(1_000, "Again")),
        edits=(pending("delayed", 1_000),),
    )
    assert story(start.advance(1_000)) == [
        (1_000, "Scripted"), (1_000, "Again"), (1_000, "delayed"), (1_000, "one"), (1_000, "two")
    ]  # fmt: skip


def test_delayed_edits_are_applied_in_order_of_time_then_name_and_once() -> None:
    start = simulation(edits=(pending("b", 50), pending("a", 50), pending("c", 20)))
    after = start.advance(60)
    assert story(after) == [(20, "c"), (50, "a"), (50, "b")]
    assert not after.world.table(kinds.PENDING)


def test_each_step_sees_what_the_one_before_did() -> None:
    after = simulation(script=(called(10, "A"), called(10, "B"))).advance(10)
    assert after.world.get("note", "A") == {"seen": []}
    assert after.world.get("note", "B") == {"seen": ["A"]}


def test_the_world_of_an_instant() -> None:
    sim = simulation(script=(called(100, "A"), called(200, "B"))).advance(500)
    assert [sorted(sim.world_at(at).table("note")) for at in (0, 99, 100, 199, 200, 500)] == [
        [], [], ["A"], ["A"], ["A", "B"], ["A", "B"]
    ]  # fmt: skip
    assert [since for since, _ in sim.worlds(150, 200)] == [100]
    assert [since for since, _ in sim.worlds(150, 201)] == [100, 200]
    assert [since for since, _ in sim.worlds(-5, 1)] == [0]


def test_commits_of_one_instant_are_one_span_and_two_entries() -> None:
    sim = simulation().advance(70)
    sim = sim.commit(changed(70, "x", Put("note", "x", {}))).commit(changed(70, "y", Put("note", "y", {})))
    assert len(sim.changes) == 2
    assert [span.since for span in sim.spans] == [0, 70]
    assert sim.commit(changed(70, "nothing")).spans is sim.spans


def test_a_branch_leaves_its_trunk_alone() -> None:
    trunk = simulation(Ticker("t", 100)).advance(250)
    branch = trunk.commit(changed(250, "x", Put("note", "x", {}))).advance(1_000)
    assert trunk.world.find("note", "x") is None
    assert branch.world.find("note", "x") is not None
    assert len(trunk.changes) == 2


def test_time_does_not_go_back() -> None:
    sim = simulation().advance(500)
    assert sim.advance(100).now == 500


def test_a_loop_that_does_not_move_on_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidentgame.world.simulation._MOST_STEPS", 50)
    with pytest.raises(RuntimeError, match="does not move on"):
        simulation(Stuck()).advance(10)


def test_an_act_that_is_refused_is_refused_to_a_player_and_noted_in_a_script() -> None:
    act = Act("host.no_such_thing", {}, SOMEBODY)
    with pytest.raises(ActRefused):
        simulation().acted(act, "player")
    after = simulation(script=(Scheduled(5, act),)).advance(10)
    assert [change.edits for change in after.changes] == [()]
    assert after.changes[0].error is not None


def test_a_stated_change_is_taken_as_it_is() -> None:
    stated = changed(30, "stated", Put("note", "s", {}))
    after = replace(simulation(), script=(Scheduled(30, stated),)).advance(30)
    assert after.changes == (stated,)
    assert after.world.find("note", "s") is not None


def test_walks_are_remembered_in_order() -> None:
    first: Any = object()
    second: Any = object()
    assert simulation().record(first).record(second).walks == (first, second)
