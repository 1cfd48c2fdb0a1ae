"""Perceptibly different, as DESIGN section 9 has it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.scoring.perception import Reader, Verdict, compare, compare_read
from incidentgame.scoring.perception.templates import template
from incidentgame.scoring.perception.times import same_age

NOW = 1_795_232_000_000  # 2026-11-21T03:33:20Z
MINUTE = 60_000
ROLES = {"i-0a1b2c3d4e5f60718": "api-1", "i-0ffffffffffffff11": "api-1", "i-0bbbbbbbbbbbbbb22": "api-2"}


def look(here: str, there: str) -> Verdict:
    return compare(here, there, role_of=ROLES.get, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T03:31:20Z",
        "2026-11-21T03:31:20.000000+00:00",
        "2026-11-21T05:31:20+02:00",
        "2026-11-21 03:31:20",
        "21/Nov/2026:03:31:20 +0000",
        "2026/11/21 03:31:20",
        "Nov 21 03:31:20",
        "Sat, 21 Nov 2026 03:31:20 GMT",
        "Sat 2026-11-21 03:31:20 UTC",
        "Sat Nov 21 03:31:20 2026",
        "1795231880",
        "1795231880000",
        "1795231880.000",
        "2min ago",
        "03:31:20",
    ],
)
def test_every_form_of_an_instant_has_the_same_age(text: str) -> None:
    found = template(f"at {text} x", ROLES.get, NOW)
    assert found.text == "at <time> x"
    assert found.values[0].size == 2 * MINUTE


def test_ages_compare_by_bucket_with_a_soft_edge() -> None:
    assert same_age(2 * MINUTE, 4 * MINUTE)
    assert same_age(14 * MINUTE, 16 * MINUTE)
    assert not same_age(10 * MINUTE, 30 * MINUTE)
    assert not same_age(2 * MINUTE, 3 * 24 * 60 * MINUTE)
    assert same_age(4 * 24 * 60 * MINUTE, 90 * 24 * 60 * MINUTE)


@pytest.mark.parametrize(
    ("here", "there", "differ"),
    [
        ("requests: 0", "requests: 1", True),
        ("requests: 0", "requests: 0", False),
        ("targets: 3", "targets: 4", True),
        ("targets: 10", "targets: 9", True),
        ("requests: 100", "requests: 190", False),
        ("requests: 100", "requests: 210", True),
        ("errors 40 %", "errors 54 %", False),
        ("errors 40 %", "errors 56 %", True),
        ("time 0.253", "time 0.260", False),
        ("time 0.253", "time 1.260", True),
        ("HTTP/1.1 503 Service", "HTTP/1.1 504 Service", True),
        ("503", "200", True),
        ("  120 503", "  118 503", False),
        ("state: healthy", "state: unused", True),
        ("i-0a1b2c3d4e5f60718 up", "i-0ffffffffffffff11 up", False),
        ("i-0a1b2c3d4e5f60718 up", "i-0bbbbbbbbbbbbbb22 up", True),
        ("req 4bf92f3577b34da6a3ce929d0e0e4736", "req 00f067aa0ba902b7a3ce929d0e0e4737", False),
        ("x 127.0.0.1:8000", "x 127.0.0.1:8080", True),
        ("x 10.0.1.7:41234", "x 10.0.2.9:52222", False),
        ("E2QX7ABCDEFGH1 Deployed", "E9ZZ7ABCDEFGH2 Deployed", False),
        ("a\nb\nc", "c\na\nb", False),
        ("a   b", "a b", False),
        ("[]", '{"Id": 1}', True),
        ("", "something", True),
        (";; opcode: QUERY, status: NOERROR, id: 42615", ";; opcode: QUERY, status: NOERROR, id: 7", False),
        (";; opcode: QUERY, status: NOERROR, id: 4", ";; opcode: QUERY, status: NXDOMAIN, id: 4", True),
        ("api. 27 IN A 192.0.2.143", "api. 3 IN A 192.0.2.143", False),
        ("api. 27 IN A 192.0.2.143", "api. 172800 IN A 192.0.2.143", True),
        (";; Query time: 9 msec", ";; Query time: 31 msec", False),
        ("rt=0.253", "rt=0.008", True),
        ("2FB1105B94807F00:error:0A", "7FB1105B94807F11:error:0A", False),
        ("AAAA 2600:9000:2031:1a00:5:3f2c:1b40:93a1", "AAAA 2600:9000:2031:be00:5:3f2c:1b40:93a1", False),
        ("load 0.05", "load 0.12", False),
        ("load 0.30", "load 4.10", True),
        ("cpu 7.0", "cpu 7.3", False),
        ("sum 7.0", "sum 9.0", True),
        ('"a": 1,\n"b": 2', '"b": 2,\n"a": 1', False),
        ("+-----+\n| a |", "+--------+\n| a |", False),
        ("12K log", "13K log", False),
        ("12K log", "1.2M log", True),
    ],
)
def test_single_lines(here: str, there: str, differ: bool) -> None:
    assert look(here, there).different is differ
    assert look(there, here).different is differ


def test_the_verdict_gives_reason_and_sample_lines() -> None:
    verdict = look("a\nstate: unused", "a\nstate: healthy")
    assert verdict.here == ("state: unused",)
    assert verdict.there == ("state: healthy",)
    assert verdict.reason == "showed `state: unused`; with this fault `healthy`"


def test_a_difference_deep_in_a_long_text_does_not_count() -> None:
    lines = [f"line {chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(400)]
    other = list(lines)
    other[200] = "something else"
    assert not look("\n".join(lines), "\n".join(other)).different
    other[5] = "something else here"
    assert look("\n".join(lines), "\n".join(other)).different
    many = [f"changed {line}" if 150 <= i < 180 else line for i, line in enumerate(lines)]
    assert look("\n".join(lines), "\n".join(many)).different


def test_a_line_that_names_what_the_rival_lacks_gives_no_verdict() -> None:
    verdict = compare(
        "healthy",
        "An error occurred (TargetGroupNotFound)",
        role_of=ROLES.get,
        now=NOW,
        line="aws ec2 describe-instances --instance-ids i-0a1b2c3d4e5f60718",
        known_to_rival=lambda name: name != "i-0a1b2c3d4e5f60718",
    )
    assert verdict.kind == "no_verdict"


def _log(dice: random.Random, count: int, share: float) -> str:
    lines = []
    for i in range(count):
        second = 59 - i * 59 // count
        status = 503 if i % 10 < share * 10 else 200
        lines.append(
            f"10.0.{dice.randint(1, 2)}.{dice.randint(2, 250)} - - [21/Nov/2026:03:31:{second:02d} +0000] "
            f'"GET /v1/orders HTTP/1.1" {status} {dice.randint(150, 250)} "-" "curl/7.88.1" '
            f'trace="Root=1-6920{dice.randint(0x1000, 0xFFFF):04x}-{dice.getrandbits(96):024x}" '
            f"rt={dice.randint(2, 18) / 1000:.3f} urt=- us=-"
        )
    return "\n".join(lines)


def _headers(dice: random.Random) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = "".join(dice.choice(alphabet) for _ in range(53)) + "1=="
    return (
        f"HTTP/2 503\nserver: awselb/2.0\ndate: Sat, 21 Nov 2026 03:31:{dice.randint(10, 59)} GMT\n"
        f"via: 1.1 {dice.getrandbits(128):032x}.cloudfront.net (CloudFront)\n"
        f"x-amz-cf-id: {token}\nx-cache: Error from cloudfront\n"
        f"x-amzn-requestid: {dice.getrandbits(32):08x}-1b2c-4d3e-8f90-{dice.getrandbits(48):012x}\n"
    )


def _service(dice: random.Random) -> str:
    pid, second = dice.randint(400, 9000), dice.randint(10, 59)
    return (
        f"     Active: active (running) since Fri 2026-11-20 09:00:{second} UTC; 18h ago\n"
        f"   Main PID: {dice.randint(3000, 5000)} (gunicorn)\n"
        f"Nov 21 03:31:{second} web-1 gunicorn[{pid}]: PoolTimeout after 0.25{dice.randint(0, 9)} s, "
        f"peer 10.0.1.{dice.randint(2, 99)}:{dice.randint(33000, 60000)}, {dice.randint(60, 100)} waiting\n"
    )


@given(st.integers(0, 10_000), st.integers(10_001, 20_000), st.integers(12, 120))
@settings(max_examples=40, deadline=None)
def test_other_dice_are_never_different(one: int, other: int, count: int) -> None:
    """The property of DESIGN section 9: the same fault under other dice is never ruled out."""
    for render in (_headers, _service, lambda dice: _log(dice, count, 0.7)):
        here, there = render(random.Random(one)), render(random.Random(other))
        assert look(here, there).kind == "same", look(here, there)


def test_the_same_log_with_another_cause_is_different() -> None:
    here = _log(random.Random(1), 100, 0.7)
    assert look(here, _log(random.Random(2), 100, 0.0)).different
    assert look(here, here.replace("us=-", "us=503")).different


def test_two_hundred_lines_are_compared_quickly() -> None:
    here, there = _log(random.Random(1), 200, 0.7), _log(random.Random(2), 200, 0.7)
    look(here, there)
    started = time.process_time()
    for _ in range(5):
        look(here, there)
    assert (time.process_time() - started) / 5 < 0.04


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_compares_and_equals_itself(one: str, other: str) -> None:
    assert look(one, one).kind == "same"
    assert look(one, other).kind == look(other, one).kind


def test_readers_that_remember_give_the_same_verdict() -> None:
    here = _log(random.Random(1), 60, 0.7)
    reader = Reader(ROLES.get, NOW)
    for seed in range(4):
        there = _log(random.Random(seed), 60, 0.7 if seed % 2 else 0.0)
        assert compare_read(here, there, reader, reader) == look(here, there)


@pytest.mark.parametrize(
    "text", ["1s" * 500_000, "a" * 1_000_000, "1:" * 300_000, "0a-" * 300_000, "\n".join("7" * 90_000)]
)
def test_hostile_output_is_compared_within_a_second(text: str) -> None:
    started = time.process_time()
    look(text, text + "x")
    assert time.process_time() - started < 1.0
