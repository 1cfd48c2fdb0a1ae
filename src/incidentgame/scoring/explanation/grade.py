"""Grade one explanation against one rubric.  Same input, same bytes, whatever the hash seed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import Final

import msgspec

from incidentgame.scoring.explanation.annotation import Sources, annotate
from incidentgame.scoring.explanation.calibration import calibrate
from incidentgame.scoring.explanation.confidence import confidence_of
from incidentgame.scoring.explanation.entities import Familiar
from incidentgame.scoring.explanation.facts import Facts, share
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.judging import Case, Judged, judge, was_seen
from incidentgame.scoring.explanation.levels import levels
from incidentgame.scoring.explanation.model import (
    AntiVerdict,
    ClaimVerdict,
    Explanation,
    Flag,
    Suspicion,
    Verdicts,
)
from incidentgame.scoring.explanation.pasted import Shown
from incidentgame.scoring.explanation.reading import Reading, read
from incidentgame.scoring.explanation.review import COVERAGE, in_other_words, much_unread, needs_review
from incidentgame.scoring.explanation.rivals import find_anti_claims, is_shotgun, weighed
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.explanation.strength import NO_CAUSE, OTHER_CAUSE, Table
from incidentgame.scoring.explanation.stuffing import without_stuffed
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.level import Level
from incidentgame.scoring.rubric import CAUSAL_KINDS, Rubric
from incidentgame.scoring.weights import CAPS, CLAIMS_SHARE, CURVE, E_WEIGHTS, LEVEL_FROM

_DIGIT: Final = re.compile(r"\d")
AT_LEAST: Final = 38
"""Points for the right cause with nothing else, and for a story told in words of its own until it is read."""


def grade(
    rubric: Rubric,
    explanation: Explanation | str,
    seen: Iterable[str] | None = None,
    *,
    shown: Iterable[str] = (),
    shown_at: Mapping[str, Sequence[int]] | None = None,
    support: float | None = None,
    suspicions: Sequence[Suspicion] = (),
) -> Verdicts:
    """Judge every claim and anti-claim, every sentence, the levels E1 to E5, and give 0 to 100 points.

    `seen`: names of the evidence the player saw; None means everything.  `shown`: output lines the
    player saw, to recognise pasted output.  `shown_at`: evidence name to the observations that showed
    it.  `support`: the probability the observations leave for the truth (1 / suspects left).
    `suspicions`: the other causes the case could have had, to weigh "not ruled out: ..." with.
    """
    if isinstance(explanation, str):
        explanation = read_explanation(explanation)
    lines = tuple(shown)
    reading = read(explanation, rubric, lines)
    case = _case(rubric, reading, seen)
    antis = find_anti_claims(rubric, case)
    judged = _judged(rubric, case, antis)
    facts = _facts(rubric, explanation, case, judged, antis, shown_at, support)
    calibration = calibrate(facts, rubric, case, suspicions, shown_at)
    found = levels(facts, calibration)
    coverage = share(facts.claims)
    score, caps = _score(facts, coverage, found)
    other = in_other_words(facts, coverage, case.known)
    if other or (facts.said("root_cause") and not caps):
        score = max(score, AT_LEAST)
    told_false = (*facts.rivals, *facts.backwards)
    sources = Sources(reading, judged, facts.claims, told_false, _printed(rubric, lines))
    told = annotate(sources)
    return Verdicts(
        claims=facts.claims,
        anti_claims=told_false,
        levels=found,
        flags=facts.flags,
        coverage=round(coverage, 4),
        score=score,
        level=sum(score >= bound for bound in LEVEL_FROM),
        review=reading.doubtful
        or needs_review(facts, coverage)
        or much_unread(facts, coverage, told)
        or other,
        caps=caps,
        confidence=facts.confidence,
        sentences=told,
        calibration=calibration,
    )


def _judged(rubric: Rubric, case: Case, antis: Sequence[AntiVerdict]) -> tuple[Judged, ...]:
    """Every claim's verdict; those about what happened first, because advice is weighed by what it is for."""
    first = {claim.id: judge(claim, case) for claim in rubric.of_kind(*CAUSAL_KINDS)}
    told = [found.verdict for found in first.values() if found.verdict.credit]
    doubt = 0.0 if told else NO_CAUSE
    exact = any(_DIGIT.search(said.text) for said in case.reading.singles if said.field != "confidence")
    if not (told or exact):
        doubt += NO_CAUSE  # not even a time or a number: advice for anything
    if any(anti.firm and anti.kind == "rival" for anti in antis):
        doubt += 0.0 if any(verdict.kind == "root_cause" for verdict in told) else OTHER_CAUSE
    weighing = msgspec.structs.replace(case, doubt=doubt)
    return tuple(first.get(claim.id) or judge(claim, weighing) for claim in rubric.claims)


