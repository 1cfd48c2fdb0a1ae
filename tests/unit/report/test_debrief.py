"""The debrief renders whatever happened, from nothing at all to every kind of verdict."""

from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pytest

from incidentgame import bootstrap
from incidentgame.report import text
from incidentgame.report.text import debrief
from incidentgame.scoring.explanation.model import STATES
from incidentgame.session import result as result_module
from incidentgame.session.ending import ending
from incidentgame.session.engine import Engine
from incidentgame.session.result import Result, as_json
from incidentgame.session.scorer import score

FAULT = "clean-up-job-empties-group"


def engine() -> Engine:
    return bootstrap.engine_for("api-503", bootstrap.open_case("api-503", FAULT, 1))


def result(of: Engine) -> Result:
    """A result without its par, which takes long and is not looked at here."""
    end = ending(of)
    return Result(of, end, score(of, end, 5), ())


def played(*lines: str) -> Result:
    of = engine()
    for line in lines:
        of.submit(line, of.now + 5_000)
    return result(of)


@cache
def explained() -> Result:
    return played(
        "curl -si https://api.shop.example/v1/cart",
        "think it's the load balancer",
        "expect no targets",
        "aws elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupName'",
        "explain root_cause: the target group is empty because a clean-up job removed the targets",
    )


def test_a_session_in_which_nothing_happened() -> None:
    shown = debrief(played())
    assert shown.startswith("DEBRIEF")
    assert "There was none." in shown
    assert "not by the end of the epilogue" in shown
    assert "nothing lowered it" in shown
    assert "What you did best" not in shown


def test_a_session_of_game_verbs_and_failures_only() -> None:
    shown = debrief(played("note hello", "nosuchcommand", "false", "echo 'two\nlines'"))
    assert "#1" in shown
    assert "nosuchcommand" in shown
    assert "echo 'two …" in shown


def test_a_played_session_is_told_from_its_own_lines() -> None:
    shown = debrief(explained())
    assert "The turning moment" in shown
    assert '"no targets" (#3)' in shown
    assert "What happened" in shown
    assert "Levels (0 to 3)" in shown
    assert "case api-503" in shown


@pytest.mark.parametrize("state", STATES)
def test_every_verdict_has_its_words(state: str) -> None:
    base = explained()
    verdicts = base.scored.verdicts
    claims = tuple(msgspec.structs.replace(c, state=state, sentence="so I said") for c in verdicts.claims)
    changed = msgspec.structs.replace(verdicts, claims=claims, review=True)
    shown = debrief(replace(base, scored=replace(base.scored, verdicts=changed)))
    assert text._WORDS[state] in shown or state == "missing"
    assert "needs review" in shown.lower()
    assert ("Claimed without having seen it" in shown) == (state == "unsupported")


def test_every_level_is_named() -> None:
    assert {level.name for level in explained().scored.card.levels} <= set(text._DIMENSIONS)


def test_the_json_has_what_is_documented_and_no_wall_time() -> None:
    found: dict[str, Any] = as_json(explained())
    assert found["schema"] == result_module.SCHEMA
    assert [o["n"] for o in found["observations"]] == [1, 2, 3, 4, 5]
    assert set(found["scores"]) >= {"P1", "E1", "path", "explanation", "total"}
    assert found["started"].endswith("Z")
    assert msgspec.json.decode(msgspec.json.encode(found)) == found


def test_a_session_is_named_by_its_case_and_its_lines() -> None:
    names = []
    for line in ("date", "date", "uptime"):
        of = engine()
        of.submit(line, of.now + 5_000)
        unscored: Any = None
        names.append(Result(of, unscored, unscored, ()).session)
    assert names[0] == names[1] != names[2]
    assert len(names[0]) == 16


@pytest.mark.parametrize(
    ("given", "short"), [("", ""), ("a\nb", "a …"), ("x" * 200, "x" * 96 + " …"), ("  a  ", "a")]
)
def test_quotes_are_cut(given: str, short: str) -> None:
    assert text._short(given) == short
