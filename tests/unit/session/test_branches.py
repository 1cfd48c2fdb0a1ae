"""`rewind N`: a branch goes on from an earlier line; the first branch stays as it stood and is what counts."""

from dataclasses import replace
from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.adapters.store import MemoryStore
from incidentgame.kernel.events import AnyEvent, LineDone, Rewound
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play, last_instant, replayed
from incidentgame.session.result import as_json, result_of

CURL = "curl -si https://api.shop.example/v1/cart"
FIRST = ("X=trunk", CURL, "date")


@cache
def case() -> CompiledCase:
    return bootstrap.open_case("api-503", "viewer-function-throws", 1)


def engine(mode: str = "practice") -> Engine:
    return bootstrap.engine_for("api-503", case(), mode)


def play(*lines: str, mode: str = "practice") -> Play:
    opened = Play(engine(mode), MemoryStore())
    opened.open("test")
    enter(opened, *lines)
    return opened


def enter(one: Play, *lines: str) -> list[str]:
    return [one.line(line, one.engine.now + 10_000).observation.shown for line in lines]


def numbers(one: Engine) -> list[int]:
    return [seen.n for seen in one.observations]


def test_a_branch_goes_on_from_just_after_the_line() -> None:
    one = play(*FIRST)
    trunk, after_two = one.engine, one.engine.observations[1].ended
    enter(one, "X=later", "rewind 2")
    assert one.engine is not trunk
    assert one.engine.now == after_two
    assert one.engine.observations == trunk.observations[:2]
    shown = enter(one, "echo $X")
    assert shown == ["trunk\n"]
    assert numbers(one.engine) == [1, 2, 3]
    assert numbers(trunk) == [1, 2, 3, 4, 5]


def test_the_first_branch_alone_is_scored() -> None:
    told = "explain root cause: the viewer function at the edge throws since it was published"
    plain = play(*FIRST, "rewind 1")
    branched = play(*FIRST, "rewind 1")
    assert "not scored" in enter(branched, CURL, told)[1]
    one, other = result_of(plain.engine), result_of(branched.engine)
    assert one.scored == other.scored
    assert as_json(one)["scores"] == as_json(other)["scores"]
    (end,) = other.branches
    assert (end.number, end.origin, end.since, end.lines) == (2, 1, 1, (CURL, told))
    assert "viewer function" in end.explanation
    assert as_json(other)["branches"][0]["from_line"] == 1


def test_going_back_twice_nests() -> None:
    one = play(*FIRST, "rewind 2", "echo two", "rewind 3", "echo three", "rewind 1", "echo four")
    assert numbers(one.engine) == [1, 2]
    assert [(b.number, b.origin, b.since) for b in one.engine.branches.all] == [
        (1, 0, 0), (2, 1, 2), (3, 2, 3), (4, 3, 1),
    ]  # fmt: skip
    listed = enter(one, "timeline")[0]
    assert "branch 4 goes on here" in listed
    assert "branch 3" not in listed


@pytest.mark.parametrize(
    "line", ["rewind 9", "rewind", "rewind -1", "rewind two", "rewind 1 2", "rewind 99999999"]
)
def test_a_line_that_is_not_there_is_said(line: str) -> None:
    one = play(*FIRST)
    before = one.engine
    result = one.line(line, one.engine.now + 1000)
    assert result.observation.exit != 0
    assert result.observation.stderr.startswith("rewind:")
    assert one.engine is before


@pytest.mark.parametrize("mode", ["exam", "rehearsal"])
def test_nobody_goes_back_where_it_counts(mode: str) -> None:
    one = play(*FIRST, mode=mode)
    assert "not in this mode" in enter(one, "rewind 1")[0]
    assert one.engine.branches.number == 1


def lived() -> tuple[Play, list[AnyEvent]]:
    one = play(*FIRST, "rewind 2", "echo $X", "rewind 0", "echo $X; date")
    return one, list(one.store.events())


def test_a_replay_goes_back_too() -> None:
    one, events = lived()
    assert [(e.to, e.branch) for e in events if isinstance(e, Rewound)] == [(2, 2), (0, 3)]
    again = engine()
    assert all(done is not None for _, done in replayed(again, events))
    assert again.branches.current.observations == one.engine.observations
    assert as_json(result_of(again)) == as_json(result_of(one.engine))
    assert last_instant(events) == one.engine.now


@pytest.mark.parametrize("kept", range(1, 18))
def test_a_log_cut_anywhere_is_taken_up_at_the_same_state(kept: int) -> None:
    """Killed between any two events: what the lines did is done again, and a missing jump is logged."""
    _, events = lived()
    store = MemoryStore()
    for event in events[:kept]:
        store.append(event)
    taken = Play(engine(), store)
    for _ in replayed(taken.engine, events[:kept]):
        pass
    taken.take_up(events[:kept])
    log = list(store.events())
    assert taken.engine is taken.engine.branches.current
    assert taken.engine.branches.number == 1 + sum(isinstance(event, Rewound) for event in log)
    assert last_instant(log) >= taken.engine.branches.all[-1].at


def test_a_line_that_was_cut_is_cut_on_the_branch_too() -> None:
    one = play()
    one.line("sleep 300", one.engine.now + 1000, pace=lambda duration, why: min(duration, 7000))
    enter(one, "date", "rewind 1")
    assert one.engine.observations[0].cut
    assert one.engine.now == one.engine.observations[0].ended


def test_finishing_on_a_branch_ends_the_case_for_all() -> None:
    one = play(*FIRST, "explain it is the edge", "rewind 1", "finish")
    assert one.engine.leaving == "solved"
    assert one.engine.branches.trunk.ended
    assert result_of(one.engine).engine is one.engine.branches.trunk


def test_there_is_an_end_to_branching() -> None:
    one = play("true")
    for _ in range(23):
        enter(one, "rewind 0")
    assert "enough" in enter(one, "rewind 0")[0]


def test_digests_in_the_log_are_those_of_the_replay() -> None:
    from incidentgame.session.play import done_event

    _, events = lived()
    for result, done in replayed(engine(), events):
        assert isinstance(done, LineDone)
        assert done_event(result).sha256 == done.sha256
        assert replace(result.observation) == result.observation
