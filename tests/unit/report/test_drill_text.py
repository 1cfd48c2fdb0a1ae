"""A drill in words: the card, the verdict, the end of a sitting."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_data import NOW, card

from incidentgame.kernel.instant import MINUTE
from incidentgame.report import drill_text
from incidentgame.scoring.knowledge.answers import Judgement

CHOICE = card("alb-2", "alb", 2, ("the first", "the second", "the third"))


def test_a_card_is_asked_with_its_place_its_reason_and_its_options() -> None:
    said = drill_text.question(CHOICE, "1 of 7", "not right in shop K7Q2", "Load balancer")
    head, ask, *options = said.strip("\n").splitlines()
    assert head.startswith(" 1 of 7 · Load balancer") and head.endswith("not right in shop K7Q2")
    assert (ask, options) == (
        " What about alb-2?",
        ["   a) the first", "   b) the second", "   c) the third"],
    )


@pytest.mark.parametrize(
    ("verdict", "points", "said"),
    [
        ("right", 1.0, " Right."),
        ("partly", 0.5, " Half right. It is a) the first"),
        ("wrong", 0.0, " Not right. It is a) the first"),
        ("unknown", 0.25, " Not known, and said so. It is a) the first"),
        ("unknown", 0.5, " Not known; where you would look is a good place. It is a) the first"),
    ],
)
def test_a_verdict_comes_with_the_answer_and_what_to_read(verdict: str, points: float, said: str) -> None:
    judged = msgspec.convert({"verdict": verdict, "points": points}, Judgement)
    assert drill_text.verdict(CHOICE, judged).splitlines() == [
        said,
        " The alb thing called alb-2 keeps the cache warm.",
        " Read: A page",
    ]


def test_when_it_comes_back() -> None:
    assert drill_text.comes_back(NOW + 10 * MINUTE, NOW) == " It comes back in 10 minutes.\n"
    assert drill_text.comes_back(NOW, NOW, "easy").startswith(" Rated easy.")


def test_the_end_counts_by_verdict() -> None:
    said = drill_text.summary(["right", "wrong", "right"], 1, 0)
    assert said == "\n3 cards: 2 right, 1 not right, 1 skipped. Nothing else is due now.\n"
    assert "No card was answered. 1 is still due" in drill_text.summary([], 0, 1)


@given(st.text(max_size=600), st.text(max_size=120), st.text(max_size=60))
def test_any_words_are_laid_out(ask: str, why: str, service: str) -> None:
    odd = msgspec.structs.replace(CHOICE, ask=ask)
    assert "a) the first" in drill_text.question(odd, "1 of 1", why, service)
