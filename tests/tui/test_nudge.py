"""A mistyped word of the game is met with the right one; the world's own errors are left alone."""

import pytest

from incidentgame.tui.nudge import nudge


@pytest.mark.parametrize(
    ("line", "meant"),
    [("explian it", "explain"), ("hlep", "help"), ("suspect", "suspects"), ("Stuck", "stuck")],
)
def test_a_mistyped_word(line: str, meant: str) -> None:
    assert nudge(line, 127) == f"Did you mean `{meant}`?"


def test_a_question_as_it_came_to_mind() -> None:
    assert "`help` and your question" in nudge("what should I do now?", 127)


@pytest.mark.parametrize("line", ["kubectl get pods -A", "htop", "x | y", "", "./run.sh a b c", "docker ps"])
def test_other_names_are_left_alone(line: str) -> None:
    assert nudge(line, 127) == ""


def test_what_was_found_is_left_alone() -> None:
    assert nudge("hlep", 0) == "" and nudge("what should I do now", 1) == ""
