"""The debrief as text: all of the value's facts, in rows that fit."""

import re

import pytest
from debrief_sessions import NAMES, debriefed, long_session, played
from msgspec.structs import replace

from incidentgame.report.model import Debrief, Figure
from incidentgame.report.text import WIDTH, debrief, laid_out


@pytest.mark.parametrize("width", [72, 79, WIDTH])
@pytest.mark.parametrize("name", NAMES)
def test_rows_fit(name: str, width: int) -> None:
    for row in laid_out(debriefed(name), width).splitlines():
        assert len(row) <= width or " " not in row.strip(), row
        assert row == row.rstrip()


def test_the_words_are_the_same_at_any_width() -> None:
    found = debriefed("solved")
    assert laid_out(found, 200) == laid_out(found)
    assert laid_out(found, 72).split() == laid_out(found).split()


def test_the_order_in_which_it_is_read() -> None:
    shown = laid_out(debriefed("solved"))
    heads = [
        "What you did best",
        "The turning moment",
        "One thing to learn in ten minutes",
        "What happened",
        "The way of the request",
        "Your path",
        "Your explanation",
        "Claimed without having seen it",
        "How sure you were",
        "What you expected",
        "Levels (0 to 3)",
        "Three things to study",
        "Check at work",
        "Play next",
    ]
    places = [shown.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_a_session_in_which_nothing_happened() -> None:
    shown = laid_out(debriefed("empty"))
    assert shown.startswith("DEBRIEF")
    assert "There was none." in shown
    assert "nothing lowered it" in shown
    assert "What you did best" not in shown
    assert "What there was to say" in shown


def test_a_session_of_game_verbs_and_failures_only() -> None:
    shown = debrief(played("note hello", "nosuchcommand", "false", "echo 'two\nlines'", par=()))
    assert "it failed" in shown
    assert "nosuchcommand" in shown
    assert "echo 'two ↵ lines'" in shown


def test_no_row_but_the_plot_is_taken_for_a_drawing() -> None:
    """Screen readers get the debrief without what is drawn; nothing else may look like it."""
    drawn = re.compile(r"^\s*(?:─+\s*$|[\d.]*\s*[┤│└])")
    rows = [row for row in laid_out(debriefed("solved")).splitlines() if drawn.match(row)]
    assert len(rows) == 8


def test_long_sessions_are_folded() -> None:
    rows = laid_out(long_session(250)).splitlines()
    assert any("248 lines that told nothing new" in row for row in rows)
    assert len(rows) < 250


def test_nothing_is_said_that_is_not_in_the_value() -> None:
    found = debriefed("solved")
    assert found.levels is not None
    other = replace(found.levels, scores=(Figure(name="total", value="1234 of 100"),))
    changed: Debrief = replace(found, levels=other)
    assert "1234 of 100" in laid_out(changed)
    assert laid_out(found).replace("x", "") == laid_out(replace(found)).replace("x", "")
