"""The parts watching is made of: casing, math, filter patterns, queries, archives, statistics."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.change import Change, Principal
from incidentgame.world.watching.casing import request_parameters, response_elements, written_date
from incidentgame.world.watching.logs.events import LogEvent
from incidentgame.world.watching.logs.filters import PatternError, compiled
from incidentgame.world.watching.logs.insights import parse, run
from incidentgame.world.watching.logs.language import MalformedError
from incidentgame.world.watching.mathematics import MathError, evaluate
from incidentgame.world.watching.metrics.model import statistic
from incidentgame.world.watching.objects.archive import padded_gzip

SOMEBODY = Principal("a", "arn:aws:sts::1:assumed-role/r/a")


def change(source: str, action: str, request: dict[str, object], **more: object) -> Change:
    return Change(0, SOMEBODY, f"{source}.amazonaws.com", action, request=request, **more)  # type: ignore[arg-type]


def test_names_get_a_small_first_letter_and_nothing_else() -> None:
    made = change("elasticloadbalancing", "CreateRule", {"ListenerArn": "l", "Conditions": [{"DNSName": 1}]})
    assert request_parameters(made) == {"listenerArn": "l", "conditions": [{"dNSName": 1}]}


def test_ec2_lists_are_items_and_its_answers_name_the_request() -> None:
    made = change("ec2", "RebootInstances", {"InstanceIds": ["i-1"]})
    assert request_parameters(made) == {"instancesSet": {"items": [{"instanceId": "i-1"}]}}
    assert response_elements(made, "r") == {"requestId": "r", "_return": True}


def test_an_empty_result_is_null_and_secrets_are_hidden() -> None:
    assert response_elements(change("autoscaling", "SuspendProcesses", {}, response={}), "r") is None
    hidden = request_parameters(change("ssm", "PutParameter", {"Name": "/a", "Value": "secret"}))
    assert hidden["value"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_dates_inside_are_written_out() -> None:
    assert written_date(1_706_901_961_000) == "Feb 2, 2024 7:26:01 PM"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("m1/m2*100", {60: 50.0}),
        ("m1+1", {0: 2.0, 60: 3.0}),
        ("SUM([m1,m2])", {0: 1.0, 60: 6.0}),
        ("FILL(m2,0)", {0: 0.0, 60: 4.0}),
        ("-(m1)", {0: -1.0, 60: -2.0}),
        ("MAX(m1)", {0: 2.0, 60: 2.0}),
    ],
)
def test_metric_math(expression: str, value: dict[int, float]) -> None:
    assert evaluate(expression, {"m1": {0: 1.0, 60: 2.0}, "m2": {60: 4.0}}, [0, 60]) == value


@pytest.mark.parametrize("expression", ["", "m9", "m1 +", "NOPE(m1)", "(m1", "m1 ; m1", "[m1]"])
def test_bad_metric_math_is_refused(expression: str) -> None:
    with pytest.raises(MathError):
        evaluate(expression, {"m1": {0: 1.0}}, [0])


LINE = '10.0.1.5 - - [10/Mar/2026:14:07:31 +0000] "GET /v1/orders HTTP/1.1" 503 77 "-" "curl"'


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("", LINE, True),
        ("GET 503", LINE, True),
        ('"GET /v1" -curl', LINE, False),
        ("?404 ?503", LINE, True),
        ("?404 ?500", LINE, False),
        ("[ip, id, user, time, request, status=5*, size]", '1 - - [t] "GET /" 503 7', True),
        ("[ip, id, user, time, request, status=5*, ...]", LINE, True),
        ("[..., status=200, size, ref, agent]", LINE, False),
        ('{ $.level = "error" && $.n >= 3 }', '{"level":"error","n":3}', True),
        ("{ ($.a.b[1] = 2) || ($.c IS NULL) }", '{"a":{"b":[1,2]}}', True),
        ("{ $.missing NOT EXISTS }", '{"a":1}', True),
        ('{ $.level = "err*" }', "no json", False),
    ],
)
def test_filter_patterns(pattern: str, message: str, matches: bool) -> None:
    assert compiled(pattern)(message) is matches


@pytest.mark.parametrize("pattern", ["/healthz", "{ $.a = }", "{ $.a = 1", "[a, b", "{ a = 1 }"])
def test_bad_filter_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compiled(pattern)


EVENTS = [
    LogEvent(at * 60_000, at * 60_000, "s", f"GET /a {status} {at}", at)
    for at, status in ((7, 503), (6, 200), (1, 503))
]


def rows(query: str) -> list[dict[str, str]]:
    return [dict(row) for row in run(parse(query), "g", EVENTS).rows]


def test_insights_values_are_text_and_plain_rows_end_with_ptr() -> None:
    """INV-25"""
    found = run(parse("fields @timestamp, @message | filter @message like /503/ | limit 1"), "g", EVENTS)
    assert found.matched == 2 and [name for name, _ in found.rows[0]] == ["@timestamp", "@message", "@ptr"]
    assert found.rows[0][0][1] == "1970-01-01 00:07:00.000"


def test_insights_counts_by_bin_and_field() -> None:
    query = 'parse @message "GET * * *" as path, status, n | stats count(*) as c, max(n) by bin(5m), status | sort c desc, status'
    assert rows(query) == [
        {"bin(5m)": "1970-01-01 00:05:00.000", "status": "200", "c": "1", "max(n)": "6"},
        {"bin(5m)": "1970-01-01 00:05:00.000", "status": "503", "c": "1", "max(n)": "7"},
        {"bin(5m)": "1970-01-01 00:00:00.000", "status": "503", "c": "1", "max(n)": "1"},
    ]


def test_insights_expressions() -> None:
    query = 'parse @message /(?<status>\\d{3}) (?<n>\\d+)/ | filter status in ["503"] and not n > 6 | fields n * 2 as m'
    assert [row["m"] for row in rows(query)] == ["2"]


@pytest.mark.parametrize(
    "query",
    [
        "bogus",
        "fields",
        "filter (",
        "stats nope(*)",
        "limit x",
        "fields @a | | fields @b",
        "filter a like 5",
        'parse "*" as a, b',
        "fields @a @b",
    ],
)
def test_malformed_queries_are_refused(query: str) -> None:
    with pytest.raises(MalformedError):
        parse(query)


@given(st.text(max_size=50))
def test_any_text_is_a_query_or_malformed(text: str) -> None:
    try:
        parse(text)
    except MalformedError as wrong:
        assert 0 <= wrong.position <= len(text)


@given(st.binary(max_size=500), st.integers(0, 2_000))
def test_a_padded_gzip_has_the_declared_size_and_content(data: bytes, size: int) -> None:
    made = padded_gzip(data, size)
    assert gzip.decompress(made) == data and (len(made) == size or size < len(data) + 40)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1))
def test_statistics_are_ordered(samples: list[tuple[int, int]]) -> None:
    given_samples = [(float(value), count) for value, count in samples]
    low, mean, high = (statistic(given_samples, s) for s in ("Minimum", "Average", "Maximum"))
    median, top = statistic(given_samples, "p50"), statistic(given_samples, "p100")
    assert low is not None and mean is not None and high is not None and median is not None
    assert low <= mean + 1e-9 and mean <= high + 1e-9 and low <= median <= high == top
    assert statistic([], "Sum") is None, "no samples, no datapoint (INV-6)"
