"""Schedule expressions: `rate(10 minutes)`, `cron(0/10 * * * ? *)`, `at(2026-03-10T14:00:00)`; all in UTC.

House rule: a schedule's time zone is shown but the expression is read as UTC; `L`, `W` and `#` are unknown.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from incidentgame.kernel.instant import (
    DAY,
    HOUR,
    MINUTE,
    Instant,
    Millis,
    from_datetime,
    parse_iso,
    to_datetime,
)

_RATE = re.compile(r"rate\((\d{1,6}) (minute|minutes|hour|hours|day|days)\)")
_UNITS = {"minute": MINUTE, "hour": HOUR, "day": DAY}
_MONTHS = {
    n: i
    for i, n in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_DAYS = {n: i for i, n in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], 1)}
_LOOK_AHEAD_DAYS = 800


@dataclass(frozen=True, slots=True)
class Rate:
    period: Millis


@dataclass(frozen=True, slots=True)
class At:
    when: Instant


@dataclass(frozen=True, slots=True)
class Cron:
    """Each field's allowed numbers, ascending; `weekdays` counts Sunday as 1; None means any (`?`)."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...] | None
    months: tuple[int, ...]
    weekdays: tuple[int, ...] | None
    years: tuple[int, ...]


Expression = Rate | At | Cron


@lru_cache(maxsize=512)
def parse(text: str) -> Expression | None:
    """The expression; None when it is not valid."""
    rate = _RATE.fullmatch(text)
    if rate:
        count, unit = int(rate[1]), rate[2]
        plural = unit.endswith("s")
        return Rate(count * _UNITS[unit.rstrip("s")]) if count and plural == (count > 1) else None
    try:
        if text.startswith("at(") and text.endswith(")"):
            return At(parse_iso(text[3:-1]))
        if text.startswith("cron(") and text.endswith(")"):
            return _cron(text[5:-1].split())
    except ValueError:
        return None
    return None


def _cron(fields: list[str]) -> Cron | None:
    if len(fields) != 6 or (fields[2] == "?") == (fields[4] == "?"):
        return None
    minute, hour, day, month, weekday, year = fields
    return Cron(
        _field(minute, 0, 59, {}),
        _field(hour, 0, 23, {}),
        None if day == "?" else _field(day, 1, 31, {}),
        _field(month, 1, 12, _MONTHS),
        None if weekday == "?" else _field(weekday, 1, 7, _DAYS),
        _field(year, 1970, 2199, {}),
    )


def _field(text: str, low: int, high: int, names: dict[str, int]) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, last = _span(span, low, high, names, stepped=bool(step))
        if not low <= first <= last <= high:
            raise ValueError(part)
        found.update(range(first, last + 1, int(step) if step else 1))
    return tuple(sorted(found))


def _span(text: str, low: int, high: int, names: dict[str, int], *, stepped: bool) -> tuple[int, int]:
    if text == "*":
        return low, high
    first, dash, last = text.partition("-")
    start = names.get(first.upper()) or int(first)
    if dash:
        return start, names.get(last.upper()) or int(last)
    return start, high if stepped else start


def following(text: str, after: Instant, anchor: Instant) -> Instant | None:
    """The first firing strictly after an instant; rates count from the anchor. None when there is none."""
    expression = parse(text)
    if isinstance(expression, Rate):
        if after < anchor:
            return anchor
        return anchor + ((after - anchor) // expression.period + 1) * expression.period
    if isinstance(expression, At):
        return expression.when if expression.when > after else None
    return None if expression is None else _next_cron(expression, after // MINUTE + 1)


@lru_cache(maxsize=4096)
def _next_cron(cron: Cron, minute: int) -> Instant | None:
    """The first matching minute from a minute number on."""
    start = to_datetime(minute * MINUTE)
    begin_day = from_datetime(start.replace(hour=0, minute=0))
    for offset in range(_LOOK_AHEAD_DAYS):
        day = begin_day + offset * DAY
        if _day_matches(cron, day):
            earliest = start.hour * 60 + start.minute if offset == 0 else 0
            hit = next(
                (h * 60 + m for h in cron.hours for m in cron.minutes if h * 60 + m >= earliest),
                None,
            )
            if hit is not None:
                return day + hit * MINUTE
    return None


def _day_matches(cron: Cron, day: Instant) -> bool:
    date = to_datetime(day)
    if date.month not in cron.months or date.year not in cron.years:
        return False
    if cron.days is not None and date.day not in cron.days:
        return False
    weekday = date.isoweekday() % 7 + 1
    return cron.weekdays is None or weekday in cron.weekdays
