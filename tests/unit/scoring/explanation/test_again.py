"""Saying a sentence again: what is asked gives nothing away, and the new wording takes the old one's place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_parts import RUBRIC

from incidentgame.scoring.explanation import grade
from incidentgame.scoring.explanation.again import rephrased, unsettled
from incidentgame.scoring.rubric import Claim, Entity, Rubric

NAMED = Rubric(
    claims=(
        Claim(
            id="c",
            kind="root_cause",
            statement="sg-0f3e91ab lost its rule.",
            must=(("rule",), ("lost", "remove")),
            entities=("sg",),
        ),
    ),
    entities=(Entity(id="sg", canon="sg-0f3e91ab"),),
)


def test_what_is_asked_again_names_no_claim() -> None:
    (asked,) = unsettled(grade(NAMED, "Good morning to all. The group lost its rule."))
    assert (asked.n, asked.text) == (2, "The group lost its rule.")
    assert not asked.claims and not asked.statements and asked.state is None
    assert "sg-0f3e91ab" not in asked.reason


def test_nothing_is_asked_when_all_is_clear() -> None:
    assert unsettled(grade(RUBRIC, "The deploy removed the listener rule.")) == ()


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("One is here. Two is here. Three.", 2, "One is here. NEW Three."),
        ("Same here. Same here.", 2, "Same here. NEW"),
        ("root_cause: a b c\nimpact: d e f", 2, "root_cause: a b c\nimpact: NEW"),
        ("cron starts -> pool full", 2, "cron starts -> NEW"),
    ],
)
def test_a_sentence_is_replaced_where_it_stands(text: str, n: int, expected: str) -> None:
    assert rephrased(text, n, "NEW") == expected


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        rephrased("One.", 2, "x")


@given(st.lists(st.text(alphabet="abc d", min_size=3, max_size=12), min_size=1, max_size=5), st.data())
@settings(max_examples=40, deadline=None)
def test_numbers_are_those_of_the_verdicts(words: list[str], data: st.DataObject) -> None:
    text = " ".join(f"A{word.strip() or 'x'} is." for word in words)
    sentences = grade(RUBRIC, text).sentences
    n = data.draw(st.integers(min_value=1, max_value=len(sentences)))
    again = grade(RUBRIC, rephrased(text, n, "Something else now.")).sentences
    assert again[n - 1].text == "Something else now."
