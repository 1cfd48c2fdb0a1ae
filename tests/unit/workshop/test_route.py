"""The way of a request in hops, and the hop where it went wrong."""

import pytest
from watched_case import case_of

from incidentgame.session.opening import untouched
from incidentgame.workshop.route import LAYERS, RouteTaken, broken_layer, route_taken

URL = "https://api.shop.example/v1/cart"
EXPECTED = {
    "balancer-in-other-zones": ("balancer", "group"),
    "clean-up-job-empties-group": ("balancer", "group"),
    "dormant-rule-wins": ("balancer", "rule"),
    "limiter-counts-balancer": ("proxy", "proxy"),
    "new-maintenance-rule": ("balancer", "rule"),
    "pool-held-by-report": ("app", "data"),
    "refresh-without-registration": ("balancer", "group"),
    "routing-key-deleted": ("edge", "function"),
    "rule-forwards-to-empty-group": ("balancer", "rule"),
    "viewer-function-throws": ("edge", "function"),
}


def taken(fault: str, before_page: bool) -> RouteTaken:
    case = case_of(fault)
    at = case.fault_at - 300_000 if before_page else case.paged_at
    return route_taken(untouched(case, at), URL)


@pytest.mark.parametrize("fault", sorted(EXPECTED))
def test_who_answered_and_where_it_went_wrong(fault: str) -> None:
    before, paged = taken(fault, True), taken(fault, False)
    assert (before.answer, before.answered_by) == ("HTTP 200", "app")
    assert paged.answer == "HTTP 503"
    family = case_of(fault).facts.family
    assert (paged.answered_by, broken_layer(family, before, paged)) == EXPECTED[fault]


@pytest.mark.parametrize("fault", sorted(EXPECTED))
def test_hops_come_in_the_order_of_the_request(fault: str) -> None:
    hops = [hop.layer for hop in taken(fault, False).hops]
    assert hops == [layer for layer in LAYERS if layer in hops]
    assert all(hop.thing and hop.did for hop in taken(fault, False).hops)


def test_nothing_broken_where_nothing_differs() -> None:
    before = taken("clean-up-job-empties-group", True)
    assert broken_layer("targets", before, before) == ""


def test_a_family_that_this_request_does_not_meet_gives_the_deepest_change() -> None:
    before, paged = taken("pool-held-by-report", True), taken("pool-held-by-report", False)
    assert broken_layer("name", before, paged) == "data"


def test_a_name_that_does_not_resolve() -> None:
    case = case_of("clean-up-job-empties-group")
    found = route_taken(untouched(case, case.paged_at), "https://none-such.example/")
    assert found.answer == "no answer (name)"
    assert [hop.did for hop in found.hops] == ["gave no address"]
    assert found.answered_by == "name"
