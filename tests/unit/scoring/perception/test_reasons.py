"""Why a rival was ruled out, in words a player understands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.scoring.perception import compare, exit_sentence, whole
from incidentgame.scoring.perception.reasons import WIDEST

NOW = 1_795_232_000_000  # 2026-11-21T03:33:20Z


def reason(here: str, there: str) -> str:
    return compare(here, there, role_of=lambda name: None, now=NOW).reason


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("server: awselb/2.0", "server: CloudFront", "showed `server: awselb/2.0`; with this fault `CloudFront`"),
        ('"State": "unused",', '"State": "healthy",', "showed `State: unused`; with this fault `healthy`"),
        ("|  State  |  unused  |", "|  State  |  healthy  |", "showed `State: unused`; with this fault `healthy`"),
        ("i-0a1b2c3d4e5f60718\thealthy", "i-0a1b2c3d4e5f60718\tunused", ": healthy`; with this fault `unused`"),
        ("n 0", "n 4", "showed `n: 0`; with this fault `4`"),
        ("503", "200", "showed `503`; with this fault `200`"),
        ("", "api 5 ok", "showed nothing; with this fault `api 5 ok`"),
        ("api 5 ok", "", "showed `api 5 ok`; with this fault nothing"),
        ("a\nb 1 c\nd", "a\nd", "showed `b 1 c`; with this fault not"),
        ("a\nd", "a\nName: x\nd", "did not show `Name: x`; with this fault it would"),
        ("since 2026-11-21T03:31:20Z", "since 2026-11-19T03:31:20Z", "2 min ago`; with this fault `2 days ago"),
        ('{\n "Items": []\n}', '{\n "Items": [\n "State": "up"\n]\n}', "showed `Items: []`; with this fault `State: up`"),
    ],
)  # fmt: skip
def test_the_telling_words_are_quoted(here: str, there: str, said: str) -> None:
    assert said in reason(here, there)


def test_what_differs_for_many_reasons_is_quoted_last() -> None:
    here = "HTTP/2 503\ndate: Sat, 21 Nov 2026 03:33:20 GMT\ncontent-length: 12\nserver: awselb/2.0"
    there = "HTTP/2 503\ndate: Sat, 21 Nov 2026 01:33:20 GMT\ncontent-length: 900\nserver: nginx"
    assert reason(here, there) == "showed `server: awselb/2.0`; with this fault `nginx`"


def test_of_many_log_lines_the_word_of_one_side_is_quoted() -> None:
    log = [f"10.0.0.{n} GET /{'abcdefghij'[n]} {{}} {n * 40 + 1} x{'klmnopqrst'[n]}" for n in range(9)]
    here = "\n".join(line.format("status=503") for line in log)
    there = "\n".join(line.format("status=200") for line in log)
    assert reason(here, there).startswith("showed `status=503`") or "`status: 503`" in reason(here, there)


def test_long_values_are_quoted_from_where_they_part() -> None:
    same = "arn:aws:elasticloadbalancing:us-west-2:730335188241:targetgroup/"
    said = reason(f"Target: {same}api", f"Target: {same}api-v2")
    assert said.endswith("`…api-v2`")
    assert "…api`" in said


def test_an_exit_code_is_a_reason() -> None:
    assert whole("the search", exit_sentence(0, 1)) == "the search ended with exit code 0; with this fault 1"


TEXT = st.text(alphabet=" \n\t:`|{}[]\"',=abcXYZ019-.%é", max_size=200)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_a_reason_is_one_short_line_and_the_same_every_time(here: str, there: str) -> None:
    verdict = compare(here, there, role_of=lambda name: None, now=NOW)
    said = whole("auto scaling groups", verdict.reason)
    assert "\n" not in said
    assert len(said) <= WIDEST
    assert bool(verdict.reason) == verdict.different
    assert compare(here, there, role_of=lambda name: None, now=NOW) == verdict
