"""A measured figure beside its target, and how a table of them is printed."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured. `met` is None where a target could not be measured; `text` says why or how."""

    name: str
    measured: str
    target: str
    met: bool | None
    text: str = ""


def milliseconds(run: Callable[[], object]) -> float:
    """How long a call keeps this process busy: what else the machine does at the time is not counted."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1000


def wall_milliseconds(run: Callable[[], object]) -> float:
    """How long a call takes on the wall clock, other processes it starts included."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def quantile(values: Sequence[float], permille: int) -> float:
    """The value at or below which so many thousandths lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * permille // 1000)]


def spread(values: Sequence[float]) -> str:
    """Median, 95th and 99th hundredth, and the longest."""
    middle = statistics.median(values)
    high, highest = quantile(values, 950), quantile(values, 990)
    return f"median {middle:.1f}, p95 {high:.1f}, p99 {highest:.1f}, max {max(values):.1f}"


def shown(figures: Iterable[Figure]) -> str:
    """One block a figure."""
    marks = {True: "ok", False: "MISSED", None: "not measured"}
    rows = []
    for figure in figures:
        rows.append(
            f"{figure.name:<44} {figure.measured:>12}   target {figure.target:<9} {marks[figure.met]}"
        )
        rows.extend(f"    {line}" for line in figure.text.splitlines())
    return "\n".join(rows)
