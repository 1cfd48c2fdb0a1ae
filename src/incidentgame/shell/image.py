"""Layers of files: an immutable image that many hosts share, and what one host changed on top of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname

from incidentgame.kernel.instant import Instant
from incidentgame.shell.files import Kind, Stat

DIRECTORY_BYTES = 4096


@dataclass(frozen=True, slots=True)
class File:
    """One stored entry. `content` is empty for directories and links, `target` only set for links."""

    kind: Kind = "file"
    content: bytes = b""
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"
    mtime: Instant = 0
    target: str = ""

    def stat(self) -> Stat:
        """The entry as `stat` shows it."""
        size = {"file": len(self.content), "dir": DIRECTORY_BYTES, "link": len(self.target)}
        return Stat(self.kind, size[self.kind], self.mode, self.owner, self.group, self.mtime, self.target)


def directory(mode: int = 0o755, owner: str = "root", group: str = "root", mtime: int = 0) -> File:
    """A directory entry."""
    return File("dir", b"", mode, owner, group, mtime)


def link(target: str, mtime: Instant = 0) -> File:
    """A symbolic link entry, owned by root."""
    return File("link", b"", 0o777, "root", "root", mtime, target)


def parents(path: str) -> Iterator[str]:
    """Every directory above an absolute, normalised path, the root first."""
    if path != "/":
        yield "/"
    at = path.find("/", 1)
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)


class Image:
    """An immutable set of files by absolute path; missing parent directories are implied.

    Built once per kind of host and shared by every host and session of that kind.
    """

    def __init__(self, files: Mapping[str, File], built: Instant = 0) -> None:
        """`built` is the modification time of implied directories."""
        full = dict(files)
        for path in files:
            for above in parents(path):
                full.setdefault(above, directory(mtime=built))
        full.setdefault("/", directory(mtime=built))
        self.files: Mapping[str, File] = full
        self.children = children_of(full)


def children_of(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Directory → names in it, sorted."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if path != "/":
            found.setdefault(dirname(path), []).append(basename(path))
    return {above: tuple(sorted(names)) for above, names in found.items()}


EMPTY = Image({"/tmp": directory(0o1777)})
