"""Where the game keeps its files: the platform's user data directory, or INCIDENTGAME_HOME."""

import os
from pathlib import Path

from platformdirs import user_data_path


class HomeError(Exception):
    """The data directory cannot be used; the message says why and what to do."""


def home() -> Path:
    """The data directory, made if need be; HomeError when it cannot be written to."""
    chosen = os.environ.get("INCIDENTGAME_HOME")
    path = Path(chosen) if chosen else user_data_path("incidentgame", appauthor=False)
    try:
        (path / "sessions").mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise HomeError(
            f"cannot keep sessions in {path}: {error.strerror or error}. "
            "Set INCIDENTGAME_HOME to a directory you can write to."
        ) from error
    return path
