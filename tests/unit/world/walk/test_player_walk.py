"""A player's own requests: one draw of what everybody gets, with ids, times and a memory at the edge."""

from dataclasses import replace

import pytest
from walk_world import API, SHOP, changed, in_world, peace, put, without

from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Put
from incidentgame.world.walk.player import walk
from incidentgame.world.walk.request import Request, Walk


def get(uri: str = "/v1/cart", name: str = API, method: str = "GET", **members: object) -> Request:
    return replace(Request(method, "https", name, 443, uri), **members)  # type: ignore[arg-type]  # any member


def sent(sim: Simulation, request: Request, after: int = 0) -> tuple[Simulation, Walk]:
    """Send it, and let its time and some more pass."""
    sim = replace(sim, now=sim.now + after)
    found = walk(sim, request)
    return replace(sim.record(found), now=sim.now + found.total_ms), found


def broken() -> Simulation:
    return in_world(changed(*without(kinds.TARGET)))


def mended(sim: Simulation) -> Simulation:
    return replace(in_world(peace().world), now=sim.now, walks=sim.walks)


def cached(found: Walk) -> bool:
    assert found.path.edge is not None
    return found.path.edge.cached


def age(found: Walk) -> str:
    assert found.path.reply is not None
    return found.path.reply.header("age")


def test_a_good_answer_has_everything_of_its_own() -> None:
    _, found = sent(peace(), get())
    reply = found.path.reply
    assert reply is not None
    assert (found.path.status, found.failure) == (200, "")
    assert reply.header("x-amz-cf-id") == found.edge_id
    assert reply.header("x-amz-cf-pop") == found.pop
    assert reply.header("x-cache") == "Miss from cloudfront"
    assert reply.header("via").endswith(".cloudfront.net (CloudFront)")
    assert int(reply.header("content-length")) == len(reply.body)
    assert 0 <= found.dns_ms <= found.connect_ms <= found.tls_ms < found.first_byte_ms <= found.total_ms
    assert found.trace_id.startswith("Root=1-")


def test_the_same_request_at_the_same_instant_is_the_same_and_later_another() -> None:
    assert walk(peace(), get()) == walk(peace(), get())
    sim, first = sent(peace(), get())
    _, second = sent(sim, get())
    assert first.edge_id != second.edge_id


@pytest.mark.parametrize(("wait", "remembered"), [(0, True), (9, True), (10, False), (60, False)])
def test_inv_11_an_error_is_remembered_for_ten_seconds(wait: int, remembered: bool) -> None:
    sim, first = sent(broken(), get())
    _, again = sent(mended(sim), get(), after=wait * SECOND)
    assert (first.path.status, cached(first)) == (503, False)
    if remembered:
        assert (again.path.status, cached(again), age(again)) == (503, True, str(wait))
        assert again.path.balancer is None
    else:
        assert again.path.status == 200


def test_a_memory_is_not_renewed_by_being_used() -> None:
    sim, _ = sent(broken(), get())
    sim, second = sent(mended(sim), get(), after=6 * SECOND)
    _, third = sent(sim, get(), after=6 * SECOND)
    assert (cached(second), third.path.status) == (True, 200)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (get(method="POST"), get(method="POST")),
        (get(method="POST"), get()),
        (get(), get(method="POST")),
        (get(), get(query="v=2")),
        (get(), get("/v1/orders")),
        (
            get("/v1/cart", headers={"Authorization": "Bearer one"}),
            get("/v1/cart", headers={"Authorization": "Bearer two"}),
        ),
    ],
)
def test_another_request_does_not_get_it(first: Request, then: Request) -> None:
    sim, _ = sent(broken(), first)
    _, found = sent(mended(sim), then, after=SECOND)
    assert (found.path.status, cached(found)) == (200, False)


def test_head_and_get_share_a_memory() -> None:
    sim, _ = sent(broken(), get())
    _, found = sent(mended(sim), get(method="HEAD"), after=SECOND)
    assert (found.path.status, cached(found)) == (503, True)


