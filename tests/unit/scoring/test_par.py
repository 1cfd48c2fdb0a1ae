"""Par by greedy search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.scoring.par import Observable, bits, cost, par, par_steps

CATALOGUE: list[Observable] = [
    ("dig", "name", dict.fromkeys("abcd", "ok")),
    ("curl", "edge", {"a": "F", "b": "A", "c": "A", "d": "A"}),
    ("health", "targets", {"a": "ok", "b": "none", "c": "ok", "d": "none"}),
    ("rules", "routing", {"a": "x", "b": "x", "c": "y", "d": "x"}),
    ("trail", "change-history", {"a": "1", "b": "2", "c": "3", "d": "4"}),
]


def test_par_ends_with_the_truth_alone_and_wastes_nothing() -> None:
    for truth in "abcd":
        steps = par_steps(CATALOGUE, truth)
        assert steps[-1].left == 1
        assert all(step.bits > 0 for step in steps)
        assert abs(sum(step.bits for step in steps) - 2.0) < 1e-9
        assert par(CATALOGUE, truth) == [step.line for step in steps]


def test_the_request_path_comes_first_and_is_free() -> None:
    chain: list[Observable] = CATALOGUE[:4]
    assert [step.line for step in par_steps(chain, "a")] == ["curl"]
    assert cost(par_steps(chain, "a")) == 0
    deep: list[Observable] = [CATALOGUE[1], CATALOGUE[4]]
    assert [step.line for step in par_steps(deep, "b")] == ["curl", "trail"]


def test_faults_that_cannot_be_told_apart_end_the_search() -> None:
    same: list[Observable] = [("x", "edge", {"a": "1", "b": "1"})]
    assert par(same, "a") == []


def test_bits() -> None:
    assert bits(8, 2) == 2.0
    assert bits(3, 3) == 0.0
    assert bits(0, 0) == 0.0


@given(st.permutations(CATALOGUE))
def test_the_order_of_the_catalogue_does_not_change_what_is_left(order: list[Observable]) -> None:
    assert par_steps(order, "d")[-1].left == 1
    assert len(par_steps(order, "d")) == len(par_steps(CATALOGUE, "d"))
