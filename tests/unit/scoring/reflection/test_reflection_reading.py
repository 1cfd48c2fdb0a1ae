"""What an account names, denies and makes up, sentence by sentence."""

from typing import get_args

import pytest
from accounts import ALL, account, mishap, named, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.scoring.reflection import reflected
from incidentgame.scoring.reflection.cues import CUES
from incidentgame.scoring.reflection.model import MishapKind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I took a hint although I did not need it.", {"hint"}),
        ("I changed the rule before I knew what it was.", {"blind"}),
        ("Restarted too early, on a guess.", {"blind"}),
        ("My restart made it worse for a few minutes.", {"harm"}),
        ("Some more requests failed because of my change.", {"harm"}),
        ("I struck out the routing family and that was it.", {"strike"}),
        ("I ruled the edge out much too early.", {"strike"}),
        ("I first suspected the database but it was innocent.", {"thought"}),
        ("I expected unhealthy targets, there were none.", {"expectation"}),
        ("I spent too long in the logs.", {"dead_end"}),
        ("I should have looked at the target group first.", {"dead_end"}),
        ("Too long I was looking at database, was wrong place.", {"dead_end"}),
        ("#7 and #8 were a waste.", {"dead_end"}),
        ("I claimed that the deploy did it, without having seen that.", {"unsupported"}),
        ("My first explanation was wrong.", {"explanation"}),
        ("I never told support anything.", {"silent"}),
        ("I fixed it and did not verify it from outside.", {"unproved"}),
        ("I was much too sure.", {"overconfident"}),
    ],
)
def test_a_plain_admission_names_what_happened(text: str, kinds: set[str]) -> None:
    assert kinds <= named(text)
    assert not account(text).invented


@pytest.mark.parametrize(
    "text",
    [
        "The clean-up job deleted the targets.",
        "Was the cache the problem?",
        "Next time I will check the rules first.",
        "Hints.",
        "I learned that an ALB fails open.",
        "I should have taken a hint.",
        "I first suspected DNS.",
        "",
        "   \n\n ",
    ],
)
def test_what_admits_nothing_names_nothing(text: str) -> None:
    found = account(text)
    assert not found.named
    assert not found.raises


@pytest.mark.parametrize(
    "text",
    [
        "I took no hint.",
        "I did not harm anyone.",
        "I broke nothing.",
        "I made no mistakes.",
        "Nothing went wrong.",
    ],
)
def test_denying_what_happened_is_caught(text: str) -> None:
    found = account(text)
    assert found.invented
    assert not found.named
    assert found.invented[0].why.startswith("the log says")


@pytest.mark.parametrize(
    "text",
    [
        "I took three hints.",
        "I broke the checkout.",
        "I struck out the cause.",
        "My first explanation was wrong.",
    ],
)
def test_what_never_was_is_made_up(text: str) -> None:
    found = account(text, (mishap("silent"), mishap("dead_end", 3, 4)))
    assert found.invented
    assert not found.raises


def test_deeds_that_did_not_go_wrong_are_not_made_up() -> None:
    text = "I struck out routing and it was right to."
    assert account(text, ()).invented
    assert not reflected(text, (), verdicts(), frozenset({"strike"})).invented


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I did not find who changed it.", set()),
        ("I never understood why the pipeline rolled back at night.", set()),
        ("I didn't see in CloudTrail that somebody had fixed the rule.", set()),
        ("I did not know what support told the customers.", set()),
        ("I did not find the cause, but I fixed it for the users.", set()),
        ("I knew who changed it and never fixed it.", {"unmitigated"}),
        ("I changed nothing for the users.", {"unmitigated"}),
        ("I did not know how to fix it.", {"unmitigated"}),
        ("I should have rolled back at once.", {"unmitigated"}),
        ("I did not tell anybody what I knew.", {"silent"}),
        ("I never wrote to support who was hit.", {"silent"}),
        ("I wrote one update, much too late.", {"silent"}),
    ],
)
def test_what_was_left_undone_is_the_writers_own_deed(text: str, kinds: set[str]) -> None:
    assert named(text, (mishap("silent"), mishap("unmitigated"))) == kinds


def test_an_idea_is_named_by_its_own_family() -> None:
    assert "thought" in named("I suspected the database for a while.")
    assert "thought" in named("I was convinced of something else at first.")
    assert "thought" not in named("I suspected CloudFront for a while.")


def test_a_general_sigh_raises_nothing() -> None:
    assert named("I was too slow and should have looked earlier.") == {"dead_end"}
    assert not account("I was too slow and should have looked earlier.").raises
    assert account("I should have looked at the listener rules earlier.", ALL[6:]).raises


def test_what_weighs_must_not_all_be_left_out() -> None:
    light = "I should have looked at the listener rules earlier."
    assert not account(light).raises
    assert {one.kind for one in account(light).missed} == {
        "harm", "blind", "strike", "explanation", "unsupported", "overconfident",
    }  # fmt: skip
    assert account(f"{light} And my restart in #4 made it worse.").raises


def test_naming_everything_at_once_is_caught_by_what_was_not() -> None:
    shotgun = (
        "I took hints, I struck out the cause, I made it worse, I was too sure, I expected wrong things."
    )
    assert not account(shotgun, ALL[4:8]).raises


def test_an_explanation_that_earns_nothing_is_not_raised() -> None:
    nothing = verdicts("It is probably the weather.")
    assert nothing.score == 0
    assert not reflected("I took a hint in #9.", ALL[9:10], nothing).raises


def test_every_kind_can_be_named() -> None:
    assert set(CUES) == set(get_args(MishapKind))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = account(text)
    assert found == account(text)
    assert {id(one.mishap) for one in found.named} <= {id(one) for one in ALL}


def test_a_megabyte_is_read_at_once() -> None:
    assert account("I took a hint. " + "x " * 500_000).text.startswith("I took")
