"""Personas of pack.yaml to characters."""

from collections.abc import Mapping, Sequence
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
    return character(id_, filler.fill(msgspec.to_builtins(text), ("personas", id_)))


def character(id_: str, filled: Mapping[str, Any]) -> Character:
    """The character of a persona whose texts are filled."""
    return Character(
        id=id_,
        name=filled["name"],
        role=filled["role"],
        unsure=tuple(filled["unsure"]),
        knows=known_answers(filled["intents"]),
    )


def known_answers(intents: Sequence[Mapping[str, Any]]) -> tuple[KnownAnswer, ...]:
    """What intents let a person be asked."""
    return tuple(_known(intent) for intent in intents)


def _known(intent: Mapping[str, Any]) -> KnownAnswer:
    says = intent["says"]
    return KnownAnswer(
        id=intent["id"],
        asks=tuple(words(ask) for ask in intent["asks"]),
        says=tuple(says) if isinstance(says, list) else (says,),
        guard=parse(intent["when"]),
    )
