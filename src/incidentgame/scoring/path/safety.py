"""P4: destructive (0), parallel or blind (1), small and reversible (2), risk and way back said (3)."""

from __future__ import annotations

from typing import Final

from incidentgame.scoring.explanation.cues import RISK, ROLLBACK
from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts, PathObservation
from incidentgame.scoring.path.numbers import numbered

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
    harm = facts.failed_requests_caused_by_player
    broken = next((write for write in writes if write.irreversible), None)
    if broken or harm > SERIOUS:
        return _level(0, facts, f"#{broken.n} cannot be undone" if broken else _harm(facts))
    reasons = [_harm(facts) if harm > HARMLESS else "no user was harmed by a change"]
    blind = _blind(facts)
    if blind:
        reasons.append(f"changed while {len(blind[0].suspects_before)} suspects were open ({_named(blind)})")
        return _level(0 if sum(write.harm for write in blind) > HARMLESS else 1, facts, *reasons)
    if harm <= HARMLESS and (facts.recommends_change or _said_first(facts)):
        return _level(3, facts, *reasons, "risk and way back were said")
    return _level(2, facts, *reasons, "small changes; risk and way back were not said")


def _level(level: int, facts: PathFacts, *reasons: str) -> Level:
    lines = tuple(write.n for write in facts.writes)
    return Level(name="P4", level=level, reasons=reasons, observations=lines)


def _harm(facts: PathFacts) -> str:
    """`312 requests failed because of changes: 300 of #4, 12 of #9`."""
    parts = ", ".join(f"{write.harm} of #{write.n}" for write in facts.writes if write.harm)
    total = f"{facts.failed_requests_caused_by_player} requests failed because of changes"
    return f"{total}: {parts}" if parts else total


def _blind(facts: PathFacts) -> tuple[PathObservation, ...]:
    """Changes made while most suspects were open, and the third of three made at once in the dark."""
    return tuple(write for at, write in enumerate(facts.writes) if _in_the_dark(facts, at, write))


def _in_the_dark(facts: PathFacts, at: int, write: PathObservation) -> bool:
    open_ones = len(write.suspects_before)
    if open_ones > 2 and open_ones * 2 > len(facts.suspects):
        return True
    at_once = at >= 2 and write.at - facts.writes[at - 2].at < AT_ONCE_MS
    return at_once and open_ones > 2


def _named(writes: tuple[PathObservation, ...]) -> str:
    return numbered(write.n for write in writes)


def _said_first(facts: PathFacts) -> bool:
    first = facts.writes[0].n
    words = " ".join(said.text.lower() for said in facts.words() if said.n <= first)
    return bool(RISK.search(words) and ROLLBACK.search(words))
