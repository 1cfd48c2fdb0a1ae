"""Debian's own timers: when they last ran and will run next, the same for list-timers and the journal."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import DAY, HOUR, MINUTE, Instant
from incidentgame.world.compute.hosts import booted_at
from incidentgame.world.view import View


@dataclass(frozen=True, slots=True)
class Timer:
    """A calendar timer: every `period` ms, `offset` into it, plus up to `spread` ms drawn per run."""

    name: str
    service: str
    description: str
    period: int
    offset: int
    spread: int


_MONDAY = 4 * DAY
"""The epoch was a Thursday: weeks that start on Monday begin four days in."""

TIMERS = (
    Timer(
        "apt-daily-upgrade.timer",
        "apt-daily-upgrade.service",
        "Daily apt upgrade and clean activities",
        DAY,
        6 * HOUR,
        HOUR,
    ),
    Timer(
        "apt-daily.timer", "apt-daily.service", "Daily apt download activities", DAY // 2, 6 * HOUR, 11 * HOUR
    ),
    Timer("dpkg-db-backup.timer", "dpkg-db-backup.service", "Daily dpkg database backup service", DAY, 0, 0),
    Timer(
        "e2scrub_all.timer",
        "e2scrub_all.service",
        "Online ext4 Metadata Check for All Filesystems",
        7 * DAY,
        3 * DAY + 190 * MINUTE,
        MINUTE,
    ),
    Timer(
        "fstrim.timer",
        "fstrim.service",
        "Discard unused blocks on filesystems from /etc/fstab",
        7 * DAY,
        _MONDAY,
        100 * MINUTE,
    ),
    Timer("logrotate.timer", "logrotate.service", "Rotate log files", HOUR, 0, 0),
    Timer("man-db.timer", "man-db.service", "Daily man-db regeneration", DAY, 0, 12 * HOUR),
    Timer(
        "systemd-tmpfiles-clean.timer",
        "systemd-tmpfiles-clean.service",
        "Cleanup of Temporary Directories",
        DAY,
        -1,
        0,
    ),
)


def _time(view: View, host: str, timer: Timer, number: int) -> Instant:
    """The number-th run."""
    offset = timer.offset
    if offset < 0:  # OnBootSec=15min, then daily
        offset = (booted_at(view.world, host) + 15 * MINUTE) % timer.period
    spread = view.dice.below(timer.spread, "timer", host, timer.name, number) if timer.spread else 0
    return number * timer.period + offset + spread


def last_and_next(view: View, host: str, timer: Timer) -> tuple[Instant | None, Instant]:
    """The last run since boot (None when there was none) and the next one."""
    number = view.now // timer.period - 1
    times = [_time(view, host, timer, number + step) for step in range(4)]
    past = [at for at in times if booted_at(view.world, host) < at <= view.now]
    return (past[-1] if past else None), min(at for at in times if at > view.now)


def firings(view: View, host: str, start: Instant, end: Instant) -> Iterator[tuple[Instant, Timer]]:
    """The runs in [start, end) since boot, timer by timer."""
    start = max(start, booted_at(view.world, host))
    for timer in TIMERS:
        for number in range(start // timer.period - 1, end // timer.period + 1):
            at = _time(view, host, timer, number)
            if start <= at < end:
                yield at, timer
