"""Plays of api-503 by scripted players, in this process; each case is compiled once."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from packs_support import ROOT

from incidentgame import bootstrap
from incidentgame.kernel.instant import SECOND
from incidentgame.pack.case import CompiledCase
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.session.engine import Engine
from incidentgame.session.evidence import shown_at
from incidentgame.session.result import Result, as_json, result_of
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt
from incidentgame.shell.unfinished import is_unfinished

SCRIPTS = ROOT / "api-503" / "tests"
FAULTS = tuple(sorted(path.name for path in SCRIPTS.iterdir()))
TEXTS = Path(__file__).resolve().parent / "explanations"
PACE = 20 * SECOND
"""Case time between the lines of a script, as `incidentgame play --script` has it."""


@dataclass(frozen=True)
class Played:
    """A play from the page to its result."""

    engine: Engine
    transcript: str
    result: Result
    json: dict[str, Any]

    @property
    def scores(self) -> dict[str, int]:
        """P1..P5, E1..E5, path, explanation, total."""
        found: dict[str, int] = self.json["scores"]
        return found


@cache
def case_of(fault: str, seed: int) -> CompiledCase:
    """A compiled case of api-503."""
    return bootstrap.open_case("api-503", fault, seed)


def lines_of(script: Path) -> list[str]:
    """The commands of a script, here-documents whole."""
    return list(commands_of(script.read_text(encoding="utf-8").splitlines(), is_unfinished))


def submitted(fault: str, seed: int, lines: list[str]) -> tuple[Engine, str]:
    """An engine after these lines, and what the player saw."""
    case = case_of(fault, seed)
    engine = bootstrap.engine_for("api-503", case)
    at, shown = case.paged_at, []
    for line in lines:
        at = max(at + PACE, engine.now)
        before = prompt(engine)
        shown.append(entry(before, engine.submit(line, at)))
        if engine.leaving:
            break
    return engine, "".join(shown)


def played(fault: str, player: str, seed: int = 1) -> Played:
    """One player's script under one fault, scored."""
    engine, transcript = submitted(fault, seed, lines_of(SCRIPTS / fault / f"{player}.txt"))
    result = result_of(engine)
    return Played(engine, transcript, result, as_json(result))


@lru_cache(maxsize=1)
def expert_of(fault: str) -> Played:
    """The expert's play under seed 1; kept while the tests of this fault run."""
    return played(fault, "expert")


def explanations(fault: str) -> dict[str, str]:
    """The texts of a fault's fairness table, by kind."""
    found: dict[str, str] = yaml.safe_load((TEXTS / f"{fault}.yaml").read_text(encoding="utf-8"))
    return found


def graded(fault: str, kind: str, text: str) -> Verdicts:
    """A text graded for somebody who saw what the expert saw; `unevidenced` for somebody who saw nothing."""
    engine = expert_of(fault).engine
    shown = shown_at(engine.case.rubric, engine.observations)
    printed = [line for o in engine.observations if not o.verb for line in o.stdout.splitlines()]
    if kind == "pasted":
        text = "\n".join(printed[:60])
    if kind == "unevidenced":
        return grade(engine.case.rubric, read_explanation(text), (), shown_at={}, support=0.1)
    return grade(
        engine.case.rubric, read_explanation(text), tuple(shown), shown=printed, shown_at=shown, support=1.0
    )
