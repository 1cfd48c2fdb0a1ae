"""Nothing a person types ends in an exception, and the engine goes on (COMMON: never a traceback)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_play import engine_of

from incidentgame.session.engine import Engine


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


PROGRAMS = words(
    "curl dig nslookup host openssl aws ssh ping nc ip ss ps top free df journalctl systemctl nginx psql kill "
    "crontab traceroute status hint explain think note ask expect map suspects timeline help brief update cat "
    "grep jq awk sed ls date sleep sudo kubectl git vim python3"
)  # fmt: skip
WORDS = words(
    "-v -i -s -k --help -h --version -x -o /dev/null @8.8.8.8 +short +trace ANY TXT api.shop.example https://api.shop.example/v1/cart "
    "http:// :80 10.0.11.5 localhost bastion elbv2 ec2 describe-rules describe-instances cloudfront --query [ '' \"\" $( ) ; | & && > < "
    "--filters Name=x,Values= --id -1 0 99999999999 root /etc/passwd s_client -connect status nginx reload -u -n --since junior dba ' \\ * ? ~ ! { } `"
)  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    """One engine for all lines: each must leave it usable."""
    return engine_of("pool-held-by-report")


def checked(engine: Engine, line: str) -> None:
    """Play a line; it must end, and an internal error is one of ours."""
    seen = engine.submit(line, int(engine.now) + 1000).observation
    assert not [why for _, why in seen.unanswered if "internal error" in why], (line, seen.unanswered)
    assert "Traceback (most recent call last)" not in seen.shown


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.text(max_size=80))
def test_any_text_is_answered(engine: Engine, line: str) -> None:
    checked(engine, line)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.sampled_from(PROGRAMS), st.lists(st.sampled_from(WORDS), max_size=5))
def test_any_words_after_a_command_are_answered(engine: Engine, program: str, rest: list[str]) -> None:
    checked(engine, " ".join([program, *rest]))


def test_the_engine_goes_on(engine: Engine) -> None:
    assert engine.submit("echo on && date > /dev/null", int(engine.now) + 1000).observation.stdout == "on\n"
