"""K from answers: the anchors of the rubric, and that more is never worth less."""

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.scoring.knowledge.level import Answered, knowledge

POINTS = {"right": 1.0, "partly": 0.5, "wrong": 0.0, "unknown": 0.25}


def answered(*given_: tuple[int, str]) -> list[Answered]:
    return [
        Answered(
            n=n, id=f"q{n}", service="Load balancer", level=level, verdict=verdict, points=POINTS[verdict]
        )
        for n, (level, verdict) in enumerate(given_, 1)
    ]


def level(*given_: tuple[int, str]) -> int | None:
    found = knowledge(answered(*given_))
    return None if found is None else found.level


def test_nothing_answered_is_no_level() -> None:
    assert level() is None


def test_the_anchors() -> None:
    assert level((1, "wrong"), (2, "unknown")) == 0
    assert level((1, "right"), (2, "wrong"), (3, "wrong")) == 1
    assert level((1, "right"), (2, "right"), (3, "wrong")) == 2
    assert level((1, "right"), (2, "right"), (3, "right")) == 3


def test_one_lucky_letter_is_no_level_three() -> None:
    assert level((3, "right")) == 1
    assert level((3, "right"), (1, "wrong"), (2, "wrong"), (2, "wrong")) == 1


def test_only_not_knowing_is_level_nought_however_often() -> None:
    assert level(*[(2, "unknown")] * 6) == 0


def test_the_reasons_name_the_questions() -> None:
    found = knowledge(answered((1, "right"), (2, "wrong")))
    assert found is not None
    assert found.name == "K"
    assert any("1 (Load balancer)" in reason for reason in found.reasons)
    assert any(reason.startswith("not right: 2") for reason in found.reasons)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(sorted(POINTS))), min_size=1, max_size=6), st.data()
)
def test_a_better_answer_never_lowers_the_level(given_: list[tuple[int, str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(given_) - 1))
    better = [*given_[:place], (given_[place][0], "right"), *given_[place + 1 :]]
    before, after = level(*given_), level(*better)
    assert before is not None
    assert after is not None
    assert after >= before
