"""What a token of a line means: a word, an id, a time, a count, a percentage or a duration."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Kind = Literal["time", "id", "count", "percent", "duration"]


class Value(msgspec.Struct, frozen=True):
    """One token that compares by meaning.  `mark` stands for it in the line's template.

    `size`: age in ms, thousandths of a count, hundredths of a percent, or microseconds, by kind.
    """

    kind: Kind
    mark: str
    size: int = 0
    raw: str = ""


WHOLE: Final = 1000
"""Counts are kept in thousandths, so that 7, 7.0 and 7.3 stand in one column."""


def like_count(one: int, other: int) -> bool:
    """DESIGN section 9: whole counts differ when one is zero and the other is not, when both are at most
    ten and unequal, or by more than a factor of two; fractions only by the factor, above 0.2."""
    low, high = sorted((abs(one), abs(other)))
    if one == other:
        return True
    if one % WHOLE or other % WHOLE:
        return high <= 200 or high <= 2 * low
    if low == 0 or high <= 10 * WHOLE or (one < 0) != (other < 0):
        return False
    return high <= 2 * low


def like_percent(one: int, other: int) -> bool:
    """Percentages, in hundredths: alike within 15 points."""
    return abs(one - other) <= 1500


def like_duration(one: int, other: int) -> bool:
    """Durations, in microseconds: alike within a factor of two, or both under 50 ms (noise)."""
    low, high = sorted((one, other))
    return high <= 50_000 or (low > 0 and high <= 2 * low)
