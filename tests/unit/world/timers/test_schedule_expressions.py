"""rate(), cron() and at() expressions (api-503-aws §4.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.instant import DAY, MINUTE, iso, parse_iso
from incidentgame.world.timers.expressions import following, parse

NOON = parse_iso("2026-03-10T12:00:00Z")


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        ("cron(0/10 * * * ? *)", "2026-03-10T12:10:00Z"),
        ("cron(15 2 * * ? *)", "2026-03-11T02:15:00Z"),
        ("cron(0 3 ? * MON-FRI *)", "2026-03-11T03:00:00Z"),
        ("cron(0 3 ? * SUN *)", "2026-03-15T03:00:00Z"),
        ("cron(30 8 1 JAN,JUL ? 2026-2027)", "2026-07-01T08:30:00Z"),
        ("at(2026-03-10T12:00:01)", "2026-03-10T12:00:01Z"),
        ("rate(5 minutes)", "2026-03-10T12:05:00Z"),
        ("rate(1 hour)", "2026-03-10T13:00:00Z"),
    ],
)
def test_the_next_firing(expression: str, first: str) -> None:
    found = following(expression, NOON, NOON)
    assert found is not None and iso(found) == first


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 days)",
        "cron(* * * *)",
        "cron(0 0 1 * MON *)",
        "cron(99 * * * ? *)",
        "at(soon)",
        "",
        "every day",
        "cron(x * * * ? *)",
    ],
)
def test_what_is_none(expression: str) -> None:
    assert parse(expression) is None and following(expression, NOON, NOON) is None


def test_what_is_past_never_comes() -> None:
    assert following("at(2026-03-10T12:00:00)", NOON, NOON) is None
    assert following("cron(0 0 1 1 ? 2020)", NOON, NOON) is None


@given(
    st.integers(0, 400 * DAY),
    st.sampled_from(["cron(0/7 */3 * * ? *)", "rate(11 minutes)", "cron(5 4 ? * 2 *)"]),
)
def test_firings_ascend_and_lie_ahead(offset: int, expression: str) -> None:
    after = NOON + offset
    first = following(expression, after, NOON)
    assert first is not None and first > after
    assert following(expression, first - 1, NOON) == first, "nothing lies between"
    assert first % MINUTE == 0
