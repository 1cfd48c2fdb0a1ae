"""Commands by name that are imported when they are first run.

A case begins with a prompt, and most of its commands are never typed: a table of names costs nothing.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from incidentgame.commands.bench import Bench, Command
from incidentgame.shell.command import Invocation, Outcome


class Later:
    """A command that is imported when it is first run. `place` is `module:function`."""

    __slots__ = ("_command", "place")

    def __init__(self, place: str) -> None:
        self.place = place
        self._command: Command | None = None

    def __call__(self, invocation: Invocation, bench: Bench) -> Outcome:
        """Run it."""
        return self.command(invocation, bench)

    @property
    def command(self) -> Command:
        """The command itself, imported."""
        if self._command is None:
            module, _, name = self.place.partition(":")
            found: Command = getattr(import_module(module), name)
            self._command = found
        return self._command


class Places(Mapping[str, Command]):
    """Commands below a package, from lines `name module:function`; the function may be left out."""

    def __init__(self, package: str, text: str) -> None:
        rows = [line.split() for line in text.strip().splitlines()]
        self._commands = {name: Later(_place(package, name, where)) for name, where in rows}

    def __getitem__(self, name: str) -> Command:
        return self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


def _place(package: str, name: str, where: str) -> str:
    module, _, function = where.partition(":")
    return f"{package}.{module}:{function or name}"
