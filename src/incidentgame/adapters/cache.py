"""What was worked out once and need not be again: parsed packs, and cases played up to the page.

A cache, never a source: an entry that is missing, damaged, another's or of another version is worked out
anew, and nothing a player sees depends on it. Entries are pickles that may name nothing but this game's own
plain values, so reading one runs no code (DESIGN law 6).
"""

import ast
import io
import os
import pickle
import stat
import sys
from dataclasses import is_dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from incidentgame import __version__
from incidentgame.world.state import World

MOST_ENTRIES = 64
_NAME = "incidentgame"


class Cache:
    """Values by key in a directory; without a directory it holds nothing."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory

    def find(self, *key: str) -> Any:
        """The value kept under a key, or None."""
        if self._directory is None:
            return None
        try:
            content = _own(self._path(key))
            mark, payload = content[:32], content[32:]
            if sha256(payload).digest() != mark:
                return None
            return _Reader(io.BytesIO(payload)).load()
        except Exception:  # whatever is wrong with an entry, it is as if there were none
            return None

    def keep(self, value: object, *key: str) -> None:
        """Keep a value; nothing happens when that is not possible."""
        if self._directory is None:
            return
        try:
            self._written(self._path(key), _dumped(value))
        except (OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
            return

    def _path(self, key: tuple[str, ...]) -> Path:
        assert self._directory is not None
        text = "\x00".join((*key, made_by()))
        return self._directory / f"{key[0]}-{sha256(text.encode()).hexdigest()[:32]}"

    def _written(self, path: Path, payload: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sha256(payload).digest() + payload)
        fresh.replace(path)
        _trim(path.parent)


@lru_cache(maxsize=1)
def made_by() -> str:
    """What an entry depends on beside its key: the game, its sources as they lie here, and Python."""
    return f"{__version__} {_sources()} {sys.implementation.cache_tag}"


def _sources() -> str:
    """The sizes and dates of the game's own modules, in one number."""
    top = Path(__file__).parent.parent
    total = sha256()
    waiting = [str(top)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    total.update(f"{entry.path} {about.st_size} {about.st_mtime_ns}\n".encode())
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return total.hexdigest()


def _own(path: Path) -> bytes:
    """The content of a file nobody else can have written."""
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if about.st_uid != os.getuid() or stat.S_IMODE(about.st_mode) & 0o077:
            raise PermissionError(path)
        return file.read()


def _trim(directory: Path) -> None:
    """Keep the newest entries only."""
    found = sorted(directory.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[MOST_ENTRIES:]:
        path.unlink(missing_ok=True)


class _Writer(pickle.Pickler):
    """Leaves out what was derived from a world: it can be derived again."""

    def reducer_override(self, value: Any) -> Any:
        if type(value) is World:
            return World, (value.tables,)
        return NotImplemented


def _dumped(value: Any) -> bytes:
    out = io.BytesIO()
    _Writer(out, 5).dump(value)
    return out.getvalue()


class _Reader(pickle.Unpickler):
    """Makes nothing but the game's own values, parsed expressions and what Python itself is made of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("msgspec._utils", "rebuild"):
            return super().find_class(module, name)
        found = getattr(import_module(module), name) if module == "ast" or _ours(module) else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, ast.AST | msgspec.Struct)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _ours(module: str) -> bool:
    return module.startswith(f"{_NAME}.")
