"""The state of one claim: the best and the worst that any sentence says about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from incidentgame.scoring.explanation.causality import runs_backwards
from incidentgame.scoring.explanation.cues import DEMANDS
from incidentgame.scoring.explanation.entities import foreign_value, unnamed
from incidentgame.scoring.explanation.hedging import hedged
from incidentgame.scoring.explanation.matching import Match, match
from incidentgame.scoring.explanation.model import ClaimVerdict, Field, State
from incidentgame.scoring.explanation.negation import disbelieved, negated
from incidentgame.scoring.explanation.reading import Reading, Stretch
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.rubric import CAUSAL_KINDS, Claim, ClaimKind, Entity

LIKE_NEAR_BY: Final = 0.12
LIKE_ENOUGH: Final = 0.24
LIKE_PAIR: Final = 0.32
LIKE_ALONE: Final = 0.6
LIKE_NEAR: Final = 0.5
_FUTURE_KINDS: Final[tuple[ClaimKind, ...]] = ("mitigation", "prevention", "unknown")
_NEGATIVE_KINDS: Final[tuple[ClaimKind, ...]] = ("ruled_out", "unknown")
_NOT_FOR_CAUSES: Final[tuple[Field, ...]] = ("unknowns", "prevention", "confidence")


class Case(msgspec.Struct, frozen=True):
    """What every claim of one rubric is judged with."""

    reading: Reading
    weights: Weights
    entities: dict[str, Entity]
    known: frozenset[str]
    seen: frozenset[str] | None


class Finding(msgspec.Struct, frozen=True):
    """What one stretch says about one claim."""

    state: State
    like: float
    sentence: str
    reason: str


def judge(claim: Claim, case: Case) -> ClaimVerdict:
    """The state of a claim over the whole text, with the sentence and the reason."""
    findings = list(_findings(claim, case, case.reading.singles, LIKE_ENOUGH))
    if not any(finding.state == "stated" for finding in findings):
        findings += _findings(claim, case, case.reading.pairs, LIKE_PAIR)
    findings += _denials(claim, case)
    return _verdict(claim, _settle(claim, findings, case))


def _findings(claim: Claim, case: Case, stretches: tuple[Stretch, ...], least: float) -> Iterator[Finding]:
    for stretch in stretches:
        if not _may_say(claim.kind, stretch):
            continue
        found = match(claim, stretch.text, case.weights)
        if _is_match(claim, found, least):
            state, reason = _state(claim, found, stretch, case)
            if state == "denied" and _proposes(stretch, claim.kind):
                continue  # what should not happen again does not deny what did, or was done
            yield Finding(state, found.like, stretch.written, reason)
        elif _is_near(found):
            yield Finding("review", found.like, stretch.written, "close in words, not understood")


def _may_say(kind: ClaimKind, stretch: Stretch) -> bool:
    """A question states nothing, nor do the unknowns a cause; prevention is proposed, not reported."""
    if kind == "prevention" and not stretch.question:
        return stretch.field == "prevention" or stretch.proposal
    if stretch.question and kind != "unknown":
        return False
    return not (kind in CAUSAL_KINDS and stretch.field in _NOT_FOR_CAUSES)


def _proposes(stretch: Stretch, kind: ClaimKind) -> bool:
    """Does it say how things should be? A deed may be proposed in any form; a cause needs a demand."""
    demands = stretch.field == "prevention" or bool(DEMANDS.search(stretch.text))
    return demands or (kind == "mitigation" and stretch.proposal)


def _is_match(claim: Claim, found: Match, least: float) -> bool:
    if not claim.must:
        return found.like >= LIKE_ALONE
    return found.full and found.like >= (LIKE_NEAR_BY if found.near else least)


def _is_near(found: Match) -> bool:
    return found.of > 0 and found.groups == found.of - 1 and found.like >= LIKE_NEAR


def _state(claim: Claim, found: Match, stretch: Stretch, case: Case) -> tuple[State, str]:
    """What one matching stretch says, the strongest objection first."""
    if stretch.meta and not (claim.kind in _NEGATIVE_KINDS and disbelieved(stretch.text)):
        return "denied", "the sentence denies it as a whole"
    if found.denied and claim.kind not in (*_NEGATIVE_KINDS, "prevention"):
        return "denied", "said in the negative"
    if claim.edge and runs_backwards(claim.edge, stretch.text):
        return "reversed", "cause and effect are the other way round"
    wrong = foreign_value(claim, stretch.text, case.reading.whole, case.known)
    if wrong:
        return "contradicted", f"names {wrong[0]}; here it is {wrong[1]}"
    if claim.kind not in _FUTURE_KINDS and hedged(stretch.text, found.at):
        return "hedged", "said as a guess"
    return "stated", "says it"


def _denials(claim: Claim, case: Case) -> Iterator[Finding]:
    """Sentences with one of the author's `deny` phrases, not themselves negated."""
    for stretch in case.reading.singles if claim.deny else ():
        for hit in find_terms(claim.deny, stretch.text, wide=False):
            if not stretch.meta and not negated(stretch.text, hit.start, hit.end):
                yield Finding("denied", 1.0, stretch.written, f'says "{hit.text}"')
                break


def _settle(claim: Claim, findings: list[Finding], case: Case) -> Finding:
    """One finding from all: conflict before statement before guess before objection."""
    best = {state: _best(findings, state) for state in _ORDER}
    said, denied = best["stated"], best["denied"]
    if said and denied:
        return _conflict(claim, said, denied, case)
    for state in _ORDER:
        found = best[state]
        if found:
            return _grounded(claim, found, case)
    return Finding("missing", 0.0, "", "not said")


def _conflict(claim: Claim, said: Finding, denied: Finding, case: Case) -> Finding:
    """Said here and denied there.  A weaker denial is about something else and does not count."""
    if denied.sentence in said.sentence:
        return denied if denied.like > said.like else _grounded(claim, said, case)
    if denied.like >= 0.85 * said.like:
        return Finding("contradicted", 1.0, said.sentence, f'and also: "{denied.sentence}"')
    return _grounded(claim, said, case)


_ORDER: Final[tuple[State, ...]] = (
    "stated",
    "denied",
    "reversed",
    "hedged",
    "contradicted",
    "review",
)


def _best(findings: list[Finding], state: State) -> Finding | None:
    return max((f for f in findings if f.state == state), key=lambda f: f.like, default=None)


def _grounded(claim: Claim, found: Finding, case: Case) -> Finding:
    """A statement must name what the author requires, and what shows it must have been seen."""
    if found.state not in ("stated", "hedged"):
        return found
    absent = unnamed(claim.entities, case.entities, case.reading.whole)
    if absent:
        reason = f"does not name {absent[0].canon}"
        return Finding("review", found.like, found.sentence, reason)
    if claim.kind in (*CAUSAL_KINDS, "ruled_out") and not _was_seen(claim, case.seen):
        reason = "right, but nothing that shows it was seen"
        return Finding("unsupported", found.like, found.sentence, reason)
    return found


def _was_seen(claim: Claim, seen: frozenset[str] | None) -> bool:
    return seen is None or not claim.shown_by or any(name in seen for name in claim.shown_by)


def _verdict(claim: Claim, found: Finding) -> ClaimVerdict:
    return ClaimVerdict(
        id=claim.id,
        kind=claim.kind,
        weight=claim.weight,
        state=found.state,
        sentence=found.sentence,
        reason=found.reason,
        statement=claim.statement,
        shown_by=claim.shown_by,
    )
