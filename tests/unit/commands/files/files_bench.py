"""A bench with files and a clock, for the file commands' tests."""

from types import SimpleNamespace
from typing import Any

from incidentgame.commands.files import COMMANDS
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileTree
from incidentgame.shell.image import File, Image, directory, link
from incidentgame.shell.tree import MemoryTree
from incidentgame.shell.users import UserTree

NOW = 1_795_231_337_250  # Sat Nov 21 03:22:17.250 UTC 2026
DAY = 86_400_000
IMAGE = Image(
    {
        "/etc/hostname": File(content=b"ip-10-0-11-35\n"),
        "/etc/passwd": File(
            content=b"root:x:0:0:root:/root:/bin/bash\nadmin:x:1000:1000::/home/admin:/bin/bash\n"
        ),
        "/etc/group": File(content=b"root:x:0:\nadm:x:4:admin\nadmin:x:1000:\n"),
        "/opt/api/app.py": File(content=b"x" * 1242, mtime=NOW - 60_000),
        "/opt/api/worker.py": File(content=b"y" * 64, mtime=NOW - 400 * DAY),
        "/opt/api/venv/bin": directory(mtime=NOW - 60_000),
        "/opt/api/current": link("app.py", NOW - 60_000),
        "/opt/api/.env": File(content=b"A=1\n", mode=0o600, mtime=NOW - 60_000),
        "/root": directory(0o700),
        "/tmp": directory(0o1777),
        "/tmp/log": File(content=b"".join(b"line %d\n" % n for n in range(1, 16))),
    },
    NOW - 60_000,
)


class Bench(SimpleNamespace):
    """The parts of a bench these commands use."""

    files: FileTree

    def __init__(self, user: str = "admin") -> None:
        self.clock = NOW
        self.tree = MemoryTree(lambda: self.clock, IMAGE)
        files: FileTree = self.tree if user == "root" else UserTree(self.tree, user, [user, "adm"])
        super().__init__(files=files, user=user, host="web-1", waited=[])

    @property
    def view(self) -> Any:
        return SimpleNamespace(now=self.clock)

    def wait(self, duration: int, why: str = "") -> None:
        self.waited.append(duration)
        self.clock += duration


def run(name: str, *argv: str, bench: Any = None, cwd: str = "/opt/api", stdin: bytes = b"") -> Outcome:
    used = bench or Bench()
    invocation = Invocation(name, argv, stdin, bool(stdin), {}, cwd, used.user)
    return COMMANDS[name](invocation, used)
