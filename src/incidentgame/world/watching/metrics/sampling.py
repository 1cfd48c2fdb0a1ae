"""Metrics of state: a value of the world, read three times a minute."""

from collections.abc import Callable

from incidentgame.kernel.instant import MINUTE, SECOND, Instant
from incidentgame.world.state import World
from incidentgame.world.view import View
from incidentgame.world.watching.metrics.model import Minutes, Samples

_EVERY = 20 * SECOND


def sampled(view: View, start: Instant, end: Instant, value: Callable[[World], float | None]) -> Minutes:
    """Samples of a value of the world over full minutes; None gives no sample."""
    spans = list(view.worlds(max(start, view.account.begins), max(end, start + 1)))
    readings: dict[int, float | None] = {}
    out: Minutes = []
    place = 0
    for minute in range(start, end, MINUTE):
        found: dict[float, int] = {}
        for at in range(minute, minute + MINUTE, _EVERY):
            while place + 1 < len(spans) and spans[place + 1][0] <= at:
                place += 1
            if place not in readings:
                readings[place] = value(spans[place][1])
            reading = readings[place]
            if reading is not None and view.account.begins <= at <= view.now:
                found[reading] = found.get(reading, 0) + 1
        out.append(_ascending(found))
    return out


def _ascending(found: dict[float, int]) -> Samples:
    return sorted(found.items())


def wobbling(view: View, start: Instant, end: Instant, middle: float, swing: float, *key: str) -> Minutes:
    """A value that wanders about its middle a little, by the dice: one sample a minute."""
    out: Minutes = []
    for minute in range(start, end, MINUTE):
        if not view.account.begins <= minute <= view.now:
            out.append([])
            continue
        step = view.dice.between(-1000, 1000, "wobble", *key, minute)
        out.append([(round(max(0.0, middle + swing * step / 1000), 3), 1)])
    return out
