"""Instants as authors write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, iso, to_datetime
from incidentgame.pack.moments import TEN_MINUTES, moments

CASE = moments(Dice(5))


@given(st.integers(0, 2**63))
def test_the_moments_of_every_case_are_in_order(seed: int) -> None:
    case = moments(Dice(seed))
    assert case.mark % TEN_MINUTES == 0
    assert case.mark < case.fault_at < case.failing_since < case.paged_at
    assert 8 * MINUTE < case.paged_at - case.failing_since + MINUTE < 10 * MINUTE
    assert to_datetime(case.paged_at).weekday() in (1, 2, 3)
    assert 15 <= to_datetime(case.paged_at).hour <= 22


@pytest.mark.parametrize(
    ("text", "offset"),
    [("-9m", -540), ("-1d2h", -93_600), ("+5m", 300), ("-2h+30s", -7_170), ("page-1m", -60)],
)
def test_offsets_count_from_the_page(text: str, offset: int) -> None:
    assert CASE.read(text) == CASE.paged_at + offset * 1000


def test_t0_is_when_the_fault_strikes() -> None:
    assert CASE.read("T0") == CASE.fault_at
    assert CASE.read("T0-20m") == CASE.fault_at - 20 * MINUTE


def test_a_time_of_day_is_on_the_day_the_offset_leads_to() -> None:
    assert iso(CASE.read("-1d@14:05:30"))[11:] == "14:05:30Z"
    assert CASE.paged_at - CASE.read("-1d@00:00") > 24 * 60 * MINUTE


@pytest.mark.parametrize("text", ["", "yesterday", "9 minutes", "-9", "@25", "T1-2m", "- 9m"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no instant"):
        CASE.read(text)
