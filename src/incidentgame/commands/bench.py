"""What a command may see and ask for while it runs: the bench.

A command reads the view, asks for calls, acts, requests and waiting, and returns an outcome. It never
mutates anything itself; the session behind the bench turns what was asked into changes and events.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from incidentgame.commands.player import PlayerView
from incidentgame.kernel.instant import Instant, Millis
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileTree
from incidentgame.world.actions import Done
from incidentgame.world.view import View
from incidentgame.world.walk.request import Request, Walk


class Bench(Protocol):
    """The state of the world at this point of the line, and what a command may ask to happen."""

    @property
    def view(self) -> View:
        """The world now; it moves as the line waits or changes something."""

    @property
    def host(self) -> str:
        """Id of the host the command runs on: `laptop`, `bastion`, or an instance id."""

    @property
    def user(self) -> str: ...

    @property
    def files(self) -> FileTree:
        """That host's files."""

    @property
    def player(self) -> PlayerView: ...

    def call(
        self, service: str, operation: str, request: Mapping[str, Any], region: str
    ) -> Mapping[str, Any]:
        """An AWS API call by the player; raises ApiError. Writes take effect at once."""

    def act(self, verb: str, **parameters: Any) -> Done:
        """Something done to a host or database (world/actions); raises ActRefused."""

    def wait(self, duration: Millis, why: str = "") -> None:
        """Simulated time passes. May end early (Ctrl-C): then Interrupted is raised."""

    def send(self, request: Request) -> Walk:
        """Walk the player's own request, record it, and let its duration pass."""

    def say(self, verb: str, **parameters: Any) -> None:
        """A game verb's effect: a note, an update, an explanation … (session/verbs)."""

    def run_on(self, host: str, line: str, user: str = "", stdin: bytes | None = None) -> Outcome:
        """Run a line in a host's shell (`ssh HOST 'line'`), or as somebody else (`sudo`: user="root")."""

    def as_user(self, user: str) -> "Bench":
        """The same bench with another user's rights on this host (`sudo`)."""

    def unanswered(self, line: str, reason: str) -> None:
        """Record that something had no answer here, so authors see what players tried."""


class Interrupted(Exception):  # noqa: N818 - a signal, as KeyboardInterrupt is
    """Ctrl-C while simulated time passed; what was printed so far stands."""


Command = Callable[[Invocation, Bench], Outcome]
"""A command: name and words, and the bench, to what it printed and its exit code."""

Candidates = Callable[[Sequence[str], str, Bench], list[str]]
"""Completion: the words before, the word being typed, the bench, to candidates."""

__all__ = ["Bench", "Candidates", "Command", "Instant", "Interrupted"]
