"""Durations in systemd's and procps' words."""

from incidentgame.kernel.instant import Instant, Millis, to_datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def ago(duration: Millis) -> str:
    """`2min 11s ago`, `1 day 3h ago`: systemd's relative time (format_timestamp_relative)."""
    return f"{span(duration)} ago"


def span(duration: Millis) -> str:
    """The two largest units that systemd thinks worth saying."""
    seconds = duration // 1000
    if seconds >= 365 * _DAY:
        months = seconds % (365 * _DAY) // (30 * _DAY)
        return f"{_many(seconds // (365 * _DAY), 'year')} {_many(months, 'month')}"
    if seconds >= 30 * _DAY:
        return f"{_many(seconds // (30 * _DAY), 'month')} {_many(seconds % (30 * _DAY) // _DAY, 'day')}"
    if seconds >= 7 * _DAY:
        return f"{_many(seconds // (7 * _DAY), 'week')} {_many(seconds % (7 * _DAY) // _DAY, 'day')}"
    if seconds >= 2 * _DAY:
        return f"{seconds // _DAY} days"
    if seconds >= _DAY:
        return f"1 day {seconds % _DAY // _HOUR}h"
    return _below_a_day(seconds, duration)


def _below_a_day(seconds: int, duration: Millis) -> str:
    if seconds >= 6 * _HOUR:
        return f"{seconds // _HOUR}h"
    if seconds >= _HOUR:
        return f"{seconds // _HOUR}h {seconds % _HOUR // _MINUTE}min"
    if seconds >= 5 * _MINUTE:
        return f"{seconds // _MINUTE}min"
    if seconds >= _MINUTE:
        return f"{seconds // _MINUTE}min {seconds % _MINUTE}s"
    return f"{seconds}s" if seconds > 0 else f"{duration}ms"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def left(duration: Millis) -> str:
    """`4min 44s left`, as list-timers has it."""
    return f"{span(duration)} left"


def lasted(duration: Millis) -> str:
    """`1.212s`, `2min 3.040s`, `1d 4h 5min`: an exact span (format_timespan)."""
    seconds, rest = divmod(duration, 1000)
    if seconds >= _DAY:
        return f"{seconds // _DAY}d {seconds % _DAY // _HOUR}h {seconds % _HOUR // _MINUTE}min"
    if seconds >= _HOUR:
        return f"{seconds // _HOUR}h {seconds % _HOUR // _MINUTE}min {seconds % _MINUTE}s"
    if seconds >= _MINUTE:
        return f"{seconds // _MINUTE}min {seconds % _MINUTE}.{rest:03d}s"
    return f"{seconds}.{rest:03d}s" if seconds else f"{rest}ms"


def uptime(duration: Millis) -> str:
    """`2 days,  1:30`, ` 2:21`, `24 min`: procps' form after `up`."""
    minutes = duration // 60_000
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    lead = f"{days} {'day' if days == 1 else 'days'}, " if days else ""
    return lead + (f"{hours:2d}:{rest:02d}" if hours else f"{rest} min")


def uptime_pretty(duration: Millis) -> str:
    """`up 2 hours, 21 minutes`"""
    minutes = duration // 60_000
    weeks, days, hours = minutes // 10_080, minutes // 1440 % 7, minutes // 60 % 24
    parts = [(weeks, "week"), (days, "day"), (hours, "hour"), (minutes % 60, "minute")]
    return (
        "up " + ", ".join(_many(count, word) for count, word in parts if count) if minutes else "up 0 minutes"
    )


def short_start(at: Instant, now: Instant) -> str:
    """ps' START: `03:40` today, `Nov19` within the year, else the year."""
    then, today = to_datetime(at), to_datetime(now)
    if now - at < _DAY * 1000 and then.date() == today.date():
        return f"{then:%H:%M}"
    return f"{then:%b%d}" if then.year == today.year else f"{then.year}"
