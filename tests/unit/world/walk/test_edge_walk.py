"""CloudFront's hop: what it keeps, what it forgets, who is told (aws-request-path §2, api-503-aws §1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walk_world import SHOP, ask, changed, only, peace, put, shares, ways, without

from incidentgame.world import kinds
from incidentgame.world.path import EdgeHop
from incidentgame.world.state import Put, World
from incidentgame.world.walk import replies
from incidentgame.world.walk.ask import WHOLE
from incidentgame.world.walk.edge import CacheShare, behaviour, remembered_error

PPM = st.integers(0, WHOLE)
KEPT = CacheShare(fresh=600_000, stale=970_000, error=500_000)


def broken() -> World:
    """No target anywhere: the load balancer answers 503 by itself (INV-1)."""
    return changed(*without(kinds.TARGET))


def with_store(items: dict[str, str]) -> World:
    id_, doc = next(iter(peace().world.table(kinds.KEY_VALUE_STORE).items()))
    return changed(Put(kinds.KEY_VALUE_STORE, id_, {**doc, "sim": {**doc["sim"], "items": items}}))


def weight(branches: list[Any], wanted: Any) -> int:
    return sum(branch.weight for branch in branches if wanted(branch.path))


def test_in_peace_everything_is_200_and_the_whole() -> None:
    for request in (ask(), ask("/", SHOP), ask("/v1/checkout", method="POST")):
        assert shares(ways(peace().world, request)) == {200: WHOLE}


@given(PPM, PPM, PPM)
def test_nothing_is_lost_or_made_whatever_the_cache_keeps(fresh: int, stale: int, error: int) -> None:
    for world in (peace().world, broken()):
        total = sum(branch.weight for branch in ways(world, ask("/", SHOP), CacheShare(fresh, stale, error)))
        assert WHOLE - 20 <= total <= WHOLE


def test_a_fresh_copy_meets_no_origin() -> None:
    found = ways(peace().world, ask("/", SHOP), CacheShare(fresh=600_000))
    assert weight(found, lambda p: p.edge.result == "Hit") == 600_000
    assert all(
        p.balancer is None and p.proxy is None and p.app is None
        for p in (b.path for b in found)
        if p.edge and p.edge.cached
    )
    assert weight(found, lambda p: p.balancer is not None) == pytest.approx(400_000, abs=20)


def test_a_stale_copy_is_served_only_when_the_origin_fails() -> None:
    """§2.4: what has expired is still better than an error."""
    assert shares(ways(broken(), ask("/", SHOP), CacheShare(stale=970_000)))[200] == pytest.approx(
        970_000, abs=20
    )
    assert (
        weight(ways(peace().world, ask("/", SHOP), CacheShare(stale=970_000)), lambda p: p.edge.cached) == 0
    )


def test_inv_11_a_remembered_error_leaves_no_line_behind_the_edge() -> None:
    found = ways(broken(), ask("/", SHOP), CacheShare(error=400_000))
    assert shares(found) == {503: pytest.approx(WHOLE, abs=20)}
    assert weight(found, lambda p: p.edge.cached) == pytest.approx(400_000, abs=20)
    assert weight(found, lambda p: p.balancer is None) == weight(found, lambda p: p.edge.cached)
    assert {b.path.edge.result for b in found if b.path.edge} == {"Error"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_no_get_is_never_answered_from_memory(method: str) -> None:
    for world in (peace().world, broken()):
        found = ways(world, ask("/v1/cart/7", method=method), KEPT)
        assert weight(found, lambda p: p.edge.cached) == 0


def test_a_functions_error_is_never_remembered_and_no_copy_shields_from_it() -> None:
    """api-503-aws §1.1, §1.4: the function runs first; its error is CloudFront's own 503."""
    found = ways(with_store({}), ask(), KEPT)
    path = only(found)
    assert path.status == 503
    assert path.edge is not None
    assert (path.edge.function_error, path.edge.cached) == (True, False)
    assert path.edge.detail == "FunctionExecutionError"
    assert (path.balancer, path.proxy, path.app) == (None, None, None)
    assert weight(found, lambda p: p.edge.cached) == 0
    assert path.reply is not None
    assert path.reply.header("server") == "CloudFront"
    assert b"function" in path.reply.body
    assert only(ways(with_store({}), ask("/", SHOP))).status == 200  # another behaviour has no function


