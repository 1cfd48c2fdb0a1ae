"""Who counts the same requests counts the same number (DESIGN §6; aws-request-path §2.7, §3.7, §3.9).

A log line belongs to the moment the answer was finished, a datapoint to the minute the request came: so at the
two ends of a window a few lines may fall on the other side.
"""

from collections import Counter
from dataclasses import dataclass

import pytest
from played import FIVE, Played, five

EDGE = "cut -f9,29 | sort | uniq -c"
BALANCER = "awk '{print $9, $10}' | sort | uniq -c"
ENDS = 12
"""Requests that may lie across the two ends of the window."""


def counted(rows: list[str]) -> Counter[str]:
    """`uniq -c` as a counter."""
    return Counter({row.split(None, 1)[1]: int(row.split()[0]) for row in rows})


@dataclass
class Late:
    """A case, a window, and the lines that CloudFront and the load balancer logged in it, counted."""

    played: Played
    start: int
    edge: Counter[str]
    balancer: Counter[str]


@pytest.fixture(
    scope="module",
    params=["rule-forwards-to-empty-group", "viewer-function-throws", "limiter-counts-balancer"],
)
def late(request: pytest.FixtureRequest) -> Late:
    """A case forty minutes after the page, and the window of five minutes before the page's."""
    played = Played(request.param)
    played.wait(2400)
    start = five(played.began) - FIVE
    edge = counted(played.edge_log(start, start + FIVE, EDGE))
    return Late(played, start, edge, counted(played.balancer_log(start, start + FIVE, BALANCER)))


def test_counts_agree_cloudfront_log_and_cloudfront_metrics(late: Late) -> None:
    played, start = late.played, late.start
    lines = late.edge
    where = f"Name=DistributionId,Value={played.distribution()} Name=Region,Value=Global"
    read = {"space": "AWS/CloudFront", "region": "us-east-1"}
    requests = played.metric("Requests", where, start, start + FIVE, **read)
    rates = played.metric("5xxErrorRate", where, start, start + FIVE, stat="Average", **read)
    errors = sum(requests[at] * rates[at] / 100 for at in requests)
    assert lines.total() > 5000
    assert abs(lines.total() - sum(requests.values())) <= ENDS
    assert abs(sum(n for what, n in lines.items() if what.startswith("5")) - errors) <= ENDS


def test_counts_agree_load_balancer_log_and_load_balancer_metrics(late: Late) -> None:
    played, start = late.played, late.start
    lines = late.balancer

    def total(name: str) -> float:
        return sum(played.metric(name, played.on_balancer(), start, start + FIVE).values())

    reached = sum(n for what, n in lines.items() if not what.endswith(" -"))
    assert lines.total() > 3000
    assert abs(reached - total("RequestCount")) <= ENDS, "only requests that got a target (INV-5)"
    assert abs(lines["200 200"] - total("HTTPCode_Target_2XX_Count")) <= ENDS
    assert abs(lines["503 503"] - total("HTTPCode_Target_5XX_Count")) <= ENDS
    assert abs(lines["503 -"] - total("HTTPCode_ELB_503_Count")) <= ENDS


def test_counts_agree_cloudfront_log_and_load_balancer_log(late: Late) -> None:
    asked = sum(n for what, n in late.edge.items() if what.endswith(("\tMiss", "\tError")))
    assert abs(asked - late.balancer.total()) <= ENDS


def test_counts_agree_load_balancer_log_and_nginx_lines_of_all_hosts(late: Late) -> None:
    played, start = late.played, late.start
    lines = late.balancer
    hosts: Counter[str] = Counter()
    span = f"--start-time {start} --end-time {start + FIVE - 1}"
    for status in ("200", "503"):
        pattern = f"--filter-pattern '\" {status} \"'"
        line = f"aws logs filter-log-events --log-group-name /shop/nginx/access {span} {pattern} --query 'length(events)'"
        hosts[status] = sum(int(n) for n in played.lines(line + " --output text", 1))
    assert abs(hosts["200"] - lines["200 200"]) <= ENDS
    assert abs(hosts["503"] - lines["503 503"]) <= ENDS


def test_counts_agree_nginx_lines_and_app_journal_lines(late: Late) -> None:
    played, start = late.played, late.start
    span = f"--start-time {start} --end-time {start + FIVE - 1} --query 'length(events)' --output text"
    group = "aws logs filter-log-events --log-group-name"
    passed = sum(
        int(n) for n in played.lines(f"{group} /shop/nginx/access {span} --filter-pattern '\" us=200\"'", 1)
    )
    app = '--filter-pattern \'"HTTP/1.1" -"ELB-HealthChecker"\''
    answered = sum(int(n) for n in played.lines(f"{group} /shop/api {span} {app}", 1))
    assert passed > 100
    assert abs(passed - answered) <= ENDS
