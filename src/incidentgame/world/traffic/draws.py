"""Chance for many slots at once: the same counter-based idea as kernel.chance, over arrays.

splitmix64 on unsigned 64-bit integers; only whole-number operations, so every machine agrees.
"""

from collections.abc import Sequence
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_SPREAD = np.uint64(0x2545F4914F6CDD1D)
_LOW16 = np.uint64(0xFFFF)


def mixed(seed: int | U64, counters: NDArray[Any]) -> U64:
    """One 64-bit number per counter, from a 64-bit seed (or one seed per counter)."""
    with np.errstate(over="ignore"):
        z: U64 = np.asarray(seed, dtype=np.uint64) + (counters.astype(np.uint64) + np.uint64(1)) * _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * _MIX1
        z = (z ^ (z >> np.uint64(27))) * _MIX2
        return z ^ (z >> np.uint64(31))


def arrivals(seed: int, slots: I64, mean_milli: int) -> I64:
    """How many requests each slot has: about Poisson with the given mean (in thousandths)."""
    raw = mixed(seed, slots)
    bell = np.zeros(len(slots), dtype=np.int64)
    for part in range(4):
        bell += ((raw >> np.uint64(16 * part)) & _LOW16).astype(np.int64)
    deviation = isqrt(mean_milli * 1000)
    dither = (mixed(seed ^ 0x5DEECE66D, slots) % np.uint64(1000)).astype(np.int64)
    count = (mean_milli + (bell - 131_070) * deviation // 37_837 + dither) // 1000
    above: I64 = np.maximum(count, 0)
    return above


def offsets(seed: int, slots: I64, numbers: I64, length: int) -> I64:
    """The moment of request `numbers[i]` of `slots[i]` in ms from its slot's start; in no order."""
    with np.errstate(over="ignore"):
        seeds = np.uint64(seed) ^ (slots.astype(np.uint64) * _SPREAD)
    return (mixed(seeds, numbers) % np.uint64(length)).astype(np.int64)


_STEP32 = 0x9E3779B1
"""2**32 over the golden ratio: multiples of it, modulo 2**32, scatter evenly at any length."""


def picks(edges: Sequence[int], start: I64, numbers: I64) -> I64:
    """Which share each numbered request falls into; `edges` are upper cumulative shares in 2**-32."""
    points = (start + numbers * _STEP32) & 0xFFFFFFFF
    found = np.searchsorted(np.asarray(edges, dtype=np.int64), points, side="right")
    return np.minimum(found, len(edges) - 1).astype(np.int64)


def numbered(counts: I64) -> I64:
    """0 … n−1 for each count n, one run after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) - np.repeat(ends - counts, counts)


def phase(seed: int, slots: I64) -> I64:
    """A 32-bit starting point per slot for dealing its requests to branches."""
    return (mixed(seed ^ 0x6A09E667F3BCC909, slots) >> np.uint64(32)).astype(np.int64)
