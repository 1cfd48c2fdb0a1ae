"""The true configuration of hosts: what lies under /etc, /opt, /usr/local … as documents of kinds.FILE.

A file of one host has the id `<host>|<path>`; a file every host of a role has, `role:<role>|<path>`. The
host's own document wins; `{"Removed": True}` on a host hides the role's file.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from posixpath import dirname, join, normpath

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.compute.hosts import ROLE, role_of
from incidentgame.world.state import Doc, Edit, Put, World

_MOST_LINKS = 8


def file_doc(world: World, host: str, path: str) -> Doc | None:
    """The document at exactly this path, links not followed; None when there is no such file."""
    doc = world.find(kinds.FILE, f"{host}|{path}")
    if doc is None:
        doc = world.find(kinds.FILE, f"{ROLE}{role_of(world, host)}|{path}")
    return None if doc is None or doc.get("Removed") else doc


def resolve(world: World, host: str, path: str) -> str | None:
    """The path after following symbolic links at its end; None when dangling or missing."""
    for _ in range(_MOST_LINKS):
        doc = file_doc(world, host, path)
        if doc is None:
            return None
        if not doc.get("Link"):
            return path
        path = normpath(join(dirname(path), str(doc["Link"])))
    return None


def read_file(world: World, host: str, path: str) -> str | None:
    """The text of a file, links followed; None when there is none."""
    target = resolve(world, host, path)
    doc = file_doc(world, host, target) if target else None
    return None if doc is None else str(doc.get("Content", ""))


def list_files(world: World, host: str, under: str = "/") -> list[str]:
    """The paths of the host's files below a directory, sorted."""
    return sorted(set(_paths(world, host, under.rstrip("/") + "/")))


def _paths(world: World, host: str, prefix: str) -> Iterator[str]:
    owners = {host, f"{ROLE}{role_of(world, host)}"}
    for key in world.table(kinds.FILE):
        owner, _, path = key.partition("|")
        if owner in owners and path.startswith(prefix) and file_doc(world, host, path):
            yield path


def glob_files(world: World, host: str, pattern: str) -> list[str]:
    """The paths a shell pattern matches, sorted; `*` does not cross a slash, as in glob(3)."""
    base = dirname(pattern.split("*")[0].split("?")[0].split("[")[0] + "x")
    depth = pattern.count("/")
    return [
        path
        for path in list_files(world, host, base)
        if path.count("/") == depth and _visible(path, pattern) and fnmatchcase(path, pattern)
    ]


def _visible(path: str, pattern: str) -> bool:
    """A leading dot matches only a literal dot."""
    return not path.rpartition("/")[2].startswith(".") or pattern.rpartition("/")[2].startswith(".")


def written(
    world: World, host: str, path: str, content: str, at: Instant, **members: str
) -> tuple[Edit, ...]:
    """The edits that give the file this content; mode and owner are kept unless given as members.

    Writing to a link writes its target, as open(2) does.
    """
    target = resolve(world, host, path) or path
    old = file_doc(world, host, target) or {"Mode": "0644", "Owner": "root", "Group": "root"}
    kept = {k: v for k, v in old.items() if k not in ("Link", "Removed")}
    doc = {**kept, **members, "Content": content, "Modified": at}
    return (Put(kinds.FILE, f"{host}|{target}", doc),)


def removed(world: World, host: str, path: str, at: Instant) -> tuple[Edit, ...]:
    """The edits that take the file (or link) away from this host; none when it has no such file."""
    if file_doc(world, host, path) is None:
        return ()
    return (Put(kinds.FILE, f"{host}|{path}", {"Removed": True, "Modified": at}),)


def tree(world: World, host: str, under: str) -> dict[str, str]:
    """Content by path of every file below a directory, links followed, dangling ones left out."""
    found = {}
    for path in list_files(world, host, under):
        content = read_file(world, host, path)
        if content is not None:
            found[path] = content
    return found
