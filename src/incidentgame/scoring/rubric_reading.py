"""Parsed YAML or JSON to a Rubric: the stand-alone form and the form inside a fault file.

Stand-alone: `entities, evidence, claims, anti_claims` (a claim's `evidence` lists what shows it).
Fault file: `claims` (optionally `anti_claims`, `entities`, `evidence`), `shown_by` instead of `evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from incidentgame.scoring.rubric import Rubric

_KIND_NAMES = {"excluded": "ruled_out", "evidence": "mechanism", "cause": "root_cause"}
_TEXTS = frozenset(["id", "canon", "statement", "what", "text"])
_PARTS = ("id", "brief", "entities", "evidence", "claims", "anti_claims")


class RubricError(ValueError):
    """The data is no rubric; the message says where and why in one line."""


def read_rubric(data: object) -> Rubric:
    """Convert parsed data to a Rubric.

    Raises RubricError when the shape is wrong; meaning is `rubric_lint.check`'s business.
    """
    if not isinstance(data, Mapping):
        raise RubricError("a rubric is a mapping with `claims`")
    parts = {name: _scalar("text", data[name]) for name in _PARTS if data.get(name) is not None}
    for name in ("claims", "anti_claims"):
        parts[name] = [_entry(entry, f"{name}[{i}]") for i, entry in _numbered(parts, name)]
    parts["evidence"] = [_evidence(entry) for _, entry in _numbered(parts, "evidence")]
    parts["entities"] = [_texts(entry) for _, entry in _numbered(parts, "entities")]
    try:
        return msgspec.convert(parts, Rubric, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        raise RubricError(str(error)) from None


def rubrics_of(data: object) -> dict[str, Rubric]:
    """Every rubric of a file: one, or the entries of an `incidents` list, by id."""
    entries = data.get("incidents") if isinstance(data, Mapping) else None
    found = [data] if entries is None else _sequence(entries, "incidents")
    rubrics = [read_rubric(entry) for entry in found]
    return {rubric.id: rubric for rubric in rubrics}


def _numbered(parts: Mapping[str, Any], name: str) -> list[tuple[int, Any]]:
    return list(enumerate(_sequence(parts.get(name, ()), name)))


def _sequence(value: object, name: str) -> Sequence[Any]:
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return value
    raise RubricError(f"`{name}` must be a list")


def _entry(entry: object, where: str) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise RubricError(f"`{where}` must be a mapping")
    result = {str(key): value for key, value in entry.items() if value is not None}
    if "shown_by" not in result and "evidence" in result:
        result["shown_by"] = result.pop("evidence")
    kind = result.get("kind")
    if isinstance(kind, str):
        result["kind"] = _KIND_NAMES.get(kind, kind)
    if "must" in result:
        result["must"] = [_words(group) for group in _sequence(result["must"], f"{where}.must")]
    return {str(key): value for key, value in _texts(result).items()}


def _evidence(entry: object) -> object:
    """An evidence entry; a fault file may give only a name."""
    return {"id": entry} if isinstance(entry, str) else _texts(entry)


def _texts(entry: object) -> Any:
    """YAML reads `443` or `3.7` as numbers; names and phrases are text."""
    if not isinstance(entry, Mapping):
        return entry
    lists = {"aliases", "paraphrases", "deny", "entities", "shown_by"}
    given = {key: value for key, value in entry.items() if value is not None}
    return {key: _words(v) if key in lists else _scalar(key, v) for key, v in given.items()}


def _scalar(key: object, value: object) -> object:
    if key == "edge" and isinstance(value, Mapping):
        return {side: _words(terms) for side, terms in value.items()}
    return str(value) if key in _TEXTS and isinstance(value, (int, float)) else value


def _words(value: object) -> object:
    if isinstance(value, (str, int, float)):
        return [str(value)]
    if isinstance(value, Sequence):
        return [str(item) for item in value]
    return value
