"""The hosts of a stage: the world's files, computed logs, what the player left there, and shells."""

from collections.abc import Callable, Iterable, Mapping

from incidentgame.kernel.instant import Instant
from incidentgame.session.actors import on_call
from incidentgame.session.stage import Stage
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import DynamicFiles, Stat
from incidentgame.shell.image import Image
from incidentgame.shell.meter import Seconds, uncounted
from incidentgame.shell.shell import HostShell
from incidentgame.shell.tree import MemoryTree
from incidentgame.shell.users import UserTree
from incidentgame.world import kinds
from incidentgame.world.change import Act
from incidentgame.world.compute.files import file_doc
from incidentgame.world.compute.hosts import login_of

Commands = Mapping[str, Callable[[Invocation], Outcome]]

TRUE_PLACES = ("/etc/", "/opt/", "/lib/systemd/", "/usr/local/", "/usr/share/nginx/", "/var/spool/cron/")
"""What lies here is configuration the world acts on; writes go to the world, not to the player's overlay."""


ImageOf = Callable[[Mapping[str, object], frozenset[str]], Image]


def files_for(image_of: ImageOf) -> Callable[[Stage, str], MemoryTree]:
    """How a stage makes a host's files: an image by the host's users, with the world's files over it."""

    def make(stage: Stage, host: str) -> MemoryTree:
        doc = stage.ground.world.find(kinds.HOST, host) or {}
        return MemoryTree(
            lambda: stage.now,
            image_of(doc, _services(stage, host)),
            dynamic=_HostFiles(stage, host),
            on_write=lambda path, data: written(stage, host, path, data),
        )

    return make


def _services(stage: Stage, host: str) -> frozenset[str]:
    """The accounts programs of a host run as: nginx' workers, and what its units say."""
    units = stage.ground.world.table(kinds.UNIT).items()
    return frozenset(("www-data", *(str(doc.get("User")) for id, doc in units if id.startswith(f"{host}|"))))


class _HostFiles:
    """A host's computed files, imported when the first of them is asked for."""

    def __init__(self, stage: Stage, host: str) -> None:
        self._stage, self._host = stage, host
        self._made: DynamicFiles | None = None

    def names(self) -> Iterable[str]:
        """See DynamicFiles."""
        with uncounted():
            return self._files.names()

    def stat(self, path: str) -> Stat | None:
        """See DynamicFiles."""
        with uncounted():
            return self._files.stat(path)

    def read(self, path: str) -> bytes:
        """See DynamicFiles."""
        with uncounted():
            return self._files.read(path)

    def changed(self, directory: str) -> Instant:
        """See DynamicFiles."""
        with uncounted():
            return self._files.changed(directory)

    @property
    def _files(self) -> DynamicFiles:
        if self._made is None:
            from incidentgame.commands.host.dynamic import HostFiles

            self._made = HostFiles(lambda: self._stage.sim, self._host)
        return self._made


def written(stage: Stage, host: str, path: str, data: bytes | None) -> bool:
    """A write on a host: True when the world keeps the file from now on."""
    known = file_doc(stage.sim.world, host, path) is not None
    if not (known or path.startswith(TRUE_PLACES)):
        return False
    verb = "host.remove_file" if data is None else "host.write_file"
    parameters: dict[str, object] = {"host": host, "path": path}
    if data is not None:
        parameters["content"] = data.decode("utf-8", "replace")
    sim = stage.sim
    stage.sim, _ = sim.acted(Act(verb, parameters, on_call(sim.account)), "player")
    stage.note_write(f"{verb} {path}")
    return True


def shell_for(
    stage: Stage, host: str, user: str, commands: Commands, worked: Seconds | None = None
) -> HostShell:
    """How a stage makes a user's shell on a host; `worked` bounds the interpreter's own work."""
    doc = stage.ground.world.find(kinds.HOST, host) or {}
    tree = stage.tree_on(host)
    return HostShell(
        tree if user == "root" else UserTree(tree, user, _groups(doc, user)),
        {name: command for name, command in commands.items() if name not in _BYTES},
        hostname=str(doc.get("Hostname", host)),
        user=user,
        home="/root" if user == "root" else f"/home/{user}",
        now=lambda: stage.now,
        dice=stage.ground.dice.derived("host", host),
        env=_environment(stage, host),
        raw={name: commands[name] for name in _BYTES},
        worked=worked,
    )


_BYTES = ("aws", "ssh")
"""Commands whose output may be anything but text: it reaches the pipe byte for byte.

Not `sudo`: the interpreter has one of its own, which a program in /usr/bin cannot replace.
"""


def _groups(doc: Mapping[str, object], user: str) -> tuple[str, ...]:
    """The account that may become root reads logs, too; the laptop's is an ordinary one."""
    rights = bool(doc.get("Sudo", True)) and user == login_of(doc) and doc.get("Role") != "laptop"
    return (user, "adm", "sudo", "systemd-journal") if rights else (user,)


def _environment(stage: Stage, host: str) -> dict[str, str]:
    region = {"AWS_REGION": stage.ground.account.region} if host == "laptop" else {}
    return {**region, "EDITOR": "nano"}
