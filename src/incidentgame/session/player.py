"""What commands may know of the player: the engine's own answer to commands.player.PlayerView."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from incidentgame.commands.player import HintOffer, Persona, Seen, SuspectFamily, Told
from incidentgame.kernel.instant import Instant
from incidentgame.session.layers import BESIDE, PATH
from incidentgame.session.observation import Observation
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
    offered: Callable[[], HintOffer | None]
    minutes: int
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
    def layers_seen(self) -> Sequence[str]:
        """The layers looked at, in path order."""
        return [layer for layer in (*PATH, *BESIDE) if layer in self.layers]

    def told(self, verb: str) -> Sequence[Told]:
        """What the player said with a verb."""
        return [Told(s.n, s.at, s.text) for s in self.statements.of(verb)]

    def hint(self) -> HintOffer | None:
        """The next hint on offer."""
        return self.offered()

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
