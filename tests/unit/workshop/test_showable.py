"""Claims whose evidence no observation shows are found by looking."""

from dataclasses import replace
from pathlib import Path

import msgspec

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.cli.authoring import _unshowable
from incidentgame.pack.problems import Problem
from incidentgame.scoring.rubric import Evidence
from incidentgame.session.engine import Engine
from incidentgame.workshop.showable import check

FAULT = "maintenance-rule-on-top"
FILE = "faults/maintenance-rule-on-top.yaml"


def found(*groups: tuple[str, ...], scripts: tuple[tuple[str, ...], ...] = ()) -> list[Problem]:
    """What is found when the fault's one piece of evidence is shown by such an output."""
    case = bootstrap.open_case("warm-up", FAULT, 1)
    rubric = msgspec.structs.replace(case.rubric, evidence=(Evidence(id="rules", shown=groups),))

    def begin() -> Engine:
        return bootstrap.engine_for("warm-up", replace(case, rubric=rubric))

    return check(packs.read("warm-up").faults[FAULT], begin, scripts)


def test_what_the_usual_looks_show_is_no_problem() -> None:
    assert found(("fixed-response",)) == []


def test_what_only_a_transcript_shows_is_none_either() -> None:
    assert found(("laptop-only",), scripts=(("echo nothing",), ("echo laptop-only",))) == []


def test_what_nothing_shows_cannot_be_earned() -> None:
    problems = found(("no output says this",), scripts=(("true",), ("quit", "echo no output says this")))
    assert [p.file for p in problems] == [FILE]
    assert "claims[cause].shown_by: nobody can earn it" in problems[0].message
    line = Path(packs.directory_of("warm-up") / FILE).read_text("utf-8").splitlines()[problems[0].line - 1]
    assert "shown_by: [rules]" in line


def test_the_shipped_warm_up_can_be_earned() -> None:
    assert _unshowable("warm-up") == []
