"""What was thin in a case, as question cards to drill.

In this order: questions that were not answered right, the fault's own questions, cards about a way of
working whose level was below 2, further cards of a service whose answers earned less than three quarters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Final

import msgspec

from incidentgame.scoring.knowledge.cards import Card
from incidentgame.scoring.practice.records import ALL_DIMENSIONS, AnswerKept, CaseKept

METHOD: Final = "method"
"""The service whose cards are about a way of working; their ids begin with a dimension (`e3-…`)."""
ENOUGH: Final = 0.75
"""Mean points of a service below which it is thin."""
FINE: Final = 2
"""The level below which a dimension is thin."""
MOST: Final = 8
_OF_A_SERVICE: Final = 2
_OF_METHOD: Final = 2


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A card to drill, and why. `own`: no bank has it, so the card itself is to be kept."""

    card: Card
    why: str
    own: bool = False


def thin_cards(case: CaseKept, bank: Sequence[Card]) -> tuple[Wanted, ...]:
    """At most eight cards for what a case showed to be thin, each once, the surest first."""
    found: dict[str, Wanted] = {}
    for wanted in _candidates(case, {card.id: card for card in bank}):
        found.setdefault(wanted.card.id, wanted)
    return tuple(found.values())[:MOST]


def _candidates(case: CaseKept, bank: Mapping[str, Card]) -> Iterator[Wanted]:
    where = f"{case.pack} {case.code}"
    own = {card.id: card for card in case.own}
    right = {answer.card for answer in case.answers if answer.verdict == "right"}
    for answer in case.answers:
        card = own.get(answer.card) or bank.get(answer.card)
        if card and not answer.predicts and answer.card not in right:
            yield Wanted(card=card, why=f"{_MISSED[answer.verdict]} in {where}", own=answer.card in own)
    for card in case.own:
        if card.id not in right:
            yield Wanted(card=card, why=f"what {where} was about", own=True)
    asked = {answer.card for answer in case.answers}
    yield from _of_method(case, bank.values(), where)
    yield from _of_services(case.answers, [card for card in bank.values() if card.id not in asked], where)


_MISSED: Final = {
    "partly": "half right",
    "wrong": "not right",
    "unknown": "not known",
    "skipped": "skipped",
    "open": "left open",
}


def _of_services(answers: Sequence[AnswerKept], rest: Sequence[Card], where: str) -> Iterator[Wanted]:
    """Cards not asked yet of services that are thin, the easier first."""
    for service, mean in means(answers).items():
        if mean >= ENOUGH:
            continue
        cards = sorted((card for card in rest if card.service == service), key=lambda card: card.level)
        for card in cards[:_OF_A_SERVICE]:
            yield Wanted(card=card, why=f"answers on {service} earned {100 * mean:.0f} % in {where}")


def means(answers: Iterable[AnswerKept]) -> dict[str, float]:
    """Mean points (0 to 1) of each service with an answer that counts, in order of first asking."""
    points: dict[str, list[float]] = {}
    for answer in answers:
        if answer.points is not None:
            points.setdefault(answer.service, []).append(answer.points)
    return {service: fsum(earned) / len(earned) for service, earned in points.items()}


def _of_method(case: CaseKept, bank: Iterable[Card], where: str) -> Iterator[Wanted]:
    """Cards about the dimensions that were thin, one each, the lowest first."""
    levels = [(case.scores.get(name), name) for name in ALL_DIMENSIONS]
    thin = sorted((level, name) for level, name in levels if level is not None and level < FINE)
    cards = [card for card in bank if card.service == METHOD]
    found = [(level, name, _about(cards, name)) for level, name in thin]
    fitting = [(level, name, card) for level, name, card in found if card is not None]
    for level, name, card in fitting[:_OF_METHOD]:
        yield Wanted(card=card, why=f"{name} was {level} in {where}")


def _about(cards: Iterable[Card], dimension: str) -> Card | None:
    return next((card for card in cards if card.id.startswith(f"{dimension.lower()}-")), None)
