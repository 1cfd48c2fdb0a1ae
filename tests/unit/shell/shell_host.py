"""A small host for the shell's tests; two of them make a network."""

from collections.abc import Mapping
from shlex import quote

from incidentgame.kernel.chance import Dice
from incidentgame.shell.command import Command, Invocation, Outcome
from incidentgame.shell.files import FileTree
from incidentgame.shell.image import File, Image, directory
from incidentgame.shell.limits import Limits
from incidentgame.shell.programs import program_files
from incidentgame.shell.shell import HostShell
from incidentgame.shell.tree import MemoryTree
from incidentgame.shell.users import UserTree

NOW = 1_795_235_395_000
IMAGE = Image(
    {
        **program_files(["aws"], NOW),
        "/etc/passwd": File(
            content=b"root:x:0:0:root:/root:/bin/bash\nadmin:x:1000:1000::/home/admin:/bin/bash\n"
        ),
        "/etc/shadow": File(content=b"secret\n", mode=0o640),
        "/home/admin": directory(0o755, "admin", "admin", NOW),
        "/var/log/y": File(content=b"x1\ny\nx2\n"),
    },
    NOW,
)


def host_tree(image: Image = IMAGE) -> MemoryTree:
    return MemoryTree(lambda: NOW, image)


def host_shell(
    tree: MemoryTree | None = None,
    commands: Mapping[str, Command] | None = None,
    *,
    user: str = "admin",
    host: str = "web-1",
    limits: Limits | None = None,
    seed: int = 7,
    raw: Mapping[str, Command] | None = None,
) -> HostShell:
    storage = tree or host_tree()
    files: FileTree = storage if user == "root" else UserTree(storage, user)
    return HostShell(
        files,
        commands or {},
        hostname=host,
        user=user,
        home="/root" if user == "root" else f"/home/{user}",
        now=lambda: NOW,
        dice=Dice(seed),
        limits=limits,
        raw=raw,
    )


def remote(shell: HostShell) -> Command:
    """A command that runs its words in another shell, as ssh does after the host's name."""

    def ssh(invocation: Invocation) -> Outcome:
        given = invocation.stdin if invocation.stdin_given else None
        result = shell.run(" ".join(invocation.argv[1:]), given)
        return Outcome(result.stdout, result.stderr, result.exit)

    return ssh


def elevated(shell: HostShell) -> Command:
    """A command that runs its words in root's shell of the same host."""

    def sudo(invocation: Invocation) -> Outcome:
        given = invocation.stdin if invocation.stdin_given else None
        words = " ".join(map(quote, invocation.argv))
        result = shell.run(f"cd {quote(invocation.cwd)}; {words}", given)
        return Outcome(result.stdout, result.stderr, result.exit)

    return sudo
