"""cron: crontabs on a host, when their lines run, and what the journal says about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, Instant, to_datetime
from incidentgame.world.compute.files import list_files, read_file
from incidentgame.world.state import World

SPOOL = "/var/spool/cron/crontabs"
_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMES = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "sun mon tue wed thu fri sat")
    for number, name in enumerate(names.split(), start=1 if names.startswith("jan") else 0)
}


@dataclass(frozen=True, slots=True)
class Job:
    """One line of a crontab: five sets of numbers, who runs what."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool
    user: str
    command: str
    source: str

    def runs(self, at: Instant) -> bool:
        """Does it run in the minute that begins at `at`? Day and weekday: either, when both are given."""
        moment = to_datetime(at)
        if (
            moment.minute not in self.minutes
            or moment.hour not in self.hours
            or moment.month not in self.months
        ):
            return False
        day, weekday = moment.day in self.days, moment.isoweekday() % 7 in self.weekdays
        return day and weekday if self.any_day or self.any_weekday else day or weekday


def jobs(world: World, host: str) -> list[Job]:
    """Every job of the host: /etc/crontab, /etc/cron.d, users' crontabs."""
    found: list[Job] = []
    for path in ("/etc/crontab", *list_files(world, host, "/etc/cron.d")):
        found.extend(parse(read_file(world, host, path) or "", path))
    for path in list_files(world, host, SPOOL):
        found.extend(parse(read_file(world, host, path) or "", path, user=path.rpartition("/")[2]))
    return found


def parse(text: str, source: str, user: str = "") -> list[Job]:
    """The jobs of a crontab; `user` "": the line names the user (/etc/crontab). Bad lines are no jobs."""
    return [job for line in text.splitlines() if (job := _job(line.strip(), source, user))]


def _job(line: str, source: str, user: str) -> Job | None:
    if not line or line.startswith("#") or re.match(r"\w+\s*=", line):
        return None
    first = line.split(None, 1)[0]
    line = _MACROS[first] + line[len(first) :] if first in _MACROS else line
    words = line.split(None, 5 if user else 6)
    if len(words) < (6 if user else 7):
        return None
    sets = [_numbers(word, *bounds) for word, bounds in zip(words[:5], _RANGES, strict=True)]
    if any(one is None for one in sets):
        return None
    minutes, hours, days, months, weekdays = (one or frozenset() for one in sets)
    weekdays = frozenset(day % 7 for day in weekdays)
    who = user or words[5]
    starred = words[2].startswith("*"), words[4].startswith("*")
    return Job(minutes, hours, days, months, weekdays, *starred, who, words[-1], source)


def _numbers(field: str, low: int, high: int) -> frozenset[int] | None:
    """The numbers of `*/10`, `1-5`, `0,30`, `mon`; None when it is none of these."""
    found: set[int] = set()
    for part in field.lower().split(","):
        match = re.fullmatch(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?", part)
        if not match:
            return None
        first = low if match[1] == "*" else _number(match[1])
        last = high if match[1] == "*" else _number(match[2]) if match[2] else (high if match[3] else first)
        if first is None or last is None or not low <= first <= last <= high:
            return None
        found.update(range(first, last + 1, max(1, int(match[3] or 1))))
    return frozenset(found)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NAMES.get(word)


def due(world: World, host: str, start: Instant, end: Instant) -> Iterator[tuple[Instant, Job]]:
    """The jobs that start in [start, end), in order of time; cron wakes a second into each minute."""
    table = jobs(world, host)
    at = start - start % MINUTE
    while at < end and table:
        for job in table:
            if start <= at + 1000 < end and job.runs(at):
                yield at + 1000, job
        at += MINUTE
