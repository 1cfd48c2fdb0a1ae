"""The state of one claim: the best and the worst that any sentence says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from incidentgame.scoring.explanation.acts import (
    clears,
    may_leave_open,
    own_repair,
    prevents,
    recommends,
    repairs,
)
from incidentgame.scoring.explanation.causality import calls_it_a_consequence, runs_backwards
from incidentgame.scoring.explanation.clauses import clause_of
from incidentgame.scoring.explanation.confidence import only_confidence
from incidentgame.scoring.explanation.cues import DEMANDS, IMPERATIVE
from incidentgame.scoring.explanation.dropped import once_thought
from incidentgame.scoring.explanation.entities import Familiar, foreign_value, unnamed
from incidentgame.scoring.explanation.hedging import hedged
from incidentgame.scoring.explanation.matching import Match
from incidentgame.scoring.explanation.model import ClaimVerdict, Field, State
from incidentgame.scoring.explanation.negation import acquits, disbelieved, negated, sound
from incidentgame.scoring.explanation.reading import Reading, Stretch
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.explanation.strength import MADE, NEAR, Table
from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.rubric import CAUSAL_KINDS, Claim, ClaimKind, Entity

OUTRIGHT: Final = "said to be only a consequence"
NOT_UNDERSTOOD: Final = "close in words, not understood"
_SOUND_REACH: Final = 40
"""How far behind its object "is fine" may stand."""
_FUTURE_KINDS: Final[tuple[ClaimKind, ...]] = ("mitigation", "prevention", "unknown")
_ADVICE_KINDS: Final[tuple[ClaimKind, ...]] = ("mitigation", "prevention")
_NEGATIVE_KINDS: Final[tuple[ClaimKind, ...]] = ("ruled_out", "unknown")
_NOT_FOR_CAUSES: Final[tuple[Field, ...]] = ("unknowns", "prevention", "confidence")


class Case(msgspec.Struct, frozen=True):
    """What every claim of one rubric is judged with."""

    reading: Reading
    claims: tuple[Claim, ...]
    weights: Weights
    table: Table
    entities: dict[str, Entity]
    known: Familiar
    seen: frozenset[str] | None
    doubt: float = 0.0
    """What advice loses of its strength, because the text does not name what happened."""


class Finding(msgspec.Struct, frozen=True):
    """What one stretch says about one claim."""

    state: State
    like: float
    sentence: str
    reason: str
    numbers: tuple[int, ...] = ()


class Judged(msgspec.Struct, frozen=True):
    """A claim's verdict and all that was found about it."""

    verdict: ClaimVerdict
    settled: Finding
    findings: tuple[Finding, ...]


def judge(claim: Claim, case: Case) -> Judged:
    """The state of a claim over the whole text, with the sentence and the reason."""
    reading = case.reading
    findings: list[Finding] = []
    for stretches in (reading.singles, reading.pairs, reading.triples):
        if not any(finding.state == "stated" for finding in findings):
            findings += _findings(claim, case, stretches)
    findings += _denials(claim, case)
    settled = _settle(claim, findings, case)
    return Judged(_verdict(claim, settled), settled, tuple(findings))


def _findings(claim: Claim, case: Case, stretches: tuple[Stretch, ...]) -> Iterator[Finding]:
    for stretch in stretches:
        if stretch.scrap:
            continue
        meeting = case.table.meeting(claim, stretch)
        found = meeting.match
        if not _may_say(claim.kind, stretch, _sentence_at(stretch.text, found.at)):
            continue
        if claim.kind in CAUSAL_KINDS and (_part_denies(claim, stretch) or _only_thought(stretch, found.at)):
            continue
        strength = meeting.strength - (case.doubt if claim.kind in _ADVICE_KINDS else 0.0)
        if strength >= MADE:
            state, reason = _state(claim, found, stretch, case)
            if state == "denied" and not _denies(claim.kind, stretch):
                continue
            yield Finding(state, found.like, stretch.written, reason, stretch.numbers)
        elif strength >= NEAR and not stretch.meta and not _plans(claim, stretch):
            yield Finding("review", found.like, stretch.written, NOT_UNDERSTOOD, stretch.numbers)


