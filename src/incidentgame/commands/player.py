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
    """A hint on offer: its cost in path points (0: paid for), its text once taken, its tier from 1 to 3, and
    what it is about, which may be told before."""

    id: str
    cost: int
    text: str
    tier: int = 1
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gained:
    """What a line told: suspects before and after it, by family where there are fewer now; its kind is look,
    confirms (it proved a fix), change or verb."""

    n: int
    kind: str
    bits: float
    before: int
    after: int
    families: Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Rephrased:
    """An explanation with one sentence said again; `refusal` when it cannot be."""

    text: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something the player said earlier: the line's number, when, and the words."""

    n: int
    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class Fork:
    """A branch of the session: its number, the line it goes on from and that line's instant; `left` is how
    far the branch had come that was left for it."""

    number: int
    since: int
    at: Instant
    left: int


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """A question put to the player: number, service, words, lettered options (none: answered in words), who
    put it (`questions`, or somebody on the way); `state` is open, answered or skipped."""

    n: int
    id: str
    service: str
    ask: str
    options: Sequence[tuple[str, str]]
    by: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an answer is worth: right, partly, wrong, unknown, or empty when it is none of the options; why,
    what to read, and the right option if there are options."""

    verdict: str
    because: str
    read: str
    right: str


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
        """practice, exam, drill or rehearsal (commands.modes)."""

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
        """How long the case is meant to take."""

    @property
    def family(self) -> str:
        """The family of the cause, where the mode says it (a drill); else empty."""

    @property
    def waits_for(self) -> str:
        """What an interviewer asked last and is still open: card, thinking, reflection, or nothing."""

    @property
    def layers_seen(self) -> Sequence[str]:
        """The layers of the request path looked at so far, in path order."""

    def told(self, verb: str) -> Sequence[Told]:
        """What the player said with a verb (note, think, expect, update, explain, suspect), oldest first."""

    def hints(self) -> Sequence[HintOffer]:
        """The hints on offer, one of each tier."""

    def gained(self, n: int = 0) -> Gained | None:
        """What line `n` told (0: the last look); None when there is no such line."""

    def said_again(self, n: int, words: str) -> Rephrased:
        """The last explanation with its sentence `n` in other words."""

    def suspects(self, reveal: str = "") -> Sequence[SuspectFamily]:
        """The families; `reveal` names the family whose open suspects are to be named."""

    def ask(self, persona: str, question: str) -> str:
        """What a persona answers."""

    @property
    def branch(self) -> int:
        """The number of the branch being played; 1 is the first, the one that is scored."""

    @property
    def forks(self) -> Sequence[Fork]:
        """The jumps that lie on the way of the branch being played, the last first."""

    @property
    def questions(self) -> Sequence[PutQuestion]:
        """The questions put so far, in order."""

    @property
    def follow_ups(self) -> Sequence[PutQuestion]:
        """All questions as they are once the follow-up questions are opened."""

    @property
    def questions_opened(self) -> bool:
        """Have the follow-up questions been opened?"""

    def ruling(self, n: int, text: str) -> Ruling:
        """What answering question `n` with a text would be worth."""

    def no_way_back(self, to: int) -> str:
        """Why one cannot go back to just after a line; empty when one can."""
