"""The requests of a running world: counts without lines, and lines that realise exactly those counts.

The unit is the ten-second slot. A slot's requests of one stream are numbered; number j's moment is a draw,
and its path is where the j-th of a row of evenly scattered points falls among the paths' shares. So a request
knows its path by itself: what was seen of a slot stays true when the world changes later in it, and counting
is counting those points.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import HOUR, Instant, Millis
from incidentgame.world.path import Path
from incidentgame.world.state import World
from incidentgame.world.traffic.arrival import arrival_of, walked
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.traffic.streams import Stream, streams
from incidentgame.world.view import Account, Arrival, Where
from incidentgame.world.walk.request import Walk

if TYPE_CHECKING:
    from incidentgame.world.traffic.draws import I64

SLOT: Millis = 10_000


class Source(Protocol):
    """What the model reads of a simulation."""

    @property
    def now(self) -> Instant: ...
    @property
    def dice(self) -> Dice: ...
    @property
    def plan(self) -> TrafficPlan: ...
    @property
    def account(self) -> Account: ...
    @property
    def walks(self) -> tuple[Walk, ...]: ...
    @property
    def memo(self) -> dict[object, object]: ...
    def worlds(self, start: Instant, end: Instant) -> Sequence[tuple[Instant, World]]: ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which the streams stay the same."""

    start: Instant
    end: Instant
    streams: tuple[Stream, ...]


@dataclass(frozen=True, slots=True)
class Dealt:
    """The requests of one stream in one slot of one segment: when each came, and which path it took."""

    stream: Stream
    index: int
    slot: int
    times: "I64"
    picks: "I64"
    places: "I64"


Keys = Callable[[Path], Sequence[str]]


