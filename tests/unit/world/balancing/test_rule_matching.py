"""Listener rules (aws-request-path §3.6)."""

import pytest
from fleet_world import ADMIN, API, FIXED, LISTENER, OLD_RULE, fleet, rule
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world import kinds
from incidentgame.world.balancing.rules import deciding_action, like, match_rule
from incidentgame.world.state import Put, World


def met(world: World, path: str = "/v1/orders", **more: object) -> int:
    asked = {"host": "api.shop.example", "method": "GET", "headers": {}, "source_ip": "203.0.113.9", **more}
    return match_rule(world, LISTENER, path=path, **asked)[0]  # type: ignore[arg-type] # test shorthand


def with_rule(priority: int, condition: dict[str, object]) -> World:
    doc = {**rule(OLD_RULE, priority, "/*", FIXED), "Conditions": [condition]}
    return fleet().edited((Put(kinds.RULE, OLD_RULE, doc),))


def test_the_lowest_matching_priority_wins_and_the_default_is_rule_zero() -> None:
    world = fleet()
    assert met(world) == 10
    assert met(world, "/v2") == 900
    without = world.edited((Put(kinds.RULE, OLD_RULE, rule(OLD_RULE, 900, "/old", FIXED)),))
    priority, action = match_rule(without, LISTENER, "h", "/v2", "GET", {}, "203.0.113.9")
    assert (priority, action["TargetGroupArn"]) == (0, ADMIN)


def test_a_dormant_rule_wakes_when_its_priority_is_lifted() -> None:
    assert met(with_rule(1, {"Field": "path-pattern", "Values": ["/*"]})) == 1


@pytest.mark.parametrize(
    ("condition", "asked", "hit"),
    [
        ({"Field": "path-pattern", "Values": ["/V1/*"]}, {}, False),
        ({"Field": "path-pattern", "PathPatternConfig": {"Values": ["/v?/o*"]}}, {}, True),
        ({"Field": "host-header", "Values": ["API.shop.*"]}, {}, True),
        ({"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["get"]}}, {}, False),
        ({"Field": "source-ip", "SourceIpConfig": {"Values": ["203.0.113.0/24"]}}, {}, True),
        ({"Field": "source-ip", "SourceIpConfig": {"Values": ["198.51.100.0/24"]}}, {}, False),
        (
            {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Beta", "Values": ["ON*"]}},
            {"headers": {"x-beta": "on-2"}},
            True,
        ),
        (
            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "Debug", "Value": "1"}]}},
            {"query": "a=2&debug=1"},
            True,
        ),
        (
            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Value": "1"}]}},
            {"query": "a=2"},
            False,
        ),
    ],
)
def test_each_kind_of_condition(condition: dict[str, object], asked: dict[str, object], hit: bool) -> None:
    assert met(with_rule(1, condition), **asked) == (1 if hit else 10)


def test_all_conditions_of_a_rule_must_hold() -> None:
    both = [{"Field": "path-pattern", "Values": ["/v1/*"]}, {"Field": "host-header", "Values": ["other"]}]
    doc = {**rule(OLD_RULE, 1, "/*", FIXED), "Conditions": both}
    assert met(fleet().edited((Put(kinds.RULE, OLD_RULE, doc),))) == 10


def test_the_last_action_decides() -> None:
    login = {"Type": "authenticate-oidc", "Order": 1}
    assert (
        deciding_action([{"Type": "forward", "Order": 2, "TargetGroupArn": API}, login])["Type"] == "forward"
    )


@given(st.text(max_size=12))
def test_a_text_without_wildcards_matches_itself_only(text: str) -> None:
    plain = text.replace("*", "").replace("?", "")
    assert like(plain, plain)
    assert not like(plain + "x", plain)
    assert like(plain, "*") and like("a" + plain, "?" + plain)
