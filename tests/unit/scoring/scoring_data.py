"""The labelled sets of tests/conformance/grading as rubrics and answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from incidentgame.scoring.rubric import Rubric, with_rivals
from incidentgame.scoring.rubric_reading import read_rubric

FOLDER = Path(__file__).parents[2] / "conformance" / "grading"
SETS = ("dev", "api503")


class Answer(NamedTuple):
    """One labelled explanation with the rubric it belongs to."""

    rubric: Rubric
    id: str
    style: str
    text: str
    seen: tuple[str, ...]
    labels: dict[str, Any]
    grade: int


@cache
def rubrics(name: str) -> dict[str, Rubric]:
    """The rubrics of a set by id; without anti-claims of its own, a rubric's rivals are the other causes."""
    loaded = [read_rubric(entry) for entry in _load(name)]
    return {r.id: r if r.anti_claims else with_rivals(r, loaded) for r in loaded}


@cache
def answers(name: str) -> tuple[Answer, ...]:
    """All labelled answers of a set."""
    return tuple(
        Answer(
            rubrics(name)[incident["id"]],
            entry["id"],
            entry["style"],
            entry["text"],
            tuple(entry["seen"]),
            entry["labels"],
            entry["grade"],
        )
        for incident in _load(name)
        for entry in incident["explanations"]
    )


@cache
def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())["incidents"]
    return loaded


def fresh(batch: int) -> list[dict[str, Any]]:
    """Answers written after the engine, by batch."""
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / "fresh.yaml").read_text())
    return [entry for entry in loaded if entry["batch"] == batch]
