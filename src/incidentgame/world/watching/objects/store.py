"""What a bucket holds: fixed objects, and the log objects that the load balancers and distributions write.

A log object covers five minutes; it appears some time after their end. Its size is declared from counts and
its content is rendered only when it is read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from incidentgame.kernel.instant import DAY, MINUTE, SECOND, Instant, to_datetime
from incidentgame.world import kinds
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import Arrival, View
from incidentgame.world.watching.metrics.balancer import short
from incidentgame.world.watching.objects import balancer_log, edge_log
from incidentgame.world.watching.objects.archive import declared, padded_gzip

_PERIOD = 5 * MINUTE
_BALANCER_LINE, _EDGE_LINE = 105, 105
_KEEP = 14 * DAY
_MOST_BALANCER_LINES, _MOST_EDGE_LINES = 12_000, 20_000
"""Lines in one object, some 8 MB of text: more is written as further objects of the same five minutes."""


@dataclass(frozen=True, slots=True)
class Object:
    """One object: where it is, how big, since when, and how to get its content."""

    key: str
    size: int
    modified: Instant
    read: Callable[[], bytes]
    content_type: str = "binary/octet-stream"


def objects(view: View, bucket: Doc, prefix: str = "") -> list[Object]:
    """The bucket's objects whose key begins with a prefix, by key."""
    name = str(bucket["Name"])
    found = [*_fixed(view, bucket), *_balancer_logs(view, name, prefix), *_edge_logs(view, name, prefix)]
    kept = [item for item in found if item.key.startswith(prefix) and item.modified <= view.now]
    return sorted(kept, key=lambda item: item.key)


def find(view: View, bucket: Doc, key: str) -> Object | None:
    """The object with a key."""
    return next((item for item in objects(view, bucket, key) if item.key == key), None)


def _fixed(view: View, bucket: Doc) -> Iterator[Object]:
    since = int(sim(bucket).get("modified", view.account.begins))
    for key, content in sim(bucket).get("objects", {}).items():
        raw = str(content).encode()
        yield Object(str(key), len(raw), since, lambda raw=raw: raw, _type(str(key)))  # type: ignore[misc]  # bound


