"""Line numbers in a reason: `#3, #7 and #9`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MOST: Final = 6
"""Numbers named one by one; of more the first few and how many follow."""


def numbered(numbers: Iterable[int]) -> str:
    """`#3`, `#3 and #7`, `#3, #7 and #9`, or `#1, #2, #3, #4, #5 and 12 more`; empty for none."""
    names = [f"#{n}" for n in numbers]
    if len(names) > MOST:
        names = [*names[: MOST - 1], f"{len(names) - MOST + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
