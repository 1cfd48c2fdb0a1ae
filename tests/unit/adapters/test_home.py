"""Where sessions are kept, and what is said when they cannot be."""

from pathlib import Path

import pytest

from incidentgame.adapters.home import HomeError, home


def test_a_chosen_home_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "a" / "b"))
    assert home() == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b" / "sessions").is_dir()
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["sessions"]
    assert home() == tmp_path / "a" / "b"


def test_a_home_that_cannot_be_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "file"))
    with pytest.raises(HomeError, match=r"cannot keep sessions in .*Set INCIDENTGAME_HOME"):
        home()


def test_a_home_that_takes_no_files_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path))
    monkeypatch.setattr(Path, "touch", refused)
    with pytest.raises(HomeError, match="Permission denied"):
        home()
