"""A host for conformance and abuse: real commands over a real tree, on a clock that only waits move."""

import time
from collections.abc import Callable
from types import SimpleNamespace

from incidentgame.commands.files import COMMANDS
from incidentgame.kernel.chance import Dice
from incidentgame.shell.command import Command, Outcome
from incidentgame.shell.image import File, Image, directory, parents
from incidentgame.shell.programs import program_files
from incidentgame.shell.shell import HostShell
from incidentgame.shell.tree import MemoryTree
from incidentgame.shell.users import UserTree

NOW = 1_795_235_395_000
HOME = "/home/admin"


def home_image(files: dict[str, bytes]) -> Image:
    """A Debian-like host with these files; those with relative paths lie in the player's home."""
    placed = {path if path.startswith("/") else f"{HOME}/{path}": data for path, data in files.items()}
    entries = {path: File("file", data, 0o644, "admin", "admin", NOW - 1000) for path, data in placed.items()}
    for path in [*entries, f"{HOME}/x"]:
        for above in parents(path):
            if above.startswith(HOME):
                entries[above] = directory(0o755, "admin", "admin", NOW - 1000)
    return Image({**program_files([], NOW), **entries}, NOW)


def host_shell(image: Image) -> HostShell:
    """One fresh host and the player's shell on it."""
    clock = [NOW]
    tree = UserTree(MemoryTree(lambda: clock[0], image), "admin")

    def wait(duration: int, why: str = "") -> None:
        clock[0] += duration

    class View:
        @property
        def now(self) -> int:
            return clock[0]

    bench = SimpleNamespace(files=tree, view=View(), host="web-1", user="admin", wait=wait)
    bound: dict[str, Command] = {name: _bound(command, bench) for name, command in COMMANDS.items()}
    bound["slow"] = lambda invocation: Outcome("slow\n")
    return HostShell(
        tree,
        bound,
        hostname="web-1",
        user="admin",
        home=HOME,
        now=lambda: clock[0],
        dice=Dice(7),
        worked=time.process_time,
    )


def _bound(command: Callable, bench: SimpleNamespace) -> Command:  # type: ignore[type-arg]  # a fake bench
    return lambda invocation: command(invocation, bench)