def _only_thought(stretch: Stretch, place: int) -> bool:
    """What stands there was only thought for a while."""
    before = max(0, stretch.text.rfind(" ; ", 0, place + 1))
    return once_thought(_sentence_at(stretch.text, place), place - (before + 3 if before else 0))


def _part_denies(claim: Claim, stretch: Stretch) -> bool:
    """A denial of the predicate and its neighbour do not state a cause together."""
    if len(stretch.numbers) == 1:
        return False
    parts = [part for part in stretch.text.split(" ; ") if _STARTS_DENIED.match(part)]
    denied = any(find_terms(claim.must[-1], part, wide=False) for part in parts if claim.must)
    return denied or bool(_NOT_TO_BLAME.search(stretch.text))


_NOT_TO_BLAME: Final = re.compile(
    r"\b(?:nothing to do with|(?:does|do|did) not explain|out of the question|not (?:involved|to blame"
    r"|the cause))\b"
)
_STARTS_DENIED: Final = re.compile(r"(?:so |and |but )?(?:nothing|nobody|none|neither|nor|never)\b")


def _plans(claim: Claim, stretch: Stretch) -> bool:
    """Advice that is near a cause does not half say the cause."""
    return claim.kind in (*CAUSAL_KINDS, "impact") and bool(
        IMPERATIVE.match(stretch.text) or DEMANDS.search(stretch.text)
    )


def _may_say(kind: ClaimKind, stretch: Stretch, text: str) -> bool:
    """A sentence states what its act allows: a question states nothing, a report repairs nothing.

    `text` is the sentence of the stretch that carries the predicate.
    """
    mood = stretch.mood
    if only_confidence(text):
        return False
    if kind == "unknown":
        return may_leave_open(text, mood, question=stretch.question)
    if stretch.question:
        return False
    if kind == "prevention":
        return prevents(text, mood, bullet=stretch.bullet)
    if kind == "mitigation":
        return repairs(text, mood)
    if kind == "ruled_out":
        return clears(text, mood)
    if kind == "impact":
        return not recommends(text)
    if kind not in CAUSAL_KINDS:
        return True
    return stretch.field not in _NOT_FOR_CAUSES and mood != "unknowns" and not own_repair(text)


def _sentence_at(text: str, place: int) -> str:
    """The sentence of a joined stretch around a position."""
    start = text.rfind(" ; ", 0, place + 1)
    end = text.find(" ; ", place)
    return text[start + 3 if start >= 0 else 0 : end if end >= 0 else len(text)]


_ADVISES_AGAINST: Final = re.compile(
    r"\b(?:(?:i|we) (?:did|have|had) not|(?:do|should|must|would|will|can|need|may) not|no (?:need|use"
    r"|point|reason)|not (?:necessary|help|needed"
    r"|advis\w+|recommend\w*)|pointless|useless|wrong to|instead of|rather than)\b"
)
_UNHARMED: Final = re.compile(
    r"\b(?:not|no|nobody|none|never|without|nothing)\b[\w ]{0,24}\b(?:affect\w*|impact\w*|harm\w*"
    r"|notic\w+|hit|lost"
    r"|suffer\w*|fail\w*|down|broken|errors?|complain\w*|problems?|disturb\w*|damage\w*|outage)\b"
)


def _denies(kind: ClaimKind, stretch: Stretch) -> bool:
    """What should not happen again does not deny what did; what was left undone does not deny a repair; and
    "nothing goes through" is the harm, not its denial."""
    if stretch.meta:
        return True
    if kind == "mitigation":
        return bool(_ADVISES_AGAINST.search(stretch.text))
    if kind == "impact" and not _UNHARMED.search(stretch.text):
        return False
    return stretch.field != "prevention" and not DEMANDS.search(stretch.text)


