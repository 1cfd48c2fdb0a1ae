"""The shipped packs, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from incidentgame.pack.case import CompiledCase
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.reading import Pack, read_pack

ROOT = Path(__file__).resolve().parent.parent.parent / "incidents"
BLUEPRINT = ROOT / "_blueprints" / "three-tier-web"


def files(directory: Path) -> Mapping[str, bytes]:
    """Every file of a directory by relative path."""
    found = sorted(path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


@cache
def pack_of(name: str) -> Pack:
    """A shipped pack."""
    return read_pack(files(ROOT / name), files(BLUEPRINT))


@cache
def case_of(name: str, fault: str, seed: int = 7) -> CompiledCase:
    """A case of a shipped pack."""
    return compile_case(pack_of(name), fault, seed)