def test_remembering_an_error_keeps_its_body_and_who_wrote_it() -> None:
    original = only(ways(broken(), ask()))
    again = remembered_error(EdgeHop("D", "*", "Miss", "Miss", 200), original)
    assert again.reply == original.reply
    assert again.reply is not None
    assert again.reply.header("server") == "awselb/2.0"
    assert (again.status, again.total_ms) == (503, 1)


@pytest.mark.parametrize(
    ("request_", "status", "detail"),
    [
        (ask("/", SHOP, scheme="http"), 301, "Redirect"),
        (ask("/static/app.js", SHOP, method="POST"), 403, "InvalidRequestMethod"),
        (ask("/", "unknown.example"), 403, "Error"),
        (ask("/static/none-such.js", SHOP), 403, "Error"),
    ],
)
def test_what_the_edge_says_by_itself(request_: Any, status: int, detail: str) -> None:
    path = only(ways(peace().world, request_))
    assert path.edge is not None
    assert (path.status, path.edge.detail, path.balancer) == (status, detail, None)


def test_a_redirect_keeps_path_and_query() -> None:
    reply = only(ways(peace().world, ask("/a/b", SHOP, scheme="http", query="q=1&r"))).reply
    assert reply is not None
    assert reply.header("location") == "https://shop.example/a/b?q=1&r"


def test_a_distribution_that_is_switched_off_answers_nobody() -> None:
    id_, doc = next(iter(peace().world.table(kinds.DISTRIBUTION).items()))
    config = {**doc["DistributionConfig"], "Enabled": False}
    assert only(ways(changed(put(kinds.DISTRIBUTION, id_, DistributionConfig=config)), ask())).status == 403


def test_an_origin_name_that_leads_nowhere_is_502_and_one_that_drops_is_504_after_three_tries() -> None:
    """§2.5: ConnectionAttempts 3 × ConnectionTimeout 10 s."""
    records = peace().world.table(kinds.RECORD)
    gone = [
        Put(kinds.RECORD, k, {**d, "Name": "x." + d["Name"]})
        for k, d in records.items()
        if d["Name"].startswith("origin-api.")
    ]
    path = only(ways(changed(*gone), ask()))
    assert path.edge is not None
    assert (path.status, path.edge.detail) == (502, "OriginDnsError")
    alb = next(
        k for k, d in peace().world.table(kinds.SECURITY_GROUP).items() if d["GroupName"] == "shop-alb"
    )
    path = only(ways(changed(put(kinds.SECURITY_GROUP, alb, IpPermissions=[])), ask()))
    assert path.edge is not None
    assert (path.status, path.edge.detail, path.total_ms) == (504, "OriginCommError", 30_000)


def slow(seconds: int) -> World:
    routes = peace().world.table(kinds.APP_ROUTE)
    return changed(
        *(
            Put(kinds.APP_ROUTE, k, {**d, "ServiceMs": seconds * 1000, "Database": False})
            for k, d in routes.items()
        )
    )


@pytest.mark.parametrize(("method", "tries"), [("GET", 3), ("POST", 1)])
def test_inv_13_cloudfront_stops_waiting_first_and_tries_only_what_may_be_repeated(
    method: str, tries: int
) -> None:
    world = slow(29)
    assert only(ways(world, ask(method=method))).status == 200
    path = only(ways(slow(200), ask(method=method)))
    assert path.edge is not None
    assert (path.status, path.edge.detail, path.total_ms) == (504, "OriginCommError", 30_000 * tries)
    assert path.edge.attempts == tries
    assert path.balancer is not None
    assert (path.balancer.status, path.balancer.target_status, path.balancer.waited_ms) == (460, 0, 30_000)
    assert path.proxy is not None
    assert (path.proxy.status, path.proxy_ms) == (499, 30_000)  # its client went away


def test_inv_9_an_origins_own_error_keeps_server_and_body() -> None:
    path = only(ways(broken(), ask()))
    assert path.reply is not None
    assert path.edge is not None
    assert path.reply == replies.balancer_error(503)
    assert (path.edge.result, path.answered_by) == ("Error", "balancer")


def test_behaviours_are_tried_in_order() -> None:
    config = {
        "CacheBehaviors": {
            "Items": [{"PathPattern": "/a/*"}, {"PathPattern": "/a/b"}, {"PathPattern": "*.css"}]
        },
        "DefaultCacheBehavior": {"default": True},
    }
    for uri, pattern in {"/a/b": "/a/*", "/x/y.css": "*.css", "/A/b": "*", "/": "*"}.items():
        assert behaviour(config, uri)[0] == pattern
