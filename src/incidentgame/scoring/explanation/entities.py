"""Entities as tokens: `api.example` is not found inside `origin-api.example`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import Claim, Entity

_SHAPES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "id",
        re.compile(
            r"(?<![\w.-])((?:i|sg|pl|vpc|eni|subnet|rtb|acl|igw|nat|eipalloc|vol|ami"
            r"|lt)-[0-9a-f]{3,17})(?![\w-])"
        ),
    ),
    ("version", re.compile(r"\b(?:release|version|v)\s?(\d+\.\d+(?:\.\d+)?)(?![\w.]\d)")),
    ("million", re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:m\b(?!s)|million|mio\b)")),
    ("port", re.compile(r"\b(?:port|tcp/)\s?(\d{2,5})\b")),
)


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


def shaped(text: str) -> dict[str, set[str]]:
    """Ids, versions and ports in a plain text by kind; ids are kept apart by prefix."""
    found: dict[str, set[str]] = {}
    for kind, pattern in _SHAPES:
        for value in pattern.findall(text):
            key = f"{kind}:{value.split('-')[0]}" if kind == "id" else kind
            found.setdefault(key, set()).add(value)
    return found


@lru_cache(maxsize=4096)
def own_values(claim: Claim) -> dict[str, frozenset[str]]:
    """The ids, versions and ports that the author's wordings name, by kind."""
    found = shaped(plain(" ".join(claim.wordings)))
    return {kind: frozenset(values) for kind, values in found.items()}


def foreign_value(claim: Claim, text: str, whole: str, known: frozenset[str]) -> tuple[str, str] | None:
    """(named, expected) when the text names another id of a kind the claim names, and never the right one.

    `whole` is everything the player wrote, `known` the names of the case's other entities.
    """
    own = own_values(claim)
    named, anywhere = shaped(text), shaped(whole)
    for kind in sorted(set(own) & set(named)):
        wrong = named[kind] - own[kind] - known
        if wrong and not own[kind] & anywhere.get(kind, set()):
            return min(wrong), min(own[kind])
    return None
