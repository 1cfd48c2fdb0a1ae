"""world.yaml's `resources` to the tables of the initial world.

A table is a mapping of id to document, or a list of `{each, id, doc}` where one entry makes many. What a
pack or a fault says is merged into what the blueprint says: mappings member by member, anything else
replaced, `null` takes a member or a whole document away.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from incidentgame.pack.loading import Trail
from incidentgame.pack.problems import did_you_mean
from incidentgame.pack.templates import Filler
from incidentgame.world import kinds

KINDS = frozenset(v for k, v in vars(kinds).items() if k.isupper() and isinstance(v, str))

Tables = dict[str, dict[str, Any]]


def merged(base: Any, over: Any) -> Any:
    """`base` with `over` laid on top; neither is changed."""
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return over
    result = {key: value for key, value in base.items() if over.get(key, value) is not None}
    for key, value in over.items():
        if value is not None:
            result[key] = merged(base[key], value) if key in base else value
    return result


def without_nulls(value: Any) -> Any:
    """The value without members that are null, at any depth."""
    if isinstance(value, Mapping):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


def add_resources(tables: Tables, resources: Mapping[str, Any], filler: Filler, trail: Trail) -> None:
    """Fill `resources` and merge them into the tables, in the author's order."""
    for kind, table in resources.items():
        if kind not in KINDS:
            problem = filler.document.problem((*trail, kind), f'no kind "{kind}"', did_you_mean(kind, KINDS))
            filler.problems.append(problem)
            continue
        here = tables.setdefault(kind, {})
        for id_, doc in _entries(table, filler, (*trail, kind)):
            if doc is None:
                here.pop(id_, None)
            else:
                here[id_] = merged(here[id_], doc) if id_ in here else without_nulls(doc)


def _entries(table: Any, filler: Filler, trail: Trail) -> Iterator[tuple[str, Any]]:
    if isinstance(table, dict):
        for key, doc in table.items():
            id_ = str(filler.text(key, (*trail, key), filler.names))
            yield id_, filler.fill(doc, (*trail, key))
    elif isinstance(table, list):
        for index, entry in enumerate(table):
            yield from _repeated(entry, filler, (*trail, index))
    else:
        filler.problems.append(filler.document.problem(trail, "a table is a mapping or a list"))


def _repeated(entry: Any, filler: Filler, trail: Trail) -> Iterator[tuple[str, Any]]:
    if not isinstance(entry, dict) or "id" not in entry or set(entry) - {"each", "id", "doc"}:
        message = "an entry of a table has `id`, `doc` and maybe `each`"
        filler.problems.append(filler.document.problem(trail, message))
        return
    for variables in filler.repeat(entry, trail):
        id_ = filler.fill(entry["id"], (*trail, "id"), variables)
        yield str(id_), filler.fill(entry.get("doc"), (*trail, "doc"), variables)
