"""Weighted kappa and its neighbours, against hand-made and brute-force values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.scoring.agreement import agreement, weighted_kappa

SCORES = st.integers(0, 3).map(Fraction)
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=2, max_size=30)


def by_table(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The textbook's way: observed and expected tables with quadratic weights."""
    n = len(pairs)
    seen = sum(((a - b) ** 2 for a, b in pairs), Fraction(0)) / n
    expected = sum(((a - b) ** 2 for (a, _), (_, b) in product(pairs, pairs)), Fraction(0)) / n**2
    return 1 - seen / expected if expected else None


@given(PAIRS)
def test_kappa_is_the_textbooks(pairs: list[tuple[Fraction, Fraction]]) -> None:
    assert weighted_kappa(pairs) == by_table(pairs)


@given(PAIRS)
def test_kappa_depends_on_no_order_and_on_no_side(pairs: list[tuple[Fraction, Fraction]]) -> None:
    assert weighted_kappa(pairs) == weighted_kappa(pairs[::-1]) == weighted_kappa([(b, a) for a, b in pairs])


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0), (3, 3)], 1),
        ([(0, 3), (3, 0)], -1),
        ([(0, 0), (0, 3), (3, 0), (3, 3)], 0),
        ([(2, 2), (2, 2)], None),
        ([(1, 1)], None),
    ],
)
def test_known_values(pairs: list[tuple[int, int]], kappa: int | None) -> None:
    assert weighted_kappa([(Fraction(a), Fraction(b)) for a, b in pairs]) == kappa


def test_what_is_told_of_two_raters() -> None:
    one = {"a": Fraction(3), "b": Fraction(2), "c": Fraction(0), "only": Fraction(1)}
    other = {"c": Fraction(2), "b": Fraction(3), "a": Fraction(3)}
    found = agreement("x", one, "y", other)
    assert found is not None
    assert (found.n, found.exact, found.adjacent) == (3, Fraction(1, 3), Fraction(2, 3))
    assert found.mean_difference == 1
    assert [(d.item, d.by) for d in found.differing] == [("c", 2), ("b", 1)]


def test_raters_with_nothing_in_common() -> None:
    assert agreement("x", {"a": Fraction(1)}, "y", {"b": Fraction(1)}) is None
