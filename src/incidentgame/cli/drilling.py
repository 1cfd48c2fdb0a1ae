"""`incidentgame drill`: the due question cards, one after another."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec

from incidentgame.adapters import packs, schedule
from incidentgame.adapters.clock import wall_now
from incidentgame.adapters.progress import Progress
from incidentgame.adapters.schedule import Rating
from incidentgame.cli.problems import UsageError
from incidentgame.cli.recording import opened
from incidentgame.kernel.chance import Dice
from incidentgame.pack.bank import Bank
from incidentgame.pack.problems import did_you_mean
from incidentgame.report import drill_text
from incidentgame.report.plain import one_line
from incidentgame.report.when import ahead
from incidentgame.scoring.knowledge.answers import Judgement, judge
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.scoring.practice.plan import due, next_due
from incidentgame.scoring.practice.records import CardKept, ReviewKept
from incidentgame.scoring.practice.thin import METHOD, Wanted
from incidentgame.session.services import PATHS

_RATINGS: dict[str, Rating] = {"right": "good", "partly": "hard", "wrong": "again", "unknown": "again"}
_OWN_RATINGS: tuple[Rating, ...] = get_args(Rating)
_LEAVING = ("quit", "exit", "q")
_CHOSEN = "asked for"


def run(arguments: Namespace) -> int:
    """Ask what is due, or what there is on a topic; every answer is kept before the next question."""
    bank, progress, now = packs.bank(), opened(), wall_now()
    services = topic_services(arguments.topic, bank)
    history = progress.history()
    waiting = cards_to_ask(history.cards, bank, services, now)[: arguments.limit]
    if not waiting:
        print(drill_text.paragraph(_nothing(history.cards, bank, arguments.topic, now)))
        return 0
    print(drill_text.HELP, end="")
    sitting = _Sitting(progress, bank, _lines())
    try:
        sitting.ask(waiting)
    except (EOFError, KeyboardInterrupt):
        print(end="\n" if sys.stdin.isatty() else "")
    left = [card for card in due(progress.history().cards, now) if card_of(card, bank)]
    print(drill_text.summary(sitting.verdicts, sitting.skipped, len(left)), end="")
    return 0


def topic_services(topic: str, bank: Bank) -> tuple[str, ...]:
    """The services of a topic: a service of the bank, or a family of causes; all for none. UsageError."""
    known = dict.fromkeys(card.service for card in bank.all_cards())
    wanted = topic.strip().lower()
    if not wanted:
        return ()
    if wanted in known:
        return (wanted,)
    if wanted in PATHS:
        return PATHS[wanted]
    named = [service for service in known if bank.name(service).lower() == wanted]
    if named:
        return tuple(named)
    topics = sorted({*known, *PATHS})
    near = did_you_mean(wanted, topics)
    close = f"{near} " if near.startswith("did") else ""
    raise UsageError(f'there is no topic "{topic}"; {close}topics: {", ".join(topics)}')


def card_of(kept: CardKept, bank: Bank) -> Card | None:
    """The card itself, as the bank has it now; None when it has been taken out."""
    return bank.card(kept.id) or kept.body


def cards_to_ask(
    cards: Sequence[CardKept], bank: Bank, services: Sequence[str], now: int
) -> list[tuple[CardKept, Card]]:
    """The due cards (of these services, if any are given); for a topic, then those never asked before."""
    waiting = [(kept, card) for kept in due(cards, now) if (card := card_of(kept, bank))]
    if not services:
        return waiting
    found = [(kept, card) for kept, card in waiting if card.service in services]
    known = {kept.id for kept in cards}
    fresh = [card for card in bank.all_cards() if card.service in services and card.id not in known]
    fresh.sort(key=lambda card: card.level)
    return [*found, *((schedule.new(Wanted(card=card, why=_CHOSEN), now), card) for card in fresh)]


def _nothing(cards: Sequence[CardKept], bank: Bank, topic: str, now: int) -> str:
    """Why there is nothing to ask, and what one can do."""
    coming = next_due([card for card in cards if card_of(card, bank)], now)
    if topic:
        return f"Nothing about {topic} is due now; what there is was asked before and rests."
    example = next((card.service for card in bank.all_cards() if card.service != METHOD), "")
    other = f" `incidentgame drill --topic {example}` asks about one service." if example else ""
    if coming is None:
        return f"Nothing to drill yet: cards come from what was thin in the cases you play.{other}"
    return f"Nothing is due now. The next card comes {ahead(coming, now)}.{other}"


def _lines() -> Iterator[str]:
    """What is typed, line by line; from a pipe each line is shown as if it had been typed."""
    if sys.stdin.isatty():
        while True:
            yield input("> ")
    for line in sys.stdin:
        print(f"> {one_line(line)}", flush=True)
        yield line.rstrip("\r\n")


@dataclass
class _Answered:
    """The last answer, to be rated otherwise: the card before it, the entry's number, the entry."""

    before: CardKept
    number: int
    review: ReviewKept


