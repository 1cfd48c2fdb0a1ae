"""Instants in a text become ages: how long before now, in buckets that a person tells apart.

DESIGN section 9: "times by age bucket".  Forms read: ISO 8601 with or without zone, CLF, nginx error log,
syslog, HTTP dates, ctime, epoch seconds and milliseconds, `3h 12min ago`, and bare HH:MM:SS.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import timegm
from typing import Final

from incidentgame.scoring.perception.values import Value
from incidentgame.scoring.wordlist import listed

_MONTHS: Final = {
    name: number
    for number, name in enumerate(listed("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"), start=1)
}
_MON: Final = "(?:" + "|".join(_MONTHS) + ")"
_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_YEAR: Final = 366 * _DAY
BOUNDS: Final = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 3 * _DAY)
"""Upper ends of the age buckets in milliseconds; beyond the last everything is `older`."""

_DAYNAME: Final = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )"
DIGIT_PATTERN: Final = (
    r"(?P<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|\s?[+-]\d\d:?\d\d| UTC)?)"
    rf"|(?P<clf>\d\d/{_MON}/\d{{4}}:\d\d:\d\d:\d\d [+-]\d{{4}})"
    r"|(?P<ngx>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)"
    rf"|(?P<http>\d\d? {_MON} \d{{4}} \d\d:\d\d(?::\d\d)?(?: (?:GMT|UTC|[+-]\d{{4}}))?)"
    r"|(?P<ago>(?:\d+ ?(?:years?|months?|weeks?|w|days?|d|hours?|h|minutes?|min|m|seconds?|s"
    r"|ms)\s?)+ago\b)"
    r"|(?P<epoch>1[4-9]\d{8}(?:\d{3}|\.\d+)?(?![\w-]))"
    r"|(?P<date>\d{4}-\d\d-\d\d(?![\d-]))"
    r"|(?P<clock>(?<![:.])(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?![\d:]))"
)
"""Instants that begin with a digit."""
NAME_PATTERN: Final = (
    rf"(?P<isoday>{_DAYNAME}\d{{4}}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: UTC| [+-]\d{{4}})?)"
    rf"|(?P<httpday>{_DAYNAME}\d\d? {_MON} \d{{4}} \d\d:\d\d(?::\d\d)?(?: (?:GMT|UTC"
    rf"|[+-]\d{{4}}))?)"
    rf"|(?P<ctime>{_DAYNAME}?{_MON} [ \d]\d \d\d:\d\d:\d\d(?: UTC)? \d{{4}})"
    rf"|(?P<sys>{_DAYNAME}?{_MON} [ \d]\d \d\d:\d\d(?::\d\d(?:\.\d+)?)?)"
)
"""Instants that begin with the name of a day or a month."""
KINDS: Final = frozenset(listed("iso isoday clf ngx http httpday ctime sys ago epoch date clock"))

_UNITS: Final = {
    "y": _YEAR,
    "mo": 30 * _DAY,
    "w": 7 * _DAY,
    "d": _DAY,
    "h": _HOUR,
    "ms": 1,
    "s": 1000,
}
_PART: Final = re.compile(r"(\d+) ?([a-z]+)")
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)$")


def read_time(kind: str, text: str, now: int) -> Value:
    """The age of an instant written in a text, as a value that compares by bucket.  `now` in ms."""
    age = _age(kind, text, now)
    if age is None:
        return Value("id", text, raw=text)
    return Value("time", "<time>", age)


def same_age(one: int, other: int) -> bool:
    """Two ages in milliseconds are alike: same bucket, or across a bucket's edge within a fifth.

    Ages under five minutes also are alike within one minute: dice move a log line by seconds.
    """
    if bucket(one) == bucket(other):
        return True
    gap, larger = abs(one - other), max(abs(one), abs(other))
    return gap * 5 <= larger or gap <= _MINUTE


def bucket(age: int) -> int:
    """The number of the age bucket; instants in the future (negative ages) count below the first."""
    if age < -_MINUTE:
        return -1 - bisect_right(BOUNDS, -age)
    return bisect_right(BOUNDS, age)


def _age(kind: str, text: str, now: int) -> int | None:
    if kind == "ago":
        return _ago(text)
    if kind == "epoch":
        return now - (int(text) if len(text) == 13 and "." not in text else int(float(text) * 1000))
    if kind == "clock":
        return _clock(text, now)
    try:
        return now - _instant(kind, text, now)
    except (ValueError, KeyError, OverflowError):
        return None


def _ago(text: str) -> int:
    total = 0
    for number, unit in _PART.findall(text.removesuffix("ago")):
        total += int(number) * _unit(unit)
    return total


def _unit(unit: str) -> int:
    if unit.startswith("mo"):
        return _UNITS["mo"]
    if unit == "ms":
        return 1
    return _MINUTE if unit.startswith("m") else _UNITS[unit[0]]


def _clock(text: str, now: int) -> int:
    """A time of day means its last occurrence; up to an hour ahead it means the future."""
    hour, minute, second = (int(part) for part in text.split(".")[0].split(":"))
    moment = ((hour * 60 + minute) * 60 + second) * 1000
    age = (now - moment) % _DAY
    return age - _DAY if age > _DAY - _HOUR else age


def _instant(kind: str, text: str, now: int) -> int:
    offset = _offset(text)
    numbers = [int(n) for n in re.findall(r"\d+", _OFFSET.sub("", text))]
    if kind == "sys":
        return _this_year(text, numbers, now)
    if kind in ("iso", "isoday", "ngx", "date"):
        year, month, day, *clock = numbers
    elif kind == "ctime":
        day, *clock, year = numbers
        month = _month(text)
    else:
        day, year, *clock = numbers
        month = _month(text)
    return _ms(year, month, day, clock[:3]) - offset


def _offset(text: str) -> int:
    found = _OFFSET.search(text)
    if not found or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return 0
    size = int(found.group(2)) * _HOUR + int(found.group(3)) * _MINUTE
    return -size if found.group(1) == "-" else size


def _this_year(text: str, numbers: list[int], now: int) -> int:
    """Syslog lines carry no year: take the latest that is not ahead of now by more than a day."""
    day, *clock = numbers
    year = 1970 + now // (_DAY * 365 + _DAY // 4)
    candidates = [_ms(y, _month(text), day, clock[:3]) for y in (year + 1, year, year - 1)]
    return next((moment for moment in candidates if moment <= now + _DAY), candidates[-1])


def _month(text: str) -> int:
    found = re.search(_MON, text)
    return _MONTHS[found.group()] if found else 0


def _ms(year: int, month: int, day: int, clock: list[int]) -> int:
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1970 <= year <= 9999):
        raise ValueError("no date")
    return timegm((year, month, day, hour, minute, second)) * 1000
