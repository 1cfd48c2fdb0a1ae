"""Exit codes and plain sentences of the command line."""

import json
from pathlib import Path

import pytest

from incidentgame.cli import main, playing


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plya"], 'did you mean "play"?'),
        (["play", "api-530", "--script", "/dev/null"], 'did you mean "api-503"?'),
        (["play", "api-503", "0000", "--script", "/dev/null"], "no case code"),
        (["play", "api-503", "--fault", "nope", "--script", "/dev/null"], 'no fault "nope"'),
        (["play", "api-503", "--script", "/no/such/file"], "cannot read /no/such/file"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("seed", ["-1", "x", "1.5", "9" * 30])
def test_a_seed_is_a_whole_number(seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["play", "api-503", f"--seed={seed}", "--script", "/dev/null"])
    assert left.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_a_session_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume"]) == 1
    assert main(["report", "nope"]) == 1
    assert "there is no session nope" in capsys.readouterr().err


def test_a_script_is_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "s.txt"
    script.write_text("# a comment\n\nthink it's the edge\necho one\ncat <<END\ntwo\nEND\nquit\necho no\n")
    assert main(["play", "api-503", "--seed", "3", "--script", str(script)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "oncall@laptop:~$ think it's the edge",
        "on record",
        "oncall@laptop:~$ echo one",
        "one",
    ]
    assert "two" in lines and "no" not in lines


def test_the_result_is_written(tmp_path: Path) -> None:
    script, out = tmp_path / "s.txt", tmp_path / "out.json"
    script.write_text("date\ngive-up\n")
    assert main(["play", "api-503", "--seed", "3", "--script", str(script), "--json", str(out)]) == 0
    assert json.loads(out.read_text())["schema"] == 1
    assert main(["play", "api-503", "--seed", "3", "--script", str(script), "--json", str(tmp_path)]) == 2


def test_what_goes_wrong_inside_is_one_sentence(
    _home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(playing, "play_script", broken)
    assert main(["play", "api-503", "--script", "/dev/null"]) == 1
    told = capsys.readouterr().err
    assert "went wrong inside the game" in told and "Traceback" not in told
    assert "ZeroDivisionError: inside" in (_home / "error.log").read_text()
