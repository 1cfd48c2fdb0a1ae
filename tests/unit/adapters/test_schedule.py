"""The schedule: a miss comes back in minutes, a known card in days, and nothing is left to chance."""

import sys

import msgspec
import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from practice_data import NOW, card

from incidentgame.adapters import schedule
from incidentgame.adapters.clock import wall_now
from incidentgame.adapters.schedule import Rating
from incidentgame.kernel.instant import DAY, HOUR, MINUTE
from incidentgame.scoring.practice.records import CardKept
from incidentgame.scoring.practice.thin import Wanted

NEW = schedule.new(Wanted(card=card("a-1", "a"), why="not right"), NOW)


def test_a_new_card_is_due_at_once_and_only_an_own_one_is_kept_whole() -> None:
    assert (NEW.due, NEW.body, NEW.why, NEW.reviews) == (NOW, None, "not right", 0)
    own = card("shop/f-1", "alb")
    assert schedule.new(Wanted(card=own, why="", own=True), NOW).body == own


@pytest.mark.parametrize(
    ("rating", "low", "high"),
    [("again", 0, HOUR), ("hard", 0, HOUR), ("good", DAY, 5 * DAY), ("easy", 5 * DAY, 20 * DAY)],
)
def test_the_better_the_rating_the_later_it_comes_back(rating: Rating, low: int, high: int) -> None:
    after = schedule.rated(NEW, rating, NOW)
    assert NOW + low < after.due < NOW + high
    assert (after.days > 0, after.reviews) == (rating in ("good", "easy"), 1)


def test_a_card_known_again_and_again_rests_longer_each_time_and_a_lapse_ends_that() -> None:
    rests, at, one = [], NOW, NEW
    for _ in range(5):
        one = schedule.rated(one, "good", at)
        rests.append(one.days)
        at = one.due
    assert rests == sorted(rests) and rests[-1] > 20
    lapsed = schedule.rated(one, "again", at)
    assert (lapsed.lapses, lapsed.due - at) == (1, 10 * MINUTE)


def test_the_same_answers_give_the_same_dates_whatever_the_clock_says() -> None:
    with freeze_time("2031-01-01"):
        elsewhere = schedule.rated(NEW, "good", NOW)
    assert elsewhere == schedule.rated(NEW, "good", NOW)


def test_the_wall_clock_is_the_edges() -> None:
    with freeze_time("2026-11-21T12:00:00Z"):
        assert wall_now() == NOW


def test_a_clock_put_back_does_not_matter() -> None:
    after = schedule.rated(schedule.rated(NEW, "good", NOW), "good", NOW - 40 * DAY)
    assert after.due >= NOW


@pytest.mark.parametrize("memory", ["", "{", "[]", "null", '{"card_id": 1}', '{"due": 3}', "\x00"])
def test_a_memory_that_cannot_be_read_begins_anew(memory: str) -> None:
    odd = msgspec.structs.replace(NEW, memory=memory)
    assert schedule.rated(odd, "good", NOW).due == schedule.rated(NEW, "good", NOW).due


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(["again", "hard", "good", "easy"]), st.integers(0, 400)), max_size=15)
)
def test_a_card_is_always_due_after_its_answer_and_within_about_a_year(
    answers: list[tuple[Rating, int]],
) -> None:
    at, one = NOW, NEW
    for rating, days in answers:
        at += days * DAY
        one = schedule.rated(one, rating, at)
        assert at < one.due <= at + 366 * DAY
        assert isinstance(one, CardKept) and one.memory


def test_the_scheduler_is_not_loaded_before_it_is_needed() -> None:
    import subprocess

    code = "import sys, incidentgame.cli, incidentgame.adapters.schedule; print('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
