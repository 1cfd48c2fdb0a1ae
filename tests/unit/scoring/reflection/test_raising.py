"""E3 goes up by one level for an honest account, the score by what that is worth, and never beyond a cap."""

import pytest
from accounts import ALL, RUBRIC, verdicts
from msgspec.structs import replace

from incidentgame.scoring.explanation.grade import grade, points
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.reflection import raised, reflected

TEXT = "I took a hint in #9, before I looked at the targets."


def at(level: int) -> Verdicts:
    """The verdicts with E3 at a level, and the score that goes with it."""
    plain = verdicts()
    levels = tuple(replace(one, level=level) if one.name == "E3" else one for one in plain.levels)
    return replace(plain, levels=levels, score=points(plain.claims, levels, plain.caps))


@pytest.mark.parametrize("level", [0, 1, 2])
def test_one_level_more_and_its_points(level: int) -> None:
    before = at(level)
    after = raised(before, reflected(TEXT, ALL[9:10], before))
    assert after.level_of("E3").level == level + 1
    assert after.score == at(level + 1).score
    assert "honest account" in after.level_of("E3").reasons[-1]
    assert 9 in after.level_of("E3").observations
    assert [one for one in after.levels if one.name != "E3"] == [
        one for one in before.levels if one.name != "E3"
    ]


def test_three_is_the_top() -> None:
    assert not reflected(TEXT, ALL[9:10], at(3)).raises


def test_a_cap_still_holds() -> None:
    before = replace(at(1), caps=("shotgun",), score=12)
    assert raised(before, reflected(TEXT, ALL[9:10], before)).score == 12


def test_points_are_what_grade_gives() -> None:
    for text in ("The pool is exhausted.", "The pool is full; I have not ruled out DNS. 60 % sure."):
        found = grade(RUBRIC, text)
        assert points(found.claims, found.levels, found.caps) == found.score
