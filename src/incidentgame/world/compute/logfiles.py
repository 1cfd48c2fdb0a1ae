"""The log files nginx keeps under /var/log, rotated every full hour: names, windows, texts and sizes.

`access.log` holds the hour that runs, `access.log.1` the one before, `access.log.2.gz` … earlier ones,
as far back as the host or the case's history goes (at most 24; house rule).
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import HOUR, SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.compute.files import tree
from incidentgame.world.compute.hosts import first_boot
from incidentgame.world.compute.logs import Stamped, access_files, access_lines, error_files, error_lines
from incidentgame.world.compute.nginx import TREE, NginxConfig, parse_files
from incidentgame.world.path import Path
from incidentgame.world.state import World, sim
from incidentgame.world.view import View

KEPT = 24
_SETTLED = 40 * SECOND
"""Older lines can no longer change: no request takes that long."""

_LINE = {"access": 300, "error": 260, "health": 165}
"""Bytes of a usual line, for sizes of long logs in listings (house rule: those are estimates)."""

_EXACT = 1_500
"""Logs of at most so many lines are listed with their true size."""

_STEP = 10 * SECOND


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file: the log it belongs to, and the window of time it holds."""

    path: str
    log: str
    error: bool
    start: Instant
    end: Instant
    packed: bool


def configured(world: World, host: str) -> NginxConfig | None:
    """The configuration whose logs the host has, whether or not nginx runs just now."""
    unit = world.find(kinds.UNIT, f"{host}|nginx.service")
    if unit is None:
        return None
    found = parse_files(sim(unit).get("files") or tree(world, host, TREE))
    return found if isinstance(found, NginxConfig) else NginxConfig({}, (), {}, {})


def log_files(view: View, host: str) -> dict[str, LogFile]:
    """All of nginx's log files on the host, by path."""
    config = configured(view.world, host)
    if config is None:
        return {}
    logs = [(path, False) for path in access_files(config) or ["/var/log/nginx/access.log"]]
    logs += [(path, True) for path in error_files(config) or ["/var/log/nginx/error.log"]]
    return {file.path: file for log, error in logs for file in _rotated(view, host, log, error)}


def _rotated(view: View, host: str, log: str, error: bool) -> Iterator[LogFile]:
    first = max(view.account.begins, first_boot(view.world, host))
    hour = view.now - view.now % HOUR
    yield LogFile(log, log, error, max(first, hour), view.now, False)
    for number in range(1, KEPT + 1):
        start, end = hour - number * HOUR, hour - (number - 1) * HOUR
        if end <= first:
            return
        name = f"{log}.{number}" + ("" if number == 1 else ".gz")
        yield LogFile(name, log, error, max(first, start), end, number > 1)


class LogReader:
    """Reads log files; what can no longer change is computed once. A cache, never a source."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._known: dict[tuple[str, Instant], tuple[Instant, str]] = {}

    def read(self, view: View, file: LogFile) -> bytes:
        """The file's bytes; rotated ones packed with gzip, without a time in the header."""
        text = self._text(view, file).encode()
        return packed(text) if file.packed else text

    def _text(self, view: View, file: LogFile) -> str:
        key = (file.log, file.start)
        upto, known = self._known.get(key, (file.start, ""))
        upto = min(upto, file.end)
        settled = max(upto, min(file.end, view.now - _SETTLED))
        known += _lines(view, self._host, file, upto, settled)
        if len(self._known) > 8:
            self._known.clear()
        self._known[key] = (settled, known)
        return known + _lines(view, self._host, file, settled, file.end)


def packed(data: bytes) -> bytes:
    """The data as a gzip member whose header says neither when nor on which system it was made."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + tail


def _lines(view: View, host: str, file: LogFile, start: Instant, end: Instant) -> str:
    return "".join(f"{line}\n" for _, line in _stamped(view, host, file, start, end))


def _stamped(view: View, host: str, file: LogFile, start: Instant, end: Instant) -> Iterator[Stamped]:
    if start < end:
        yield from (error_lines if file.error else access_lines)(view, host, file.log, start, end)


def is_settled(view: View, file: LogFile) -> bool:
    """Whether the file can no longer change."""
    return file.end <= view.now - _SETTLED


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing shows of a file."""

    size: int
    written: Instant


def listed(view: View, host: str, file: LogFile) -> Listed:
    """Size and last write. Of a long log, which must not cost a day of lines, both are estimates from counts:
    the size by usual lines, the last write to ten seconds."""
    if file.start >= file.end:
        return Listed(len(packed(b"")) if file.packed else 0, file.start)
    counts = _asked(view, host, file)
    if sum(counts) > _EXACT:
        return _estimated(file, counts)
    found = list(_stamped(view, host, file, file.start, file.end))
    text = "".join(f"{line}\n" for _, line in found).encode()
    return Listed(len(packed(text) if file.packed else text), found[-1][0] if found else file.start)


def _estimated(file: LogFile, counts: list[int]) -> Listed:
    plain = sum(counts) * _LINE[_kind(file)]
    last = max(place for place, count in enumerate(counts) if count)
    written = min(_first_step(file) + (last + 1) * _STEP, file.end) - 1
    return Listed(plain // 9 + 20 if file.packed else plain, written)


def _kind(file: LogFile) -> str:
    if file.error:
        return "error"
    return "health" if re.search(r"health", file.log) else "access"


def _first_step(file: LogFile) -> Instant:
    return file.start - file.start % _STEP


def _asked(view: View, host: str, file: LogFile) -> list[int]:
    """Requests that may have a line in the file, per step; health checks are few and not counted."""
    if _kind(file) == "health":
        return []

    def counted(path: Path) -> bool:
        hop = path.proxy
        return hop is not None and hop.host == host and (not file.error or bool(hop.limited_by or hop.error))

    return view.traffic.counts(_first_step(file), file.end, _STEP, counted)
