"""Dates as players read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.instant import DAY, HOUR, MINUTE, parse_iso
from incidentgame.report.when import ago, ahead, date, day

NOW = parse_iso("2026-11-21T12:00:00Z")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (-DAY, "now"),
        (0, "now"),
        (30_000, "in 1 minute"),
        (10 * MINUTE, "in 10 minutes"),
        (90 * MINUTE, "in 1 hour"),
        (5 * HOUR, "in 5 hours"),
        (13 * HOUR, "tomorrow"),
        (DAY, "tomorrow"),
        (3 * DAY, "in 3 days, Tue 24 Nov"),
        (60 * DAY, "in 60 days, Wed 20 Jan"),
        (100 * DAY, "in 3 months, 2027-03-01"),
    ],
)
def test_how_long_until(left: int, said: str) -> None:
    assert ahead(NOW + left, NOW) == said


def test_how_long_ago_goes_by_the_calendar() -> None:
    assert [ago(NOW - back, NOW) for back in (0, 11 * HOUR, 13 * HOUR, 3 * DAY)] == [
        "today",
        "today",
        "yesterday",
        "3 days ago",
    ]
    assert ago(NOW + DAY, NOW) == "today"


def test_days_and_dates() -> None:
    assert (day(NOW), date(NOW)) == ("Sat 21 Nov", "2026-11-21")


@given(st.integers(0, 800 * DAY), st.integers(0, 2_000_000_000_000))
def test_there_are_words_for_every_distance(left: int, now: int) -> None:
    said = ahead(now + left, now)
    assert said and " 0 " not in said
