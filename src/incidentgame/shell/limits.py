"""How much one line may do. Counts come first, so that a replay stops at the same place; the clock of the
interpreter's own work is the last resort and marks the result as cut (DESIGN, law 1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one line of one shell."""

    commands: int = 20_000
    loop_iterations: int = 20_000
    output_bytes: int = 4 * 1024 * 1024
    line_bytes: int = 64 * 1024
    nesting: int = 6
    seconds: float = 2.5
    """Of the interpreter's own work: what the game's commands and files compute is not counted."""
    wall_seconds: float = 30.0
    """For an interpreter that neither works nor ends."""
