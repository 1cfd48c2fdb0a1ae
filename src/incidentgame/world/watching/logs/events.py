"""Delivered log events of a group: shipped already; read in windows so that a few cost little."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, SECOND, Instant
from incidentgame.world.state import Doc
from incidentgame.world.view import View
from incidentgame.world.watching.logs.sources import Line, lines

_WINDOW = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A log event as the API shows it. `serial` tells events of one millisecond apart."""

    at: Instant
    ingested: Instant
    stream: str
    message: str
    serial: int

    @property
    def id(self) -> str:
        """eventId: long, and ascending with time."""
        return (
            f"{38_000_000_000_000_000_000_000_000_000_000_000_000_000 + self.at * 10**24 + self.serial:056d}"
        )


def delivered(view: View, group: Doc, start: Instant, end: Instant) -> list[LogEvent]:
    """The group's events in [start, end) that have arrived, by time."""
    found: list[LogEvent] = []
    before, serial = -1, 0
    for line in lines(view, group, start, end):
        before, serial = line.at, serial + 1 if line.at == before else 0
        ingested = line.at + _delay(view, line)
        if ingested <= view.now:
            found.append(LogEvent(line.at, ingested, line.stream, line.message.rstrip("\n"), serial))
    return found


def _delay(view: View, line: Line) -> int:
    """An agent sends what it has every few seconds (house rule: 2–6 s per stream)."""
    return view.dice.between(2 * SECOND, 6 * SECOND, "log-delay", line.stream)


def forwards(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[LogEvent]:
    """Events in [start, end), oldest first."""
    start = max(start, view.account.begins)
    end = min(end, view.now + 1)
    while start < end:
        until = min(end, start - start % _WINDOW + _WINDOW)
        yield from delivered(view, group, start, until)
        start = until


def backwards(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[LogEvent]:
    """Events in [start, end), newest first."""
    start = max(start, view.account.begins)
    end = min(end, view.now + 1)
    while start < end:
        since = max(start, (end - 1) // _WINDOW * _WINDOW)
        yield from reversed(delivered(view, group, since, end))
        end = since
