"""The labelled sets of tests/conformance/grading as rubrics and answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from incidentgame.scoring.rubric import Rubric, with_rivals
from incidentgame.scoring.rubric_reading import read_rubric

FOLDER = Path(__file__).parents[1] / "tests" / "conformance" / "grading"
SETS = ("dev", "api503", "fresh", "blind_a", "blind_b", "blind_c")
"""`fresh` borrows the rubrics of dev and api503; the others bring their own."""


class Answer(NamedTuple):
    """One labelled explanation with the rubric it belongs to."""

    rubric: Rubric
    id: str
    style: str
    text: str
    seen: tuple[str, ...]
    labels: dict[str, Any]
    grade: int
    anti: tuple[str, ...]


@cache
def rubrics(name: str) -> dict[str, Rubric]:
    """The rubrics of a set by id; without anti-claims of its own, a rubric's rivals are the other causes."""
    loaded = [read_rubric(entry) for entry in _load(name)["incidents"]]
    return {r.id: r if r.anti_claims else with_rivals(r, loaded) for r in loaded}


@cache
def answers(name: str) -> tuple[Answer, ...]:
    """All labelled answers of a set; empty when the file is not there."""
    if not (FOLDER / f"{name}.yaml").exists():
        return ()
    return tuple(_fresh() if name == "fresh" else _answers(name))


def _answers(name: str) -> Iterator[Answer]:
    for incident in _load(name)["incidents"]:
        for entry in incident["explanations"]:
            yield Answer(
                rubrics(name)[incident["id"]],
                entry["id"],
                entry["style"],
                entry["text"],
                tuple(entry["seen"]),
                entry["labels"],
                entry["grade"],
                tuple(entry.get("anti") or ()),
            )


def fresh(batch: int) -> list[dict[str, Any]]:
    """Answers written after the first engine, by batch."""
    return [entry for entry in _load("fresh") if entry["batch"] == batch]


def _fresh() -> Iterator[Answer]:
    for number, entry in enumerate(_load("fresh")):
        rubric = rubrics(entry["set"])[entry["rubric"]]
        seen = tuple(item.id for item in rubric.evidence)
        labels = dict.fromkeys(entry["made"], 1)
        yield Answer(rubric, f"fresh-{number}", "fresh", entry["text"], seen, labels, entry["grade"], ())


@cache
def _load(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
