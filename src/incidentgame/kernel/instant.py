"""Instants are integers: milliseconds since the Unix epoch, UTC. This file turns them into text.

Nothing here reads a clock. Every tool's timestamp format lives here so that two tools that show the
same instant cannot disagree.
"""

from datetime import UTC, datetime, timedelta

Instant = int
"""Milliseconds since 1970-01-01T00:00:00Z."""

Millis = int
"""A duration in milliseconds."""

SECOND: Millis = 1_000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE
DAY: Millis = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def to_datetime(at: Instant) -> datetime:
    """The instant as an aware UTC datetime (exact, no floats)."""
    return _EPOCH + timedelta(milliseconds=at)


def from_datetime(moment: datetime) -> Instant:
    """Milliseconds since the epoch; a naive datetime is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def parse_iso(text: str) -> Instant:
    """`2026-03-10T14:07:00Z` and its relatives; ValueError when it is not one."""
    return from_datetime(datetime.fromisoformat(text.replace("Z", "+00:00")))


def iso(at: Instant) -> str:
    """`2026-03-10T14:07:31Z`"""
    return to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_millis(at: Instant) -> str:
    """`2026-03-10T14:07:31.250Z`"""
    return f"{to_datetime(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def iso_micros(at: Instant, micros: int = 0) -> str:
    """`2026-03-10T14:07:31.250417Z`; `micros` is 0–999, the part below a millisecond."""
    return f"{to_datetime(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}{micros:03d}Z"


def iso_offset(at: Instant, *, fraction: bool = False) -> str:
    """`2026-03-10T14:07:31+00:00`, as AWS CLI v2 prints; with `fraction` also milliseconds."""
    moment = to_datetime(at)
    if fraction:
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}000+00:00"
    return f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"


def common_log(at: Instant) -> str:
    """`10/Mar/2026:14:07:31 +0000` (nginx `$time_local` without brackets)."""
    m = to_datetime(at)
    return f"{m.day:02d}/{_MONTHS[m.month - 1]}/{m.year}:{m:%H:%M:%S} +0000"


def nginx_error(at: Instant) -> str:
    """`2026/03/10 14:07:31`"""
    return to_datetime(at).strftime("%Y/%m/%d %H:%M:%S")


def syslog(at: Instant) -> str:
    """`Mar 10 14:07:31`, day padded with a space below ten in the journal's way."""
    m = to_datetime(at)
    return f"{_MONTHS[m.month - 1]} {m.day:02d} {m:%H:%M:%S}"


def http_date(at: Instant) -> str:
    """`Tue, 10 Mar 2026 14:07:31 GMT`"""
    m = to_datetime(at)
    return f"{_DAYS[m.weekday()]}, {m.day:02d} {_MONTHS[m.month - 1]} {m.year} {m:%H:%M:%S} GMT"


def ctime(at: Instant) -> str:
    """`Tue Mar 10 14:07:31 UTC 2026`, as `date` prints."""
    m = to_datetime(at)
    day = _DAYS[m.weekday()]
    return f"{day} {_MONTHS[m.month - 1]} {m.day:2d} {m:%H:%M:%S} UTC {m.year}"


def systemd(at: Instant) -> str:
    """`Tue 2026-03-10 14:07:31 UTC`"""
    m = to_datetime(at)
    return f"{_DAYS[m.weekday()]} {m:%Y-%m-%d %H:%M:%S} UTC"


def clock(at: Instant) -> str:
    """`14:07:31`"""
    return to_datetime(at).strftime("%H:%M:%S")


def page_date(at: Instant) -> str:
    """`Tue 10 Mar 14:07 UTC`"""
    m = to_datetime(at)
    return f"{_DAYS[m.weekday()]} {m.day} {_MONTHS[m.month - 1]} {m:%H:%M} UTC"
