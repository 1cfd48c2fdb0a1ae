"""What was played and drilled, kept in one SQLite file of the data directory.

Every call opens the file, does one transaction and lets go of it: a process may be killed between any two,
and several may work on it at once. A damaged file is moved aside, which is told, and a fresh one begun.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from incidentgame.adapters.store import StoreError
from incidentgame.scoring.practice.records import CardKept, CaseKept, History, Kept, ReviewKept

T = TypeVar("T")
K = TypeVar("K", bound=Kept)
Tell = Callable[[str], None]

NAME = "progress.db"
_VERSION = 1
_PATIENCE = 10.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS cases (session TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS cards (id TEXT PRIMARY KEY, due INTEGER NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS reviews (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL)",
)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""Damaged, no database, or one with other tables."""


class ProgressError(StoreError):
    """The progress cannot be read or written; the message is for the player."""


class _DamagedError(Exception):
    """The file is not what it should be."""


class Progress:
    """The history in one file. `tell` hears, as a sentence, when something of it could not be used."""

    def __init__(self, home: Path, tell: Tell = lambda text: None) -> None:
        self.path, self._tell = home / NAME, tell

    def history(self) -> History:
        """Everything that is kept; what cannot be read of it is left out, and told."""
        if not self.path.exists():
            return History()

        def work(db: sqlite3.Connection) -> tuple[int, History]:
            cases = db.execute("SELECT body FROM cases ORDER BY at, session").fetchall()
            cards = db.execute("SELECT body FROM cards ORDER BY due, id").fetchall()
            reviews = db.execute("SELECT body FROM reviews ORDER BY at, n").fetchall()
            read = History(
                cases=_decoded(cases, CaseKept),
                cards=_decoded(cards, CardKept),
                reviews=_decoded(reviews, ReviewKept),
            )
            rows = len(cases) + len(cards) + len(reviews)
            return rows - len(read.cases) - len(read.cards) - len(read.reviews), read

        lost, found = self._done(work)
        if lost:
            self._tell(f"{lost} of the entries in {self.path} cannot be read; they are left out")
        return found

    def record(self, case: CaseKept, cards: Sequence[CardKept]) -> bool:
        """Keep a case with the cards it brings into the schedule; False when its session was kept before.

        A card that is in the schedule already keeps its place, unless it comes due later than the new one."""

        def work(db: sqlite3.Connection) -> bool:
            values = (case.session, case.at, msgspec.json.encode(case))
            if db.execute("INSERT OR IGNORE INTO cases VALUES (?, ?, ?)", values).rowcount == 0:
                return False
            for card in cards:
                _bring_in(db, card)
            return True

        return self._done(work)

    def review(
        self, card: CardKept, rated: Callable[[CardKept], CardKept], review: ReviewKept
    ) -> tuple[int, CardKept]:
        """Keep an answer and the card's new place in the schedule: `rated` of the card as it is kept now, or
        of the one given when it is not. The number of the entry, and the card before."""

        def work(db: sqlite3.Connection) -> tuple[int, CardKept]:
            before = _card(db, card.id) or card
            _put(db, rated(before))
            values = (review.at, msgspec.json.encode(review))
            number = db.execute("INSERT INTO reviews (at, body) VALUES (?, ?)", values).lastrowid
            return number or 0, before

        return self._done(work)

    def amend(self, number: int, card: CardKept, review: ReviewKept) -> None:
        """Put another rating in place of an answer's: the card as it is to be, the entry as it reads now."""

        def work(db: sqlite3.Connection) -> None:
            _put(db, card)
            db.execute("UPDATE reviews SET body = ? WHERE n = ?", (msgspec.json.encode(review), number))

        self._done(work)

    def delete(self) -> None:
        """Forget everything; files moved aside earlier are deleted as well."""
        with self._alone():
            for path in self.files():
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise ProgressError(f"cannot delete {path}: {error.strerror}") from error

    def files(self) -> list[Path]:
        """What there is on disk, files that were moved aside among it."""
        stem, end = self.path.stem, self.path.suffix
        found = (self.path, Path(f"{self.path}-journal"), *self.path.parent.glob(f"{stem}-damaged-*{end}*"))
        return sorted(path for path in found if path.exists())

    def _done(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """One transaction; on a damaged file, which is moved aside, once more on a fresh one."""
        try:
            return self._transaction(work)
        except _DamagedError:
            pass
        with self._alone():
            try:
                return self._transaction(work)  # somebody else may have seen to it meanwhile
            except _DamagedError as error:
                self._move_aside(str(error))
            return self._transaction(work)

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=_PATIENCE)) as db:
                db.execute("PRAGMA synchronous=FULL")
                db.execute("BEGIN IMMEDIATE")
                _prepare(db, self.path)
                result = work(db)
                db.execute("COMMIT")
                return result
        except UnicodeDecodeError as error:  # a damaged name in sqlite's own message
            raise _DamagedError(str(error)) from error
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
                raise _DamagedError(str(error)) from error
            raise ProgressError(f"the progress in {self.path} cannot be used just now ({error})") from error

    def _move_aside(self, why: str) -> None:
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}-damaged-{number}{self.path.suffix}")).exists():
            number += 1
        try:
            self.path.rename(aside)
            journal = Path(f"{self.path}-journal")
            if journal.exists():
                journal.rename(f"{aside}-journal")
        except OSError as error:
            raise ProgressError(f"{self.path} is damaged ({why}); move it away to go on") from error
        self._tell(f"the progress file was damaged ({why}). It is now {aside}; a fresh one is begun")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other process moves or deletes the file."""
        try:
            lock = self.path.with_suffix(".lock").open("w")
        except OSError as error:
            raise ProgressError(f"cannot write in {self.path.parent}: {error.strerror}") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise ProgressError(f"{path} was written by a later version of incidentgame; update, or move it away")
    if version == 0:
        for table in _TABLES:
            db.execute(table)
        db.execute(f"PRAGMA user_version={_VERSION}")


def _decoded(rows: Sequence[tuple[bytes]], type_: type[K]) -> tuple[K, ...]:
    return tuple(one for (body,) in rows if (one := _read(body, type_)) is not None)


def _read(body: bytes, type_: type[K]) -> K | None:
    try:
        return msgspec.json.decode(body, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):  # a damaged file gives anything
        return None


def _card(db: sqlite3.Connection, id_: str) -> CardKept | None:
    row = db.execute("SELECT body FROM cards WHERE id = ?", (id_,)).fetchone()
    return _read(row[0], CardKept) if row else None


def _put(db: sqlite3.Connection, card: CardKept) -> None:
    db.execute(
        "INSERT OR REPLACE INTO cards VALUES (?, ?, ?)", (card.id, card.due, msgspec.json.encode(card))
    )


def _bring_in(db: sqlite3.Connection, card: CardKept) -> None:
    """A new card, or one that was thin once more: it is due again, and the schedule keeps its memory."""
    known = _card(db, card.id)
    if known is None:
        _put(db, card)
    elif card.due < known.due:
        _put(db, msgspec.structs.replace(known, due=card.due, why=card.why, body=card.body or known.body))
