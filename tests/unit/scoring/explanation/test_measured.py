"""What the engine reaches on labelled texts; floors are a little below what is measured.

Targets and the baseline to beat are in explanation-grading ("Targets", "What does not work").
"""

from __future__ import annotations

import pytest
from scoring_agreement import grade_of, weighted_kappa
from scoring_attacks import attacks
from scoring_data import SETS, Answer, answers, fresh, rubrics

from incidentgame.scoring.explanation import grade

FLOORS = {"dev": (0.88, 0.85, 0.87), "api503": (0.87, 0.90, 0.85)}


@pytest.mark.parametrize("name", SETS)
def test_claims_and_grades_agree_with_the_annotator(name: str) -> None:
    true = false = missed = 0
    theirs, ours = [], []
    for answer in answers(name):
        verdicts = grade(answer.rubric, answer.text, answer.seen)
        theirs.append(answer.grade)
        ours.append(grade_of(verdicts))
        for verdict in verdicts.claims:
            label = answer.labels.get(verdict.id, 0)
            made = verdict.state in ("stated", "unsupported")
            if label != 0.5:
                true += made and label == 1
                false += made and label != 1
                missed += not made and label == 1
    precision, recall = true / (true + false), true / (true + missed)
    kappa = weighted_kappa(theirs, ours)
    measured = (precision, recall, kappa)
    assert all(m >= floor for m, floor in zip(measured, FLOORS[name], strict=True)), measured


def test_longer_is_not_better() -> None:
    """The length-only baseline agrees clearly less than the engine."""
    texts = [answer for name in SETS for answer in answers(name)]
    order = sorted(len(answer.text) for answer in texts)
    by_length = [5 * order.index(len(a.text)) // len(order) for a in texts]
    assert weighted_kappa([a.grade for a in texts], by_length) < 0.6


def test_generated_attacks_rarely_reach_half_marks() -> None:
    tried, through = 0, []
    for answer in _good():
        for attack, text in attacks(answer.rubric, answer.text):
            tried += 1
            if grade(answer.rubric, text).score >= 50:
                through.append((answer.id, attack))
    assert tried > 250
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
    credited = [
        (answer.id, verdict.id)
        for name in SETS
        for answer in answers(name)
        for verdict in grade(answer.rubric, answer.text, answer.seen).claims
        if answer.labels.get(verdict.id) == -1 and verdict.credit > 0.5
    ]
    assert credited == []


def test_plain_terse_and_non_native_are_equal() -> None:
    """rubric fairness: means by style differ by at most 0.3 of a level (12 points of 100)."""
    means = {}
    for styles in (("good", "excellent"), ("nonnative",)):
        ratios = [
            grade_of(grade(a.rubric, a.text, a.seen)) - a.grade
            for name in SETS
            for a in answers(name)
            if a.style in styles
        ]
        means[styles[0]] = sum(ratios) / len(ratios)
    assert abs(means["good"] - means["nonnative"]) <= 0.3 * 4 / 3, means


def test_no_good_answer_fails_without_review() -> None:
    failed = [
        a.id
        for name in SETS
        for a in answers(name)
        if a.grade == 4 and (v := grade(a.rubric, a.text, a.seen)).score < 50 and not v.review
    ]
    assert len(failed) * 100 <= 12 * sum(a.grade == 4 for n in SETS for a in answers(n)), failed


@pytest.mark.parametrize("name", SETS)
def test_guess_of_the_right_cause_earns_at_most_half(name: str) -> None:
    for answer in answers(name):
        if answer.grade >= 3:
            assert grade(answer.rubric, answer.text, ()).score <= 50, answer.id


def _good() -> list[Answer]:
    return [answer for name in SETS for answer in answers(name) if answer.grade == 4]


@pytest.mark.parametrize(("batch", "floors"), [(1, (0.95, 0.93, 0.85)), (2, (0.86, 0.94, 0.88))])
def test_answers_written_after_the_engine(batch: int, floors: tuple[float, float, float]) -> None:
    true = false = missed = 0
    theirs, ours = [], []
    for entry in fresh(batch):
        verdicts = grade(rubrics(entry["set"])[entry["rubric"]], entry["text"])
        got = {v.id for v in verdicts.claims if v.state in ("stated", "unsupported")}
        made = set(entry["made"])
        true, false, missed = true + len(got & made), false + len(got - made), missed + len(made - got)
        theirs.append(entry["grade"])
        ours.append(grade_of(verdicts))
    measured = (true / (true + false), true / (true + missed), weighted_kappa(theirs, ours))
    assert all(m >= floor for m, floor in zip(measured, floors, strict=True)), measured
