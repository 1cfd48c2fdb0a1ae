"""The port every command behind the shell has: words in, text and an exit code out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a command, after the shell has expanded the line.

    `argv` is without the command's own name. `stdin` is empty when nothing is piped or redirected into
    the command; `stdin_given` tells that apart from an empty pipe. `env` holds exported variables only.
    """

    name: str
    argv: tuple[str, ...]
    stdin: bytes
    stdin_given: bool
    env: Mapping[str, str]
    cwd: str
    user: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed and its exit code."""

    stdout: str | bytes = ""
    stderr: str = ""
    exit: int = 0

    @property
    def text(self) -> str:
        """stdout as text; bytes that are not UTF-8 become replacement marks."""
        return self.stdout if isinstance(self.stdout, str) else self.stdout.decode("utf-8", "replace")


Command = Callable[[Invocation], Outcome]


class EndLine(Exception):  # noqa: N818 - a signal, as KeyboardInterrupt is
    """Raised by a command to end the whole line at once, as Ctrl-C does; the shell answers exit 130."""


class Exhausted(EndLine):
    """Raised by a command when the line has asked for more than one line may; the shell says it stopped."""


def not_found(invocation: Invocation) -> Outcome:
    """What bash says about a name it cannot find (api-503-host §4.6)."""
    return Outcome(stderr=f"-bash: {invocation.name}: command not found\n", exit=127)
