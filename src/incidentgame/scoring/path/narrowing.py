"""P2: bits gained per observation against par.

Following the request path costs nothing, revisits are shown and not charged, and neither is a line that
first shows evidence.  What remains, lines that told nothing, is compared with par.
"""

from __future__ import annotations

from math import fsum, log2
from typing import Final

from incidentgame.scoring.level import Level
from incidentgame.scoring.par import LAYER_ORDER
from incidentgame.scoring.path.facts import PathFacts, PathObservation

FREE_PER_LAYER: Final = 2
"""Lines per layer along the request path that may tell nothing at no cost (house rule)."""
PATH_STEP: Final = 2
"""A look at most this many layers further on follows the path: a name or a rule may be taken as read."""
FREE_CONFIRMATIONS: Final = 6
"""Lines after the last rival fell that are taken as confirming (house rule)."""


def narrowing(facts: PathFacts) -> Level:
    """How much of the uncertainty the looks removed, and how many removed none."""
    total = log2(len(facts.suspects)) if len(facts.suspects) > 1 else 0.0
    gained = fsum(o.bits for o in facts.reads)
    telling = tuple(o.n for o in facts.reads if o.bits > 0)
    idle = charged(facts)
    share = gained / total if total else 0.0
    par = max(facts.par_observations, 4)
    reasons = [f"{gained:.1f} of {total:.1f} bits from {len(telling)} of {len(facts.reads)} looks"]
    if idle:
        reasons.append(f"{len(idle)} looks told nothing new (par {facts.par_observations})")
    level = _level(share, len(idle) / par)
    if level == 3 and not _says_cleared(facts):
        level = 2
        reasons.append("never said which layers are cleared")
    return Level(name="P2", level=level, reasons=tuple(reasons), observations=telling)


def _level(share: float, waste: float) -> int:
    if share >= 0.9 and waste <= 1.0:
        return 3
    if share >= 0.6 and waste <= 2.0:
        return 2
    return 1 if share >= 0.3 and waste <= 4.0 else 0


def charged(facts: PathFacts) -> tuple[int, ...]:
    """Numbers of the looks that told nothing and were not free."""
    first_write = facts.writes[0].n if facts.writes else None
    seen: set[str] = set()
    used: dict[str, int] = {}
    depth, confirmed = 0, 0
    idle: list[int] = []
    for look in facts.reads:
        line = " ".join(look.line.split())
        revisit = line in seen
        seen.add(line)
        on_path = _depth(look.layer) - depth <= PATH_STEP
        depth = max(depth, _depth(look.layer)) if on_path or look.bits > 0 else depth
        if revisit or look.bits > 0 or look.shows or _verifies(look, first_write):
            continue
        if len(look.suspects_before) == 1 and confirmed < FREE_CONFIRMATIONS:
            confirmed += 1
        elif on_path and used.get(look.layer, 0) < FREE_PER_LAYER:
            used[look.layer] = used.get(look.layer, 0) + 1
        else:
            idle.append(look.n)
    return tuple(idle)


def _verifies(look: PathObservation, first_write: int | None) -> bool:
    """A look from the user's side after a change verifies it and is never idle."""
    return first_write is not None and look.n > first_write and look.outside


def _depth(layer: str) -> int:
    return LAYER_ORDER.index(layer) if layer in LAYER_ORDER else 0


def _says_cleared(facts: PathFacts) -> bool:
    words = " ".join(said.text.lower() for said in facts.words())
    named = any(
        sign in words for sign in ("cleared", "fine", "ruled out", "not the", "healthy", " ok", "innocent")
    )
    return named or bool(facts.struck) or facts.clears_layers
