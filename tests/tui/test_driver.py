"""The driver keeps the case clock, hears the story, and gives what a replay gives."""

from incidentgame import bootstrap
from incidentgame.adapters.store import MemoryStore
from incidentgame.kernel.events import LineAccepted, Paused, Resumed, Rewound
from incidentgame.kernel.instant import MINUTE
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import done_event, replayed
from incidentgame.tui.driver import Driver, minutes_down
from incidentgame.tui.toolbar import toolbar


def test_lines_are_played_at_the_case_clock(driver: Driver, wall) -> None:
    wall.at += 7
    shown = driver.line("date").result()
    assert shown.prompt == "oncall@laptop:~$ "
    assert shown.result.observation.at == driver.engine.case.paged_at + 7_000


def test_waiting_moves_the_clock(driver: Driver) -> None:
    before = driver.clock.now()
    driver.line("sleep 90").result()
    assert driver.clock.now() >= before + 90_000


def test_a_pause_lasts_until_the_next_line(driver: Driver, wall, store: MemoryStore) -> None:
    driver.line("pause").result()
    wall.at += 600
    assert "paused" in toolbar(driver)
    shown = driver.line("date").result()
    assert shown.result.observation.at < driver.engine.case.paged_at + 5_000
    kinds = [type(event) for event in store.events()]
    assert kinds.index(Paused) < kinds.index(Resumed)


def test_what_is_heard_while_idle_does_not_change_the_game(
    driver: Driver, wall, store: MemoryStore, case: CompiledCase
) -> None:
    heard = []
    for _ in range(20):
        wall.at += 45
        heard += driver.heard().result()
    assert heard, "somebody of the team speaks within a quarter of an hour"
    assert driver.heard().result() == ()
    driver.line("status").result()
    fresh = bootstrap.engine_for("api-503", case)
    [(result, done)] = list(replayed(fresh, store.events()))
    assert done is not None and done_event(result).sha256 == done.sha256
    assert fresh.story.spoken == driver.engine.story.spoken


def test_rivals_are_compared_behind_the_lines(driver: Driver) -> None:
    for line in ("ls", "pwd", "date"):
        driver.line(line).result()
    for _ in range(50):
        if driver.asked(lambda engine: len(engine.rivals.gains)).result() == 3:
            break
    assert sorted(driver.engine.rivals.gains) == [1, 2, 3]


def test_a_second_terminal_is_logged_as_one(driver: Driver, store: MemoryStore) -> None:
    driver.line("ls", shell="2").result()
    assert [e.shell for e in store.events() if isinstance(e, LineAccepted)] == ["2"]


def test_the_toolbar_of_an_interview_shows_its_minutes(driver: Driver) -> None:
    before = driver.play.engine
    driver.play.engine = Engine(before.case, before.parts, "rehearsal", 40)
    assert "rehearsal 0 of 40 min" in toolbar(driver)
    driver.clock.move_to(before.case.paged_at + 12 * MINUTE)
    assert "rehearsal 12 of 40 min" in toolbar(driver)


def test_the_toolbar(driver: Driver) -> None:
    down = minutes_down(driver.engine, driver.engine.case.paged_at)
    assert 0 < down < 60
    driver.line("note first").result()
    clock, severity, since, mode, noted = toolbar(driver).split(" · ")
    assert (severity, since, mode, noted) == ("SEV-2", f"{down}m down", "practice", "1 noted")
    assert len(clock) == len("14:07:12")
    assert minutes_down(driver.engine, driver.engine.case.paged_at + 3 * MINUTE) == down + 3


def test_going_back_takes_the_clock_and_the_engine_back(driver: Driver, wall, store: MemoryStore) -> None:
    wall.at += 5
    driver.line("X=1").result()
    first, then = driver.engine, driver.engine.now
    wall.at += 300
    driver.line("sleep 60").result()
    driver.line("rewind 1").result()
    assert driver.engine is not first
    assert driver.clock.now() == then
    wall.at += 2
    shown = driver.line("echo $X").result().result.observation
    assert (shown.n, shown.stdout, shown.at) == (2, "1\n", then + 2_000)
    assert [event.to for event in store.events() if isinstance(event, Rewound)] == [1]