def test_a_functions_error_is_never_remembered() -> None:
    id_, doc = next(iter(peace().world.table(kinds.KEY_VALUE_STORE).items()))
    empty = in_world(changed(Put(kinds.KEY_VALUE_STORE, id_, {**doc, "sim": {**doc["sim"], "items": {}}})))
    sim, first = sent(empty, get())
    _, again = sent(mended(sim), get(), after=SECOND)
    assert (first.path.status, again.path.status) == (503, 200)


def test_ones_own_page_is_a_hit_with_its_age() -> None:
    sim, first = sent(peace(), get("/products/899", SHOP))
    _, again = sent(sim, get("/products/899", SHOP), after=20 * SECOND)
    assert cached(again)
    assert first.path.reply is not None
    assert again.path.reply is not None
    assert again.path.reply.body == first.path.reply.body
    assert again.path.reply.header("x-cache") == "Hit from cloudfront"
    assert int(age(again)) >= 20 if not cached(first) else int(age(again)) > 0


def test_a_copy_has_every_header_once_and_the_date_it_was_made() -> None:
    sim, first = sent(broken(), get(version="1.1"))
    _, again = sent(mended(sim), get(version="1.1"), after=5 * SECOND)
    assert first.path.reply is not None
    assert again.path.reply is not None
    names = [name for name, _ in again.path.reply.headers]
    assert len(set(names)) == len(names)
    assert names == [*(name for name, _ in first.path.reply.headers), "Age"]
    assert again.path.reply.header("date") == first.path.reply.header("date")
    assert again.path.reply.header("x-amz-cf-id") == again.edge_id != first.edge_id


def test_names_doors_and_patience() -> None:
    assert walk(peace(), get(name="none-such.example")).failure == "name"
    assert walk(peace(), get(address="203.0.113.250", connect_timeout=3 * SECOND)).failure == "timeout"
    patient = walk(peace(), get(address="203.0.113.250", connect_timeout=3 * SECOND))
    assert patient.total_ms == 3 * SECOND
    impatient = walk(peace(), get(address="203.0.113.250", max_time=SECOND))
    assert impatient.total_ms <= SECOND + 10
    assert walk(peace(), get(address="203.0.113.250")).path.reply is None


def test_an_answer_that_takes_too_long_for_the_client() -> None:
    routes = peace().world.table(kinds.APP_ROUTE)
    slow = changed(
        *(Put(kinds.APP_ROUTE, k, {**d, "ServiceMs": 20_000, "Database": False}) for k, d in routes.items())
    )
    _, found = sent(in_world(slow), get(max_time=2 * SECOND))
    assert (found.failure, found.total_ms) == ("slow", 2 * SECOND)


def test_from_inside_one_meets_hosts_and_balancer_directly() -> None:
    host = next(k for k, d in peace().world.table(kinds.HOST).items() if d["Role"] == "api")
    local = Request("GET", "http", "127.0.0.1", 8000, "/v1/cart", source=host, address="127.0.0.1")
    found = walk(peace(), local)
    assert (found.path.status, found.path.answered_by) == (200, "app")
    assert (found.path.edge, found.path.balancer, found.path.proxy) == (None, None, None)
    nginx = walk(peace(), replace(local, port=80))
    assert nginx.path.proxy is not None
    assert walk(peace(), replace(local, port=81)).failure == "refused"


def test_tls_checks_the_name() -> None:
    found = walk(peace(), get())
    assert (found.failure, found.tls is not None) == ("", True)
    wrong = walk(peace(), get(name="wrong.example", address=found.address))
    assert wrong.failure
    assert wrong.path.reply is None


def test_nobody_answers_for_a_group_that_lets_nobody_in() -> None:
    alb = next(
        k for k, d in peace().world.table(kinds.SECURITY_GROUP).items() if d["GroupName"] == "shop-alb"
    )
    closed = in_world(changed(put(kinds.SECURITY_GROUP, alb, IpPermissions=[])))
    assert walk(closed, get(name="origin-api.shop.example", connect_timeout=SECOND)).failure == "timeout"
