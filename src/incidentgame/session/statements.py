"""What the player said: notes, hypotheses, predictions, updates, hints taken, explanations."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidentgame.kernel.instant import Instant
from incidentgame.session.observation import Observation

if TYPE_CHECKING:
    from incidentgame.session.linebench import Said


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, and the line it was said in."""

    n: int
    at: Instant
    text: str
    about: str = ""
    """What it answers or goes back to: the id of a question, the number of a line."""


@dataclass
class Statements:
    """Everything said so far, by kind. An explanation may be repeated; the last counts."""

    said: dict[str, list[Statement]] = field(default_factory=dict)

    def take(self, observation: Observation, said: "Said") -> None:
        """Keep what a verb said."""
        text = str(said.parameters.get("text", ""))
        about = str(said.parameters.get("about", ""))
        self.said.setdefault(said.verb, []).append(Statement(observation.n, observation.ended, text, about))

    def of(self, verb: str) -> list[Statement]:
        """All statements of a kind, oldest first."""
        return self.said.get(verb, [])

    @property
    def explanation(self) -> Statement | None:
        """The last explanation submitted."""
        return self.of("explain")[-1] if self.of("explain") else None

    @property
    def last_update(self) -> Instant | None:
        """When stakeholders last heard from the player."""
        return self.of("update")[-1].at if self.of("update") else None

    def count(self, verb: str) -> int:
        """How many statements of a kind there are."""
        return len(self.of(verb))
