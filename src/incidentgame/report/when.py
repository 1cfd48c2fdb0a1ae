"""Wall-clock instants as players read them, beside a now: `in 10 minutes`, `in 3 days, Tue 24 Nov`."""

from incidentgame.kernel.instant import DAY, HOUR, MINUTE, Instant, iso, page_date

_MANY_DAYS = 60
_MONTH = 30


def day(at: Instant) -> str:
    """`Tue 24 Nov`"""
    return page_date(at).rsplit(" ", 2)[0]


def date(at: Instant) -> str:
    """`2026-11-24`"""
    return iso(at)[:10]


def ahead(at: Instant, now: Instant) -> str:
    """How long until an instant; `now` for what has come."""
    left = at - now
    if left <= 0:
        return "now"
    if left < HOUR:
        return _counted("in", max(1, left // MINUTE), "minute")
    if left < DAY and at // DAY == now // DAY:
        return _counted("in", left // HOUR, "hour")
    days = at // DAY - now // DAY
    if days == 1:
        return "tomorrow"
    if days <= _MANY_DAYS:
        return f"in {days} days, {day(at)}"
    return f"in {days // _MONTH} months, {date(at)}"


def ago(at: Instant, now: Instant) -> str:
    """How long an instant lies back, in whole days."""
    days = now // DAY - at // DAY
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def _counted(before: str, count: int, unit: str) -> str:
    return f"{before} {count} {unit}{'' if count == 1 else 's'}"
