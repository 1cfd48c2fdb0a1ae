"""The world: every resource and its state at one simulated instant, as an immutable value.

A resource is a document in AWS's own member names, exactly as its Describe/Get call shows it. What AWS
does not show lives under the one extra member `sim` (lower-case names, ours). `kinds` lists the tables.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")

Doc = Mapping[str, Any]
"""One resource. Never mutated: `{**doc, "Member": new}` makes the next version."""

Kind = str
Table = Mapping[str, Doc]

_EMPTY: Table = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Put:
    """Create or replace one resource."""

    kind: Kind
    id: str
    doc: Doc


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove one resource; removing an absent one is no error."""

    kind: Kind
    id: str


Edit = Put | Drop


@dataclass(frozen=True, slots=True)
class World:
    """Tables of resources. Reading never changes it; `edited` returns the next world."""

    tables: Mapping[Kind, Table] = field(default_factory=dict)
    derived: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was computed from this very world and need not be computed again (see `once`)."""

    def once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` gives, computed once for this world; it must depend on it and `key` only."""
        if key not in self.derived:
            self.derived[key] = make()
        found: T = self.derived[key]
        return found

    def table(self, kind: Kind) -> Table:
        """All resources of a kind by id, in creation order."""
        return self.tables.get(kind, _EMPTY)

    def find(self, kind: Kind, id: str) -> Doc | None:
        """The resource, or None."""
        return self.table(kind).get(id)

    def get(self, kind: Kind, id: str) -> Doc:
        """The resource; KeyError when the world has none (a programming error, not a player's)."""
        return self.table(kind)[id]

    def all(self, kind: Kind) -> Iterator[Doc]:
        """The resources of a kind in creation order."""
        return iter(self.table(kind).values())

    def edited(self, edits: tuple[Edit, ...]) -> "World":
        """The world after the edits, in order."""
        fresh: dict[Kind, dict[str, Doc]] = {}
        for edit in edits:
            if edit.kind not in fresh:
                fresh[edit.kind] = dict(self.table(edit.kind))
            if isinstance(edit, Put):
                fresh[edit.kind][edit.id] = edit.doc
            else:
                fresh[edit.kind].pop(edit.id, None)
        return World({**self.tables, **fresh})


def public(doc: Doc) -> dict[str, Any]:
    """The document as AWS shows it: without `sim`."""
    return {name: value for name, value in doc.items() if name != "sim"}


def sim(doc: Doc) -> Doc:
    """The part of a document AWS does not show; empty when there is none."""
    part: Doc = doc.get("sim", {})
    return part


def with_sim(doc: Doc, **members: Any) -> Doc:
    """The document with these members of its `sim` part replaced."""
    return {**doc, "sim": {**sim(doc), **members}}
