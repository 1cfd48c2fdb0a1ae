"""What a list of sessions may know without playing them."""

from pathlib import Path

from incidentgame.adapters.outline import outline
from incidentgame.adapters.store import SessionFile
from incidentgame.kernel.events import AnyEvent, Ended, LineAccepted, Started

FIRST = Started(at=1_000, pack="p", fault="f", seed=1, code="ABCD", digest="d", engine="e")


def kept(path: Path, *events: AnyEvent) -> Path:
    with SessionFile(path, create=True) as file:
        for event in events:
            file.append(event)
    return path


def test_an_open_session(tmp_path: Path) -> None:
    path = kept(tmp_path / "odd #name?.db", FIRST, LineAccepted(at=61_000, n=1, text="ls"))
    about = outline(path)
    assert about is not None
    assert (about.started.code, about.lines, about.until, about.over) == ("ABCD", 1, 61_000, False)


def test_a_session_that_is_over(tmp_path: Path) -> None:
    about = outline(kept(tmp_path / "a.db", FIRST, Ended(at=2_000, why="gave-up")))
    assert about is not None and about.over and about.why == "gave-up"


def test_while_it_is_being_played(tmp_path: Path) -> None:
    with SessionFile(tmp_path / "a.db", create=True) as file:
        file.append(FIRST)
        assert outline(tmp_path / "a.db") is not None


def test_what_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "junk.db").write_bytes(b"junk" * 1000)
    assert outline(tmp_path / "junk.db") is None
    assert outline(tmp_path / "none.db") is None
    assert outline(kept(tmp_path / "empty.db")) is None
    assert outline(kept(tmp_path / "odd.db", Ended(at=1, why="quit"))) is None
