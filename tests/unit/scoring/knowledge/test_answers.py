"""What an answer is worth: right in whatever words, wrong when it says the contrary, fair when it says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice
from incidentgame.scoring.knowledge.answers import judge
from incidentgame.scoring.knowledge.cards import Accepted, Card

OPEN = Card(
    id="open",
    service="alb",
    level=2,
    ask="All targets of a group are unhealthy. What does the load balancer do with a request?",
    because="It fails open.",
    accept=(
        Accepted(
            statement="It fails open and sends the request to the targets anyway.",
            must=(("load balancer", "alb"), ("fail open", "fails open", "anyway", "all of them")),
            deny=("answers 503", "returns 503"),
        ),
    ),
    partly=(Accepted(statement="It ignores health.", must=(("ignores",),)),),
    look=("target health", "curl"),
)
CHOICE = Card(
    id="choice",
    service="alb",
    level=3,
    ask="What comes?",
    because="Because.",
    options=("HTTP 503", "HTTP 200", "nothing at all"),
    right=1,
)


@pytest.mark.parametrize(
    ("text", "verdict", "points"),
    [
        ("fails open", "right", 1.0),
        ("I think it's failing over... no, it sends to all of them", "right", 1.0),
        ("It doesn't fail open", "wrong", 0.0),
        ("it answers 503, though some say it fails open", "wrong", 0.0),
        ("it ignores the state", "partly", 0.5),
        ("503", "wrong", 0.0),
        ("it restarts them", "wrong", 0.0),
    ],
)
def test_a_free_answer(text: str, verdict: str, points: float) -> None:
    judged = judge(OPEN, text)
    assert judged is not None
    assert (judged.verdict, judged.points) == (verdict, points)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("I don't know", 0.25),
        ("no idea, sorry", 0.25),
        ("I don't know, I would look at target health", 0.5),
        ("Never used it. I'd try curl and see", 0.5),
        ("not sure, I would read the documentation", 0.5),
        ("I would look at my horoscope", 0.25),
    ],
)
def test_not_knowing_is_worth_something_and_more_with_a_place_to_look(text: str, points: float) -> None:
    judged = judge(OPEN, text)
    assert judged is not None
    assert (judged.verdict, judged.points) == ("unknown", points)


def test_what_one_would_look_at_is_no_answer() -> None:
    judged = judge(OPEN, "I'd check whether it fails open")
    assert judged is not None
    assert judged.verdict == "unknown"


def worth(text: str) -> float:
    judged = judge(OPEN, text)
    assert judged is not None
    return judged.points


def test_naming_it_among_what_one_does_not_know_is_half() -> None:
    assert worth("Not sure, fail open perhaps") == 0.5
    assert worth("Not sure, but I think it will fail open") == 1.0
    assert worth("I don't know whether it fails open or closes") == 0.25


def test_repeating_the_question_says_nothing() -> None:
    judged = judge(OPEN, OPEN.ask)
    assert judged is not None
    assert judged.verdict == "wrong"


def test_a_heap_of_terms_says_nothing() -> None:
    heap = (
        "alb target group fail open anyway health check 503 502 504 zone subnet listener rule priority nginx"
    )
    judged = judge(OPEN, heap)
    assert judged is not None
    assert judged.verdict == "wrong"


@pytest.mark.parametrize("text", ["b", "B", "b)", "(b)", " b. ", "HTTP 200", "http  200"])
def test_an_option_by_letter_or_by_its_words(text: str) -> None:
    judged = judge(CHOICE, text)
    assert judged is not None
    assert (judged.verdict, judged.chosen) == ("right", 1)


@pytest.mark.parametrize("text", ["d", "z", "maybe", "a or b", "HTTP"])
def test_what_is_no_option_is_no_answer(text: str) -> None:
    assert judge(CHOICE, text) is None


def test_a_letter_is_no_answer_in_words() -> None:
    assert judge(OPEN, "b") is None


def test_one_may_not_know_a_choice_either() -> None:
    judged = judge(CHOICE, "I don't know")
    assert judged is not None
    assert (judged.verdict, judged.points) == ("unknown", 0.25)


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    for card in (OPEN, CHOICE):
        judged = judge(card, text)
        assert judged is None or judged.points in (0.0, 0.25, 0.5, 1.0)


@given(st.integers(min_value=0, max_value=2**32))
def test_shuffled_options_keep_the_right_one(seed: int) -> None:
    dealt = CHOICE.dealt(Dice(seed))
    assert dealt.right_option == "HTTP 200"
    assert sorted(dealt.options) == sorted(CHOICE.options)
