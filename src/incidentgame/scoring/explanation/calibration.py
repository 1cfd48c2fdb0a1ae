"""Confidence against evidence, and what the player left open: rightly, or although they had seen it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from incidentgame.scoring.explanation import cues
from incidentgame.scoring.explanation.facts import Facts
from incidentgame.scoring.explanation.judging import Case
from incidentgame.scoring.explanation.matching import match
from incidentgame.scoring.explanation.model import Calibration, Fit, OnScreen, OpenPoint, Suspicion
from incidentgame.scoring.explanation.reading import Stretch
from incidentgame.scoring.rubric import CAUSAL_KINDS, AntiClaim, Claim, Rubric

SLACK: Final = 0.3
"""How far a stated confidence may be from what the evidence supports (house rule)."""
SURE: Final = 0.85
"""From here on a writer is sure."""
_LIKE_OPEN: Final = 0.25
_LIKE_KNOWN: Final = 0.3


def calibrate(
    facts: Facts,
    rubric: Rubric,
    case: Case,
    suspicions: Sequence[Suspicion],
    shown_at: Mapping[str, Sequence[int]] | None,
) -> Calibration:
    """Weigh what the player says they know and do not know against what they saw."""
    support = support_of(facts)
    fit = _fit(facts, support)
    return Calibration(
        fit=fit,
        words=_words(fit, facts, support),
        support=round(support, 4),
        confidence=facts.confidence,
        open_points=tuple(_open_points(case, suspicions)),
        on_screen=tuple(_on_screen(rubric, case, shown_at)),
    )


def support_of(facts: Facts) -> float:
    """What the evidence supports, 0 to 1: of the truth if it is named, else nothing."""
    states = {verdict.state for verdict in facts.of_kind("root_cause")}
    if facts.firm_rivals or not states & {"stated", "hedged", "unsupported", "review"}:
        return 0.0
    if facts.support is not None:
        return facts.support
    return 0.9 if states & {"stated", "review"} else (0.6 if "hedged" in states else 0.3)


def _fit(facts: Facts, support: float) -> Fit:
    if not facts.prose.strip():
        return "nothing_to_weigh"
    if facts.confidence is None:
        return "unsaid"
    if facts.confidence.value > support + SLACK:
        return "overconfident"
    return "underconfident" if facts.confidence.value < support - SLACK else "fits"


def _words(fit: Fit, facts: Facts, support: float) -> str:
    said = facts.confidence.words if facts.confidence else ""
    sure = facts.confidence is not None and facts.confidence.value >= SURE
    texts: dict[Fit, str] = {
        "nothing_to_weigh": "nothing was claimed",
        "unsaid": "you gave no confidence",
        "fits": f'confidence "{said}" fits the evidence ({support:.0%})',
        "underconfident": f'you knew more than you claimed: "{said}"; what you saw supports {support:.0%}',
        "overconfident": f'{"sure" if sure else "surer than the evidence"} ("{said}"); '
        f"what you saw supports {support:.0%}",
    }
    return texts[fit]


def _open_points(case: Case, suspicions: Sequence[Suspicion]) -> Iterator[OpenPoint]:
    """The rivals named as not ruled out."""
    for suspicion in suspicions:
        statement = AntiClaim(
            id=suspicion.id,
            statement=suspicion.wordings[0],
            paraphrases=suspicion.wordings[1:],
            must=suspicion.must,
        )
        for stretch in case.reading.singles:
            if leaves_open(stretch) and _names(statement, stretch, case):
                yield OpenPoint(
                    id=suspicion.id,
                    sentence=stretch.written,
                    open=suspicion.open,
                    at=suspicion.ruled_out_at,
                )
                break


def leaves_open(stretch: Stretch) -> bool:
    """The sentence names something as not known or not ruled out."""
    if stretch.mood == "ruled_out" or stretch.meta:
        return False
    return stretch.mood == "unknowns" or bool(cues.NOT_SETTLED.search(stretch.text))


def _names(statement: AntiClaim, stretch: Stretch, case: Case) -> bool:
    found = match(statement, stretch.text, case.weights)
    return found.like >= _LIKE_OPEN and ((found.full and found.own) or found.like >= 2 * _LIKE_OPEN)


def _on_screen(
    rubric: Rubric, case: Case, shown_at: Mapping[str, Sequence[int]] | None
) -> Iterator[OnScreen]:
    """What the player calls unknown although something that shows it was on their screen."""
    for stretch in case.reading.singles:
        if not leaves_open(stretch):
            continue
        nearest = _nearest(rubric, stretch, case)
        if nearest is None or not nearest.shown_by:
            continue
        seen = [name for name in nearest.shown_by if case.seen is not None and name in case.seen]
        if seen:
            numbers = sorted({n for name in seen for n in (shown_at or {}).get(name, ())})
            yield OnScreen(claim=nearest.id, sentence=stretch.written, observations=tuple(numbers))


def _nearest(rubric: Rubric, stretch: Stretch, case: Case) -> Claim | None:
    """The claim about causes an open point asks for; None when one that is really open is nearer."""
    likes = [(match(claim, stretch.text, case.weights).like, claim) for claim in rubric.claims]
    like, nearest = max(likes, key=lambda pair: pair[0], default=(0.0, None))
    if nearest is None or like < _LIKE_KNOWN or nearest.kind not in CAUSAL_KINDS:
        return None
    return nearest