def _state(claim: Claim, found: Match, stretch: Stretch, case: Case) -> tuple[State, str]:
    """What one matching stretch says, the strongest objection first."""
    if stretch.meta and not (claim.kind in _NEGATIVE_KINDS and disbelieved(stretch.text)):
        return "denied", "the sentence denies it as a whole"
    if found.denied and claim.kind not in (*_NEGATIVE_KINDS, "prevention"):
        return "denied", "said in the negative"
    if _called_sound(claim, stretch, case) or (claim.kind in CAUSAL_KINDS and acquits(stretch.text)):
        return "denied", "says that it is in order, or has nothing to do with it"
    if claim.edge and runs_backwards(claim.edge, stretch.text):
        return "reversed", "cause and effect are the other way round"
    if claim.kind in CAUSAL_KINDS and _a_consequence(stretch, found.at):
        return "reversed", OUTRIGHT
    wrong = foreign_value(claim, stretch.text, case.reading.whole, case.known)
    if wrong:
        return "contradicted", f"names {wrong[0]}; here it is {wrong[1]}"
    if claim.kind not in _FUTURE_KINDS and hedged(stretch.text, found.at):
        return "hedged", "said as a guess"
    return "stated", "says it"


def _a_consequence(stretch: Stretch, place: int) -> bool:
    before = max(0, stretch.text.rfind(" ; ", 0, place + 1))
    return calls_it_a_consequence(_sentence_at(stretch.text, place), place - (before + 3 if before else 0))


def _denials(claim: Claim, case: Case) -> Iterator[Finding]:
    """Sentences with one of the author's `deny` phrases, or that call what should be broken sound."""
    for stretch in case.reading.singles:
        said = _deny_phrase(claim, stretch) or _called_sound(claim, stretch, case)
        if said and not (stretch.meta or stretch.question):
            yield Finding("denied", 1.0, stretch.written, f'says "{said}"', stretch.numbers)


def _deny_phrase(claim: Claim, stretch: Stretch) -> str:
    """A `deny` phrase of the author's that is not itself negated; empty when there is none."""
    for hit in find_terms(claim.deny, stretch.text, wide=False) if claim.deny else ():
        if not negated(stretch.text, hit.start, hit.end):
            return hit.text
    return ""


def _called_sound(claim: Claim, stretch: Stretch, case: Case) -> str:
    """The object of a root cause is said to be in order, and no other claim means just that."""
    if claim.kind != "root_cause" or not claim.must or stretch.mood:
        return ""
    for hit in find_terms(claim.must[0], stretch.text, wide=False):
        _, high = clause_of(stretch.text, hit.start)
        at = sound(stretch.text, hit.end, min(high, hit.end + _SOUND_REACH))
        if at is not None and not _cleared(hit.text, case):
            return stretch.text[hit.start : high].strip()
    return ""


def _cleared(named: str, case: Case) -> bool:
    """Another claim is that a thing of this name is in order."""
    return any(
        c.must and find_terms(c.must[0], named, wide=False) for c in case.claims if c.kind == "ruled_out"
    )


def _settle(claim: Claim, findings: list[Finding], case: Case) -> Finding:
    """One finding from all: conflict before statement before guess before objection."""
    best = {state: _best(findings, state) for state in _ORDER}
    said, denied = best["stated"], best["denied"]
    if said and denied:
        return _conflict(claim, said, denied, case)
    turned = best["reversed"]
    if said and turned and turned.reason == OUTRIGHT:
        return turned
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
        numbers = (*said.numbers, *denied.numbers)
        return Finding("contradicted", 1.0, said.sentence, f'and also: "{denied.sentence}"', numbers)
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
        return replace(found, state="review", reason=f"does not name {absent[0].canon}")
    if claim.kind in (*CAUSAL_KINDS, "ruled_out") and not was_seen(claim, case.seen):
        return replace(found, state="unsupported", reason="right, but nothing that shows it was seen")
    return found


def was_seen(claim: Claim, seen: frozenset[str] | None) -> bool:
    """True when something that shows the claim was seen, nothing needs to, or nobody kept count."""
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
