"""The requests of a running world: counts without lines, and lines that realise exactly those counts.

The unit is the ten-second slot. A slot's requests of one stream are numbered; number j's moment is a draw,
and its path is where the j-th of a row of evenly scattered points falls among the paths' shares. So a request
knows its path by itself: what was seen of a slot stays true when the world changes later in it, and counting
is counting those points.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import HOUR, MINUTE, Instant, Millis
from incidentgame.world.path import Path
from incidentgame.world.state import World
from incidentgame.world.traffic.arrival import maker, met_at, repeated, walked
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.traffic.streams import Stream, streams
from incidentgame.world.view import Account, Arrival, Route, Where
from incidentgame.world.walk.request import Walk

if TYPE_CHECKING:
    from incidentgame.world.traffic.draws import I64

T = TypeVar("T")

SLOT: Millis = 10_000
_MOST_RECENT = 2_000
"""So many small tables of counts are kept."""

_CHUNK: Millis = 6 * MINUTE
"""How much of a window is made into lines at a time."""


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
    def memo(self) -> dict[Any, Any]: ...
    def worlds(self, start: Instant, end: Instant) -> Sequence[tuple[Instant, World]]: ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which the streams stay the same."""

    start: Instant
    end: Instant
    streams: tuple[Stream, ...]


