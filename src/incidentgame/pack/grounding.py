"""Is a rubric about this world? What it names must exist here, and what shows a claim must be showable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from msgspec import Struct

from incidentgame.pack.case import CompiledCase
from incidentgame.scoring.rubric import Entity
from incidentgame.scoring.rubric_lint import Problem


def check(case: CompiledCase) -> Iterator[Problem]:
    """Entities this world does not know, and claims whose evidence nothing could ever show."""
    known = "\n".join(texts(case)).lower()
    for entity in case.rubric.entities:
        if entity.canon.lower() not in known:
            said = f"nothing in this world is called `{entity.canon}`"
            yield Problem(f"entities[{entity.id}].canon", said, _suggestion(entity, known))
    yield from _evidence(case)


def _suggestion(entity: Entity, known: str) -> str:
    found = [name for name in entity.aliases if name.lower() in known]
    return f"its alias `{found[0]}` is in it" if found else "write the name as the tools show it"


def _evidence(case: CompiledCase) -> Iterator[Problem]:
    showable = {item.id for item in case.rubric.evidence if item.shown or item.text}
    named = {item.id for item in case.rubric.evidence}
    for item in case.rubric.evidence:
        if item.id not in showable:
            said = "has neither `shown` nor `text`, so nothing a player sees can show it"
            yield Problem(f"evidence[{item.id}]", said, "say what an output must hold")
    for claim in case.rubric.claims:
        if claim.shown_by and not named:
            yield Problem(f"claims[{claim.id}].shown_by", "names evidence, and the fault has none")
        elif claim.shown_by and not showable & set(claim.shown_by) and named & set(claim.shown_by):
            yield Problem(f"claims[{claim.id}].shown_by", "nothing of it can be shown, so nobody can earn it")


def texts(case: CompiledCase) -> list[str]:
    """Every text and number of the world before, during and after its changes."""
    found: list[str] = []
    waiting: list[Any] = [case.world.tables, case.script, case.recorded, case.names, case.plan]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, int | float):
            found.append(str(part))
        elif isinstance(part, bytes):
            found.append(part.decode("utf-8", "replace"))
        else:
            waiting.extend(_parts(part))
    return found


def _parts(value: object) -> Sequence[Any]:
    """What a value is made of; nothing for what is not a container."""
    if isinstance(value, Mapping):
        return [*value, *value.values()]
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return ()
