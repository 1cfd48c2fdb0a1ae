"""What counts as a look at what viewers get, and that hints cost what they said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from incidentgame.scoring.path import PathFacts, PathObservation, Said, score_path
from incidentgame.scoring.path.scope import scope

SUSPECTS = tuple("abcd")
NUMBER = Said(9, 9, "75 % of requests fail")


def look(n: int, line: str, **more: object) -> PathObservation:
    base: dict[str, object] = {"n": n, "at": n * 1000, "line": line, "layer": "user-side"}
    return PathObservation(**{**base, **more})  # type: ignore[arg-type]  # mixed keyword values


def p1(*looks: PathObservation) -> int:
    return scope(PathFacts(observations=looks, suspects=SUSPECTS, notes=(NUMBER,))).level


def test_the_status_page_is_a_look_from_outside() -> None:
    assert p1(look(1, "curl -si https://a.example/"), look(2, "status", kind="verb")) == 3


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("curl -si https://a.example/x", "curl -s -o /dev/null -w '%{http_code}' https://a.example/x", 1),
        ("curl -s -o /dev/null -w x https://a.example/x", "curl -s -o /dev/null -w x https://b.example/", 3),
        ("curl -si a.example/x", "curl -si b.example/x", 3),
        ("curl  -si  'https://a.example/x'", 'curl -si "https://a.example/x"', 1),
    ],
)
def test_two_looks_differ_by_what_they_ask_not_by_options(one: str, other: str, level: int) -> None:
    assert p1(look(1, one), look(2, other)) == level


def test_a_request_made_on_a_host_is_no_look_from_outside() -> None:
    assert not look(1, "ssh h 'curl -s localhost'", layer="host", layers=("user-side", "host")).outside


def test_a_line_with_two_looks_is_both() -> None:
    line = "curl -si https://a.example/; aws elbv2 describe-target-health"
    assert look(1, line, layer="targets", layers=("user-side", "targets")).outside


def test_hints_cost_what_was_said() -> None:
    facts = PathFacts(
        observations=(look(1, "curl -si https://a.example/"),), suspects=SUSPECTS, notes=(NUMBER,)
    )
    free = score_path(facts).score
    assert free > 3
    assert score_path(replace(facts, hint_cost=3)).score == free - 3
    assert score_path(replace(facts, hint_cost=500)).score == 0
