"""Who counts the same requests counts the same number (DESIGN §6; aws-request-path §2.7, §3.7, §3.9).

A log line belongs to the moment the answer was finished, a datapoint to the minute the request came: so at the
two ends of a window a few lines may fall on the other side.
"""

from collections import Counter

import pytest
from played import FIVE, Played, five

EDGE = "cut -f9,29 | sort | uniq -c"
BALANCER = "awk '{print $9, $10}' | sort | uniq -c"
ENDS = 12
"""Requests that may lie across the two ends of the window."""


def counted(rows: list[str]) -> Counter[str]:
    """`uniq -c` as a counter."""
    return Counter({row.split(None, 1)[1]: int(row.split()[0]) for row in rows})


@pytest.fixture(scope="module", params=["rule-forwards-to-empty-group", "viewer-function-throws", "limiter-counts-balancer"])
def late(request: pytest.FixtureRequest) -> tuple[Played, int]:
    """A case forty minutes after the page, and the window of five minutes before the page's."""
    played = Played(request.param)
    played.wait(2400)
    return played, five(played.began) - FIVE


def test_counts_agree_cloudfront_log_and_cloudfront_metrics(late: tuple[Played, int]) -> None:
    played, start = late
    lines = counted(played.edge_log(start, start + FIVE, EDGE))
    where = f"Name=DistributionId,Value={played.distribution()} Name=Region,Value=Global"
    read = {"space": "AWS/CloudFront", "region": "us-east-1"}
    requests = played.metric("Requests", where, start, start + FIVE, **read)
    rates = played.metric("5xxErrorRate", where, start, start + FIVE, stat="Average", **read)
    errors = sum(requests[at] * rates[at] / 100 for at in requests)
    assert lines.total() > 5000
    assert abs(lines.total() - sum(requests.values())) <= ENDS
    assert abs(sum(n for what, n in lines.items() if what.startswith("5")) - errors) <= ENDS


def test_counts_agree_load_balancer_log_and_load_balancer_metrics(late: tuple[Played, int]) -> None:
    played, start = late
    lines = counted(played.balancer_log(start, start + FIVE, BALANCER))

    def total(name: str) -> float:
        return sum(played.metric(name, played.on_balancer(), start, start + FIVE).values())

    reached = sum(n for what, n in lines.items() if not what.endswith(" -"))
    assert lines.total() > 3000
    assert abs(reached - total("RequestCount")) <= ENDS, "only requests that got a target (INV-5)"
    assert abs(lines["200 200"] - total("HTTPCode_Target_2XX_Count")) <= ENDS
    assert abs(lines["503 503"] - total("HTTPCode_Target_5XX_Count")) <= ENDS
    assert abs(lines["503 -"] - total("HTTPCode_ELB_503_Count")) <= ENDS


def test_counts_agree_cloudfront_log_and_load_balancer_log(late: tuple[Played, int]) -> None:
    played, start = late
    edge = counted(played.edge_log(start, start + FIVE, EDGE))
    asked = sum(n for what, n in edge.items() if what.endswith(("\tMiss", "\tError")))
    assert abs(asked - sum(counted(played.balancer_log(start, start + FIVE, BALANCER)).values())) <= ENDS


def test_counts_agree_load_balancer_log_and_nginx_lines_of_all_hosts(late: tuple[Played, int]) -> None:
    played, start = late
    lines = counted(played.balancer_log(start, start + FIVE, BALANCER))
    hosts: Counter[str] = Counter()
    span = f"--start-time {start} --end-time {start + FIVE - 1}"
    for status in ("200", "503"):
        pattern = f'--filter-pattern \'" {status} "\''
        line = f"aws logs filter-log-events --log-group-name /shop/nginx/access {span} {pattern} --query 'length(events)'"
        hosts[status] = sum(int(n) for n in played.lines(line + " --output text", 1))
    assert abs(hosts["200"] - lines["200 200"]) <= ENDS
    assert abs(hosts["503"] - lines["503 503"]) <= ENDS


def test_counts_agree_nginx_lines_and_app_journal_lines(late: tuple[Played, int]) -> None:
    played, start = late
    span = f"--start-time {start} --end-time {start + FIVE - 1} --query 'length(events)' --output text"
    group = "aws logs filter-log-events --log-group-name"
    passed = sum(int(n) for n in played.lines(f"{group} /shop/nginx/access {span} --filter-pattern '\" us=200\"'", 1))
    app = "--filter-pattern '\"HTTP/1.1\" -\"ELB-HealthChecker\"'"
    answered = sum(int(n) for n in played.lines(f"{group} /shop/api {span} {app}", 1))
    assert passed > 100
    assert abs(passed - answered) <= ENDS
