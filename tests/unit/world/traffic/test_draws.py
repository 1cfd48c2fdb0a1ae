"""Chance over arrays: the same numbers alone and among others, on every machine."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.traffic import draws

SEEDS = st.integers(0, 2**64 - 1)
SLOTS = st.lists(st.integers(0, 2**40), min_size=1, max_size=20)


def array(values: list[int]) -> draws.I64:
    return np.asarray(values, dtype=np.int64)


@given(SEEDS, SLOTS)
def test_a_counter_draws_the_same_alone_and_among_others(seed: int, slots: list[int]) -> None:
    together = draws.mixed(seed, array(slots)).tolist()
    assert together == [int(draws.mixed(seed, array([slot]))[0]) for slot in slots]


@given(SEEDS, SLOTS, st.integers(0, 10**6))
def test_arrivals_are_never_negative_and_nothing_comes_of_nothing(
    seed: int, slots: list[int], mean: int
) -> None:
    assert (draws.arrivals(seed, array(slots), mean) >= 0).all()
    assert not draws.arrivals(seed, array(slots), 0).any()


def test_arrivals_have_their_mean_and_spread() -> None:
    found = draws.arrivals(5, np.arange(20_000, dtype=np.int64), 12_500)
    assert abs(float(found.mean()) - 12.5) < 0.15
    assert 10 < float(found.var()) < 15


@given(st.lists(st.integers(0, 9), max_size=12))
def test_numbered_counts_each_run_from_zero(counts: list[int]) -> None:
    assert draws.numbered(array(counts)).tolist() == [n for count in counts for n in range(count)]


@given(SEEDS, st.lists(st.integers(1, 1000), min_size=1, max_size=6), st.integers(1, 400))
def test_picks_deal_in_proportion_whatever_the_phase(seed: int, weights: list[int], length: int) -> None:
    """Evenly scattered points: no branch is off by more than a few requests of a slot."""
    edges = [sum(weights[: n + 1]) * 2**32 // sum(weights) for n in range(len(weights))]
    start = np.repeat(draws.phase(seed, array([7])), length)
    picks = draws.picks(edges, start, np.arange(length, dtype=np.int64)).tolist()
    for place, weight in enumerate(weights):
        assert abs(picks.count(place) - length * weight / sum(weights)) < 4


@given(SEEDS, SLOTS)
def test_offsets_stay_in_the_slot(seed: int, slots: list[int]) -> None:
    found = draws.offsets(seed, array(slots), array(list(range(len(slots)))), 10_000)
    assert ((found >= 0) & (found < 10_000)).all()


def test_the_draws_of_today_are_those_of_tomorrow() -> None:
    assert draws.mixed(1, array([0, 1, 2])).tolist() == SPLITMIX


SPLITMIX = [10451216379200822465, 13757245211066428519, 17911839290282890590]
"""splitmix64 seeded with 1 (Vigna's reference)."""
