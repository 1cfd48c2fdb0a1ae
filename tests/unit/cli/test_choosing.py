"""The arguments that choose a mode go together, and what does not is one sentence."""

import json
from pathlib import Path

import pytest

from incidentgame.cli import main


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "home"))


def played(tmp_path: Path, *words: str, script: str = "brief\n") -> tuple[int, Path]:
    path, out = tmp_path / "s.txt", tmp_path / "out.json"
    path.write_text(script)
    return main(["play", "api-503", *words, "--script", str(path), "--json", str(out)]), out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rehearsal", "--mode", "exam"], "does not go with --mode exam"),
        (["--topic", "edge", "--mode", "exam"], "--topic is for a drill"),
        (["--topic", "edge", "--rehearsal"], "--topic is for a drill"),
        (["--minutes", "10"], "--minutes is for a rehearsal or a drill"),
        (["--mode", "drill", "--topic", "data"], "no fault about data (it has: edge, routing, targets, app)"),
        (
            ["--mode", "drill", "--topic", "edge", "--fault", "dormant-rule-wins"],
            "the case you named is not about edge",
        ),
    ],
)
def test_what_does_not_go_together_is_said(
    tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, *words)[0] == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-3", "x", "1.5", "481", "9" * 40, "²"])
def test_minutes_are_a_whole_number(tmp_path: Path, minutes: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        played(tmp_path, "--rehearsal", f"--minutes={minutes}")
    assert left.value.code == 2
    assert "whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rehearsal"], "rehearsal · an interview of 45 minutes"),
        (["--rehearsal", "--minutes", "20"], "an interview of 20 minutes"),
        (["--mode", "rehearsal"], "rehearsal · an interview of 45 minutes"),
        (["--mode", "drill", "--topic", "edge"], "What is broken is the edge"),
        (["--topic", "app"], "drill · about 5 minutes"),
        (["--mode", "exam"], "exam · about 45 minutes"),
        ([], "practice · about 45 minutes"),
    ],
)
def test_modes(tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, *words, "--seed", "3")[0] == 0
    assert said in capsys.readouterr().out


def test_a_code_chooses_the_same_drill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--mode", "drill", "--topic", "targets", "--seed", "5"]
    code, out = played(tmp_path, *words)
    case = json.loads(out.read_text())["case"]
    code, out = played(tmp_path, case["code"], "--mode", "drill")
    assert code == 0
    assert json.loads(out.read_text())["case"] == case
    assert played(tmp_path, case["code"], "--topic", "edge")[0] == 2


def test_a_reflection_is_in_the_json(tmp_path: Path) -> None:
    lines = "explain the cache is full, I am 99 % sure\nreflect I was far too sure of the cache with 99 %.\nfinish\nfinish\n"
    _, out = played(tmp_path, "--rehearsal", "--seed", "3", script=lines)
    found = json.loads(out.read_text())["reflection"]
    assert found["text"].startswith("I was far too sure")
    assert {one["kind"] for one in found["named"]} == {"overconfident"}
    assert not found["raised_E3"]
    _, out = played(tmp_path, "--seed", "3")
    assert json.loads(out.read_text())["reflection"] is None
