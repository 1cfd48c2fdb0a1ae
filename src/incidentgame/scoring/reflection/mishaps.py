"""What went otherwise than meant in a session, from the path's facts and the graded explanation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.path.facts import PathFacts
from incidentgame.scoring.path.mitigation import mitigation
from incidentgame.scoring.path.narrowing import charged
from incidentgame.scoring.path.safety import HARMLESS
from incidentgame.scoring.reflection.model import Mishap, MishapKind

_DEAD_END: Final = 2
"""Looks that told nothing before one speaks of a dead end."""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the path's facts do not hold: the lines of hints taken, and of earlier explanations that did not
    name the cause; `explained` counts the explanations."""

    hints: tuple[int, ...] = ()
    wrong_explanations: tuple[int, ...] = ()
    explained: int = 1


def mishaps(facts: PathFacts, verdicts: Verdicts, beside: Beside) -> tuple[Mishap, ...]:
    """Everything an honest account may name, the gravest first."""
    return (
        *_changes(facts),
        *_strikes(facts),
        *_explained(verdicts, beside),
        *_looks(facts),
        *_ideas(facts),
        *_left_out(facts, beside),
    )


def deeds(facts: PathFacts, beside: Beside) -> frozenset[MishapKind]:
    """Kinds of deeds there were at all, whether they went wrong or not: speaking of them invents nothing."""
    found: dict[MishapKind, bool] = {
        "harm": bool(facts.writes),
        "strike": bool(facts.strikes),
        "explanation": beside.explained > 1,
        "hint": bool(beside.hints),
    }
    return frozenset(kind for kind, there in found.items() if there)


def _changes(facts: PathFacts) -> Iterator[Mishap]:
    lost = facts.failed_requests_caused_by_player
    writes = facts.writes
    if lost > HARMLESS:
        lines = tuple(w.n for w in writes if w.harm > 0) or tuple(w.n for w in writes)
        yield Mishap(kind="harm", lines=lines, words=f"{lost} requests failed because of your changes")
    gone = tuple(w.n for w in writes if w.irreversible)
    if gone:
        yield Mishap(kind="irreversible", lines=gone, words="you did something that cannot be undone")
    blind = tuple(w.n for w in writes if _in_the_dark(len(w.suspects_before), len(facts.suspects)))
    if blind:
        yield Mishap(kind="blind", lines=blind, words="you changed something while most suspects were open")


def _in_the_dark(left: int, of: int) -> bool:
    return left > 2 and left * 2 > of


def _strikes(facts: PathFacts) -> Iterator[Mishap]:
    for strike in facts.strikes:
        if strike.verdict in ("against", "truth"):
            yield Mishap(kind="strike", lines=(strike.n,), words="you struck out what it was")


def _explained(verdicts: Verdicts, beside: Beside) -> Iterator[Mishap]:
    if verdicts.level_of("E1").level == 0:
        yield Mishap(kind="cause", words="the explanation does not name the cause")
    if beside.wrong_explanations:
        words = "an earlier explanation did not name the cause"
        yield Mishap(kind="explanation", lines=beside.wrong_explanations, words=words)
    guessed = any(claim.state == "unsupported" for claim in verdicts.claims) or any(
        sentence.role == "unsupported" for sentence in verdicts.sentences
    )
    if guessed:
        yield Mishap(kind="unsupported", words="you explained something that nothing you saw shows")
    if verdicts.calibration is not None and verdicts.calibration.fit == "overconfident":
        yield Mishap(kind="overconfident", words="you were surer than what you saw allows")


def _looks(facts: PathFacts) -> Iterator[Mishap]:
    idle = charged(facts)
    if len(idle) >= _DEAD_END:
        yield Mishap(kind="dead_end", lines=idle, words=f"{len(idle)} looks told you nothing new")


def _ideas(facts: PathFacts) -> Iterator[Mishap]:
    for thought in facts.thoughts:
        if thought.dropped_by:
            lines = (thought.n, *thought.dropped_by)
            words = "an idea of yours was ruled out"
            yield Mishap(kind="thought", lines=lines, words=words, families=thought.families)
    for expectation in facts.expectations:
        if expectation.came_true is False:
            yield Mishap(
                kind="expectation",
                lines=(expectation.n, *((expectation.shown_by,) if expectation.shown_by else ())),
                words="something you predicted did not come true",
            )


def _left_out(facts: PathFacts, beside: Beside) -> Iterator[Mishap]:
    if beside.hints:
        words = "you took a hint" if len(beside.hints) == 1 else f"you took {len(beside.hints)} hints"
        yield Mishap(kind="hint", lines=beside.hints, words=words)
    if facts.writes and mitigation(facts).level == 2:
        yield Mishap(kind="unproved", words="that users were served was not proved twice")
    if not facts.writes and not facts.recommends_change:
        yield Mishap(kind="unmitigated", words="nothing was done for the users")
    if not facts.updates:
        yield Mishap(kind="silent", words="nobody was told how things stood")
