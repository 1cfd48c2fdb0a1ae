"""What bashkit's file-system interface asks, put in terms of a `FileTree`.

bashkit hands over paths that may hold `.` and `..` and asks for recursive operations the tree does not
have; here they become the tree's single steps.
"""

from posixpath import join, normpath

from incidentgame.shell.devices import Devices, is_device
from incidentgame.shell.files import AlreadyExists, FileTree, NotFound, Stat


class Operations:
    """One tree behind bashkit's interface. `stat` follows links in directories, not the last part."""

    def __init__(self, tree: FileTree, devices: Devices) -> None:
        """Serve this tree, with the devices in /dev on top of it."""
        self._tree = tree
        self._devices = devices
        self._scripts = devices.scripts

    def read(self, path: str) -> bytes:
        """A file's content."""
        wanted = clean(path)
        found = self._devices.read(wanted) if wanted.startswith("/dev/") else self._scripts.get(wanted)
        return self._tree.read(wanted) if found is None else found

    def write(self, path: str, data: bytes, append: bool) -> None:
        """Replace or lengthen a file."""
        if is_device(clean(path)):
            self._devices.write(clean(path), data, append)
            return
        self._tree.write(clean(path), data, append)

    def stat(self, path: str) -> Stat:
        """An entry's attributes; NotFound."""
        wanted = clean(path)
        if wanted in self._scripts:
            return Stat("file", len(self._scripts[wanted]), 0o755, "root", "root", 0)
        found = self._tree.stat(wanted)
        if found is None and is_device(wanted):
            return Stat("file", 0, 0o666, "root", "root", 0)
        if found is None:
            raise NotFound(path)
        return found

    def entries(self, path: str) -> list[tuple[str, Stat]]:
        """The names in a directory with their attributes."""
        folder = clean(path)
        found = ((name, self._tree.stat(join(folder, name))) for name in self._tree.list(folder))
        return [(name, stat) for name, stat in found if stat is not None]

    def exists(self, path: str) -> bool:
        """Whether there is such an entry (a dangling link is one)."""
        wanted = clean(path)
        return is_device(wanted) or wanted in self._scripts or self._tree.stat(wanted) is not None

    def mkdir(self, path: str, recursive: bool) -> None:
        """Create a directory, with its parents when recursive."""
        target = clean(path)
        if recursive:
            self._make_all(target)
        else:
            self._tree.mkdir(target)

    def _make_all(self, target: str) -> None:
        real = self._tree.resolve(target)
        found = self._tree.stat(real)
        if found and found.kind == "dir":
            return
        if found:
            raise AlreadyExists(target)
        self._make_all(normpath(join(target, "..")))
        self._tree.mkdir(target)

    def remove(self, path: str, recursive: bool) -> None:
        """Remove an entry, with all below it when recursive."""
        target = clean(path)
        found = self._tree.stat(target)
        if recursive and found and found.kind == "dir":
            for name in self._tree.list(target):
                self.remove(join(target, name), True)
        self._tree.remove(target)

    def rename(self, a: str, b: str) -> None:
        """Move an entry."""
        self._tree.rename(clean(a), clean(b))

    def copy(self, a: str, b: str) -> None:
        """Copy a file's content, and its permission bits when the copy is new."""
        source, goal = clean(a), clean(b)
        data = self._tree.read(source)
        found = self._tree.stat(self._tree.resolve(source))
        fresh = self._tree.stat(goal) is None
        self._tree.write(goal, data)
        if found and fresh:
            self._tree.chmod(goal, found.mode)

    def symlink(self, target: str, path: str) -> None:
        """Create a symbolic link."""
        self._tree.symlink(target, clean(path))

    def readlink(self, path: str) -> str:
        """A link's target."""
        return self._tree.readlink(clean(path))

    def chmod(self, path: str, mode: int) -> None:
        """Set permission bits."""
        self._tree.chmod(clean(path), mode)


def clean(path: str) -> str:
    """An absolute path without `.`, `..` and doubled slashes."""
    return normpath("/" + path.lstrip("/"))
