"""Rival causes asserted, the chain told backwards, and maybe-this-maybe-that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from incidentgame.scoring.explanation.acts import advises
from incidentgame.scoring.explanation.causality import parts
from incidentgame.scoring.explanation.dropped import dropped
from incidentgame.scoring.explanation.hedging import hedged
from incidentgame.scoring.explanation.judging import Case
from incidentgame.scoring.explanation.model import AntiVerdict, ClaimVerdict
from incidentgame.scoring.explanation.negation import dismissed, exonerates
from incidentgame.scoring.explanation.reading import Stretch
from incidentgame.scoring.explanation.similarity import Weights, likeness, units
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import CAUSAL_KINDS, AntiClaim, Rubric

_BASE: Final = -2.8
_OWN_WORDS: Final = 3.6
_LIKE: Final = 2.0
_OVER_CLAIMS: Final = 3.4
"""Fitted as in `strength`: a rival must be said in the author's own words (precision .87, recall .81)."""
_LIKE_ALONE: Final = 0.65
_LIKE_PART: Final = 0.38
_LISTING: Final = re.compile(
    r"\b(?:possible|potential|candidate)\s+(?:root\s+)?(?:causes?|reasons?|explanations?)"
    r"|\bmany (?:reasons|causes|possibilities)"
    r"|\bone of (?:them|these|those|the following)|\bmix of|\bcombination of|\bany of|\bwhichever"
    r"|\bseveral (?:reasons|causes)"
    r"|\bcould (?:also )?be|\b(?:maybe|perhaps|or)\b.*\b(?:maybe|perhaps|or)\b"
)


_WHY: Final = re.compile(r"\b(?:because|since|caused?|due to|so|therefore|reason)\b")
_DEED: Final = re.compile(
    r"(?:so |then |and |afterwards )*(?:i|we)(?: have| had| then| also| first| only| would| will|'d|'ll"
    r"| could| can)* "
    r"(?:put|set|\w+ed|issue|scale|raise|add|give|skip|push|move|run|start|stop|kill|roll|revert"
    r"|disable|register|remove|restart|move|publish|terminate|resume|delete|change)\b"
    r"(?<!looked)(?<!suspected)(?<!guessed)(?<!assumed)(?<!supposed)(?<!concluded)(?<!believed)"
)
"""What the writer did themselves ("I registered the targets again") names no cause."""


def find_anti_claims(rubric: Rubric, case: Case) -> tuple[AntiVerdict, ...]:
    """The false statements the text makes, in the author's order."""
    found = (_made(anti, rubric, case) for anti in rubric.anti_claims)
    return tuple(verdict for verdict in found if verdict)


def is_shotgun(rivals: Sequence[AntiVerdict], claims: Sequence[ClaimVerdict], whole: str) -> bool:
    """True when several causes are offered side by side so that one will hit."""
    causes = sum(1 for rival in rivals if rival.kind == "rival")
    mine = any(c.kind == "root_cause" and c.state in ("stated", "hedged", "unsupported") for c in claims)
    listing = bool(_LISTING.search(whole))
    return causes >= 3 or (causes >= 2 and listing) or (causes >= 1 and mine and _maybes(whole) >= 3)


def weighed(
    claims: Sequence[ClaimVerdict], rivals: Sequence[AntiVerdict], *, shotgun: bool
) -> tuple[ClaimVerdict, ...]:
    """The claims again, knowing the rivals.

    In a shotgun no cause is stated; a sentence that asserts a rival shows no mechanism and clears nothing.
    """
    firm = [rival.sentence for rival in rivals if rival.firm and rival.kind == "rival"]
    return tuple(_weigh(claim, firm, shotgun) for claim in claims)


def _weigh(claim: ClaimVerdict, firm: list[str], shotgun: bool) -> ClaimVerdict:
    if claim.state not in ("stated", "unsupported", "hedged"):
        return claim
    if shotgun and claim.kind in CAUSAL_KINDS:
        return replace(claim, state="hedged", reason="one of many causes offered")
    spoiled = claim.kind in ("mechanism", "ruled_out") and any(s in claim.sentence for s in firm)
    if spoiled:
        return replace(claim, state="contradicted", reason="the same sentence asserts another cause")
    return claim


def _maybes(whole: str) -> int:
    return len(re.findall(r"\b(?:maybe|perhaps|possibly|might be|could be)\b", whole))


def _made(anti: AntiClaim, rubric: Rubric, case: Case) -> AntiVerdict | None:
    guess: AntiVerdict | None = None
    reading = case.reading
    for stretch in (*reading.singles, *(reading.pairs if anti.kind == "reversed" else ())):
        if _says_no_cause(stretch):
            continue
        place = _place(anti, rubric, stretch, case)
        if place is None:
            continue
        firm = not stretch.question and not hedged(stretch.text, place)
        verdict = AntiVerdict(
            id=anti.id,
            kind=anti.kind,
            firm=firm,
            sentence=stretch.written,
            statement=anti.statement,
        )
        if firm:
            return verdict
        guess = guess or verdict
    return guess


def _says_no_cause(stretch: Stretch) -> bool:
    """Plans, open points, deeds and thoughts that were dropped name no cause."""
    if stretch.field in ("unknowns", "prevention") or stretch.mood in ("unknowns", "prevention", "ruled_out"):
        return True
    if stretch.meta or bool(_DEED.match(stretch.text)):
        return True
    return advises(stretch.text) and not _WHY.search(stretch.text)


def _place(anti: AntiClaim, rubric: Rubric, stretch: Stretch, case: Case) -> int | None:
    """Where the stretch makes the anti-claim; None when it does not."""
    if anti.kind == "reversed":
        return 0 if _backwards(anti, stretch, case) else None
    found = case.table.match(anti, stretch)
    if found.denied or exonerates(stretch.text) or not found.full:
        return None
    if dismissed(stretch.text) or dropped(stretch.text, found.at):
        return None
    if not anti.must:
        return 0 if found.like >= _LIKE_ALONE else None
    true = max((case.table.match(claim, stretch).like for claim in rubric.claims), default=0.0)
    value = _BASE + _OWN_WORDS * found.own + _LIKE * found.like + _OVER_CLAIMS * (found.like - true)
    return found.at if value >= 0 else None


def _backwards(anti: AntiClaim, stretch: Stretch, case: Case) -> bool:
    """The stretch has the cause and the effect of one of the anti-claim's own wordings."""
    for wording in anti.wordings:
        for cause, effect in parts(plain(wording)):
            for said_cause, said_effect in parts(stretch.text):
                pairs = ((said_cause, cause), (said_effect, effect))
                if all(_alike(said, own, case.weights) >= _LIKE_PART for said, own in pairs):
                    return True
    return False


def _alike(said: str, own: str, weights: Weights) -> float:
    one, other = units(said), units(own)
    return likeness(one, other, weights, (weights.total(one.stems), weights.total(other.stems)))
