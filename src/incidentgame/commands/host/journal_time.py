"""The timestamps journalctl 252 takes for --since and --until, and those it does not (api-503-host §4.3)."""

import re
from datetime import UTC, datetime, timedelta

from incidentgame.kernel.instant import DAY, Instant, from_datetime, to_datetime

_UNITS = {
    "us": 0,
    "ms": 1,
    "s": 1000,
    "sec": 1000,
    "second": 1000,
    "seconds": 1000,
    "m": 60_000,
    "min": 60_000,
    "minute": 60_000,
    "minutes": 60_000,
    "h": 3_600_000,
    "hr": 3_600_000,
    "hour": 3_600_000,
    "hours": 3_600_000,
    "d": DAY,
    "day": DAY,
    "days": DAY,
    "w": 7 * DAY,
    "week": 7 * DAY,
    "weeks": 7 * DAY,
}
_PART = re.compile(r"(\d+)\s*([a-z]+)\s*")


def parse_time(text: str, now: Instant) -> Instant | None:
    """The instant, or None when systemd would say `Failed to parse timestamp`."""
    text = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", "", text.strip(), flags=re.IGNORECASE)
    midnight = now - now % DAY
    named = {"now": now, "today": midnight, "yesterday": midnight - DAY, "tomorrow": midnight + DAY}
    if text in named:
        return named[text]
    if re.fullmatch(r"@\d+(\.\d+)?", text):
        return int(float(text[1:]) * 1000)
    relative = _relative(text, now)
    return relative if relative is not None else _absolute(text, now)


def _relative(text: str, now: Instant) -> Instant | None:
    if text.endswith(" ago"):
        return _moved(text[:-4], now, -1)
    if text[:1] in ("-", "+"):
        return _moved(text[1:], now, -1 if text[0] == "-" else 1)
    return _moved(text[:-5], now, 1) if text.endswith(" left") else None


def _moved(span: str, now: Instant, sign: int) -> Instant | None:
    """`10 min`, `1h30m`, `90` (seconds)."""
    span = span.strip().lower()
    if span.isdigit():
        return now + sign * int(span) * 1000
    total, at = 0, 0
    for match in _PART.finditer(span):
        if match.start() != at or match[2] not in _UNITS:
            return None
        total, at = total + int(match[1]) * _UNITS[match[2]], match.end()
    return now + sign * total if span and at == len(span) else None


def _absolute(text: str, now: Instant) -> Instant | None:
    text = text.removesuffix(" UTC")
    match = re.fullmatch(
        r"(?:(\d{4}-\d{1,2}-\d{1,2}))?\s*(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?", text
    )
    if not match or not text:
        return None
    try:
        day = datetime.strptime(match[1], "%Y-%m-%d").replace(tzinfo=UTC) if match[1] else _today(now)
        hours, minutes, seconds = (int(match[n] or 0) for n in (2, 3, 4))
        if hours > 23 or minutes > 59 or seconds > 59:
            return None
        return from_datetime(day + timedelta(hours=hours, minutes=minutes, seconds=seconds))
    except ValueError:
        return None


def _today(now: Instant) -> datetime:
    return to_datetime(now - now % DAY)
