"""What the engine reaches on labelled texts; floors are a little below what is measured.

Targets and the baseline to beat are in explanation-grading ("Targets", "What does not work").
"""

from __future__ import annotations

import pytest
from agreement import attacked, measure
from labelled import SETS, answers

from incidentgame.scoring.explanation import grade

FLOORS = {
    "dev": (0.90, 0.88, 0.90),
    "api503": (0.92, 0.88, 0.88),
    "fresh": (0.93, 0.90, 0.92),
    "blind_a": (0.93, 0.82, 0.83),
    "blind_b": (0.91, 0.82, 0.85),
    "blind_c": (0.87, 0.76, 0.85),
}
"""Claim precision, claim recall, weighted kappa."""


@pytest.mark.parametrize("name", SETS)
def test_claims_and_grades_agree_with_the_annotator(name: str) -> None:
    found = measure(answers(name))
    measured = (found.precision, found.recall, found.kappa)
    assert all(m >= floor for m, floor in zip(measured, FLOORS[name], strict=True)), measured


def test_everything_together_holds_the_targets() -> None:
    """The targets of explanation-grading, over all sets; two of them were written by outsiders."""
    found = measure([answer for name in SETS for answer in answers(name)])
    assert found.precision >= 0.92 and found.recall >= 0.80, found
    assert found.kappa >= 0.80 and found.kappa_level >= 0.80, found
    assert found.failed <= 0.03 and found.review <= 0.15, found
    assert abs(found.gap) <= 0.3, found
    assert found.kappa > found.kappa_length + 0.15, found


def test_generated_attacks_rarely_reach_half_marks() -> None:
    tried, through = attacked([answer for name in SETS for answer in answers(name)])
    assert tried > 900
    assert len(through) * 100 <= 3 * tried, through


@pytest.mark.parametrize("style", ["keyword_stuffed", "shotgun", "copied_logs", "stuffed", "negated"])
def test_gaming_styles_stay_below_a_fifth(style: str) -> None:
    scores = {
        a.id: grade(a.rubric, a.text, a.seen).score
        for name in SETS
        for a in answers(name)
        if a.style == style
    }
    assert scores
    assert max(scores.values()) <= 20, scores


def test_denied_claims_are_not_credited() -> None:
    denied = [
        (answer.id, verdict.id, verdict.credit > 0.3)
        for name in SETS
        for answer in answers(name)
        for verdict in grade(answer.rubric, answer.text, answer.seen).claims
        if answer.labels.get(verdict.id) == -1 and verdict.state != "review"
    ]
    credited = [item for item in denied if item[2]]
    assert len(credited) * 100 <= 3 * len(denied), credited


@pytest.mark.parametrize("name", SETS)
def test_guess_of_the_right_cause_earns_at_most_half(name: str) -> None:
    for answer in answers(name):
        if answer.grade >= 3:
            assert grade(answer.rubric, answer.text, ()).score <= 50, answer.id
