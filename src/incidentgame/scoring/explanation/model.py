"""The values the explanation grader takes and gives."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from incidentgame.scoring.level import Level
from incidentgame.scoring.rubric import ClaimKind, Groups

Field = Literal[
    "root_cause",
    "chain",
    "evidence",
    "impact",
    "mitigation",
    "prevention",
    "unknowns",
    "confidence",
    "text",
]
FIELDS: Final[tuple[Field, ...]] = (
    "root_cause",
    "chain",
    "evidence",
    "impact",
    "mitigation",
    "prevention",
    "unknowns",
    "confidence",
    "text",
)
State = Literal[
    "stated",
    "hedged",
    "denied",
    "contradicted",
    "reversed",
    "unsupported",
    "missing",
    "review",
]
STATES: Final[tuple[State, ...]] = (
    "stated",
    "hedged",
    "denied",
    "contradicted",
    "reversed",
    "unsupported",
    "missing",
    "review",
)
Flag = Literal[
    "pasted",
    "dump",
    "meta_negation",
    "shotgun",
    "rival",
    "too_long",
    "not_text",
    "brief_copied",
]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A submitted explanation, split into its fields; `text` is what belongs to none."""

    root_cause: str = ""
    chain: str = ""
    evidence: str = ""
    impact: str = ""
    mitigation: str = ""
    prevention: str = ""
    unknowns: str = ""
    confidence: str = ""
    text: str = ""
    refs: tuple[int, ...] = ()
    flags: tuple[Flag, ...] = ()

    def part(self, name: Field) -> str:
        """The text of one field."""
        value: str = getattr(self, name)
        return value

    @property
    def empty(self) -> bool:
        """True when nothing was written in any field."""
        return not any(self.part(name).strip() for name in FIELDS)


class ClaimVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one claim, with the player's sentence and the reason."""

    id: str
    kind: ClaimKind
    weight: int
    state: State
    sentence: str = ""
    reason: str = ""
    statement: str = ""
    shown_by: tuple[str, ...] = ()

    @property
    def credit(self) -> float:
        """The share of the claim's weight that is earned, 0 to 1."""
        return CREDIT[self.state]


CREDIT: Final[dict[State, float]] = {
    "stated": 1.0,
    "hedged": 0.5,
    "review": 0.5,
    "unsupported": 0.35,
    "denied": 0.0,
    "contradicted": 0.0,
    "reversed": 0.0,
    "missing": 0.0,
}


SentenceRole = Literal["claim", "rival", "unsupported", "not_understood", "set_aside", "plain"]
"""What a sentence of the player's is to the grader: it makes a claim; asserts something false; asserts
a cause that nothing seen shows and no claim knows; is too close to a claim to dismiss and not understood;
is pasted, heaped or denied as a whole; or says nothing of the case that is graded."""


class SentenceVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of the player's, in their order: its part of the explanation, its role, the claims
    (or anti-claims) it was held against, the state it gave them, and why."""

    n: int
    field: Field
    text: str
    role: SentenceRole
    claims: tuple[str, ...] = ()
    state: State | None = None
    reason: str = ""
    statements: tuple[str, ...] = ()
    """What the author says in the place of `claims`, in the same order."""


class AntiVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A false statement the text makes, firmly or among guesses."""

    id: str
    kind: str
    firm: bool
    sentence: str
    statement: str


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the writer says they are, 0 to 1, and the words that say so."""

    value: float
    words: str


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """Another cause the case could have had: how one says it, whether it is still possible, and if not,
    the observation that ruled it out."""

    id: str
    wordings: tuple[str, ...]
    must: Groups = ()
    open: bool = True
    ruled_out_at: int | None = None


class OpenPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A rival the player says they have not ruled out: really open, or ruled out in observation `at`."""

    id: str
    sentence: str
    open: bool
    at: int | None = None


class OnScreen(msgspec.Struct, frozen=True, kw_only=True):
    """Something the player calls unknown that was on their screen: the claim, and where they saw it."""

    claim: str
    sentence: str
    observations: tuple[int, ...] = ()


Fit = Literal["fits", "overconfident", "underconfident", "unsaid", "nothing_to_weigh"]


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """Stated confidence against what the observations support, and what the player left open.

    `support`: the probability the observations leave for what was said, 0 to 1.  `words`: the verdict as a
    sentence to the player.
    """

    fit: Fit
    words: str
    support: float
    confidence: Confidence | None = None
    open_points: tuple[OpenPoint, ...] = ()
    on_screen: tuple[OnScreen, ...] = ()


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """The grader's whole answer for one text."""

    claims: tuple[ClaimVerdict, ...]
    anti_claims: tuple[AntiVerdict, ...]
    levels: tuple[Level, ...]
    flags: tuple[Flag, ...]
    coverage: float
    score: int
    level: int
    review: bool
    caps: tuple[str, ...] = ()
    confidence: Confidence | None = None
    sentences: tuple[SentenceVerdict, ...] = ()
    calibration: Calibration | None = None

    def level_of(self, name: str) -> Level:
        """The level of one dimension, by name (E1 to E5)."""
        return next(level for level in self.levels if level.name == name)

    def claim(self, claim_id: str) -> ClaimVerdict:
        """The verdict on one claim."""
        return next(verdict for verdict in self.claims if verdict.id == claim_id)
