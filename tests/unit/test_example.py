"""The worked example is what the game would show now (`python tools/example.py` writes it anew)."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = spec_from_file_location("example", ROOT / "tools" / "example.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


EXAMPLE = _tool()
NAMES = ("transcript.txt", "debrief.txt", "debrief.html", "share.txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_file_has_not_drifted(name: str) -> None:
    written = (EXAMPLE.EXAMPLE / name).read_bytes().decode("utf-8")
    assert written == EXAMPLE.files()[name], "run `python tools/example.py`, and read the difference"


def test_every_file_is_explained_and_there() -> None:
    readme = (EXAMPLE.EXAMPLE / "README.md").read_text(encoding="utf-8")
    for name in ("session.play", *NAMES):
        assert f"[{name}]({name})" in readme
        assert (EXAMPLE.EXAMPLE / name).is_file()


def test_it_shows_an_imperfect_evening() -> None:
    shown = EXAMPLE.files()["debrief.txt"]
    for part in ("What you struck out", "Hints you took", "Claimed without having seen it", "Questions"):
        assert part in shown
