"""Sentences honest players wrote and the first grader misread; beside each, one it must not be misled by."""

from __future__ import annotations

import pytest

from incidentgame.scoring.explanation import grade
from incidentgame.scoring.explanation.negation import dismissed, meta_negated
from incidentgame.scoring.explanation.pasted import looks_printed
from incidentgame.scoring.explanation.sentences import split
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import Claim, Rubric

EMPTY = Claim(
    id="empty",
    kind="mechanism",
    statement="The group has no targets, so the balancer answers 503 itself.",
    must=(("empty", "no targets", "no usable"), ("503", "answers")),
)
IMPACT = Claim(
    id="impact",
    kind="impact",
    statement="Customers could not buy.",
    must=(("customers", "people"), ("buy", "order"), ("not ", "no ", "nobody")),
)
CURE = Claim(
    id="cure",
    kind="mitigation",
    statement="The rule was moved behind the others.",
    must=(("rule",), ("behind", "removed")),
)
RUBRIC = Rubric(claims=(EMPTY, IMPACT, CURE))


def state(claim: str, text: str) -> str:
    return next(c.state for c in grade(RUBRIC, text).claims if c.id == claim)


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("empty", "A balancer whose group holds no targets answers with its own error page.", "stated"),
        ("empty", "With no usable target it answers 503 by itself.", "stated"),
        ("empty", "The group holds no targets, but the balancer never answers.", "denied"),
        ("impact", "People could browse but not buy.", "stated"),
        ("impact", "The page was slow.", "missing"),
        ("cure", "I put the rule behind the others. Rules must never be left behind by anybody.", "stated"),
        ("cure", "I did not put the rule behind the others.", "denied"),
    ],
)
def test_negation_belongs_to_its_own_words(claim: str, text: str, expected: str) -> None:
    assert state(claim, text) == expected


def test_not_knowing_who_denies_nothing() -> None:
    assert not meta_negated(plain("The event history cannot say who removed it."))
    assert not meta_negated(plain("Deleting a key is a data event, which the history does not hold."))
    assert meta_negated(plain("I would not say the rule was removed."))
    assert meta_negated(plain("The theory that it was removed does not hold."))


def test_a_first_thought_that_was_dropped_is_no_claim() -> None:
    assert dismissed(
        plain("My first thought was a bad publish, but the code is weeks old, so I dropped that.")
    )
    assert not dismissed(plain("I dropped the connection and it was a bad publish."))


def test_an_arrow_between_words_is_a_terse_so() -> None:
    pieces = [
        (piece.text, piece.so) for piece in split("cron starts report -> pool exhausted -> app says 503")
    ]
    assert pieces == [("cron starts report", False), ("pool exhausted", True), ("app says 503", True)]
    assert len(split("cron -> pool exhausted -> 503?")) == 1
    assert not looks_printed("report -> ten long queries hold connections -> app waits -> 503")
    assert looks_printed("  ->  Seq Scan on orders (cost=0.00..431.00 rows=21000 width=4) [x] {y}")
