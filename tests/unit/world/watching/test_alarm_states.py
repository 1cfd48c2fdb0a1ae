"""The state an evaluation finds is the state of its verdict, whatever the data (aws-request-path §8.3)."""

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.watching.alarms import Rule, _judged, _state_at
from incidentgame.world.watching.metrics.model import DELAY

AT = 1_800_000_000_000
RULES = st.builds(
    Rule,
    period=st.just(60_000),
    periods=st.integers(1, 5),
    needed=st.integers(1, 5),
    threshold=st.just(5.0),
    operator=st.sampled_from(("GreaterThanThreshold", "LessThanThreshold", "GreaterThanOrEqualToThreshold")),
    missing=st.sampled_from(("missing", "ignore", "breaching", "notBreaching")),
)


@given(
    RULES, st.lists(st.none() | st.integers(0, 9), min_size=8, max_size=8), st.sampled_from(("OK", "ALARM"))
)
def test_a_state_without_its_reason(rule: Rule, values: list[int | None], before: str) -> None:
    newest = (AT - DELAY) // rule.period * rule.period
    data = {newest - n * rule.period: float(v) for n, v in enumerate(values, 1) if v is not None}
    assert _state_at(rule, data, AT, before) == _judged(rule, data, AT, before).state
