"""Follow-up questions: which are asked, what was answered, and what that says (K).

Everything is a fold of the lines: questions are put by `questions` (or on the way, by whoever interviews),
answers come by `answer` and `skip`, the last one counts. Which cards are drawn depends on the case's dice
and on what was looked at before the questions were opened, and on nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidentgame.commands.player import PutQuestion, Ruling
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.pack.bank import Bank
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.scoring.level import Level
from incidentgame.session.observation import Observation
from incidentgame.session.services import PATHS, SERVICES
from incidentgame.session.statements import Statement

if TYPE_CHECKING:
    from incidentgame.scoring.knowledge.answers import Judgement
    from incidentgame.session.engine import Engine
    from incidentgame.session.linebench import Said

MOST = 6
_OWN = 2
_PREDICTIONS = 2
_FROM_BANK = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands: its number, its card, who put it, in which line and when; the answer
    (None: none yet, or skipped), the verdict and what it earned (None: nothing to count).

    `verdict` is right, partly, wrong, unknown, skipped or open.
    """

    n: int
    card: Card
    by: str
    line: int
    at: Instant
    answer: str | None
    verdict: str
    points: float | None


@dataclass(frozen=True, slots=True)
class _Put:
    card: Card
    by: str
    line: int
    at: Instant


@dataclass
class Questions:
    """The questions of one session. `touched`: each service with the line that first touched it."""

    engine: "Engine"
    touched: dict[str, int] = field(default_factory=dict)
    opened_at: int = 0
    """The line that opened the follow-up questions; 0 before."""

    def __post_init__(self) -> None:
        self._put: list[_Put] = []
        self._replies: dict[str, Statement | None] = {}
        self._drawn: dict[int, tuple[Card, ...]] = {}
        self._judged: dict[tuple[str, str], Judgement | None] = {}

    @property
    def bank(self) -> Bank:
        """The cards there are."""
        return self.engine.parts.bank()

    @property
    def opened(self) -> bool:
        """Have the follow-up questions been opened?"""
        return self.opened_at > 0

    # ------------------------------------------------------------------ the fold

    def take(self, observation: Observation, said: "Said") -> None:
        """Fold a verb's effect in: `questions`, `answer` and `skip` concern this."""
        if said.verb == "questions":
            self.open(observation.n, observation.ended)
        elif said.verb in ("answer", "skip"):
            text, about = str(said.parameters.get("text", "")), str(said.parameters["about"])
            given = Statement(observation.n, observation.ended, text, about)
            self._replies[about] = given if said.verb == "answer" else None

    def touch(self, services: Sequence[str], line: int) -> tuple[str, ...]:
        """Take note of what a line touched; the services it touched first."""
        fresh = tuple(service for service in services if service not in self.touched)
        self.touched.update(dict.fromkeys(fresh, line))
        return fresh

    def put(self, card: Card, by: str, line: int, at: Instant) -> None:
        """Put one question to the player, as the next in number; a card is put once."""
        if all(put.card.id != card.id for put in self._put):
            self._put.append(_Put(card.dealt(self._dice), by, line, at))

    def open(self, line: int, at: Instant) -> None:
        """The follow-up questions are read: they stay as they were drawn."""
        if self.opened:
            return
        for card in self.drawn(line - 1):
            self.put(card, "questions", line, at)
        self.opened_at = line

    # ------------------------------------------------------------------ as values

    def asked(self) -> tuple[Asked, ...]:
        """Every question put so far, in order, with what became of it."""
        return tuple(self._as_asked(n, put) for n, put in enumerate(self._put, 1))

    def pending(self) -> tuple[Asked, ...]:
        """The questions neither answered nor skipped."""
        return tuple(one for one in self.asked() if one.verdict == "open")

    def level(self) -> Level | None:
        """K, from the answers; None when nothing was answered."""
        from incidentgame.scoring.knowledge.level import Answered, knowledge

        return knowledge(
            [
                Answered(
                    n=one.n,
                    id=one.card.id,
                    service=self.bank.name(one.card.service),
                    level=one.card.level,
                    verdict=one.verdict,
                    points=one.points,
                )
                for one in self.asked()
                if one.points is not None
            ]
        )

    def _as_asked(self, n: int, put: _Put) -> Asked:
        said = self._replies.get(put.card.id)
        if said is None:
            verdict = "skipped" if put.card.id in self._replies else "open"
            return Asked(n, put.card, put.by, put.line, put.at, None, verdict, None)
        judged = self._judge(put.card, said.text)
        if judged is None:
            return Asked(n, put.card, put.by, put.line, put.at, said.text, "wrong", 0.0)
        return Asked(n, put.card, put.by, put.line, put.at, said.text, judged.verdict, judged.points)

    def _judge(self, card: Card, text: str) -> "Judgement | None":
        from incidentgame.scoring.knowledge.answers import judge  # late: nobody has answered anything yet

        key = (card.id, text)
        if key not in self._judged:
            self._judged[key] = judge(card, text)
        return self._judged[key]

    # ------------------------------------------------------------------ what commands see

    def as_put(self) -> tuple[PutQuestion, ...]:
        """The questions put so far."""
        return tuple(self._shown(one) for one in self.asked())

    def offered(self) -> tuple[PutQuestion, ...]:
        """The questions as they are once they are opened; opens nothing."""
        first = len(self._put) + 1
        if self.opened:
            return self.as_put()
        drawn = [
            _Put(card.dealt(self._dice), "questions", 0, 0)
            for card in self.drawn(len(self.engine.observations))
        ]
        return (
            *self.as_put(),
            *(self._shown(self._as_asked(n, put)) for n, put in enumerate(drawn, first)),
        )

    def ruling(self, n: int, text: str) -> Ruling:
        """What answering question `n` with a text would be worth."""
        card = self._put[n - 1].card
        judged = self._judge(card, text)
        if judged is None:
            return Ruling("", card.because, card.read, _right(card))
        return Ruling(judged.verdict, card.because, card.read, _right(card))

    def _shown(self, one: Asked) -> PutQuestion:
        state = one.verdict if one.verdict in ("open", "skipped") else "answered"
        return PutQuestion(
            n=one.n,
            id=one.card.id,
            service=self.bank.name(one.card.service),
            ask=one.card.ask,
            options=one.card.lettered,
            by=one.by,
            state=state,
            answer=one.answer or "",
        )

    # ------------------------------------------------------------------ drawing

    @property
    def _dice(self) -> Dice:
        return self.engine.case.dice.derived("questions")

    def drawn(self, lines: int) -> tuple[Card, ...]:
        """The cards of the follow-up questions after so many lines: of the bank, the fault and the world.

        They are drawn in the line that opens them, when its command shows them, and kept for it.
        """
        if lines not in self._drawn:
            self._drawn = {lines: self._draw()}
        return self._drawn[lines]

    def _draw(self) -> tuple[Card, ...]:
        from incidentgame.session.predictions import predictions  # late: they play the world on

        known = {put.card.id for put in self._put}
        own = [card for card in self.engine.case.facts.questions if card.id not in known][:_OWN]
        made = predictions(self.engine, self._dice, _PREDICTIONS)
        room = min(MOST - len(own) - len(made), _FROM_BANK - len(known))
        return (*self._from_bank(room, known), *own, *made)

    def _from_bank(self, most: int, known: set[str]) -> list[Card]:
        """One card of each service, by the services' order: looked at and in the cause's family, looked at,
        in the family only. Within a service the dice choose."""
        found: list[Card] = []
        for service in self._services():
            cards = [card for card in self.bank.of(service) if card.id not in known]
            if cards and len(found) < most:
                found.append(self._dice.pick(cards, "card", service))
        return sorted(found, key=lambda card: card.level)

    def _services(self) -> list[str]:
        path = PATHS.get(self.engine.case.facts.family, ())
        others = [service for service in SERVICES if service in self.touched and service not in path]
        return [
            *(service for service in path if service in self.touched),
            *self._dice.shuffled(others, "services"),
            *(service for service in path if service not in self.touched),
        ]


def _right(card: Card) -> str:
    """The right option with its letter; empty for a free question."""
    return f"{card.lettered[card.right][0]}) {card.right_option}" if card.options else ""