@dataclass
class _Sitting:
    """One sitting: cards are asked until they or the lines run out."""

    progress: Progress
    bank: Bank
    lines: Iterator[str]
    verdicts: list[str] = field(default_factory=list)
    skipped: int = 0
    _last: _Answered | None = None

    def ask(self, waiting: Sequence[tuple[CardKept, Card]]) -> None:
        """Every card in turn; EOFError when the lines run out before the cards do."""
        for n, (kept, card) in enumerate(waiting, 1):
            dealt = card.dealt(Dice(kept.reviews))
            service = self.bank.name(card.service) or "the case itself"
            print(drill_text.question(dealt, f"{n} of {len(waiting)}", kept.why, service), end="", flush=True)
            if not self._one(kept, dealt):
                return
        if self._last and sys.stdin.isatty():
            print(" Enter ends; `easy` if the last one was.")
        self._rate_again(next(self.lines, ""))

    def _one(self, kept: CardKept, card: Card) -> bool:
        """Take lines until one answers the card or passes it over; False to leave."""
        while True:
            said = self._line()
            if said.lower() in _LEAVING:
                return False
            if said.lower() == "skip":
                self.skipped, self._last = self.skipped + 1, None
                return True
            if said.lower() in ("help", "?", ""):
                print(drill_text.HELP, end="")
            elif not self._rate_again(said) and self._judged(kept, card, said):
                return True

    def _line(self) -> str:
        line = next(self.lines, None)
        if line is None:
            raise EOFError
        return line.strip()

    def _judged(self, kept: CardKept, card: Card, said: str) -> bool:
        """Judge, show and keep an answer; False when it was none."""
        judged = judge(card, said)
        if judged is None:
            print(drill_text.no_answer(card))
            return False
        print(drill_text.verdict(card, judged), end="")
        self.verdicts.append(judged.verdict)
        self._keep(kept, card, judged)
        return True

    def _keep(self, kept: CardKept, card: Card, judged: Judgement) -> None:
        now, rating = wall_now(), _RATINGS[judged.verdict]
        review = ReviewKept(
            at=now,
            card=kept.id,
            service=card.service,
            verdict=judged.verdict,
            points=judged.points,
            rating=rating,
        )
        number, before = self.progress.review(kept, lambda known: schedule.rated(known, rating, now), review)
        self._last = _Answered(before, number, review)
        print(drill_text.comes_back(schedule.rated(before, rating, now).due, now), end="", flush=True)

    def _rate_again(self, said: str) -> bool:
        """The player's own rating of the last answer; False when the line is none."""
        rating = next((one for one in _OWN_RATINGS if one == said.strip().lower()), None)
        if rating is None:
            return False
        if self._last is None:
            print(" There is no answer to rate yet.")
            return True
        last = self._last
        after = schedule.rated(last.before, rating, last.review.at)
        self.progress.amend(last.number, after, msgspec.structs.replace(last.review, rating=rating))
        print(drill_text.comes_back(after.due, last.review.at, rating), end="", flush=True)
        return True
