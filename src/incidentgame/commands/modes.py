"""The ways a case can be played and what each gives the player: what commands, session and cli read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """`helps`: suspects, bits and hints are there. `feedback`: what was handed in is answered at once.
    `rewinds`: an earlier line can be gone back to. `interviewed`: somebody asks on the way.
    `focused`: the brief says which layer is broken, and the suspects are those of that layer.
    `minutes`: how long it takes instead of the pack's own minutes (0: the pack's own)."""

    name: str
    helps: bool
    feedback: bool
    rewinds: bool
    interviewed: bool = False
    focused: bool = False
    minutes: int = 0


MODES: Mapping[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("practice", helps=True, feedback=True, rewinds=True),
        Mode("exam", helps=False, feedback=False, rewinds=False),
        Mode("drill", helps=True, feedback=True, rewinds=True, focused=True, minutes=5),
        Mode("rehearsal", helps=False, feedback=False, rewinds=False, interviewed=True, minutes=45),
    )
}
"""Every mode by name."""

FAMILIES: Mapping[str, str] = {
    "name": "the name: what DNS answers, and whom it sends to",
    "edge": "the edge: what CloudFront does with a request before any origin",
    "routing": "routing: how the load balancer chooses where a request goes",
    "targets": "targets: who is there to answer, and in which state",
    "app": "the application: what happens to a request once it has reached a host",
    "data": "the data: what the application waits for",
}
"""The families of causes in path order, and how a drill's brief names what is broken."""
