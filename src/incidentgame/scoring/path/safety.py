"""P4: destructive (0), parallel or blind (1), small and reversible (2), risk and way back said (3)."""

from __future__ import annotations

from typing import Final

from incidentgame.scoring.explanation.cues import RISK, ROLLBACK
from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts, PathObservation

HARMLESS: Final = 25
"""Requests lost to a change that count as none: noise beside the untouched twin (house rule)."""
SERIOUS: Final = 500
"""Requests lost to the player's changes from which an act counts as destructive (house rule)."""
AT_ONCE_MS: Final = 60_000


def safety(facts: PathFacts) -> Level:
    """What the player's changes cost the users, and whether risk and way back were said first."""
    writes = facts.writes
    if not writes:
        if facts.recommends_change:
            return Level(name="P4", level=3, reasons=("recommends a change with its risk and its way back",))
        return Level(
            name="P4",
            level=0,
            reasons=("changed nothing and recommended no change with risk and way back",),
        )
    numbers = tuple(write.n for write in writes)
    harm = facts.failed_requests_caused_by_player
    broken = next((write for write in writes if write.irreversible), None)
    if broken or harm > SERIOUS:
        reason = f"#{broken.n} cannot be undone" if broken else f"{harm} requests failed because of changes"
        return Level(name="P4", level=0, reasons=(reason,), observations=numbers)
    reasons = [
        f"{harm} requests failed because of changes" if harm > HARMLESS else "no user was harmed by a change"
    ]
    blind = _blind(facts)
    if blind:
        reasons.append(f"changed while {len(blind.suspects_before)} suspects were open (#{blind.n})")
        return Level(name="P4", level=1, reasons=tuple(reasons), observations=numbers)
    if harm <= HARMLESS and (facts.recommends_change or _said_first(facts)):
        reasons.append("risk and way back were said")
        return Level(name="P4", level=3, reasons=tuple(reasons), observations=numbers)
    reasons.append("small changes; risk and way back were not said")
    return Level(name="P4", level=2, reasons=tuple(reasons), observations=numbers)


def _blind(facts: PathFacts) -> PathObservation | None:
    """A change made while most suspects were open, or the third of three made at once in the dark."""
    for i, write in enumerate(facts.writes):
        open_ones = len(write.suspects_before)
        if open_ones > 2 and open_ones * 2 > len(facts.suspects):
            return write
        at_once = i >= 2 and write.at - facts.writes[i - 2].at < AT_ONCE_MS
        if at_once and open_ones > 2:
            return write
    return None


def _said_first(facts: PathFacts) -> bool:
    first = facts.writes[0].n
    words = " ".join(said.text.lower() for said in facts.words() if said.n <= first)
    return bool(RISK.search(words) and ROLLBACK.search(words))
