"""The files of one host in memory: a shared image, this host's own changes, and computed files.

`MemoryTree` is the storage and root's view of it; `UserTree` (users.py) is what anybody else may do.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from posixpath import basename, dirname, join, normpath

from incidentgame.kernel.instant import Instant
from incidentgame.shell.files import (
    AlreadyExists,
    DynamicFiles,
    Full,
    IsDirectory,
    Names,
    NotAllowed,
    NotDirectory,
    NotEmpty,
    NotFound,
    NotLink,
    OnWrite,
    Stat,
    TooManyLinks,
)
from incidentgame.shell.image import EMPTY, File, Image, directory, parents

_MOST_LINKS = 40
_KERNEL = ("/proc/", "/sys/")


@dataclass(frozen=True, slots=True)
class Quota:
    """What one host's own changes may take: bytes of content, and entries."""

    bytes: int = 64 * 1024 * 1024
    entries: int = 10_000


class NoDynamicFiles:
    """No computed files."""

    def names(self) -> Iterable[str]:
        """None."""
        return ()

    def stat(self, path: str) -> Stat | None:
        """Nothing is ours."""
        return None

    def changed(self, directory: str) -> Instant:
        """Never."""
        return 0

    def read(self, path: str) -> bytes:
        """Never called: stat found nothing."""
        raise NotFound(path)


def _ignore(path: str, data: bytes | None) -> bool | None:
    return None


Frozen = tuple[
    tuple[tuple[str, File | None], ...], tuple[tuple[str, int], ...], tuple[tuple[str, Instant], ...]
]


