"""When to ask what somebody is thinking: after a change that is hard to take back, a change in the dark,
a row of looks that told nothing. Judged from the log and from what the rivals would have shown."""

import re
from typing import TYPE_CHECKING

from incidentgame.session.observation import Observation

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

IDLE = 4
"""Looks in a row that told nothing before one is asked about them."""

_RISKY = re.compile(
    r":(?:Terminate|Delete|Deregister|Reboot|Stop|Failover|Reset|Restore|Detach|Revoke|Disassociate)"
    r"|^host\.(?:reboot|kill|remove)|^database\.terminate"
)
_STOPS = re.compile(r"\b(?:stop|restart|kill|disable|mask)\b")


def occasion(engine: "Engine", seen: Observation) -> str:
    """`risky`, `blind` or `idle`; empty when a line is no occasion."""
    if seen.writes:
        if risky(seen):
            return "risky"
        return "blind" if _in_the_dark(engine, seen) else ""
    return "idle" if _idle(engine, seen) else ""


def risky(seen: Observation) -> bool:
    """Did a line take something away, or stop it?"""
    return any(
        _RISKY.search(write) or (write == "host.systemctl" and _STOPS.search(seen.line))
        for write in seen.writes
    )


def _in_the_dark(engine: "Engine", seen: Observation) -> bool:
    """A change while most suspects were open (as P4 counts it)."""
    engine.settle()
    gain = engine.rivals.gains.get(seen.n)
    left = len(gain.before) if gain else 0
    return left > 2 and left * 2 > len(engine.case.suspects)


def _idle(engine: "Engine", seen: Observation) -> bool:
    """Several looks in a row, at nothing new, told nothing while more than one suspect is left."""
    looks = [one for one in engine.observations if not one.verb]
    last = looks[-IDLE:]
    if seen.verb or len(last) < IDLE or any(one.writes for one in looks) or _new(looks):
        return False
    engine.settle()
    gains = engine.rivals.gains
    return len(engine.rivals.open) > 1 and not any(gains[one.n].bits for one in last if one.n in gains)


def _new(looks: list[Observation]) -> bool:
    """Did the last looks reach a layer for the first time?"""
    before = {layer for one in looks[:-IDLE] for layer in one.layers}
    return any(layer not in before for one in looks[-IDLE:] for layer in one.layers)
