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
from incidentgame.scoring.path.numbers import numbered

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
    where = f", in {numbered(telling)}" if telling else ""
    reasons = [f"{gained:.1f} of {total:.1f} bits from {len(telling)} of {len(facts.reads)} looks{where}"]
    if idle:
        much = "more than" if len(idle) > par else "within"
        reasons.append(f"dead ends: {numbered(idle)}, {much} par ({par})")
    again = revisits(facts)
    if again:
        reasons.append(f"looked again in {numbered(again)}: shown, not charged")
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


def revisits(facts: PathFacts) -> tuple[int, ...]:
    """Numbers of the looks whose very line was entered before, and that told nothing since."""
    seen: set[str] = set()
    again: list[int] = []
    for look in facts.reads:
        line = " ".join(look.line.split())
        if line in seen and not _useful(look, facts):
            again.append(look.n)
        seen.add(line)
    return tuple(again)


def charged(facts: PathFacts) -> tuple[int, ...]:
    """Numbers of the looks that told nothing and were not free. Which layer was looked at first does not
    matter: a layer lies on the way when the ones before it were looked at sooner or later."""
    again, near = set(revisits(facts)), _on_the_way(facts)
    used: dict[str, int] = {}
    confirmed = 0
    idle: list[int] = []
    for look in facts.reads:
        if look.n in again or _useful(look, facts):
            continue
        if len(look.suspects_before) == 1 and confirmed < FREE_CONFIRMATIONS:
            confirmed += 1
        elif _depth(look.layer) in near and used.get(look.layer, 0) < FREE_PER_LAYER:
            used[look.layer] = used.get(look.layer, 0) + 1
        else:
            idle.append(look.n)
    return tuple(idle)


def _useful(look: PathObservation, facts: PathFacts) -> bool:
    """Did a look rule something out, first show evidence, or verify a change from the user's side?"""
    first_write = facts.writes[0].n if facts.writes else None
    verifies = first_write is not None and look.n > first_write and look.outside
    return look.bits > 0 or bool(look.shows) or verifies


def _on_the_way(facts: PathFacts) -> frozenset[int]:
    """Depths that follow the request path: each at most PATH_STEP beyond one that does, from outside in."""
    near, deepest = {0}, 0
    for depth in sorted({_depth(look.layer) for look in facts.reads}):
        told = any(look.bits > 0 for look in facts.reads if _depth(look.layer) == depth)
        if depth - deepest <= PATH_STEP or told:
            near.add(depth)
            deepest = depth
    return frozenset(near)


def _depth(layer: str) -> int:
    return LAYER_ORDER.index(layer) if layer in LAYER_ORDER else 0


def _says_cleared(facts: PathFacts) -> bool:
    words = " ".join(said.text.lower() for said in facts.words())
    named = any(
        sign in words for sign in ("cleared", "fine", "ruled out", "not the", "healthy", " ok", "innocent")
    )
    return named or any(strike.sound for strike in facts.strikes) or facts.clears_layers