class TrafficModel:
    """The traffic of one simulation (a `Traffic`)."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def counts(self, start: Instant, end: Instant, step: Millis, where: Where) -> list[int]:
        """Requests per step whose path satisfies `where`."""
        found = self.tables(start, end, step, lambda path: ("",) if where(path) else ())
        return found.get("", [0] * _steps(start, end, step))

    def tables(self, start: Instant, end: Instant, step: Millis, keys: Keys) -> dict[str, list[int]]:
        """Requests per step under every key `keys` gives their path."""
        return self._tabled("", start, end, step, keys)

    def on_route(
        self, uri: str, start: Instant, end: Instant, step: Millis, keys: Keys
    ) -> dict[str, list[int]]:
        """`tables` of the requests for one path template only."""
        return self._tabled(uri, start, end, step, keys)

    def _tabled(
        self, template: str, start: Instant, end: Instant, step: Millis, keys: Keys
    ) -> dict[str, list[int]]:
        tally = _Tally(start, _steps(start, end, step), step)
        for segment in self._segments(start, min(end, self._source.now)):
            for index, stream in enumerate(segment.streams):
                labels = [tuple(keys(path)) for path in stream.paths]
                if any(labels) and template in ("", stream.template):
                    self._count(segment, index, stream, labels, tally, start, min(end, self._source.now))
        for walk in self._walks(start, end):
            if template in ("", walk.request.uri):
                tally.add(walk.at, keys(walk.path))
        return tally.lists()

    def latency(
        self, start: Instant, end: Instant, step: Millis, where: Where, value: Callable[[Path], Millis]
    ) -> list[list[tuple[Millis, int]]]:
        """Per step, (duration, count) of the matching requests, ascending."""
        out: list[dict[Millis, int]] = [{} for _ in range(_steps(start, end, step))]
        for dealt, fine in self._fine(start, end):
            for time, pick in zip(dealt.times.tolist(), dealt.picks.tolist(), strict=True):
                path = fine[pick]
                if start <= time < end and where(path):
                    cell = out[(time - start) // step]
                    cell[value(path)] = cell.get(value(path), 0) + 1
        for walk in self._walks(start, end):
            if where(walk.path):
                cell = out[(walk.at - start) // step]
                cell[value(walk.path)] = cell.get(value(walk.path), 0) + 1
        return [sorted(cell.items()) for cell in out]

    def arrivals(self, start: Instant, end: Instant, where: Where | None = None) -> Iterator[Arrival]:
        """The requests in order of time."""
        first = start - start % SLOT
        while first < min(end, self._source.now):
            yield from self._slot_arrivals(first, max(start, first), min(end, first + SLOT), where)
            first += SLOT

    def _slot_arrivals(
        self, slot_start: Instant, start: Instant, end: Instant, where: Where | None
    ) -> list[Arrival]:
        found = [walked(walk, self._source.plan) for walk in self._walks(start, end)]
        found = [one for one in found if where is None or where(one.path)]
        for dealt, fine in self._fine(start, end):
            wanted = [where is None or where(path) for path in fine]
            for time, pick, place in zip(
                dealt.times.tolist(), dealt.picks.tolist(), dealt.places.tolist(), strict=True
            ):
                if wanted[pick] and start <= time < end:
                    found.append(
                        arrival_of(self._source.dice.seed, self._source.plan, dealt, fine[pick], time, place)
                    )
        found.sort(key=lambda one: (one.at, one.micros, one.edge_id))
        return found

    def _fine(self, start: Instant, end: Instant) -> Iterator[tuple[Dealt, list[Path]]]:
        """Every request, dealt to the paths with their times spread."""
        for segment in self._segments(start, min(end, self._source.now)):
            for index, stream in enumerate(segment.streams):
                finer = stream.scaled()
                edges, paths = [edge for edge, _ in finer], [path for _, path in finer]
                for slot in range(max(segment.start, start) // SLOT, (min(segment.end, end) - 1) // SLOT + 1):
                    yield self._deal(segment, index, stream, slot, edges), paths

    def _count(
        self,
        segment: Segment,
        index: int,
        stream: Stream,
        labels: list[tuple[str, ...]],
        tally: "_Tally",
        start: Instant,
        end: Instant,
    ) -> None:
        low, high = max(segment.start, start), min(segment.end, end)
        first, last = -(-low // SLOT), high // SLOT
        if tally.step % SLOT or start % SLOT or first >= last:
            first = last = low // SLOT
            rest = range(first, (high - 1) // SLOT + 1)
            edge_slots = list(rest)
        else:
            self._count_whole(index, stream, labels, tally, first, last)
            edge_slots = [s for s in (first - 1, last) if s * SLOT < high and (s + 1) * SLOT > low]
            edge_slots = [s for s in edge_slots if not first <= s < last]
        for slot in edge_slots:
            dealt = self._deal(segment, index, stream, slot, list(stream.edges))
            for time, pick in zip(dealt.times.tolist(), dealt.picks.tolist(), strict=True):
                if low <= time < high:
                    tally.add(time, labels[pick])

    def _count_whole(
        self, index: int, stream: Stream, labels: list[tuple[str, ...]], tally: "_Tally", first: int, last: int
    ) -> None:
        import numpy as np

        from incidentgame.world.traffic import draws

        slots = np.arange(first, last, dtype=np.int64)
        seed = self._seed(index)
        counts = draws.arrivals(seed, slots, stream.rate * SLOT // 1000)
        picks = draws.picks(stream.edges, np.repeat(draws.phase(seed, slots), counts), draws.numbered(counts))
        steps = np.repeat((slots * SLOT - tally.start) // tally.step, counts)
        tally.add_picks(steps, picks, labels)

    def _deal(
        self, segment: Segment, index: int, stream: Stream, slot: int, edges: Sequence[int]
    ) -> Dealt:
        """The stream's requests in a slot that fall into the segment, each with its path's place."""
        import numpy as np

        from incidentgame.world.traffic import draws

        seed = self._seed(index)
        one = np.array([slot], dtype=np.int64)
        count = int(draws.arrivals(seed, one, stream.rate * SLOT // 1000)[0])
        times = slot * SLOT + draws.offsets(seed, slot, count, SLOT)
        places = np.nonzero((times >= segment.start) & (times < segment.end))[0]
        picks = draws.picks(edges, draws.phase(seed, one), places)
        return Dealt(stream, index, slot, times[places], picks, places)

    def _seed(self, index: int) -> int:
        memo = self._source.memo
        key = ("stream-seed", index)
        if key not in memo:
            memo[key] = self._source.dice.number("stream", index)
        seed = memo[key]
        assert isinstance(seed, int)
        return seed

    def _segments(self, start: Instant, end: Instant) -> Iterator[Segment]:
        """The stretches of unchanged streams that cover [start, end), each with its true bounds."""
        begins = self._source.account.begins
        start = max(start, begins)
        if start >= end:
            return
        spans = self._source.worlds(max(begins, start - HOUR), end + HOUR)
        bounds = self._bounds([since for since, _ in spans], start, end)
        merged: list[Segment] = []
        for low, high in zip(bounds, bounds[1:], strict=False):
            world = spans[max(0, bisect_right([s for s, _ in spans], low) - 1)][1]
            found = streams(world, self._source.plan, low, self._source.memo)
            if merged and merged[-1].streams is found and low % HOUR:
                merged[-1] = Segment(merged[-1].start, high, found)
            else:
                merged.append(Segment(low, high, found))
        yield from (segment for segment in merged if segment.end > start and segment.start < end)

    def _bounds(self, changes: list[Instant], start: Instant, end: Instant) -> list[Instant]:
        """Changes and full hours around the window, so that segments do not depend on the window."""
        low, high = start - start % HOUR, end - end % HOUR + HOUR
        inner = {at for at in changes if low < at < high}
        return sorted({*range(low, high + 1, HOUR), *inner})

    def _walks(self, start: Instant, end: Instant) -> Iterator[Walk]:
        """The player's own requests that met the edge or the load balancer."""
        inside = (walk for walk in self._source.walks if start <= walk.at < end)
        return (walk for walk in inside if walk.path.edge or walk.path.balancer or walk.path.proxy)


def _steps(start: Instant, end: Instant, step: Millis) -> int:
    return max(0, -(-(end - start) // step))


class _Tally:
    """Counts per step and key."""

    def __init__(self, start: Instant, length: int, step: Millis) -> None:
        self.start, self.length, self.step = start, length, step
        self._rows: dict[str, list[int]] = {}
        self._arrays: dict[str, "I64"] = {}

    def add(self, at: Instant, names: Sequence[str]) -> None:
        place = (at - self.start) // self.step
        if 0 <= place < self.length:
            for name in names:
                self._rows.setdefault(name, [0] * self.length)[place] += 1

    def add_picks(self, steps: "I64", picks: "I64", labels: list[tuple[str, ...]]) -> None:
        """Count many requests at once: each has a step and the place of its path in `labels`."""
        import numpy as np

        size = len(labels)
        flat = np.bincount(steps * size + picks, minlength=self.length * size)[: self.length * size]
        table = flat.reshape(self.length, size)
        for column, names in enumerate(labels):
            for name in names:
                known = self._arrays.get(name)
                summed = table[:, column].astype(np.int64)
                self._arrays[name] = summed if known is None else known + summed

    def lists(self) -> dict[str, list[int]]:
        names = [*self._rows, *(name for name in self._arrays if name not in self._rows)]
        return {name: self._row(name) for name in sorted(names)}

    def _row(self, name: str) -> list[int]:
        row = self._rows.get(name, [0] * self.length)
        array = self._arrays.get(name)
        return row if array is None else [a + int(b) for a, b in zip(row, array.tolist(), strict=True)]
