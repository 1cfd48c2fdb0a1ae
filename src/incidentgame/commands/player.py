"""What a command may know of the player: what they saw, said and set down. The session implements it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from incidentgame.kernel.instant import Instant


@dataclass(frozen=True, slots=True)
class Seen:
    """One earlier line and what it showed."""

    n: int
    at: Instant
    host: str
    line: str
    stdout: str
    exit: int
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to ask: id to type, name, role, and whether they are here now."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class HintOffer:
    """A hint on offer: its cost in path points, and its text once taken."""

    id: str
    cost: int
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something the player said earlier: the line's number, when, and the words."""

    n: int
    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class SuspectFamily:
    """Suspects of one family (name, edge, routing, targets, app, data) still possible and ruled out."""

    family: str
    left: int
    total: int
    ruled_out_by: Sequence[int]
    names: Sequence[str]


class PlayerView(Protocol):
    """Read-only: nothing here reveals the fault."""

    @property
    def mode(self) -> str:
        """practice or exam."""

    @property
    def case_code(self) -> str: ...

    @property
    def paged_at(self) -> Instant: ...

    @property
    def page(self) -> Mapping[str, str]:
        """The page's fields: title, severity, url, text …"""

    @property
    def observations(self) -> Sequence[Seen]: ...

    @property
    def seen_ids(self) -> frozenset[str]:
        """Every resource id, name or address that has appeared on the player's screen."""

    @property
    def personas(self) -> Sequence[Persona]: ...

    @property
    def minutes(self) -> int:
        """How long the pack is meant to take."""

    @property
    def layers_seen(self) -> Sequence[str]:
        """The layers of the request path looked at so far, in path order."""

    def told(self, verb: str) -> Sequence[Told]:
        """What the player said with a verb (note, think, expect, update, explain, suspect), oldest first."""

    def hint(self) -> HintOffer | None:
        """The next hint on offer."""

    def suspects(self, reveal: str = "") -> Sequence[SuspectFamily]:
        """The families; `reveal` names the family whose open suspects are to be named."""

    def ask(self, persona: str, question: str) -> str:
        """What a persona answers."""
