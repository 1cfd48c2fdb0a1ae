"""The same case and lines give the same bytes in any process: hash seed, time zone, locale (DESIGN law 1)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "incidents" / "api-503" / "tests"
PLAYS = (("limiter-counts-balancer", "mitigate-first"), ("rule-forwards-to-empty-group", "expert"))
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
    {"PYTHONHASHSEED": "42", "LC_ALL": "C", "COLUMNS": "40"},
)
BASE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "COLUMNS": "120"}


@pytest.mark.parametrize(("fault", "player"), PLAYS)
def test_the_same_bytes_everywhere(fault: str, player: str, tmp_path: Path) -> None:
    first = _played(fault, player, BASE, tmp_path / "0")
    assert first[0] and first[1]
    for number, place in enumerate(PLACES, 1):
        assert _played(fault, player, {**BASE, **place}, tmp_path / str(number)) == first, place


def _played(fault: str, player: str, place: dict[str, str], home: Path) -> tuple[bytes, bytes]:
    """Transcript and JSON of a play in a process of its own."""
    home.mkdir()
    out = home / "result.json"
    words = ["play", "api-503", "--fault", fault, "--seed", "1", "--json", str(out)]
    script = SCRIPTS / fault / f"{player}.txt"
    program = "import sys; from incidentgame.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *words, "--script", str(script)],
        env={**os.environ, **place, "INCIDENTGAME_HOME": str(home)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout, out.read_bytes()