class MemoryTree:
    """Copy-on-write files over an `Image`; a `FileTree` with root's rights."""

    def __init__(
        self,
        now: Callable[[], Instant],
        image: Image = EMPTY,
        *,
        dynamic: DynamicFiles | None = None,
        on_write: OnWrite = _ignore,
        quota: Quota | None = None,
        user: str = "root",
    ) -> None:
        """`now` dates changes; `user` owns what is created through this view."""
        self._now = now
        self._image = image
        self._dynamic: DynamicFiles = dynamic or NoDynamicFiles()
        self._on_write = on_write
        self._quota = quota or Quota()
        self._user = user
        self._own: dict[str, File | None] = {}
        self._names: dict[str, dict[str, None]] = {}
        self._modes: dict[str, int] = {}
        self._dated: dict[str, Instant] = {}
        self._ascending: tuple[object, Names] = (None, [])
        self._used = 0

    # Reading

    def stat(self, path: str) -> Stat | None:
        """See FileTree."""
        try:
            return self._entry(self._above_resolved(path))
        except (TooManyLinks, NotDirectory):
            return None

    def resolve(self, path: str) -> str:
        """See FileTree."""
        return self._follow(path, 0)

    def list(self, path: str) -> Names:
        """See FileTree."""
        real = self.resolve(path)
        entry = self._need(real, path)
        if entry.kind != "dir":
            raise NotDirectory(path)
        return self._listed(real)

    def read(self, path: str) -> bytes:
        """See FileTree."""
        real = self.resolve(path)
        entry = self._need(real, path)
        if entry.kind == "dir":
            raise IsDirectory(path)
        own = self._stored(real)
        return own.content if own else self._dynamic.read(real)

    def readlink(self, path: str) -> str:
        """See FileTree."""
        entry = self._need(self._above_resolved(path), path)
        if entry.kind != "link":
            raise NotLink(path)
        return entry.target

    # Writing

    def write(self, path: str, data: bytes, append: bool = False) -> None:
        """See FileTree."""
        self.write_as(self._user, self._user, path, data, append)

    def write_as(self, owner: str, group: str, path: str, data: bytes, append: bool) -> None:
        """Write; a file that is created belongs to this owner and group."""
        real = self.resolve(path)
        old = self._entry(real)
        if old and old.kind == "dir":
            raise IsDirectory(path)
        if real.startswith(_KERNEL):
            raise NotAllowed(path)
        self._need_directory(dirname(real), path)
        made = replace(_like(old, owner, group), mtime=self._now())
        whole = self.read(real) + data if append and old else data
        if old is None:
            self._date(real)
        self._keep(real, replace(made, content=whole))
        self._tell(real, whole)

    def mkdir(self, path: str) -> None:
        """See FileTree."""
        self.mkdir_as(self._user, self._user, path)

    def mkdir_as(self, owner: str, group: str, path: str) -> None:
        """Create a directory that belongs to this owner and group."""
        real = self._free(path)
        self._keep(real, directory(0o755, owner, group, self._now()))
        self._date(real)

    def symlink(self, target: str, path: str) -> None:
        """See FileTree."""
        self.symlink_as(self._user, self._user, target, path)

    def symlink_as(self, owner: str, group: str, target: str, path: str) -> None:
        """Create a link that belongs to this owner and group."""
        real = self._free(path)
        self._keep(real, File("link", b"", 0o777, owner, group, self._now(), target))
        self._date(real)

    def remove(self, path: str) -> None:
        """See FileTree."""
        real = self._above_resolved(path)
        entry = self._need(real, path)
        if entry.kind == "dir" and self._listed(real):
            raise NotEmpty(path)
        if real == "/" or real.startswith(_KERNEL):
            raise NotAllowed(path)
        self._drop(real)
        self._date(real)
        self._tell(real, None)

    def rename(self, a: str, b: str) -> None:
        """See FileTree."""
        source, goal = self._above_resolved(a), self._above_resolved(b)
        moved = self._need(source, a)
        over = self._entry(goal)
        if source == goal:
            return
        if over and over.kind == "dir" and moved.kind != "dir":
            raise IsDirectory(b)
        if goal.startswith(source + "/"):
            raise NotLink(b)
        self._need_directory(dirname(goal), b)
        if over:
            self.remove(goal)
        self._move(source, goal)
        self._date(source)
        self._date(goal)

    def chmod(self, path: str, mode: int) -> None:
        """See FileTree."""
        real = self.resolve(path)
        self._need(real, path)
        own = self._stored(real)
        if own:
            self._keep(real, replace(own, mode=mode & 0o7777))
        else:
            self._modes[real] = mode & 0o7777

    def chown(self, path: str, owner: str, group: str) -> None:
        """See FileTree; a computed file keeps its owner."""
        real = self.resolve(path)
        self._need(real, path)
        own = self._stored(real)
        if own:
            self._keep(real, replace(own, owner=owner or own.owner, group=group or own.group))

    def touch(self, path: str, mtime: Instant) -> None:
        """See FileTree; a computed file keeps its time."""
        real = self.resolve(path)
        self._need(real, path)
        own = self._stored(real)
        if own:
            self._keep(real, replace(own, mtime=mtime))

    # Saving

    def freeze(self) -> Frozen:
        """This host's own changes as an immutable value; cheap, contents are shared."""
        return tuple(self._own.items()), tuple(self._modes.items()), tuple(self._dated.items())

    def thaw(self, frozen: Frozen) -> None:
        """Go back to what `freeze` gave; the world is not told."""
        own, modes, dated = frozen
        self._own, self._names, self._used = {}, {}, 0
        self._modes, self._dated = dict(modes), dict(dated)
        for path, entry in own:
            self._put(path, entry)

    # The layers

    def _stored(self, real: str) -> File | None:
        if real in self._own:
            return self._own[real]
        if self._dynamic.stat(real) is not None:
            return None
        return self._image.files.get(real)

    def _entry(self, real: str) -> Stat | None:
        found = self._undated(real)
        if found is None or found.kind != "dir":
            return found
        at = max(found.mtime, self._dated.get(real, 0), self._dynamic.changed(real))
        return replace(found, mtime=at) if at > found.mtime else found

    def _undated(self, real: str) -> Stat | None:
        """The entry, a directory without what was put into it or taken out of it since."""
        if real in self._own:
            own = self._own[real]
            return own.stat() if own else None
        computed = self._dynamic.stat(real)
        if computed is not None:
            return replace(computed, mode=self._modes.get(real, computed.mode))
        stored = self._image.files.get(real)
        return stored.stat() if stored else self._implied(real)

    def _implied(self, real: str) -> Stat | None:
        below, names = real + "/", self._computed()
        place = bisect_left(names, below)
        if place < len(names) and names[place].startswith(below):
            return self._as_above(real).stat()
        return None

    def _computed(self) -> Names:
        """The computed files' paths, ascending; sorted once as long as the same ones are given."""
        names = self._dynamic.names()
        if self._ascending[0] is not names:
            self._ascending = (names, sorted(names))
        return self._ascending[1]

    def _as_above(self, real: str) -> File:
        """An implied directory belongs to whoever owns the nearest one above it that is stored."""
        stored = (self._image.files[up] for up in reversed(list(parents(real))) if up in self._image.files)
        above = next(stored, directory())
        return directory(0o755, above.owner, above.group, self._image.files["/"].mtime)

    def _listed(self, real: str) -> Names:
        names = dict.fromkeys(self._image.children.get(real, ()))
        below = real.rstrip("/") + "/"
        computed = self._computed()
        for path in computed[bisect_left(computed, below) :]:
            if not path.startswith(below):
                break
            names[path[len(below) :].partition("/")[0]] = None
        names.update(self._names.get(real, {}))
        return sorted(name for name in names if self._own.get(below + name, True) is not None)

    # Paths

    def _follow(self, path: str, depth: int) -> str:
        if depth > _MOST_LINKS:
            raise TooManyLinks(path)
        above = path if path == "/" else join(self._follow(dirname(path), depth), basename(path))
        entry = self._entry(above)
        if entry is None or entry.kind != "link":
            return above
        return self._follow(normpath(join(dirname(above), entry.target)), depth + 1)

    def _above_resolved(self, path: str, depth: int = 0) -> str:
        if path == "/":
            return path
        return join(self._follow(dirname(path), depth), basename(path))

    def _need(self, real: str, path: str) -> Stat:
        entry = self._entry(real)
        if entry is not None:
            return entry
        above = self._entry(dirname(real))
        raise (NotDirectory if above and above.kind == "file" else NotFound)(path)

    def _need_directory(self, real: str, path: str) -> None:
        if self._need(real, path).kind != "dir":
            raise NotDirectory(path)

    def _free(self, path: str) -> str:
        real = self._above_resolved(path)
        if self._entry(real):
            raise AlreadyExists(path)
        self._need_directory(dirname(real), path)
        if real.startswith(_KERNEL):
            raise NotAllowed(path)
        return real

    # Changing the host's own layer

    def _date(self, real: str) -> None:
        """A name came into the directory above, or went."""
        self._dated[dirname(real)] = self._now()

    def _keep(self, real: str, entry: File) -> None:
        old = self._own.get(real)
        grown = self._used + len(entry.content) - (len(old.content) if old else 0)
        if grown > self._quota.bytes or (len(self._own) >= self._quota.entries and not old):
            raise Full(real)
        self._put(real, entry)

    def _put(self, real: str, entry: File | None) -> None:
        old = self._own.get(real)
        self._used += (len(entry.content) if entry else 0) - (len(old.content) if old else 0)
        self._own[real] = entry
        self._names.setdefault(dirname(real), {})[basename(real)] = None

    def _drop(self, real: str) -> None:
        if self._dynamic.stat(real) is None and real not in self._image.files:
            self._forget(real)
        else:
            self._put(real, None)

    def _forget(self, real: str) -> None:
        self._put(real, None)
        del self._own[real]
        self._names[dirname(real)].pop(basename(real), None)

    def _tell(self, real: str, data: bytes | None) -> None:
        if self._on_write(real, data) and real in self._own:
            self._forget(real)

    def _move(self, source: str, goal: str) -> None:
        below = self._listed(source) if self._need(source, source).kind == "dir" else []
        entry = self._stored(source)
        if entry is None:
            entry = replace(_like(self._entry(source), "", ""), content=self.read(source))
        self._keep(goal, entry)
        for name in below:
            self._move(join(source, name), join(goal, name))
        self._drop(source)
        if entry.kind == "file":
            self._tell(goal, entry.content)
            self._tell(source, None)


def _like(old: Stat | None, owner: str, group: str) -> File:
    """An entry with the attributes of the old one, or a new file's."""
    if old is None:
        return File("file", b"", 0o644, owner, group)
    return File(old.kind, b"", old.mode, old.owner, old.group, old.mtime, old.target)