@dataclass(frozen=True, slots=True)
class Dealt:
    """Requests of one stream in a run of slots of one segment: each one's slot, number, moment and path."""

    stream: Stream
    index: int
    slots: "I64"
    numbers: "I64"
    times: "I64"
    picks: "I64"


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
                tally.add(met_at(walk), keys(walk.path))
        return tally.lists()

    def prepare(self, start: Instant, end: Instant) -> None:
        """Work out now what the next look at this stretch of time will need."""
        for _ in self._segments(start, end):
            pass

    def latency(
        self, start: Instant, end: Instant, step: Millis, where: Where, value: Callable[[Path], Millis]
    ) -> list[list[tuple[Millis, int]]]:
        """Per step, (duration, count) of the matching requests, ascending."""
        out: list[dict[Millis, int]] = [{} for _ in range(_steps(start, end, step))]
        for low in range(start - start % _CHUNK, min(end, self._source.now), _CHUNK):
            for dealt, paths in self._dealt(max(start, low), min(end, low + _CHUNK), where):
                for time, pick in zip(dealt.times.tolist(), dealt.picks.tolist(), strict=True):
                    cell, lasted = out[(time - start) // step], value(paths[pick])
                    cell[lasted] = cell.get(lasted, 0) + 1
        for walk in self._walks(start, end):
            if where(walk.path):
                cell = out[(met_at(walk) - start) // step]
                cell[value(walk.path)] = cell.get(value(walk.path), 0) + 1
        return [sorted(cell.items()) for cell in out]

    def arrivals(
        self, start: Instant, end: Instant, where: Where | None = None, route: Route | None = None
    ) -> Iterator[Arrival]:
        """The requests in order of time."""
        for low in range(start - start % _CHUNK, min(end, self._source.now), _CHUNK):
            yield from self._in_order(max(start, low), min(end, low + _CHUNK), where, route)

    def _in_order(
        self, start: Instant, end: Instant, where: Where | None, route: Route | None
    ) -> list[Arrival]:
        source = self._source
        found = [walked(walk) for walk in self._walks(start, end)]
        found = [one for one in found if where is None or where(one.path)]
        found = [one for one in found if route is None or route(one.host, one.uri)]
        for dealt, paths in self._dealt(start, end, where, route):
            make = maker(source.dice.seed, source.plan, dealt.stream, dealt.index)
            rows = zip(
                dealt.slots.tolist(),
                dealt.numbers.tolist(),
                dealt.times.tolist(),
                dealt.picks.tolist(),
                strict=True,
            )
            found.extend(make(slot, number, time, paths[pick]) for slot, number, time, pick in rows)
        found.sort(key=lambda one: (one.at, one.micros, one.edge_id))
        return found

    def _dealt(
        self, start: Instant, end: Instant, where: Where | None, route: Route | None = None
    ) -> Iterator[tuple[Dealt, list[Path]]]:
        """The requests of a window whose path is wanted, dealt to the paths with their times spread."""
        import numpy as np

        for segment in self._segments(start, min(end, self._source.now)):
            for index, stream in enumerate(segment.streams):
                if route is not None and not route(stream.flow.host, stream.template):
                    continue
                finer = self._finer(stream)
                wanted = [where is None or where(path) for _, path in finer]
                if any(wanted):
                    low, high = max(start, segment.start), min(end, segment.end, self._source.now)
                    dealt = self._deal(index, stream, [edge for edge, _ in finer], low, high)
                    kept = np.asarray(wanted)[dealt.picks]
                    yield _only(dealt, kept), [path for _, path in finer]

    def _finer(self, stream: Stream) -> list[tuple[int, Path]]:
        """The stream's paths with their times spread, made once per stream."""
        key = ("finer", id(stream))
        if key not in self._source.memo:
            self._source.memo[key] = (stream, stream.scaled())
        finer: list[tuple[int, Path]] = self._source.memo[key][1]
        return finer

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
        fits = not (tally.step % SLOT or start % SLOT)
        for slot in edge_slots:
            begins, ends = max(low, slot * SLOT), min(high, (slot + 1) * SLOT)
            if fits:  # within one step: how often each path came is enough
                for pick, times in self._picked(index, stream, begins, ends):
                    tally.add(begins, labels[pick], times)
                continue
            dealt = self._deal(index, stream, stream.edges, begins, ends)
            for time, pick in zip(dealt.times.tolist(), dealt.picks.tolist(), strict=True):
                tally.add(time, labels[pick])

    def _picked(self, index: int, stream: Stream, begins: Instant, ends: Instant) -> list[tuple[int, int]]:
        """(path, requests) of a part of a slot; asked for again by every table of the window."""

        def count() -> list[tuple[int, int]]:
            return sorted(
                Counter(self._deal(index, stream, stream.edges, begins, ends).picks.tolist()).items()
            )

        return self._recent(("picked", index, id(stream), begins, ends), stream, count)

    def _count_whole(
        self,
        index: int,
        stream: Stream,
        labels: list[tuple[str, ...]],
        tally: "_Tally",
        first: int,
        last: int,
    ) -> None:
        if first >= last:
            return
        low = (first * SLOT - tally.start) // tally.step
        key = ("counted", index, id(stream), first, last, tally.step, tally.start % tally.step)
        table = self._recent(
            key, stream, lambda: self._table(index, stream, first, last, tally.start, tally.step)
        )
        tally.add_table(low, table, labels)

    def _table(
        self, index: int, stream: Stream, first: int, last: int, start: Instant, step: Millis
    ) -> "I64":
        """Requests by step (from the first slot's on) and path."""
        import numpy as np

        from incidentgame.world.traffic import draws

        slots = np.arange(first, last, dtype=np.int64)
        seed, size = self._seed(index), len(stream.paths)
        counts = draws.arrivals(seed, slots, stream.rate * SLOT // 1000)
        picks = draws.picks(stream.edges, np.repeat(draws.phase(seed, slots), counts), draws.numbered(counts))
        steps = (slots * SLOT - start) // step
        steps -= steps[0]
        rows = int(steps[-1]) + 1
        flat = np.bincount(np.repeat(steps, counts) * size + picks, minlength=rows * size)
        return flat.reshape(rows, size).astype(np.int64)

    def _recent(self, key: tuple[Any, ...], stream: Stream, make: Callable[[], T]) -> T:
        """What was drawn before of the same stream: alarms ask for one window in many ways."""
        known: dict[tuple[Any, ...], tuple[Stream, Any]] = self._source.memo.setdefault("recent", {})
        if key not in known:
            if len(known) >= _MOST_RECENT:
                known.clear()
            known[key] = (stream, make())  # the stream is kept, so that its identity stays its own
        found: T = known[key][1]
        return found

    def _deal(self, index: int, stream: Stream, edges: Sequence[int], low: Instant, high: Instant) -> Dealt:
        """The stream's requests in [low, high), each with the place of its path among `edges`."""
        import numpy as np

        from incidentgame.world.traffic import draws

        seed = self._seed(index)
        slots = np.arange(low // SLOT, (high - 1) // SLOT + 1, dtype=np.int64)
        counts = draws.arrivals(seed, slots, stream.rate * SLOT // 1000)
        numbers, each = draws.numbered(counts), np.repeat(slots, counts)
        times = each * SLOT + draws.offsets(seed, each, numbers, SLOT)
        picks = draws.picks(edges, np.repeat(draws.phase(seed, slots), counts), numbers)
        dealt = Dealt(stream, index, each, numbers, times, picks)
        return _only(dealt, (times >= low) & (times < high))

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
        for low, high in pairwise(bounds):
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
        """The player's own requests that met the edge, the load balancer or a host by now."""
        end = min(end, self._source.now)
        every = (one for walk in self._source.walks for one in (walk, *repeated(walk)))
        inside = (walk for walk in every if start <= met_at(walk) < end)
        return (walk for walk in inside if walk.path.edge or walk.path.balancer or walk.path.proxy)


def _steps(start: Instant, end: Instant, step: Millis) -> int:
    return max(0, -(-(end - start) // step))


def _only(dealt: Dealt, kept: Any) -> Dealt:
    """Those requests for which `kept` is true."""
    return Dealt(
        dealt.stream,
        dealt.index,
        dealt.slots[kept],
        dealt.numbers[kept],
        dealt.times[kept],
        dealt.picks[kept],
    )


class _Tally:
    """Counts per step and key."""

    def __init__(self, start: Instant, length: int, step: Millis) -> None:
        self.start, self.length, self.step = start, length, step
        self._rows: dict[str, list[int]] = {}
        self._arrays: dict[str, I64] = {}

    def add(self, at: Instant, names: Sequence[str], times: int = 1) -> None:
        place = (at - self.start) // self.step
        if 0 <= place < self.length:
            for name in names:
                row = self._rows.get(name)
                if row is None:
                    row = self._rows[name] = [0] * self.length
                row[place] += times

    def add_table(self, low: int, table: "I64", labels: list[tuple[str, ...]]) -> None:
        """Count many requests at once: rows are steps from `low` on, columns the paths with these names."""
        import numpy as np

        high = min(low + len(table), self.length)
        for column, names in enumerate(labels):
            for name in names:
                if name not in self._arrays:
                    self._arrays[name] = np.zeros(self.length, dtype=np.int64)
                self._arrays[name][low:high] += table[: high - low, column]

    def lists(self) -> dict[str, list[int]]:
        names = [*self._rows, *(name for name in self._arrays if name not in self._rows)]
        return {name: self._row(name) for name in sorted(names)}

    def _row(self, name: str) -> list[int]:
        row = self._rows.get(name, [0] * self.length)
        array = self._arrays.get(name)
        return row if array is None else [a + int(b) for a, b in zip(row, array.tolist(), strict=True)]
