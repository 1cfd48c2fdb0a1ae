"""One session on disk: an append-only event log in SQLite (WAL), safe before anything is shown.

A lock file keeps a second process from resuming the same session at the same time; the kernel gives it up
when its holder dies, however it dies.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from types import TracebackType

import msgspec

from incidentgame.kernel.events import AnyEvent, Started, decode, encode

_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises over a damaged file; the second where a damaged name is part of its own message."""


class StoreError(Exception):
    """The session file cannot be read or written; the message is for the player."""


class SessionLocked(StoreError):  # noqa: N818  # a state of affairs, told as one
    """Another process plays this session now."""


class SessionFile:
    """An `EventStore` in one file. Use as a context manager; open takes the lock."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if not create and not path.exists():
            raise StoreError(f"there is no session {path.stem}; `incidentgame sessions` lists them")
        try:
            self._lock = path.with_suffix(".lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SessionLocked(f"session {path.stem} is being played in another window") from None
        except OSError as error:
            raise StoreError(f"cannot open {path.parent}: {error.strerror}") from error
        self._connection = self._connected()

    def append(self, event: AnyEvent) -> None:
        """Keep an event; returns once it is on disk. StoreError when the disk does not take it."""
        try:
            self._connection.execute("INSERT INTO events (body) VALUES (?)", (encode(event),))
        except sqlite3.Error as error:
            why = _refused(self.path, error) or f"the session could not be saved ({error}). "
            raise StoreError(f"{why}What was saved so far is in {self.path}") from error

    def events(self) -> Iterator[AnyEvent]:
        """All events, oldest first; StoreError where the file is damaged."""
        try:
            rows = self._connection.execute("SELECT n, body FROM events ORDER BY n").fetchall()
        except _UNREADABLE as error:
            raise _damaged(self.path, str(error)) from error
        for number, body in rows:
            try:
                yield decode(body)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise _damaged(self.path, f"event {number}: {error}") from error

    def close(self) -> None:
        """Let go of the file and the lock."""
        self._connection.close()
        self._lock.close()

    def __enter__(self) -> "SessionFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connected(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS events (n INTEGER PRIMARY KEY, body BLOB NOT NULL)"
            )
        except _UNREADABLE as error:
            self._lock.close()
            why = _refused(self.path, error)
            raise (StoreError(why.strip()) if why else _damaged(self.path, str(error))) from error
        return connection


def _refused(path: Path, error: Exception) -> str:
    """What the disk has against writing, when it is not the file's own fault; empty when it is."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith("SQLITE_FULL") or getattr(error.__cause__, "errno", 0) == ENOSPC:
        return f"the disk is full: {path.parent} takes nothing more. Free some space and try again. "
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{path.parent} cannot be written to. Set INCIDENTGAME_HOME to a directory that can. "
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return _disk_trouble(path)
    return ""


def _disk_trouble(path: Path) -> str:
    """SQLite's "disk I/O error" and "unable to open" say little: what happens when one writes there?"""
    probe = path.with_suffix(".probe")
    try:
        probe.write_bytes(bytes(4096))
    except OSError as error:
        why = (
            "the disk is full" if error.errno in (ENOSPC, EDQUOT) else (error.strerror or str(error)).lower()
        )
        return f"{path.parent} cannot be written to ({why}). Free some space or set INCIDENTGAME_HOME. "
    finally:
        with suppress(OSError):
            probe.unlink()
    return f"the disk did not take what was written to {path}. Free some space and try again. "


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError(
        f"the session file {path} is damaged ({why}). Move it away to start afresh; "
        "the other sessions are not affected"
    )


def started(path: Path) -> Started | None:
    """What a session file says it is, without taking its lock; None when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT body FROM events ORDER BY n LIMIT 1").fetchone()
        event = decode(row[0]) if row else None
    except (*_UNREADABLE, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return event if isinstance(event, Started) else None


class MemoryStore:
    """An `EventStore` that keeps nothing: scripts and checks."""

    def __init__(self) -> None:
        self._events: list[AnyEvent] = []

    def append(self, event: AnyEvent) -> None:
        """Keep an event for as long as this object lives."""
        self._events.append(event)

    def events(self) -> list[AnyEvent]:
        """All events, oldest first."""
        return list(self._events)
