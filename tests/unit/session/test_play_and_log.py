"""A session with its log: nothing is shown that is not kept, nothing is kept that was not accepted."""

from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.adapters.store import MemoryStore, StoreError
from incidentgame.kernel.events import (
    AnyEvent,
    Ended,
    LineAccepted,
    LineDone,
    Paused,
    Resumed,
    Started,
    Suspended,
)
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play, done_event, replayed


@cache
def case() -> CompiledCase:
    return bootstrap.open_case("api-503", "clean-up-job-empties-group", 1)


def engine() -> Engine:
    return bootstrap.engine_for("api-503", case())


def play() -> Play:
    opened = Play(engine(), MemoryStore())
    opened.open("test")
    return opened


class Full(MemoryStore):
    """A disk that takes `room` more events."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def append(self, event: AnyEvent) -> None:
        if self.room <= 0:
            raise StoreError("the session could not be saved")
        self.room -= 1
        super().append(event)


def test_every_line_is_accepted_then_done() -> None:
    one = play()
    one.line("date", one.engine.now + 1_000)
    one.line("false", one.engine.now + 1_000)
    started, *rest = one.store.events()
    assert isinstance(started, Started)
    assert (started.pack, started.seed, started.at) == ("api-503", 1, case().paged_at)
    assert [type(event) for event in rest] == [LineAccepted, LineDone, LineAccepted, LineDone]
    assert [event.n for event in rest if isinstance(event, LineDone)] == [1, 2]


def test_a_line_that_cannot_be_kept_is_not_played() -> None:
    one = Play(engine(), Full(1))
    one.open("test")
    before = one.engine.stage.sim
    with pytest.raises(StoreError):
        one.line("date", one.engine.now + 1_000)
    assert one.engine.observations == []
    assert one.engine.stage.sim is before


def test_a_line_is_never_earlier_than_the_one_before() -> None:
    one = play()
    one.line("sleep 30", one.engine.now + 1_000)
    result = one.line("date", case().paged_at)
    assert result.observation.at >= case().paged_at + 31_000


@pytest.mark.parametrize(
    ("line", "last"),
    [("give-up", Ended), ("finish -f", Ended), ("restart", Ended), ("quit", Suspended), ("exit", Suspended)],
)
def test_how_a_session_stops_is_in_its_log(line: str, last: type[AnyEvent]) -> None:
    one = play()
    assert one.line(line, one.engine.now + 1_000).leaving
    assert isinstance(list(one.store.events())[-1], last)


def test_pauses_are_noted() -> None:
    one = play()
    one.pause()
    one.resume()
    assert [type(event) for event in list(one.store.events())[1:]] == [Paused, Resumed]


def test_a_log_played_again_gives_the_same_digests() -> None:
    one = play()
    for line in ("date", "curl -si https://api.shop.example/v1/cart", "note it's odd", "sleep 20", "date"):
        one.line(line, one.engine.now + 3_000)
    again = list(replayed(engine(), one.store.events()))
    assert len(again) == 5
    assert all(done is not None and done_event(result) == done for result, done in again)


def test_a_line_whose_end_was_lost_is_played_to_its_end() -> None:
    one = play()
    one.line("date", one.engine.now + 1_000)
    events = [*one.store.events(), LineAccepted(at=one.engine.now + 2_000, n=2, text="echo lost")]
    (_, first), (result, lost) = replayed(engine(), events)
    assert first is not None
    assert lost is None
    assert result.observation.stdout == "lost\n"


def test_a_lost_end_in_the_middle_does_not_swallow_the_next_line() -> None:
    now = case().paged_at
    log: list[AnyEvent] = [
        LineAccepted(at=now, n=1, text="echo one"),
        LineAccepted(at=now + 5, n=2, text="echo two"),
    ]
    assert [result.observation.stdout for result, _ in replayed(engine(), log)] == ["one\n", "two\n"]
