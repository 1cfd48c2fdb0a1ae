"""Grade one explanation against one rubric.  Same input, same bytes, whatever the hash seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import Final

from incidentgame.scoring.explanation.confidence import confidence_of
from incidentgame.scoring.explanation.facts import Facts, share
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.judging import Case, judge
from incidentgame.scoring.explanation.levels import levels
from incidentgame.scoring.explanation.model import Explanation, Flag, Verdicts
from incidentgame.scoring.explanation.reading import Reading, read
from incidentgame.scoring.explanation.rivals import find_anti_claims, is_shotgun, weighed
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.explanation.stuffing import without_stuffed
from incidentgame.scoring.level import Level
from incidentgame.scoring.rubric import Rubric
from incidentgame.scoring.weights import CAPS, CLAIMS_SHARE, E_WEIGHTS

REVIEW_COVERAGE: Final = 0.6
_LEVEL_FROM: Final = (25, 50, 75)


def grade(
    rubric: Rubric,
    explanation: Explanation | str,
    seen: Iterable[str] | None = None,
    *,
    shown: Iterable[str] = (),
    shown_at: Mapping[str, Sequence[int]] | None = None,
    support: float | None = None,
) -> Verdicts:
    """Judge every claim and anti-claim, give the levels E1 to E5 and a score from 0 to 100.

    `seen`: names of the evidence the player saw; None means everything.  `shown`: output lines the
    player saw, to recognise pasted output.  `shown_at`: evidence name to the observations that showed
    it.  `support`: the probability the observations leave for the truth (1 / suspects left).
    """
    if isinstance(explanation, str):
        explanation = read_explanation(explanation)
    reading = read(explanation, rubric, shown)
    facts = _facts(rubric, explanation, reading, seen, shown_at, support)
    found = levels(facts)
    coverage = share(facts.claims)
    score, caps = _score(facts, coverage, found)
    return Verdicts(
        claims=facts.claims,
        anti_claims=(*facts.rivals, *facts.backwards),
        levels=found,
        flags=facts.flags,
        coverage=round(coverage, 4),
        score=score,
        level=sum(score >= bound for bound in _LEVEL_FROM),
        review=reading.doubtful or _needs_review(facts, coverage),
        caps=caps,
        confidence=facts.confidence,
    )


def _facts(
    rubric: Rubric,
    explanation: Explanation,
    reading: Reading,
    seen: Iterable[str] | None,
    shown_at: Mapping[str, Sequence[int]] | None,
    support: float | None,
) -> Facts:
    case = _case(rubric, reading, seen)
    claims, stuffed = without_stuffed(tuple(judge(claim, case) for claim in rubric.claims))
    antis = find_anti_claims(rubric, case)
    rivals = tuple(anti for anti in antis if anti.kind == "rival")
    extra: list[Flag] = ["dump"] if stuffed and "dump" not in reading.flags else []
    shotgun = is_shotgun(rivals, claims, reading.whole)
    if shotgun:
        extra.append("shotgun")
    elif any(rival.firm for rival in rivals):
        extra.append("rival")
    return Facts(
        claims=weighed(claims, rivals, shotgun=shotgun),
        rivals=rivals,
        backwards=tuple(anti for anti in antis if anti.kind == "reversed"),
        flags=(*reading.flags, *extra),
        explanation=explanation,
        prose=reading.whole,
        confidence=confidence_of(explanation),
        support=support,
        shown_at=shown_at,
    )


def _case(rubric: Rubric, reading: Reading, seen: Iterable[str] | None) -> Case:
    names = frozenset(name.lower() for entity in rubric.entities for name in entity.names)
    return Case(
        reading=reading,
        weights=_weights(tuple(w for item in _statements(rubric) for w in item)),
        entities={entity.id: entity for entity in rubric.entities},
        known=names,
        seen=None if seen is None else frozenset(seen),
    )


def _statements(rubric: Rubric) -> list[tuple[str, ...]]:
    own = [claim.wordings for claim in rubric.claims]
    return own + [anti.wordings for anti in rubric.anti_claims]


@lru_cache(maxsize=256)
def _weights(wordings: tuple[str, ...]) -> Weights:
    return Weights(wordings)


def _score(facts: Facts, coverage: float, found: tuple[Level, ...]) -> tuple[int, tuple[str, ...]]:
    """Claims and levels by the weights table, then the lowest cap that applies."""
    if facts.explanation.empty or not coverage:
        return 0, ()
    by_level = fsum(E_WEIGHTS[level.name] * level.level / 3 for level in found)
    raw = CLAIMS_SHARE * 100 * coverage + by_level
    caps = _caps(facts, coverage)
    bound = min((CAPS[cap] for cap in caps), default=100)
    return round(min(raw, bound)), caps


def _caps(facts: Facts, coverage: float) -> tuple[str, ...]:
    states = {verdict.state for verdict in facts.of_kind("root_cause")}
    has_roots = bool(states)
    earned = facts.earned("root_cause")
    caps = {
        "shotgun": facts.shotgun,
        "meta_negation": "meta_negation" in facts.flags and "denied" in states,
        "cause_missing": has_roots and not earned,
        "cause_conflict": has_roots and not earned and bool(states & {"denied", "contradicted", "reversed"}),
        "cause_wrong": has_roots and not earned and bool(facts.firm_rivals),
        "backwards": bool(facts.backwards),
        "cause_guessed": bool(earned) and "unsupported" in states and "stated" not in states,
        "rival": bool(facts.firm_rivals) and coverage < REVIEW_COVERAGE,
    }
    return tuple(name for name, applies in caps.items() if applies)


def _needs_review(facts: Facts, coverage: float) -> bool:
    """A rival asserted beside much that is right, or a cause not understood: a person decides."""
    if facts.shotgun or facts.explanation.empty:
        return False
    roots = facts.of_kind("root_cause")
    if facts.firm_rivals and coverage >= REVIEW_COVERAGE:
        return True
    return any(verdict.state == "review" for verdict in roots) or (
        any(verdict.state == "contradicted" for verdict in roots) and coverage >= 0.4
    )
