"""A session on disk: kept once accepted, locked while played, and honest when damaged."""

import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incidentgame.adapters.store import MemoryStore, SessionFile, SessionLocked, StoreError, started
from incidentgame.kernel.events import AnyEvent, LineAccepted, LineDone, Paused, Started

STARTED = Started(at=1, pack="p", fault="f", seed=2, code="K7", digest="d", engine="0")
LINES: list[AnyEvent] = [LineAccepted(at=n, n=n, text=f"echo {n}\n'ä\0") for n in range(1, 5)]


def new(path: Path) -> SessionFile:
    return SessionFile(path, create=True)


def test_what_was_appended_is_read_in_order_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with new(path) as file:
        for event in (STARTED, *LINES):
            file.append(event)
    with SessionFile(path) as file:
        assert list(file.events()) == [STARTED, *LINES]


def test_an_accepted_line_survives_a_process_that_dies_at_once(tmp_path: Path) -> None:
    """Law 7: nothing is lost. The child never closes, never returns."""
    path = tmp_path / "s.db"
    code = (
        "import os, sys; from pathlib import Path\n"
        "from incidentgame.adapters.store import SessionFile\n"
        "from incidentgame.kernel.events import LineAccepted\n"
        "file = SessionFile(Path(sys.argv[1]), create=True)\n"
        "file.append(LineAccepted(at=5, n=1, text='date'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    child = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert child.returncode == -9
    with SessionFile(path) as file:
        assert list(file.events()) == [LineAccepted(at=5, n=1, text="date")]


def test_it_is_written_before_append_returns(tmp_path: Path) -> None:
    with new(tmp_path / "s.db") as file:
        file.append(STARTED)
        assert started(tmp_path / "s.db") == STARTED  # another connection, while this one is open


def test_a_second_window_is_told_and_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with new(path), pytest.raises(SessionLocked, match="another window"):
        SessionFile(path)
    SessionFile(path).close()


def _hold(
    path: str, ready: "multiprocessing.synchronize.Event", go: "multiprocessing.synchronize.Event"
) -> None:
    with SessionFile(Path(path), create=True):
        ready.set()
        go.wait(10)


def test_the_lock_holds_between_processes(tmp_path: Path) -> None:
    path, context = tmp_path / "s.db", multiprocessing.get_context("fork")
    ready, go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(path), ready, go))
    other.start()
    try:
        assert ready.wait(10)
        with pytest.raises(SessionLocked):
            SessionFile(path)
    finally:
        go.set()
        other.join(10)
    SessionFile(path).close()


def test_a_session_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no session nothing"):
        SessionFile(tmp_path / "nothing.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_READONLY_DIRECTORY", "cannot be written to"),
        ("SQLITE_IOERR_WRITE", "Free some space"),
        ("SQLITE_NOTADB", "is damaged"),
    ],
)
def test_what_ails_a_new_session_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    def refusing(*_: object, **__: object) -> None:
        error = sqlite3.DatabaseError("no")
        error.sqlite_errorname = name
        raise error

    monkeypatch.setattr(sqlite3, "connect", refusing)
    with pytest.raises(StoreError, match=said):
        SessionFile(tmp_path / "s.db", create=True)
    monkeypatch.undo()
    with SessionFile(tmp_path / "s.db", create=True) as file:
        file.append(STARTED)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot open"):
        new(tmp_path / "file" / "s.db")
    with pytest.raises(StoreError, match="cannot open"):
        new(tmp_path / "missing" / "s.db")


def test_a_full_disk_is_a_sentence_and_what_was_kept_stays(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with new(path) as file:
        file.append(STARTED)
        pages = file._connection.execute("PRAGMA page_count").fetchone()[0]
        file._connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError, match=r"the disk is full: .* Free some space"):
            file.append(LineAccepted(at=1, n=1, text="x" * 100_000))
        assert list(file.events()) == [STARTED]
        file._connection.execute("PRAGMA max_page_count=100000")
        file.append(LINES[0])  # there is room again
        assert list(file.events()) == [STARTED, LINES[0]]


@pytest.mark.parametrize(
    "content", [b"not a database, just words" * 40, b"SQLite format 3\0" + b"\xff" * 200]
)
def test_a_damaged_file_is_a_sentence_and_lets_go_of_the_lock(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"damaged|cannot") as told, SessionFile(path) as file:
            list(file.events())
        assert not isinstance(told.value, SessionLocked)
    assert started(path) is None
    assert path.read_bytes() == content


def test_a_damaged_event_is_named_and_those_before_it_are_read(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with new(path) as file:
        file.append(STARTED)
        file._connection.execute("INSERT INTO events (body) VALUES (?)", (b'{"event":"no',))
        events = file.events()
        assert next(events) == STARTED
        with pytest.raises(StoreError, match="event 2"):
            next(events)


@settings(max_examples=60, deadline=None)
@example(4020, b"\x80")  # in the middle of an event's text
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=64))
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("store") / "s.db"
    with new(path) as file:
        for event in (STARTED, *LINES):
            file.append(event)
    data = bytearray(path.read_bytes())
    place = at % len(data)
    data[place : place + len(junk)] = junk
    path.write_bytes(bytes(data))
    started(path)
    try:
        with SessionFile(path) as file:
            list(file.events())
    except StoreError:
        pass


@pytest.mark.parametrize("name", ["plain.db", "a b.db", "50%.db", "what?.db", "#1.db", "ä.db"])
def test_what_a_session_is_whatever_its_path_is_called(tmp_path: Path, name: str) -> None:
    place = tmp_path / name.removesuffix(".db")
    place.mkdir()
    with new(place / name) as file:
        file.append(STARTED)
    assert started(place / name) == STARTED


def test_a_file_that_does_not_begin_as_a_session_does(tmp_path: Path) -> None:
    with new(tmp_path / "s.db") as file:
        assert started(tmp_path / "s.db") is None
        file.append(Paused(at=1))
    assert started(tmp_path / "s.db") is None
    assert started(tmp_path / "gone.db") is None
    assert not (tmp_path / "gone.db").exists()


def test_a_store_that_keeps_nothing() -> None:
    memory = MemoryStore()
    memory.append(LineDone(at=1, n=1, exit=0, sha256=""))
    copy = memory.events()
    copy.clear()
    assert len(memory.events()) == 1


def test_every_event_is_synced(tmp_path: Path) -> None:
    with new(tmp_path / "s.db") as file:
        assert file._connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert file._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
