"""What one user may do with a host's files: owner, group and mode bits over a `MemoryTree`."""

from collections.abc import Sequence
from posixpath import dirname

from incidentgame.kernel.instant import Instant
from incidentgame.shell.files import Names, NotAllowed, NotFound, NotPermitted, Stat, TooManyLinks
from incidentgame.shell.image import parents
from incidentgame.shell.tree import MemoryTree

_READ, _WRITE, _SEARCH = 4, 2, 1
_STICKY = 0o1000


class UserTree:
    """A `FileTree` with the rights of one user who is not root."""

    def __init__(self, tree: MemoryTree, user: str, groups: Sequence[str] = ()) -> None:
        """The first group is the user's own; without groups it is named as the user is."""
        self._tree = tree
        self._user = user
        self._groups = tuple(groups) or (user,)

    def stat(self, path: str) -> Stat | None:
        """See FileTree; None when a directory on the way may not be searched."""
        try:
            return self._tree.stat(path) if self._reaches(path) else None
        except TooManyLinks:
            return None

    def resolve(self, path: str) -> str:
        """See FileTree."""
        return self._tree.resolve(path)

    def list(self, path: str) -> Names:
        """See FileTree."""
        self._search(path)
        self._need(path, _READ)
        return self._tree.list(path)

    def read(self, path: str) -> bytes:
        """See FileTree."""
        self._search(path)
        self._need(path, _READ)
        return self._tree.read(path)

    def write(self, path: str, data: bytes, append: bool = False) -> None:
        """See FileTree."""
        self._search(path)
        if self._tree.stat(self._tree.resolve(path)):
            self._need(path, _WRITE)
        else:
            self._need(dirname(self._tree.resolve(path)), _WRITE | _SEARCH)
        self._tree.write_as(self._user, self._groups[0], path, data, append)

    def mkdir(self, path: str) -> None:
        """See FileTree."""
        self._may_create(path)
        self._tree.mkdir_as(self._user, self._groups[0], path)

    def remove(self, path: str) -> None:
        """See FileTree; in a sticky directory only one's own entries."""
        self._may_remove(path)
        self._tree.remove(path)

    def rename(self, a: str, b: str) -> None:
        """See FileTree."""
        self._may_remove(a)
        self._may_create(b)
        self._tree.rename(a, b)

    def chmod(self, path: str, mode: int) -> None:
        """See FileTree; only one's own."""
        self._own(path)
        self._tree.chmod(path, mode)

    def chown(self, path: str, owner: str, group: str) -> None:
        """See FileTree; only a change to one of one's own groups."""
        self._own(path)
        if owner not in ("", self._user) or group not in ("", *self._groups):
            raise NotPermitted(path)
        self._tree.chown(path, owner, group)

    def touch(self, path: str, mtime: Instant) -> None:
        """See FileTree; needs the right to write."""
        self._search(path)
        self._need(path, _WRITE)
        self._tree.touch(path, mtime)

    def symlink(self, target: str, path: str) -> None:
        """See FileTree."""
        self._may_create(path)
        self._tree.symlink_as(self._user, self._groups[0], target, path)

    def readlink(self, path: str) -> str:
        """See FileTree."""
        self._search(path)
        return self._tree.readlink(path)

    def allowed(self, stat: Stat, rights: int) -> bool:
        """Whether the mode bits give this user these rights (4 read, 2 write, 1 search)."""
        shift = 6 if stat.owner == self._user else 3 if stat.group in self._groups else 0
        return (stat.mode >> shift) & rights == rights

    def _reaches(self, path: str) -> bool:
        folder = self._tree.resolve(dirname(path))
        return all(self._searchable(above) for above in (*parents(folder), folder))

    def _searchable(self, path: str) -> bool:
        stat = self._tree.stat(path)
        return stat is None or stat.kind != "dir" or self.allowed(stat, _SEARCH)

    def _search(self, path: str) -> None:
        if not self._reaches(path) or not self._reaches(self._tree.resolve(path)):
            raise NotAllowed(path)

    def _need(self, path: str, rights: int) -> None:
        stat = self._tree.stat(self._tree.resolve(path))
        if stat and not self.allowed(stat, rights):
            raise NotAllowed(path)

    def _own(self, path: str) -> None:
        self._search(path)
        stat = self._tree.stat(self._tree.resolve(path))
        if stat is None:
            raise NotFound(path)
        if stat.owner != self._user:
            raise NotPermitted(path)

    def _may_create(self, path: str) -> None:
        self._search(dirname(path))
        if self._tree.stat(path) is None:
            self._need(dirname(path), _WRITE | _SEARCH)

    def _may_remove(self, path: str) -> None:
        self._search(dirname(path))
        entry, above = self._tree.stat(path), self._tree.stat(self._tree.resolve(dirname(path)))
        if entry is None or above is None:
            return
        self._need(dirname(path), _WRITE | _SEARCH)
        if above.mode & _STICKY and self._user not in (entry.owner, above.owner):
            raise NotPermitted(path)
