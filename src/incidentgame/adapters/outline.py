"""What a session file holds, without playing it or taking its lock: for lists."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import msgspec

from incidentgame.kernel.events import AnyEvent, Ended, LineAccepted, Started, decode
from incidentgame.kernel.instant import Instant


@dataclass(frozen=True, slots=True)
class Outline:
    """A session at a glance. `until` is the case time of its last event; `why` is empty while it is open."""

    started: Started
    lines: int
    until: Instant
    why: str

    @property
    def over(self) -> bool:
        """Has the case ended?"""
        return bool(self.why)


def outline(path: Path) -> Outline | None:
    """The outline; None when the file cannot be read as a session."""
    try:
        events = _events(path)
    except (sqlite3.Error, msgspec.DecodeError, msgspec.ValidationError):
        return None
    if not events or not isinstance(events[0], Started):
        return None
    ends = [event.why for event in events if isinstance(event, Ended)]
    lines = sum(isinstance(event, LineAccepted) for event in events)
    return Outline(events[0], lines, max(event.at for event in events), ends[-1] if ends else "")


def _events(path: Path) -> list[AnyEvent]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return [decode(body) for (body,) in connection.execute("SELECT body FROM events ORDER BY n")]
    finally:
        connection.close()
