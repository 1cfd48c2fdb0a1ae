"""Confidence against evidence; what is left open rightly, and what was on the screen."""

from __future__ import annotations

import pytest
from test_parts import RUBRIC

from incidentgame.scoring.explanation import grade
from incidentgame.scoring.explanation.model import Calibration, Suspicion

CAUSE = "root_cause: The deploy removed the listener rule.\n"
DATABASE = Suspicion(
    id="db", wordings=("The database is overloaded.",), must=(("database",), ("overload", "slow"))
)


def calibrated(text: str, support: float = 1.0, *, open_: bool = True, at: int | None = None) -> Calibration:
    suspicion = Suspicion(
        id="db", wordings=DATABASE.wordings, must=DATABASE.must, open=open_, ruled_out_at=at
    )
    found = grade(RUBRIC, text, ("rules",), shown_at={"rules": [7]}, support=support, suspicions=(suspicion,))
    assert found.calibration is not None
    return found.calibration


def e3(text: str, support: float) -> tuple[int, str]:
    level = grade(RUBRIC, text, ("rules",), support=support).level_of("E3")
    return level.level, " ".join(level.reasons)


@pytest.mark.parametrize(
    ("confidence", "support", "fit"),
    [
        ("95 %", 1.0, "fits"),
        ("95 %", 0.2, "overconfident"),
        ("20 %", 1.0, "underconfident"),
        ("", 1.0, "unsaid"),
    ],
)
def test_confidence_is_held_against_what_was_seen(confidence: str, support: float, fit: str) -> None:
    assert calibrated(f"{CAUSE}confidence: {confidence}", support).fit == fit


def test_sure_and_unsupported_costs_most_and_says_so() -> None:
    level, reason = e3(CAUSE + "confidence: 99 %\nunknowns: who did it", 0.2)
    assert level == 0
    assert "sure" in reason and "20%" in reason


def test_unsure_and_right_is_told() -> None:
    assert "you knew more than you claimed" in e3(CAUSE + "confidence: 20 %", 1.0)[1]


def test_who_gives_no_confidence_is_never_called_certain() -> None:
    for text in ("The weather is bad.", "The database is overloaded.", CAUSE):
        for support in (0.1, 1.0):
            assert "certain" not in e3(text, support)[1]


def test_a_rival_that_is_really_open_scores() -> None:
    text = CAUSE + "not ruled out: the database could be slow\nconfidence: 60 %"
    (point,) = calibrated(text, 0.5).open_points
    assert point.open
    assert grade(RUBRIC, text, ("rules",), support=0.5, suspicions=(DATABASE,)).level_of("E3").level == 3


def test_a_rival_ruled_out_before_is_pointed_out() -> None:
    text = CAUSE + "not ruled out: the database could be slow\nconfidence: 95 %"
    (point,) = calibrated(text, open_=False, at=7).open_points
    assert (point.open, point.at) == (False, 7)
    shut = Suspicion(id="db", wordings=DATABASE.wordings, must=DATABASE.must, open=False, ruled_out_at=7)
    level = grade(RUBRIC, text, ("rules",), support=1.0, suspicions=(shut,)).level_of("E3")
    assert level.level == 2
    assert any("ruled that out in #7" in reason for reason in level.reasons)


def test_an_unknown_that_was_on_the_screen_is_pointed_out() -> None:
    found = calibrated("unknowns: I do not know who removed the listener rule, or whether the deploy did.")
    (item,) = found.on_screen
    assert (item.claim, item.observations) == ("root", (7,))
