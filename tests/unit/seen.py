"""Observations made by hand."""

from typing import Any

from incidentgame.session.observation import Observation


def observed(
    n: int, line: str = "true", stdout: str = "", at: int = 0, ended: int | None = None, **members: Any
) -> Observation:
    """A line the player entered at a laptop."""
    values: dict[str, Any] = {"by": "player", "channel": "shell", "host": "laptop", "stderr": "", "exit": 0}
    end = at if ended is None else ended
    return Observation(n=n, at=at, ended=end, line=line, stdout=stdout, **{**values, **members})