def _type(key: str) -> str:
    endings = {
        ".js": "application/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
    return next((kind for ending, kind in endings.items() if key.endswith(ending)), "binary/octet-stream")


def _windows(view: View, prefix: str, written: Callable[[Instant], str]) -> list[Instant]:
    """The starts of the five-minute windows whose names could begin with the prefix."""
    first = max(view.account.begins, view.now - _KEEP)
    starts = range(-(-first // _PERIOD) * _PERIOD, view.now - _PERIOD + 1, _PERIOD)
    return [at for at in starts if _compatible(written(at), prefix)]


def _compatible(start: str, prefix: str) -> bool:
    return start.startswith(prefix) or prefix.startswith(start)


def _balancer_logs(view: View, bucket: str, prefix: str) -> Iterator[Object]:
    for arn, doc in view.world.table(kinds.LOAD_BALANCER).items():
        attributes = sim(doc).get("attributes", {})
        if (
            attributes.get("access_logs.s3.enabled") == "true"
            and attributes.get("access_logs.s3.bucket") == bucket
        ):
            yield from _of_balancer(view, arn, str(attributes.get("access_logs.s3.prefix") or ""), prefix)


def _of_balancer(view: View, arn: str, folder: str, prefix: str) -> Iterator[Object]:
    account, region = view.account.id, view.account.region
    head = f"{folder.strip('/')}/" if folder else ""
    base = f"{head}AWSLogs/{account}/elasticloadbalancing/{region}/"
    stem = f"{account}_elasticloadbalancing_{region}_{short(arn).replace('/', '.')}_"

    def written(at: Instant) -> str:
        end = at + _PERIOD
        return f"{base}{to_datetime(end):%Y/%m/%d}/{stem}{balancer_log.stamp(end)}_"

    windows = _windows(view, prefix, written)
    for at, node, count in _counted(view, windows, lambda path: _node(path, arn)):
        address = _public_address(view.world_at(at), view, node)
        late = view.dice.between(50 * SECOND, 140 * SECOND, "alb-log-late", arn, node, at)
        for first, lines in _parts(count, _MOST_BALANCER_LINES):
            serial = view.dice.base62(8, "alb-log", arn, node, at, *_later(first)).lower()
            part = _Part(at, first, lines, _BALANCER_LINE)
            yield Object(
                f"{written(at)}{address}_{serial}.log.gz",
                declared(lines, _BALANCER_LINE),
                at + _PERIOD + late,
                _reader(view, part, "", balancer_log.line, _at_node(arn, node)),
            )


def _node(path: Path, arn: str) -> str:
    hop = path.balancer
    return hop.node if hop is not None and hop.load_balancer == arn else ""


def _at_node(arn: str, node: str) -> Callable[[Path], bool]:
    return lambda path: _node(path, arn) == node


def _public_address(world: World, view: View, private: str) -> str:
    """The node's address as the object name shows it: public for a load balancer that faces the internet."""
    from incidentgame.world.dns.addresses import node_at  # late: dns reads walks that read this layer

    found = node_at(world, view.dice, private)
    return found.public or private if found else private


def _edge_logs(view: View, bucket: str, prefix: str) -> Iterator[Object]:
    for id, doc in view.world.table(kinds.DISTRIBUTION).items():
        logging = doc["DistributionConfig"].get("Logging") or {}
        if logging.get("Enabled") and str(logging.get("Bucket", "")).split(".s3", 1)[0] == bucket:
            yield from _of_distribution(view, id, str(logging.get("Prefix") or ""), prefix)


def _of_distribution(view: View, id: str, folder: str, prefix: str) -> Iterator[Object]:
    """Several files an hour; most arrive within half an hour (house rule; AWS: usually within an hour)."""

    def written(at: Instant) -> str:
        return f"{folder}{id}.{to_datetime(at):%Y-%m-%d-%H}."

    windows = _windows(view, prefix, written)
    for at, _, count in _counted(view, windows, lambda path: "edge" if _at_edge(path, id) else ""):
        late = view.dice.between(
            4 * MINUTE, view.dice.between(7, 28, "edge-log-late", id, at) * MINUTE, "edge-log", at
        )
        for first, lines in _parts(count, _MOST_EDGE_LINES):
            serial = view.dice.hexadecimal(8, "edge-log", id, at, *_later(first))
            part = _Part(at, first, lines, _EDGE_LINE)
            yield Object(
                f"{written(at)}{serial}.gz",
                declared(lines, _EDGE_LINE),
                at + _PERIOD + late,
                _reader(view, part, edge_log.HEAD, edge_log.line, lambda path: _at_edge(path, id)),
            )


def _at_edge(path: Path, id: str) -> bool:
    return path.edge is not None and path.edge.distribution == id


def _counted(
    view: View, windows: Sequence[Instant], name: Callable[[Path], str]
) -> Iterator[tuple[Instant, str, int]]:
    """(window, name, requests) for each window and name that had any."""
    if not windows:
        return
    start, end = windows[0], windows[-1] + _PERIOD

    def keys(path: Path) -> tuple[str, ...]:
        found = name(path)
        return (found,) if found else ()

    tables = view.traffic.tables(start, end, _PERIOD, keys)
    for at in windows:
        for known, row in tables.items():
            count = row[(at - start) // _PERIOD]
            if count:
                yield at, known, count


@dataclass(frozen=True, slots=True)
class _Part:
    """Which of a window's lines an object holds, and how many bytes each counts for in its size."""

    start: Instant
    first: int
    lines: int
    per_line: int


def _parts(count: int, most: int) -> Iterator[tuple[int, int]]:
    """(first line, lines) of each object of a window: under much traffic there are several (§3.7)."""
    return ((first, min(most, count - first)) for first in range(0, count, most))


def _later(first: int) -> tuple[int, ...]:
    """What tells the names of further objects from that of the first."""
    return (first,) if first else ()


def _reader(
    view: View,
    part: _Part,
    head: str,
    line: Callable[[View, Arrival], str],
    wanted: Callable[[Path], bool],
) -> Callable[[], bytes]:
    def read() -> bytes:
        arrivals = view.traffic.arrivals(part.start, part.start + _PERIOD, wanted)
        ours = islice(arrivals, part.first, part.first + part.lines)
        text = head + "".join(f"{line(view, arrival)}\n" for arrival in ours)
        return padded_gzip(text.encode(), declared(part.lines, part.per_line))

    return read