def _printed(rubric: Rubric, lines: Sequence[str]) -> Shown:
    """What the player may have seen, word by word; without a session, the rubric's evidence."""
    return Shown([*lines, *(f"{item.what} {item.text}" for item in rubric.evidence)])


def _facts(
    rubric: Rubric,
    explanation: Explanation,
    case: Case,
    judged: Sequence[Judged],
    antis: Sequence[AntiVerdict],
    shown_at: Mapping[str, Sequence[int]] | None,
    support: float | None,
) -> Facts:
    reading = case.reading
    claims, stuffed = without_stuffed(tuple(found.verdict for found in judged))
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
        cause_seen=any(was_seen(claim, case.seen) for claim in rubric.of_kind("root_cause")),
    )


def _case(rubric: Rubric, reading: Reading, seen: Iterable[str] | None) -> Case:
    weights = _weights(tuple(w for item in _statements(rubric) for w in item))
    return Case(
        reading=reading,
        claims=rubric.claims,
        weights=weights,
        table=Table(rubric, weights, reading.singles),
        entities={entity.id: entity for entity in rubric.entities},
        known=_known(rubric),
        seen=None if seen is None else frozenset(seen),
    )


@lru_cache(maxsize=256)
def _known(rubric: Rubric) -> Familiar:
    """Everything the rubric names."""
    names = [name for entity in rubric.entities for name in entity.names]
    shown = [f"{item.what} {item.text}" for item in rubric.evidence]
    said = [wording for item in _statements(rubric) for wording in item]
    text = plain(" ; ".join([rubric.brief, *names, *shown, *said]))
    return Familiar(text, frozenset(plain(name) for name in names))


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
    caps = _caps(facts, coverage)
    return points(facts.claims, found, caps), caps


def points(claims: Sequence[ClaimVerdict], found: Sequence[Level], caps: Sequence[str]) -> int:
    """The explanation score, 0 to 100, from the claims, the levels and the caps that apply."""
    by_level = fsum(E_WEIGHTS[level.name] * level.level / 3 for level in found)
    raw = CLAIMS_SHARE * 100 * share(claims) + by_level
    if any(claim.kind == "root_cause" and claim.credit for claim in claims):
        raw += CURVE * raw * (100 - raw) / 100
    return round(min(raw, min((CAPS[cap] for cap in caps), default=100)))


def _caps(facts: Facts, coverage: float) -> tuple[str, ...]:
    states = {verdict.state for verdict in facts.of_kind("root_cause")}
    has_roots = bool(states)
    earned = facts.earned("root_cause")
    caps = {
        "shotgun": facts.shotgun,
        "meta_negation": "meta_negation" in facts.flags and "denied" in states,
        "cause_missing": has_roots and not earned,
        "cause_conflict": (has_roots and not earned and bool(states & {"denied", "contradicted", "reversed"}))
        or (bool(facts.firm_rivals) and any(v.state == "denied" for v in facts.of_kind(*CAUSAL_KINDS))),
        "cause_wrong": bool(facts.firm_rivals)
        and has_roots
        and "contradicted" not in states
        and (not earned or ("denied" in states and "stated" not in states)),
        "backwards": bool(facts.backwards),
        "cause_guessed": bool(earned)
        and "stated" not in states
        and ("unsupported" in states or not facts.cause_seen),
        "rival": bool(facts.firm_rivals) and coverage < COVERAGE,
    }
    return tuple(name for name, applies in caps.items() if applies)
