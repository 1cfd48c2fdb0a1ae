"""The lines of `ls -l` (api-503-host §4.5): columns as wide as their widest value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from incidentgame.commands.files.modes import human, mode_text
from incidentgame.commands.files.options import Words
from incidentgame.kernel.instant import DAY, Instant, to_datetime
from incidentgame.shell.files import FileTree, Stat

_HALF_YEAR = 31_556_952_000 // 2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry to show: name, absolute path, attributes."""

    name: str
    path: str
    stat: Stat

    @property
    def inode(self) -> int:
        """A number that depends on the path only (house rule)."""
        return inode(self.path)

    def mark(self, words: Words) -> str:
        """What -F and -p put behind the name."""
        if self.stat.kind == "dir" and words.has("F", "p", "classify", "file-type"):
            return "/"
        if not words.has("F", "classify", "file-type"):
            return ""
        if self.stat.kind == "link":
            return "" if words.has("l") else "@"
        return "*" if self.stat.mode & 0o111 and not words.has("file-type") else ""


def inode(path: str) -> int:
    """A stable inode number for a path."""
    return 131_072 + int.from_bytes(blake2b(path.encode(), digest_size=4).digest(), "big") % 2_400_000


def long_lines(rows: Sequence[Row], words: Words, files: FileTree, now: Instant, total: int | None) -> str:
    """The rows in long form; `total` is the sum of 1 KiB blocks, None for operands that are files."""
    cells = [_cells(row, words, files) for row in rows]
    widths = [max(len(cell[i]) for cell in cells) if cells else 0 for i in range(6)]
    when = _times(words, now)
    lines = [
        _joined(cell, widths, words) + f" {when(row.stat.mtime)} {_named(row, words)}\n"
        for row, cell in zip(rows, cells, strict=True)
    ]
    head = [] if total is None else [f"total {_total(total, words)}\n"]
    return "".join([*head, *lines])


def _total(blocks: int, words: Words) -> str:
    return human(blocks * 1024) if words.has("h", "human-readable") and blocks else str(blocks)


def _cells(row: Row, words: Words, files: FileTree) -> tuple[str, ...]:
    stat = row.stat
    numeric = words.has("n", "numeric-uid-gid")
    size = human(stat.size) if words.has("h", "human-readable") else str(stat.size)
    return (
        str(row.inode),
        mode_text(stat.kind, stat.mode),
        str(_links(row, files)),
        number_of(stat.owner) if numeric else stat.owner,
        number_of(stat.group) if numeric else stat.group,
        size,
    )


def _links(row: Row, files: FileTree) -> int:
    """A directory has one link per directory in it, and two of its own."""
    if row.stat.kind != "dir":
        return 1
    try:
        inside = files.list(row.path)
    except Exception:
        return 2
    kinds = (files.stat(f"{row.path.rstrip('/')}/{name}") for name in inside)
    return 2 + sum(1 for stat in kinds if stat and stat.kind == "dir")


_NUMBERS = {"root": 0, "daemon": 1, "adm": 4, "www-data": 33, "utmp": 43, "nobody": 65534}


def number_of(name: str) -> str:
    """A user's or group's number: Debian's fixed ones, 1000 for people."""
    return name if name.isdigit() else str(_NUMBERS.get(name, 1000))


def _joined(cell: Sequence[str], widths: Sequence[int], words: Words) -> str:
    inode_text, mode, links, owner, group, size = cell
    parts = [inode_text.rjust(widths[0])] if words.has("i", "inode") else []
    parts += [mode, links.rjust(widths[2])]
    pad = str.rjust if words.has("n", "numeric-uid-gid") else str.ljust
    if not words.has("g"):
        parts.append(pad(owner, widths[3]))
    if not words.has("o", "G", "no-group"):
        parts.append(pad(group, widths[4]))
    return " ".join([*parts, size.rjust(widths[5])])


def _named(row: Row, words: Words) -> str:
    arrow = f" -> {row.stat.target}" if row.stat.kind == "link" else ""
    return row.name + row.mark(words) + arrow


def _times(words: Words, now: Instant) -> Callable[[Instant], str]:
    style = "full-iso" if words.has("full-time") else words.value("time-style") or "locale"
    if style == "full-iso":
        return full_time
    if style == "long-iso":
        return lambda at: to_datetime(at).strftime("%Y-%m-%d %H:%M")
    if style.startswith("+"):
        return lambda at: to_datetime(at).strftime(style[1:])
    return lambda at: recent(at, now, iso=style == "iso")


def full_time(at: Instant) -> str:
    """`2026-11-21 03:39:09.004000000 +0000`"""
    return f"{to_datetime(at):%Y-%m-%d %H:%M:%S}.{at % 1000:03d}000000 +0000"


def recent(at: Instant, now: Instant, *, iso: bool = False) -> str:
    """`Nov 21 03:39`, or `Jan  2  2025` when more than half a year old or in the future."""
    moment = to_datetime(at)
    near = now - _HALF_YEAR < at <= now + DAY // 24
    if iso:
        return moment.strftime("%m-%d %H:%M" if near else "%Y-%m-%d ")
    day = f"{_MONTHS[moment.month - 1]} {moment.day:2d}"
    return f"{day} {moment:%H:%M}" if near else f"{day}  {moment.year}"
