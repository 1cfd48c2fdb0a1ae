"""What a line told, as the player may be shown it on the way: numbers of suspects by family, never names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incidentgame.commands.player import Gained
from incidentgame.session import measures
from incidentgame.session.observation import Gain, Observation

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

_OUTSIDE = frozenset({"users", "edge"})


def gained(engine: "Engine", n: int) -> Gained | None:
    """What line `n` told, as far as it has been compared; 0 stands for the last look. None: no such line."""
    looks = [seen.n for seen in engine.observations if not seen.verb]
    n = n or (looks[-1] if looks else 0)
    if not 1 <= n <= len(engine.observations):
        return None
    seen, gain = engine.observations[n - 1], engine.rivals.gains.get(n)
    if gain is None:
        return None
    return Gained(
        n=n,
        kind=_kind(engine, seen),
        bits=gain.bits,
        before=len(gain.before),
        after=len(gain.after),
        families=_families(engine, gain),
    )


def from_outside(seen: Observation) -> bool:
    """Does a line look at what viewers get? One on a host itself does not."""
    return bool(_OUTSIDE & set(seen.layers)) and "host" not in seen.layers


def served_at(engine: "Engine", seen: Observation) -> bool:
    """Did viewers get through on the paged route when the line ended (under 1 % of ten seconds failed)?"""
    end = seen.ended - seen.ended % measures.STEP
    counts = measures.route_health(engine.stage.sim, engine.route, end - measures.STEP, end)
    bad, total = sum(b for b, _ in counts), sum(t for _, t in counts)
    return bool(total) and bad * 100 < total


def _kind(engine: "Engine", seen: Observation) -> str:
    """verb, change, confirms (a look from outside after a change, viewers being served) or look."""
    if seen.verb:
        return "verb"
    if seen.writes:
        return "change"
    changed = engine.first_change is not None and seen.at > engine.first_change
    if changed and not seen.exit and from_outside(seen) and served_at(engine, seen):
        return "confirms"
    return "look"


def _families(engine: "Engine", gain: Gain) -> Sequence[tuple[str, int, int]]:
    """(family, suspects before, after) of the families that lost any."""
    of = {suspect.id: suspect.family for suspect in engine.case.suspects}
    names = dict.fromkeys(of[suspect] for suspect in gain.ruled_out)
    return tuple(
        (name, sum(of[s] == name for s in gain.before), sum(of[s] == name for s in gain.after))
        for name in sorted(names)
    )
