"""Can a player see what a rubric calls evidence? Found out by looking, not by reading the rubric."""

from collections.abc import Callable, Iterable, Sequence

from incidentgame.kernel.instant import SECOND
from incidentgame.pack.loading import Document
from incidentgame.pack.problems import Problem
from incidentgame.scoring.rubric import CAUSAL_KINDS, Claim
from incidentgame.session.catalogue import PAUSE, looks
from incidentgame.session.engine import Engine
from incidentgame.session.evidence import shown_at

_PACE = 20 * SECOND


def check(document: Document, begin: Callable[[], Engine], scripts: Iterable[Sequence[str]]) -> list[Problem]:
    """Claims that need something to have been seen, and nothing of it is ever shown.

    `document` is the fault's file, `begin` gives an engine at the moment of the page. The usual looks are
    tried first; then `scripts`, the lines of the fault's transcripts, until every claim can be earned.
    """
    engine = begin()
    claims = engine.case.rubric.of_kind(*CAUSAL_KINDS, "ruled_out")
    seen = _looked(engine)
    for script in scripts:
        if not _unearned(claims, seen):
            break
        seen |= _played(begin(), script)
    return [_problem(document, claim) for claim in _unearned(claims, seen)]


def _unearned(claims: Iterable[Claim], seen: set[str]) -> list[Claim]:
    return [claim for claim in claims if claim.shown_by and not seen & set(claim.shown_by)]


def _problem(document: Document, claim: Claim) -> Problem:
    said = (
        f"claims[{claim.id}].shown_by: nobody can earn it: neither the usual looks nor the fault's "
        f"transcripts show {' or '.join(claim.shown_by)}"
    )
    suggestion = "mend `shown` of the evidence, or add tests/FAULT/expert.txt with a line that shows it"
    for index, entry in enumerate(document.data.get("claims") or []):
        if isinstance(entry, dict) and str(entry.get("id")) == claim.id:
            return document.problem(("claims", index, "shown_by"), said, suggestion)
    return document.problem(("claims",), said, suggestion)


def _looked(engine: Engine) -> set[str]:
    """What the looks of the catalogue show."""
    at = engine.case.paged_at
    for index, (_, line) in enumerate(looks(engine.stage.sim, engine.case.page["url"]), 1):
        engine.submit(line, at + index * PAUSE)
    return set(shown_at(engine.case.rubric, engine.observations))


def _played(engine: Engine, lines: Sequence[str]) -> set[str]:
    at = engine.case.paged_at
    for line in lines:
        at = max(at + _PACE, engine.now)
        engine.submit(line, at)
        if engine.leaving:
            break
    return set(shown_at(engine.case.rubric, engine.observations))
