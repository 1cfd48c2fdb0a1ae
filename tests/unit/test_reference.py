"""The generated reference is what the program would write now (`make docs` renews it)."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from incidentgame.commands.registry import GAME, PROGRAMS

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


REFERENCE = _tool()


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_the_page_has_not_drifted(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == REFERENCE.pages()[name], "run `make docs`"


def test_every_command_says_what_it_does() -> None:
    page = REFERENCE.commands()
    for name in (*GAME, *PROGRAMS):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        assert len(row) > len(f"| `{name}` |  |") + 5, row
