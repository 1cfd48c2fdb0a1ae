"""Former thoughts, acquittals, slips and numbers: what they say, and what they do not."""

from __future__ import annotations

import pytest

from incidentgame.scoring.explanation.causality import calls_it_a_consequence
from incidentgame.scoring.explanation.dropped import dropped, once_thought
from incidentgame.scoring.explanation.negation import acquits, meta_negated, undone
from incidentgame.scoring.explanation.numbers import numbers_in, own_numbers
from incidentgame.scoring.explanation.spelling import spelled


@pytest.mark.parametrize(
    ("text", "thought"),
    [
        ("my first suspicion was a broken drive", True),
        ("at first i thought the drive was broken", True),
        ("the drive is broken", False),
        ("i thought about the drive", False),
    ],
)
def test_a_former_thought(text: str, thought: bool) -> None:
    assert once_thought(text, text.index("drive")) is thought


def test_what_comes_after_the_turn_is_meant() -> None:
    text = "at first i thought of dns, but the drive is broken"
    assert once_thought(text, text.index("dns"))
    assert not dropped(text, text.index("drive"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the level was back on warning long before the night", True),
        ("both can be crossed off", True),
        ("the change is harmless", True),
        ("the change is not harmless", False),
        ("the level was set to debug", False),
    ],
)
def test_an_acquittal(text: str, said: bool) -> None:
    assert acquits(text) is said


def test_an_ordinary_not_denies_no_sentence() -> None:
    assert not meta_negated("without its log it does not accept any commit")
    assert meta_negated("we do not accept that the rule was removed")


def test_what_was_left_undone() -> None:
    assert "build" in undone("it skipped its own build and deployed that")
    assert undone("it made its own build") == ()


def test_only_a_consequence() -> None:
    text = "the removal of the route is only a consequence of it"
    assert calls_it_a_consequence(text, text.index("route"))
    assert not calls_it_a_consequence("the route was removed", 4)


def test_slips_and_shorthand_get_the_word_beside_them() -> None:
    assert "disappear" in spelled("the route dissapeared")
    assert spelled("prev img") == "prev previous img image"
    assert spelled("sg-img/prev the route") == "sg-img/prev the route"


def test_numbers_that_one_statement_alone_names() -> None:
    assert numbers_in("21GB per hour until 02:41, 1,840 orders, step 3") == {"21", "02:41", "1840"}
    assert own_numbers((("at 02:41 it stopped",), ("21 GB at 02:41",))) == (frozenset(), frozenset({"21"}))
