"""The history and the practice plan as one self-contained page, in the debrief's clothes."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.report.html import render
from incidentgame.report.plot import BOX
from incidentgame.report.progress import ProgressReport

HIGHEST = 3
_MOST = 60
"""Sessions in a plot: the latest."""


@dataclass(frozen=True, slots=True)
class Spark:
    """A dimension's levels as geometry in a box of BOX by BOX: a path broken where there is no level, and a
    dot for each one there is."""

    path: str
    dots: tuple[tuple[int, int], ...]


def spark(levels: Sequence[int | None]) -> Spark:
    """The latest sixty levels from left to right, 0 at the bottom; one alone stands at the right."""
    latest = levels[-_MOST:]
    places = [_place(n, level, len(latest)) for n, level in enumerate(latest)]
    parts, joined = [], False
    for place in places:
        if place is not None:
            parts.append(f"{'L' if joined else 'M'} {place[0]} {place[1]}")
        joined = place is not None
    return Spark(" ".join(parts), tuple(place for place in places if place is not None))


def _place(n: int, level: int | None, count: int) -> tuple[int, int] | None:
    if level is None:
        return None
    return (BOX * n // (count - 1) if count > 1 else BOX, BOX * (HIGHEST - level) // HIGHEST)


def progress_page(report: ProgressReport) -> str:
    """The report as HTML: no script, no request to anywhere, light or dark, fit to print."""
    sparks = {one.name: spark(one.levels) for one in report.dimensions}
    return render("progress.html.j2", report=report, sparks=sparks, title="Progress")
