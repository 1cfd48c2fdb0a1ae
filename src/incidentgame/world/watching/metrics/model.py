"""What a metric is: where it lives, which dimension sets it has, and its samples minute by minute."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, Instant, Millis
from incidentgame.world.view import View

Dimensions = Mapping[str, str]
Samples = list[tuple[float, int]]
"""(value, how many times) of one minute, ascending; empty means no datapoint, which is not zero (INV-6)."""

Minutes = list[Samples]
Sampler = Callable[[View, Dimensions, Instant, Instant], Minutes]
Sets = Callable[[View], Sequence[Dimensions]]

EDGE_REGION = "us-east-1"
DELAY: Millis = MINUTE
"""The newest full minute is not there yet (house rule: metrics are a minute late)."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One metric. `at_edge`: it exists in us-east-1 only (INV-24). `sets`: the dimension sets that exist."""

    namespace: str
    name: str
    unit: str
    sets: Sets
    sample: Sampler
    at_edge: bool = False
    sparse: bool = False


def whole_minutes(start: Instant, end: Instant) -> tuple[Instant, Instant]:
    """The window widened to full minutes."""
    return start - start % MINUTE, -(-end // MINUTE) * MINUTE


def counted(counts: Sequence[int]) -> Minutes:
    """Samples of a counter: each occurrence is a sample of 1; quiet minutes have none."""
    return [[(1.0, n)] if n else [] for n in counts]


def statistic(samples: Samples, stat: str) -> float | None:
    """Sum, Average, Minimum, Maximum, SampleCount or pNN; None without samples or for another name."""
    total = sum(n for _, n in samples)
    if not total:
        return None
    if stat.startswith("p"):
        return _percentile(sorted(samples), total, stat)
    added = sum(value * n for value, n in samples)
    known = {
        "Sum": added,
        "Average": added / total,
        "Minimum": min(value for value, _ in samples),
        "Maximum": max(value for value, _ in samples),
        "SampleCount": float(total),
    }
    return known.get(stat)


def _percentile(samples: Samples, total: int, stat: str) -> float | None:
    try:
        share = float(stat[1:])
    except ValueError:
        return None
    rank = max(1, -(-int(share * 100) * total // 10_000))
    for value, n in samples:
        rank -= n
        if rank <= 0:
            return value
    return samples[-1][0]


def known_statistic(stat: str) -> bool:
    """Can it be asked for?"""
    return statistic([(1.0, 1)], stat) is not None
