"""Entities as tokens: `api.example` is not found inside `origin-api.example`; and names of wrong things."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import Claim, Entity

_NUMBERED: Final = re.compile(
    r"\b(port|tcp|pr|mr|partition|offset|migration|release|version|revision|build|rule|ticket|change"
    r"|shard|node"
    r"|commit|pull request|vlan|queue|page|slot|replica|zone)s?[ #:/]{1,2}(?:number |no\.? ?"
    r"|v)?(\d[\d.]*\d|\d)(?![\w%]|[.,:]\d)"
)
"""A kind of thing and its number: `port 8443`, `PR 1482`, `partition 7`."""
_NAMED: Final = re.compile(r"(?<![\w./-])[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+(?![\w/-]|\.\w)")
"""A name of several parts: `cert-renewer-role`, `idx_orders_customer_id`, `ledger.internal`."""
_ID: Final = re.compile(
    r"(?<![\w.-])((?:i|sg|pl|vpc|eni|subnet|rtb|acl|igw|nat|eipalloc|vol|ami|lt|tg|lb"
    r"|db)-[0-9a-f]{3,17})(?![\w-])"
)
_MILLIONS: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:m\b(?!s)|million|mio\b)")


@lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted((re.escape(plain(name)) for name in names if name.strip()), key=len, reverse=True)
    if not parts:
        return re.compile(r"(?!)")
    return re.compile(r"(?<![\w.-])(?:" + "|".join(parts) + r")(?![\w-]|\.\w)")


def names_entity(entity: Entity, text: str) -> bool:
    """True when the plain text names the entity by any of its names."""
    return bool(_pattern(entity.names).search(text))


def unnamed(claim_entities: tuple[str, ...], known: dict[str, Entity], text: str) -> list[Entity]:
    """The required entities that the plain text does not name."""
    required = [known[name] for name in claim_entities if name in known]
    return [entity for entity in required if not names_entity(entity, text)]


@lru_cache(maxsize=2048)
def shaped(text: str) -> dict[str, frozenset[str]]:
    """Ids, names of several parts and numbered things in a plain text, by the kind of thing they name.

    Two names are of one kind when they share their first or last part (`dns-sync-role`, `cert-renewer-role`).
    """
    found: dict[str, set[str]] = {}
    for value in _ID.findall(text):
        found.setdefault(f"id:{value.split('-')[0]}", set()).add(value)
    for noun, number in _NUMBERED.findall(text):
        found.setdefault(noun, set()).add(number)
    for value in _MILLIONS.findall(text):
        found.setdefault("million", set()).add(value)
    for name in _NAMED.findall(_ID.sub(" ", text)):
        for key in _kinds(name):
            found.setdefault(key, set()).add(name)
    return {kind: frozenset(values) for kind, values in found.items()}


def _kinds(name: str) -> tuple[str, ...]:
    """The kinds a name of several parts belongs to: by its marks, and its first or last part."""
    marks = "".join(sorted(set(re.findall(r"[-_.]", name))))
    parts = re.split(r"[-_.]", name)
    if len(parts) < 2 or all(len(part) < 2 for part in parts) or marks == ".":
        return (f"host:{parts[-1]}",) if marks == "." and len(parts[-1]) > 3 else ()
    return f"name:{parts[0]}{marks}*", f"name:*{marks}{parts[-1]}"


@lru_cache(maxsize=4096)
def own_values(claim: Claim) -> dict[str, frozenset[str]]:
    """The ids, names and numbers that the author's wordings name, by kind."""
    return shaped(plain(" ".join(claim.wordings)))


class Familiar(msgspec.Struct, frozen=True):
    """All that the rubric names, as one plain text, and the names of its entities."""

    text: str
    names: frozenset[str]


def foreign_value(claim: Claim, text: str, whole: str, known: Familiar) -> tuple[str, str] | None:
    """(named, expected) when the text names another thing of a kind the claim names, and never the right one.

    `whole` is everything the player wrote.  What is part of this case is no mistake, and of names only the
    entities' count: `production-size` is no name.
    """
    own = own_values(claim)
    named, anywhere, familiar = shaped(text), shaped(whole), shaped(known.text)
    for kind in sorted(set(own) & set(named)):
        meant = own[kind] if kind[:5] not in ("name:", "host:") else own[kind] & known.names
        wrong = named[kind] - own[kind] - familiar.get(kind, frozenset())
        wrong = frozenset(name for name in wrong if not any(name in one for one in meant))
        if meant and wrong and not own[kind] & anywhere.get(kind, frozenset()):
            return min(wrong), min(meant)
    return None
