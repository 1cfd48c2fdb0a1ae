"""When a card is asked again: the fsrs scheduler, without chance, fed with instants."""

import json
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from incidentgame.kernel.instant import Instant, from_datetime, to_datetime
from incidentgame.scoring.practice.records import CardKept
from incidentgame.scoring.practice.thin import Wanted

if TYPE_CHECKING:
    import fsrs

Rating = Literal["again", "hard", "good", "easy"]
_SOON = timedelta(minutes=10)
_LONGEST_DAYS = 365


@cache
def _scheduler() -> "fsrs.Scheduler":
    """One short step after a miss, then days; never more than a year."""
    from fsrs import Scheduler  # late: only those who drill need it

    return Scheduler(
        learning_steps=(_SOON,),
        relearning_steps=(_SOON,),
        maximum_interval=_LONGEST_DAYS,
        enable_fuzzing=False,
    )


def new(wanted: Wanted, now: Instant) -> CardKept:
    """A card that comes in because something was thin; it is due at once."""
    return CardKept(
        id=wanted.card.id,
        service=wanted.card.service,
        why=wanted.why,
        added=now,
        due=now,
        memory="",
        body=wanted.card if wanted.own else None,
    )


def rated(card: CardKept, rating: Rating, now: Instant) -> CardKept:
    """The card after an answer: when it is due next, and what the scheduler remembers of it."""
    from fsrs import Rating as Grade

    known = _remembered(card.memory, now)
    at = to_datetime(now)
    if known.last_review is not None and known.last_review > at:
        at = known.last_review  # the machine's clock was put back
    after, _ = _scheduler().review_card(known, Grade[rating.capitalize()], at)
    return msgspec.structs.replace(
        card,
        due=from_datetime(after.due),
        memory=after.to_json(),
        days=(after.due - at).days,
        reviews=card.reviews + 1,
        lapses=card.lapses + (rating == "again" and card.reviews > 0),
    )


def _remembered(memory: str, now: Instant) -> "fsrs.Card":
    """The scheduler's own card; a new one where nothing, or nothing readable, was kept."""
    from fsrs import Card

    try:
        return Card.from_json(memory)
    except (json.JSONDecodeError, KeyError, TypeError, ValueError):
        return Card(card_id=0, due=to_datetime(now))
