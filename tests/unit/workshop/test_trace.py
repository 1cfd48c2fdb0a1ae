"""An author's window on one request."""

import json

import pytest
from watched_case import case_of

from incidentgame.workshop.trace import as_text, request_of, traced

FAULT = "clean-up-job-empties-group"
URL = "https://api.shop.example/v1/cart"


def test_who_answered_and_what_each_layer_logs() -> None:
    case = case_of(FAULT)
    found = traced(case, URL, "GET", case.paged_at, "laptop")
    assert (found["status"], found["answered_by"], found["failure"]) == (503, "balancer", "")
    assert [hop["layer"] for hop in found["hops"]] == ["edge", "balancer"]
    assert set(found["logs"]) == {"cloudfront", "alb"}
    assert "503" in found["logs"]["alb"]
    json.dumps(found)
    shown = as_text(found)
    assert "→ 503 by balancer" in shown
    assert "alb log:" in shown


def test_before_the_fault_the_app_answered() -> None:
    case = case_of(FAULT)
    found = traced(case, URL, "GET", case.fault_at - 60_000, "laptop")
    assert (found["status"], found["answered_by"]) == (200, "app")
    assert [hop["layer"] for hop in found["hops"]] == ["edge", "balancer", "proxy", "app"]


def test_a_request_that_meets_nobody() -> None:
    case = case_of(FAULT)
    found = traced(case, "https://none-such.example/", "GET", case.paged_at, "laptop")
    assert (found["failure"], found["hops"], found["logs"]) == ("name", [], {})
    assert "→ name after" in as_text(found)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("shop.example", ("https", "shop.example", 443, "/", "", "")),
        ("http://shop.example/a?b=c", ("http", "shop.example", 80, "/a", "b=c", "")),
        ("https://192.0.2.7:8443/x", ("https", "192.0.2.7", 8443, "/x", "", "192.0.2.7")),
    ],
)
def test_urls(url: str, wanted: tuple[object, ...]) -> None:
    found = request_of(url, "GET", "laptop")
    assert (found.scheme, found.name, found.port, found.uri, found.query, found.address) == wanted
