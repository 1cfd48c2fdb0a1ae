"""An observation: a line the player entered together with what they saw."""

from dataclasses import dataclass, field
from hashlib import sha256

from incidentgame.kernel.instant import Instant


@dataclass(frozen=True, slots=True)
class Observation:
    """One line. `writes` are the changes it made, `empty` the lists an API answered with nothing in
    them, `verb` is set for game verbs."""

    n: int
    at: Instant
    ended: Instant
    by: str
    channel: str
    host: str
    line: str
    stdout: str
    stderr: str
    exit: int
    verb: str = ""
    layers: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    waits: bool = False
    unanswered: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    cut: bool = False
    aside: str = ""
    """What the game said about it afterwards, where the mode and the player ask for that."""

    @property
    def shown(self) -> str:
        """Everything the player saw."""
        return self.stdout + self.stderr

    @property
    def screen(self) -> str:
        """What a terminal showed. The shell hands the two streams over apart; what goes to stderr mostly
        comes first (`curl -v`, `nginx -T`, a message of a pipe's first command), except for `time`.
        """
        first, then = self.stderr, self.stdout
        if self.line.lstrip().startswith("time "):
            first, then = then, first
        return _below(_below(first, then), self.aside)

    @property
    def digest(self) -> str:
        """SHA-256 of what it printed on standard output."""
        return sha256(self.stdout.encode()).hexdigest()


def _below(first: str, then: str) -> str:
    """Two texts, the second on a line of its own."""
    return first + ("\n" if first and then and not first.endswith("\n") else "") + then


@dataclass(frozen=True, slots=True)
class Gain:
    """What an observation told: the suspects before and after it, and why each that left could not stay."""

    n: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    ruled_out: dict[str, str]

    @property
    def bits(self) -> float:
        """log2(before / after), uniform prior, the truth included."""
        from math import log2

        return log2(len(self.before) / len(self.after)) if len(self.after) < len(self.before) else 0.0
