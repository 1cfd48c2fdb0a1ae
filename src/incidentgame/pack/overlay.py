"""`files/<host>/<path>` of a pack to documents of kinds.FILE, and the snapshots units run with.

`files/role-api/etc/nginx/nginx.conf` is /etc/nginx/nginx.conf of every host of role `api`;
`files/laptop/…` belongs to that one host.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from incidentgame.pack.expressions import ExpressionError, Names
from incidentgame.pack.problems import Problem
from incidentgame.pack.resources import Tables
from incidentgame.pack.schema import FileRule
from incidentgame.pack.templates import fill_text
from incidentgame.world import kinds
from incidentgame.world.compute.files import tree
from incidentgame.world.state import World

_ROOT = "files/"


def add_files(
    tables: Tables, texts: Mapping[str, str], rules: Sequence[FileRule], names: Names, modified: int
) -> list[Problem]:
    """Add every file of the overlay. `modified` is the instant of files no rule dates."""
    table = tables.setdefault(kinds.FILE, {})
    problems = []
    for path in sorted(texts):
        if not path.startswith(_ROOT) or path.count("/") < 2:
            continue
        id_ = file_id(path)
        try:
            content = str(fill_text(texts[path], names))
        except ExpressionError as error:
            problems.append(Problem(path, 0, str(error)))
            continue
        table[id_] = {**_members(id_, rules, modified), "Content": content, **table.get(id_, {})}
    return problems


def file_id(path: str) -> str:
    """`files/role-api/etc/hosts` → `role:api|/etc/hosts`."""
    host, _, rest = path.removeprefix(_ROOT).partition("/")
    return f"{host.replace('role-', 'role:', 1) if host.startswith('role-') else host}|/{rest}"


def _members(id_: str, rules: Sequence[FileRule], modified: int) -> dict[str, Any]:
    found: dict[str, Any] = {"Mode": "0644", "Owner": "root", "Group": "root", "Modified": modified}
    for rule in rules:
        if fnmatchcase(id_, rule.match):
            found |= {"Mode": rule.mode, "Owner": rule.owner, "Group": rule.group}
            if rule.modified is not None:
                found["Modified"] = rule.modified
    return found


def with_snapshots(world: World) -> World:
    """Units get the configuration they run with: `sim.snapshot` lists folders or files to be kept.

    Restarting or reloading a unit takes a new snapshot later; until then edits change nothing.
    """
    table = world.table(kinds.UNIT)
    units = {id_: _snapshot(world, id_, doc) for id_, doc in table.items()}
    return World({**world.tables, kinds.UNIT: units})


def _snapshot(world: World, id_: str, doc: Mapping[str, Any]) -> Mapping[str, Any]:
    parts = doc.get("sim", {}).get("snapshot")
    if not parts:
        return doc
    host = id_.partition("|")[0]
    files: dict[str, str] = {}
    for part in parts:
        files |= tree(world, host, part) if part.endswith("/") else _one(world, host, part)
    kept = {name: value for name, value in doc["sim"].items() if name != "snapshot"}
    return {**doc, "sim": {**kept, "files": files}}


def _one(world: World, host: str, path: str) -> dict[str, str]:
    folder = path.rpartition("/")[0] + "/"
    found = tree(world, host, folder)
    return {path: found[path]} if path in found else {}
