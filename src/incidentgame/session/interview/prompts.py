"""What an interviewer asked on the way, and what became of it."""

from dataclasses import dataclass
from typing import Literal

from incidentgame.kernel.instant import MINUTE, Instant, Millis

Kind = Literal["card", "thinking", "reflection"]
End = Literal["", "answered", "skipped", "passed"]

PATIENCE: dict[Kind, Millis] = {"card": 6 * MINUTE, "thinking": 3 * MINUTE, "reflection": 24 * 60 * MINUTE}
"""How long a question stays the one that is open, when nobody says anything to it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of the interviewer's: when, after which line, why (`silence`, `risky`, `blind`, `idle`, a
    service, `closing`), the card's id if it is one, and how it ended (`passed`: it was left)."""

    kind: Kind
    at: Instant
    line: int
    why: str
    card: str = ""
    end: End = ""
    ended_at: Instant = 0

    @property
    def open(self) -> bool:
        """Is it still waiting for an answer?"""
        return not self.end
