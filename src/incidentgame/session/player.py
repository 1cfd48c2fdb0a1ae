"""What commands may know of the player: the engine's own answer to commands.player.PlayerView."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from incidentgame.commands.player import (
    Fork,
    Gained,
    HintOffer,
    Persona,
    PutQuestion,
    Rephrased,
    Ruling,
    Seen,
    SuspectFamily,
    Told,
)
from incidentgame.kernel.instant import Instant
from incidentgame.session.branches import Branches
from incidentgame.session.layers import BESIDE, PATH
from incidentgame.session.observation import Observation
from incidentgame.session.questions import Questions
from incidentgame.session.statements import Statements

_ID = re.compile(
    r"arn:aws[\w\-]*:[^\s\"',]+|(?:i|sg|sgr|subnet|vpc|rtb|eni|acl|igw|nat|lt|eipalloc|ami|vol|pl)-[0-9a-f]{8,17}"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[EZ][0-9A-Z]{12,20}\b|\b[a-z][\w-]*(?:\.[\w-]+)+\b"
    r"|\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b"
)


@dataclass
class PlayerState:
    """Implements PlayerView. The engine replaces its members as lines are played."""

    mode: str
    case_code: str
    paged_at: Instant
    page: Mapping[str, str]
    personas: Sequence[Persona]
    ask_persona: Callable[[str, str], str]
    families: Callable[[str], Sequence[SuspectFamily]]
    statements: Statements
    offered: Callable[[], Sequence[HintOffer]]
    gain_of: Callable[[int], Gained | None]
    branches: Callable[[], Branches]
    put: Questions
    minutes: int
    family: str
    waiting: Callable[[], str]
    observations: list[Seen] = field(default_factory=list)
    layers: dict[str, None] = field(default_factory=dict)
    ids: dict[str, None] = field(default_factory=dict)

    @property
    def seen_ids(self) -> frozenset[str]:
        """Every id, name or address that has appeared on the player's screen."""
        return frozenset(self.ids)

    def suspects(self, reveal: str = "") -> Sequence[SuspectFamily]:
        """The families of suspects, settled up to the last line."""
        return self.families(reveal)

    def ask(self, persona: str, question: str) -> str:
        """What a persona answers."""
        return self.ask_persona(persona, question)

    @property
    def waits_for(self) -> str:
        """What an interviewer asked last and is still open."""
        return self.waiting()

    @property
    def layers_seen(self) -> Sequence[str]:
        """The layers looked at, in path order."""
        return [layer for layer in (*PATH, *BESIDE) if layer in self.layers]

    def told(self, verb: str) -> Sequence[Told]:
        """What the player said with a verb."""
        return [Told(s.n, s.at, s.text) for s in self.statements.of(verb)]

    def hints(self) -> Sequence[HintOffer]:
        """The hints on offer, one of each tier."""
        return self.offered()

    def gained(self, n: int = 0) -> Gained | None:
        """What a line told, as settled before the line that asks."""
        return self.gain_of(n)

    def said_again(self, n: int, words: str) -> Rephrased:
        """The last explanation with one sentence in other words."""
        from incidentgame.session.feedback import said_again

        return said_again(self.statements, n, words)

    @property
    def branch(self) -> int:
        """The number of the branch being played."""
        return self.branches().number

    @property
    def forks(self) -> Sequence[Fork]:
        """The jumps that lie on the way of the branch being played."""
        return tuple(self.branches().forks())

    @property
    def questions(self) -> Sequence[PutQuestion]:
        """The questions put so far."""
        return self.put.as_put()

    @property
    def follow_ups(self) -> Sequence[PutQuestion]:
        """All questions as they are once the follow-up questions are opened."""
        return self.put.offered()

    @property
    def questions_opened(self) -> bool:
        """Have the follow-up questions been opened?"""
        return self.put.opened

    def ruling(self, n: int, text: str) -> Ruling:
        """What answering a question with a text would be worth."""
        return self.put.ruling(n, text)

    def no_way_back(self, to: int) -> str:
        """Why one cannot go back to a line."""
        return self.branches().refusal(to, len(self.observations))

    def saw(self, observation: Observation) -> None:
        """Remember a line and the ids it showed."""
        self.observations.append(
            Seen(
                observation.n,
                observation.at,
                observation.host,
                observation.line,
                observation.stdout,
                observation.exit,
                observation.verb,
            )
        )
        for layer in observation.layers if not observation.verb else ():
            self.layers.setdefault(layer, None)
        for found in _ID.findall(observation.shown[:200_000]):
            self.ids.setdefault(found.rstrip(".,:;"), None)
