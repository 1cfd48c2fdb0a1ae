"""`report` in its forms, and `share`: what of a stored session goes where."""

from pathlib import Path

import pytest

from incidentgame import __version__, bootstrap
from incidentgame.adapters.store import SessionFile
from incidentgame.cli.main import main
from incidentgame.session.play import Play

FAULT = "maintenance-rule-on-top"


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path))
    (tmp_path / "sessions").mkdir()
    return tmp_path / "sessions"


def stored(sessions: Path, name: str, *lines: str) -> None:
    """A session of the warm-up with these lines."""
    case = bootstrap.open_case("warm-up", FAULT, 1)
    with SessionFile(sessions / f"{name}.db", create=True) as file:
        play = Play(bootstrap.engine_for("warm-up", case), file)
        play.open(__version__)
        for line in lines:
            play.line(line, play.engine.now + 5_000)


CURL = "curl -si https://api.shop.example/v1/cart"


def test_report_takes_the_newest_that_is_over(sessions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) != 0
    assert "no session is over yet" in capsys.readouterr().err
    stored(sessions, "over", CURL, "give-up")
    stored(sessions, "open", CURL)
    assert main(["report"]) == 0
    assert capsys.readouterr().out.startswith("DEBRIEF")


def test_share_takes_the_newest_that_is_over(sessions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(sessions, "over", CURL, "give-up")
    stored(sessions, "open", CURL)
    assert main(["share"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("incidentgame warm-up ")
    assert main(["share", "over"]) == 0
    assert capsys.readouterr().out == shown


def test_an_open_case_is_not_shared(sessions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(sessions, "open", CURL)
    assert main(["share", "open"]) == 2
    assert "not over" in capsys.readouterr().err
    assert main(["share"]) == 1
    assert "no session is over yet" in capsys.readouterr().err


def test_a_page_goes_to_a_file(sessions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(sessions, "over", CURL, "give-up")
    out = tmp_path / "debrief.html"
    assert main(["report", "over", "--format", "html", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"written: {out}\n"
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "DEBRIEF"), ("json", "{"), ("html", "<!doctype html>")]
)
def test_every_form_goes_to_the_screen(
    sessions: Path, capsys: pytest.CaptureFixture[str], form: str, begins: str
) -> None:
    stored(sessions, "over", CURL, "give-up")
    assert main(["report", "over", "--format", form]) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_a_file_that_cannot_be_written_is_said(
    sessions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(sessions, "over", CURL, "give-up")
    assert main(["report", "over", "--out", str(tmp_path / "none" / "x")]) == 2
    assert "cannot write" in capsys.readouterr().err
