"""The first screen and people's words at any width."""

import pytest

from incidentgame.commands.modes import FAMILIES
from incidentgame.kernel.instant import MINUTE
from incidentgame.session.engine import Engine
from incidentgame.session.storyteller import Spoken
from incidentgame.tui.driver import down_since
from incidentgame.tui.look import Look
from incidentgame.tui.page import first_screen
from incidentgame.tui.screen import Screen

RICH = Look(colour=False, plain=False)


@pytest.mark.parametrize("width", [60, 80, 100, 240])
def test_the_screen_is_no_wider_than_the_terminal_where_words_allow(engine: Engine, width: int) -> None:
    rule = next(line for line in first_screen(engine, RICH, width, beginning="").splitlines() if "─" in line)
    assert len(rule) < width


@pytest.mark.parametrize("mode", ["practice", "exam", "drill", "rehearsal"])
@pytest.mark.parametrize("width", [60, 70, 80, 100])
def test_no_word_of_the_page_is_broken(engine: Engine, mode: str, width: int) -> None:
    rows = first_screen(in_mode(engine, mode), RICH, width, beginning="").splitlines()[1:]
    assert [row for row in rows if len(row) >= width] == []
    assert engine.case.page["url"] in " ".join(rows).split()


def test_newcomers_are_offered_the_warm_up(engine: Engine) -> None:
    assert "play warm-up" in first_screen(engine, RICH, 100, beginning="warm-up")
    assert "play warm-up" not in first_screen(engine, RICH, 100, beginning="")


def test_an_exam_promises_no_hints(engine: Engine) -> None:
    engine.mode = "exam"
    assert "no hints" in first_screen(engine, RICH, 100, beginning="")


def test_nothing_on_the_screen_tells_the_fault(engine: Engine) -> None:
    shown = first_screen(engine, RICH, 100, beginning="warm-up")
    assert engine.case.fault not in shown and engine.case.facts.title not in shown


def test_down_since_is_before_the_page(engine: Engine) -> None:
    assert 0 < engine.case.paged_at - down_since(engine) < 60 * MINUTE


def test_long_words_are_wrapped_under_the_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    Screen(RICH, paged=False).heard([Spoken(0, "junior", "word " * 40)])
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) < 60 for line in lines) and len(lines) > 3
    assert lines[0].startswith(" junior 00:00   word") and lines[1].startswith(" " * 16 + "word")


def in_mode(engine: Engine, mode: str, minutes: int = 0) -> Engine:
    return Engine(engine.case, engine.parts, mode, minutes)


@pytest.mark.parametrize("width", [60, 100])
def test_a_rehearsal_says_what_it_is(engine: Engine, width: int) -> None:
    shown = first_screen(in_mode(engine, "rehearsal", 30), RICH, width, beginning="")
    words = " ".join(shown.split())
    for part in (
        "An interview of 30 minutes",
        "`think`",
        "`skip`",
        "Nothing ends by itself",
        "asked to explain",
    ):
        assert part in words
    assert "interviewer" in words
    assert max(len(line) for line in shown.splitlines()[4:]) <= max(width, 88)


def test_a_drill_says_which_layer_is_broken(engine: Engine) -> None:
    drilled = in_mode(engine, "drill")
    shown = first_screen(drilled, RICH, 100, beginning="")
    assert "Drill, 5 minutes" in shown
    assert FAMILIES[drilled.case.facts.family].partition(":")[0] in shown
    assert drilled.case.fault not in shown
