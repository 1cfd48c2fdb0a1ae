"""What the levels are decided from: the verdicts, summed by kind, and a few general signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

import msgspec

from incidentgame.scoring.explanation.model import (
    AntiVerdict,
    ClaimVerdict,
    Confidence,
    Explanation,
    Flag,
    State,
)
from incidentgame.scoring.rubric import ClaimKind

_TRUE_STATES: tuple[State, ...] = ("stated",)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a level may look at."""

    claims: tuple[ClaimVerdict, ...]
    rivals: tuple[AntiVerdict, ...]
    backwards: tuple[AntiVerdict, ...]
    flags: tuple[Flag, ...]
    explanation: Explanation
    prose: str
    confidence: Confidence | None
    support: float | None
    shown_at: Mapping[str, Sequence[int]] | None
    cause_seen: bool = True
    """Something that shows a root cause was on the player's screen, or nobody kept count."""

    def of_kind(self, *kinds: ClaimKind) -> tuple[ClaimVerdict, ...]:
        """The verdicts on claims of these kinds."""
        return tuple(verdict for verdict in self.claims if verdict.kind in kinds)

    def earned(self, *kinds: ClaimKind) -> float:
        """Share of these claims' weight that is earned, 0 to 1; 0 when the rubric has none."""
        return share(self.of_kind(*kinds))

    def said(self, *kinds: ClaimKind) -> tuple[str, ...]:
        """Ids of these claims that are plainly stated and supported."""
        return tuple(v.id for v in self.of_kind(*kinds) if v.state in _TRUE_STATES)

    @property
    def firm_rivals(self) -> tuple[AntiVerdict, ...]:
        """Rival causes asserted without a hedge."""
        return tuple(rival for rival in self.rivals if rival.firm)

    @property
    def shotgun(self) -> bool:
        """True when many causes were offered side by side."""
        return "shotgun" in self.flags


def share(verdicts: Sequence[ClaimVerdict]) -> float:
    """Share of the weight that is earned, 0 to 1, summed in a fixed order."""
    total = fsum(verdict.weight for verdict in verdicts)
    earned = fsum(verdict.weight * verdict.credit for verdict in verdicts)
    return earned / total if total else 0.0
