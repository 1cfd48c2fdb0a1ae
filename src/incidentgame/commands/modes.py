"""The ways a case can be played and what each gives the player: what commands, session and cli read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """`helps`: suspects, bits and hints are there. `feedback`: what was handed in is answered at once.
    `rewinds`: an earlier line can be gone back to. `interviewed`: somebody asks on the way.
    `minutes`: how long it takes instead of the pack's own minutes (0: the pack's own)."""

    name: str
    helps: bool
    feedback: bool
    rewinds: bool
    interviewed: bool = False
    minutes: int = 0


MODES: Mapping[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("practice", helps=True, feedback=True, rewinds=True),
        Mode("exam", helps=False, feedback=False, rewinds=False),
        Mode("drill", helps=True, feedback=True, rewinds=True, minutes=5),
        Mode("rehearsal", helps=False, feedback=False, rewinds=False, interviewed=True, minutes=45),
    )
}
"""Every mode by name."""
