"""Instants as an author writes them: `-9m`, `-1d2h`, `T0-20m`, `-1d@14:05`.

Without a base they count from the page; `T0` is the instant at which the fault strikes, the same for every
fault of a pack. `@hh:mm` is a time of day (UTC), on the day the offset leads to.
"""

import re
from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, HOUR, MINUTE, SECOND, Instant, parse_iso

_FORM = re.compile(r"(T0|page)?((?:[+-]?\d+[dhms])*)(?:@(\d\d):(\d\d)(?::(\d\d))?)?\Z")
_PIECE = re.compile(r"([+-]?)(\d+)([dhms])")
_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_FIRST_TUESDAY = parse_iso("2026-01-13T00:00:00Z")
TEN_MINUTES = 10 * MINUTE


@dataclass(frozen=True, slots=True)
class Moments:
    """The instants everything else is counted from.

    `mark` is a full ten minutes of the clock, shortly before the fault strikes at `fault_at`; so a job that
    runs each ten minutes strikes when every other fault does.
    """

    mark: Instant
    fault_at: Instant
    failing_since: Instant
    paged_at: Instant

    def read(self, text: str) -> Instant:
        """The instant a text means; ValueError when it is none."""
        form = _FORM.match(text.strip())
        if not form or not text.strip():
            raise ValueError(f"{text!r} is no instant such as -9m, T0-20m or -1d@14:05")
        base, offsets, hour, minute, second = form.groups()
        at = (self.fault_at if base == "T0" else self.paged_at) + duration(offsets)
        if hour is None:
            return at
        return at // DAY * DAY + int(hour) * HOUR + int(minute) * MINUTE + int(second or 0) * SECOND


def duration(text: str) -> int:
    """Milliseconds of `-1d2h`; a sign holds until the next one."""
    total, sign = 0, 1
    for mark, number, unit in _PIECE.findall(text):
        sign = {"-": -1, "+": 1, "": sign}[mark]
        total += sign * int(number) * _UNITS[unit]
    return total


def moments(dice: Dice) -> Moments:
    """When a case happens: a Tuesday to Thursday of 2026, between 15:00 and 22:10 UTC."""
    day = _FIRST_TUESDAY + dice.below(46, "week") * 7 * DAY + dice.below(3, "weekday") * DAY
    mark = day + 15 * HOUR + dice.below(42, "ten minutes") * TEN_MINUTES
    return Moments(
        mark=mark,
        fault_at=mark + dice.between(2, 9, "fault second") * SECOND,
        failing_since=mark + 40 * SECOND,
        paged_at=mark + dice.between(520, 560, "page second") * SECOND,
    )
