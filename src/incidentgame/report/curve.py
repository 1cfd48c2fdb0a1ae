"""The uncertainty curve: bits left after each line, as a small plot and in words."""

from collections.abc import Sequence

_LEVELS = 6


def curve(left: Sequence[float], start: float, width: int = 48) -> list[str]:
    """Rows of a plot of the bits left (y) over the lines (x); `start` are the bits before the first one."""
    values = [start, *left]
    step = max(1, -(-len(values) // width))
    columns = values[::step]
    if columns[-1] != values[-1]:
        columns.append(values[-1])
    rows = []
    for level in range(_LEVELS, 0, -1):
        low = start * (level - 1) / _LEVELS
        label = f"{start:4.1f} ┤" if level == _LEVELS else "     │"
        rows.append(label + "".join("█" if value > low + 1e-9 else " " for value in columns).rstrip())
    rows.append("   0 └" + "─" * len(columns))
    return rows


def in_words(left: Sequence[float], start: float) -> str:
    """The same in a sentence, for those who do not see the plot."""
    falls = [
        f"#{n} to {after:.1f}"
        for n, (before, after) in enumerate(zip([start, *left], left, strict=False), start=1)
        if after < before
    ]
    return f"From {start:.1f} bits" + (": " + ", ".join(falls) if falls else ", and nothing lowered it") + "."
