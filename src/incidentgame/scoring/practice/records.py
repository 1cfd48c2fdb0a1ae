"""What is kept of a case that was played and of a card that was drilled. Instants are ms UTC, wall time."""

from __future__ import annotations

from typing import Final

import msgspec

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.knowledge.cards import Card

FORMAT: Final = 1
"""Version of the records' form, for what is exported."""

PATH: Final = ("P1", "P2", "P3", "P4", "P5")
EXPLANATION: Final = ("E1", "E2", "E3", "E4", "E5")
KNOWLEDGE: Final = "K"
ALL_DIMENSIONS: Final = (*PATH, *EXPLANATION, KNOWLEDGE)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all that is kept. A member that is missing takes its default, an unknown one is passed over."""


class AnswerKept(Kept, frozen=True):
    """One question of a case: its card, what became of it, and its points (None: skipped or left open)."""

    card: str
    service: str
    level: int
    verdict: str
    points: float | None = None
    predicts: bool = False


class CaseKept(Kept, frozen=True):
    """One case that ended.

    `session` names its file; `how` is solved or gave-up; `scores` are levels (0 to 3) and scores (0 to 100)
    by name, empty where the pack is not scored; `reasons` say what each level rests on; `services` were
    touched; `own` are the fault's own questions, filled for this case.
    """

    session: str
    at: Instant
    pack: str
    code: str
    fault: str
    family: str
    truth: str
    mode: str
    how: str
    lines: int
    par: int = 0
    scores: dict[str, int | None] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    services: tuple[str, ...] = ()
    answers: tuple[AnswerKept, ...] = ()
    own: tuple[Card, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether there are levels and a total."""
        return self.scores.get("total") is not None


class CardKept(Kept, frozen=True):
    """A card in the schedule. `memory` is the scheduler's own state, `days` the interval it gave last
    (0: none yet, or minutes), `why` the reason it came in, `body` the card itself where no bank has it."""

    id: str
    service: str
    why: str
    added: Instant
    due: Instant
    memory: str
    days: int = 0
    reviews: int = 0
    lapses: int = 0
    body: Card | None = None


class ReviewKept(Kept, frozen=True):
    """A card that was answered in a drill: verdict, points, and the rating the schedule was given."""

    at: Instant
    card: str
    service: str
    verdict: str
    points: float
    rating: str


class History(Kept, frozen=True):
    """Everything that is kept: cases and reviews with the oldest first, cards by when they are due."""

    cases: tuple[CaseKept, ...] = ()
    cards: tuple[CardKept, ...] = ()
    reviews: tuple[ReviewKept, ...] = ()

    @property
    def empty(self) -> bool:
        """Is there nothing at all?"""
        return not (self.cases or self.cards or self.reviews)
