"""Personas of pack.yaml to characters."""

from collections.abc import Mapping
from typing import Any

import msgspec

from incidentgame.pack.expressions import parse
from incidentgame.pack.personas import Character, KnownAnswer, words
from incidentgame.pack.schema import PersonaText
from incidentgame.pack.templates import Filler


def cast(personas: Mapping[str, PersonaText], filler: Filler) -> tuple[Character, ...]:
    """The characters, their texts filled."""
    return tuple(_character(id_, text, filler) for id_, text in personas.items())


def _character(id_: str, text: PersonaText, filler: Filler) -> Character:
    filled: dict[str, Any] = filler.fill(msgspec.to_builtins(text), ("personas", id_))
    return Character(
        id=id_,
        name=filled["name"],
        role=filled["role"],
        unsure=tuple(filled["unsure"]),
        knows=tuple(_known(intent) for intent in filled["intents"]),
    )


def _known(intent: Mapping[str, Any]) -> KnownAnswer:
    says = intent["says"]
    return KnownAnswer(
        id=intent["id"],
        asks=tuple(words(ask) for ask in intent["asks"]),
        says=tuple(says) if isinstance(says, list) else (says,),
        guard=parse(intent["when"]),
    )
