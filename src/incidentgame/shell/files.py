"""One host's files at this instant, as the shell and its commands see them.

The port is small on purpose: absolute, normalised paths in; bytes, names and `Stat` values out; our own
errors, each with the words a Debian tool prints (api-503-host §4.6).
"""

# ruff: noqa: N818 - the errors carry the names of the conditions they stand for

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from incidentgame.kernel.instant import Instant

Kind = Literal["file", "dir", "link"]
Names = list[str]


class FileError(Exception):
    """A file operation failed; `reason` is the C library's text for it, `path` what was asked for."""

    reason = "Input/output error"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: {self.reason}")
        self.path = path


class NotFound(FileError):
    """ENOENT."""

    reason = "No such file or directory"


class NotAllowed(FileError):
    """EACCES."""

    reason = "Permission denied"


class NotPermitted(FileError):
    """EPERM: only the owner may do this."""

    reason = "Operation not permitted"


class AlreadyExists(FileError):
    """EEXIST."""

    reason = "File exists"


class IsDirectory(FileError):
    """EISDIR."""

    reason = "Is a directory"


class NotDirectory(FileError):
    """ENOTDIR."""

    reason = "Not a directory"


class NotEmpty(FileError):
    """ENOTEMPTY."""

    reason = "Directory not empty"


class NotLink(FileError):
    """EINVAL from readlink."""

    reason = "Invalid argument"


class TooManyLinks(FileError):
    """ELOOP."""

    reason = "Too many levels of symbolic links"


class Full(FileError):
    """ENOSPC: the quota in bytes or in number of files is used up."""

    reason = "No space left on device"


@dataclass(frozen=True, slots=True)
class Stat:
    """What `stat` shows of one entry. `mode` is the twelve permission bits, `mtime` milliseconds."""

    kind: Kind
    size: int
    mode: int
    owner: str
    group: str
    mtime: Instant
    target: str = ""


class FileTree(Protocol):
    """One host's files as one user may see and change them.

    Symbolic links are followed everywhere except in the last part of a path given to `stat`, `remove`,
    `rename` and `readlink`, as the system calls lstat, unlink, rename and readlink have it.
    """

    def stat(self, path: str) -> Stat | None:
        """The entry itself, a link not followed; None when there is none or it cannot be reached."""

    def resolve(self, path: str) -> str:
        """The path with every symbolic link followed; TooManyLinks for a loop, never NotFound."""

    def list(self, path: str) -> Names:
        """The names in a directory, sorted; NotFound, NotDirectory, NotAllowed."""

    def read(self, path: str) -> bytes:
        """The content; NotFound, IsDirectory, NotAllowed."""

    def write(self, path: str, data: bytes, append: bool = False) -> None:
        """Create, replace or lengthen a file; NotFound (directory), IsDirectory, NotAllowed, Full."""

    def mkdir(self, path: str) -> None:
        """Create one directory; AlreadyExists, NotFound (parent), NotAllowed, Full."""

    def remove(self, path: str) -> None:
        """Take away a file, a link or an empty directory; NotFound, NotEmpty, NotAllowed."""

    def rename(self, a: str, b: str) -> None:
        """Move an entry with all below it, replacing a file at `b`."""

    def chmod(self, path: str, mode: int) -> None:
        """Set the permission bits; NotFound, NotPermitted."""

    def chown(self, path: str, owner: str, group: str) -> None:
        """Set owner and group ("" keeps one); NotFound, NotPermitted."""

    def touch(self, path: str, mtime: Instant) -> None:
        """Set the modification time of an existing entry; NotFound, NotAllowed."""

    def symlink(self, target: str, path: str) -> None:
        """Create a symbolic link at `path`; AlreadyExists, NotFound (parent), NotAllowed."""

    def readlink(self, path: str) -> str:
        """A link's target as written; NotFound, NotLink."""


class DynamicFiles(Protocol):
    """Files computed from the world whenever they are read: logs, /proc, configuration the world owns."""

    def names(self) -> Iterable[str]:
        """The paths of all such files at this instant."""

    def stat(self, path: str) -> Stat | None:
        """One file's entry without computing its content where possible; None when it is not ours."""

    def read(self, path: str) -> bytes:
        """The content at this instant."""

    def changed(self, directory: str) -> Instant:
        """When such a file was last put into the directory, or taken out of it; 0 when never."""


OnWrite = Callable[[str, bytes | None], bool | None]
"""Called after a successful write (path, content) or removal (path, None). True means: the world keeps
this file from now on and serves it as a dynamic one, so the tree forgets its own copy."""
