"""What was thin in a case becomes cards, the surest first, never too many."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from practice_data import BANK, answer, card, case

from incidentgame.scoring.practice.thin import MOST, thin_cards


def ids(found: object) -> list[str]:
    return [wanted.card.id for wanted in found]  # type: ignore[attr-defined]  # a sequence of Wanted


def test_nothing_thin_brings_in_nothing() -> None:
    right = answer("nginx-1", "nginx", "right", 1.0)
    assert thin_cards(case(answers=(right,)), BANK) == ()


def test_a_question_missed_comes_first_and_then_others_of_its_service_the_easier_first() -> None:
    found = thin_cards(case(answers=(answer("nginx-1", "nginx", "wrong", 0.0),)), BANK)
    assert ids(found) == ["nginx-1", "nginx-2", "nginx-3"]
    assert found[0].why == "not right in shop K7Q2"
    assert found[1].why == "answers on nginx earned 0 % in shop K7Q2"


def test_a_service_with_three_quarters_is_not_thin_but_its_missed_question_is() -> None:
    answers = (
        answer("alb-1", "alb", "right", 1.0),
        answer("alb-2", "alb", "partly", 0.5),
    )
    assert ids(thin_cards(case(answers=answers), BANK)) == ["alb-2"]


def test_a_skipped_question_comes_in_and_counts_for_no_mean() -> None:
    found = thin_cards(case(answers=(answer("alb-1", "alb", "skipped", None),)), BANK)
    assert [(one.card.id, one.why) for one in found] == [("alb-1", "skipped in shop K7Q2")]


def test_the_faults_own_questions_come_in_unless_answered_right_and_keep_themselves() -> None:
    own = (card("shop/f1-1", "alb"), card("shop/f1-2", "alb"))
    right = answer("shop/f1-1", "alb", "right", 1.0)
    found = thin_cards(case(own=own, answers=(right,)), BANK)
    assert [(one.card.id, one.own, one.why) for one in found] == [
        ("shop/f1-2", True, "what shop K7Q2 was about")
    ]


def test_a_prediction_is_about_a_world_that_is_gone_its_service_is_what_is_drilled() -> None:
    made = msgspec.structs.replace(answer("made-1", "alb", "wrong", 0.0), predicts=True)
    assert ids(thin_cards(case(answers=(made,)), BANK)) == ["alb-1", "alb-2"]


def test_a_low_dimension_brings_its_card_about_a_way_of_working() -> None:
    found = thin_cards(case(E3=1, P1=0, E5=0), BANK)
    assert [(one.card.id, one.why) for one in found] == [
        ("p1-scope", "P1 was 0 in shop K7Q2"),
        ("e3-confidence", "E3 was 1 in shop K7Q2"),
    ]


def test_a_pack_without_scores_still_has_its_questions() -> None:
    bare = msgspec.structs.replace(case(own=(card("shop/f1-1", "alb"),)), scores={})
    assert ids(thin_cards(bare, BANK)) == ["shop/f1-1"]


VERDICTS = {"right": 1.0, "partly": 0.5, "wrong": 0.0, "unknown": 0.25, "skipped": None, "open": None}


@given(st.lists(st.tuples(st.sampled_from(BANK), st.sampled_from(sorted(VERDICTS))), max_size=12))
def test_never_more_than_eight_each_once_and_none_that_was_right(asked: list[tuple[object, str]]) -> None:
    answers = tuple(answer(c.id, c.service, v, VERDICTS[v]) for c, v in asked)  # type: ignore[attr-defined]  # cards
    found = ids(thin_cards(case(answers=answers, E3=0, P1=0), BANK))
    right = {one.card for one in answers if one.verdict == "right"}
    assert len(found) == len(set(found)) <= MOST
    assert not right & set(found) - {"e3-confidence", "p1-scope"}
