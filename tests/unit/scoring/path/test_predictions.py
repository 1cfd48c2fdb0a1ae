"""`expect "…"` against what the next look showed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.scoring.path.predictions import Shown, kept, verdict

SICK = '{"TargetHealthDescriptions": [{"Target": {"Id": "i-0a"}, "TargetHealth": {"State": "unhealthy"}}]}'
FOUR = "\n".join(f"i-0a{n}\thealthy\tNone" for n in range(4))
EMPTY = '{"TargetHealthDescriptions": []}'
C503 = "HTTP/2 503 \nserver: awselb/2.0\ncontent-length: 162\n"
C200 = "HTTP/2 200 \nserver: nginx/1.22.1\n"
RULE = '"Priority": "4",\n"Type": "fixed-response"'


@pytest.mark.parametrize(
    ("expected", "shown", "answer"),
    [
        ("targets are healthy", SICK, False),
        ("targets are healthy", FOUR, True),
        ("the four instances are healthy in group api", FOUR, True),
        ("three healthy targets", FOUR, False),
        ("all healthy", FOUR + "\ni-9\tunhealthy", False),
        ("no targets, or targets not in use", EMPTY, True),
        ("no targets", SICK, False),
        ("the target group is empty", SICK, False),
        ("it isn't empty", FOUR, True),
        ("nothing", "", True),
        ("healthy", EMPTY, False),
        ("503", C503, True),
        ("still 503", C503, True),
        ("200 again", C503, False),
        ("not 503", C200, True),
        ("it's still not 200", C503, True),
        ("5xx", C503, True),
        ("200 or 404", C200, True),
        ("`awselb`", C503, True),
        ('"server: nginx"', C503, False),
        ("not `awselb`", C503, False),
        ("a rule before 10 is a fixed-response", RULE, True),
        ("a new rule in front, priority 4", RULE, True),
        ("rule 5 forwards to api-v2", "5 forward targetgroup/api-v2/0a", True),
        ("AccessDenied", C503, False),
        ("NXDOMAIN", ";; status: NOERROR", False),
        ("it times out", "curl: (28) Operation timed out", True),
        ("a timeout", C503, False),
        ("targets are unhealthy, the app is down", SICK, True),
        ("targets are unhealthy and 200", C200 + SICK.replace("un", ""), False),
        ("something odd with the function", C503, None),
        ("the function was modified today", '"LastModified": "2026"', None),
        ("no errors", FOUR, None),
        ("more than 100 errors", "0", None),
        ("", C503, None),
    ],
)
def test_a_prediction_is_kept_broken_or_cannot_be_told(
    expected: str, shown: str, answer: bool | None
) -> None:
    assert kept(expected, Shown(shown)) is answer


def test_an_empty_list_is_nothing_in_any_output_format() -> None:
    assert kept("no targets", Shown("", ("TargetHealthDescriptions",))) is True
    assert kept("no targets", Shown("DescribeTargetHealth\n", ("TargetHealthDescriptions",))) is True


def test_the_words_it_rests_on_are_named() -> None:
    assert verdict("503 from `awselb`", Shown(C503)) == (True, "awselb, 503")
    assert verdict("healthy", Shown(SICK)) == (False, "healthy")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_words_have_an_answer(expected: str, shown: str) -> None:
    assert kept(expected, Shown(shown)) in (True, False, None)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["503", "healthy", "`awselb`", "5xx"]), st.sampled_from([SICK, FOUR, EMPTY, C503, C200])
)
def test_a_denial_is_the_opposite(word: str, shown: str) -> None:
    plain, denied = kept(word, Shown(shown)), kept(f"not {word}", Shown(shown))
    assert (plain is None) == (denied is None)
    assert plain is None or plain is not denied
