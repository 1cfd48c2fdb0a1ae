"""The uncertainty curve as geometry: shares of a box, so that it scales to any width."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.report.model import Curve, Step

BOX = 1000
_LABEL_GAP = 80


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the box, 0 to BOX from left and top, with what stands there."""

    x: int
    y: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Paths in SVG's own words, dots for the lines that told something, marks, and what the axes say."""

    yours: str
    area: str
    par: str
    dots: tuple[Point, ...]
    labels: tuple[Point, ...]
    marks: tuple[Point, ...]
    top: str
    last: str


def plot(curve: Curve, steps: Sequence[Step]) -> Plot:
    """The curve of a session, its lines from left to right, par on the same axis."""
    most = max(len(curve.left), len(curve.par), 1)
    yours = _steps(curve.start, curve.left, most)
    dots = tuple(_dot(curve, step, most) for step in steps if step.bits)
    return Plot(
        yours=yours,
        area=f"{yours} V {BOX} H 0 Z" if curve.left else "",
        par=_steps(curve.start, curve.par, most),
        dots=dots,
        labels=_apart(dots),
        marks=_apart([Point(_x(mark.n, most), 0, mark.text) for mark in curve.marks], gap=0),
        top=f"{curve.start:.1f}",
        last=f"#{most}",
    )


def _x(n: int, most: int) -> int:
    return BOX * n // most


def _y(bits: float, start: float) -> int:
    return round(BOX * (1 - bits / start)) if start else BOX


def _steps(start: float, left: Sequence[float], most: int) -> str:
    """A step line: level until a line, then down to what it left."""
    parts = [f"M 0 {_y(start, start)}"]
    for n, bits in enumerate(left, 1):
        parts.append(f"H {_x(n, most)} V {_y(bits, start)}")
    return " ".join(parts)


def _dot(curve: Curve, step: Step, most: int) -> Point:
    return Point(_x(step.n, most), _y(curve.left[step.n - 1], curve.start), f"#{step.n}")


def _apart(points: Sequence[Point], gap: int = _LABEL_GAP) -> tuple[Point, ...]:
    """The points whose words do not run into those before them."""
    kept: list[Point] = []
    for point in points:
        if not kept or point.x - kept[-1].x >= gap:
            kept.append(point)
    return tuple(kept)
