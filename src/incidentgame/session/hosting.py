"""The hosts of a stage: their files (the world's own, computed logs, and what the player left there) and shells."""

from collections.abc import Callable, Iterable, Mapping

from incidentgame.kernel.instant import Instant
from incidentgame.session.actors import on_call
from incidentgame.session.stage import Stage
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import DynamicFiles, NotFound, Stat
from incidentgame.shell.image import Image
from incidentgame.shell.shell import HostShell
from incidentgame.shell.tree import MemoryTree
from incidentgame.shell.users import UserTree
from incidentgame.world import kinds
from incidentgame.world.change import Act
from incidentgame.world.compute.files import file_doc, list_files, read_file
from incidentgame.world.view import View

Commands = Mapping[str, Callable[[Invocation], Outcome]]

TRUE_PLACES = ("/etc/", "/opt/", "/lib/systemd/", "/usr/local/", "/usr/share/nginx/", "/var/spool/cron/")
"""What lies here is configuration the world acts on; writes go to the world, not to the player's overlay."""


class HostFiles:
    """A host's computed files: true configuration out of the world, and its logs (a `DynamicFiles`)."""

    def __init__(self, stage: Stage, host: str, logs: DynamicFiles) -> None:
        self._stage, self._host, self._logs = stage, host, logs

    def names(self) -> Iterable[str]:
        """The world's files of this host, then its logs."""
        yield from list_files(self._stage.sim.world, self._host)
        yield from self._logs.names()

    def stat(self, path: str) -> Stat | None:
        """One file's entry."""
        doc = file_doc(self._stage.sim.world, self._host, path)
        if doc is None:
            return self._logs.stat(path)
        mode = int(str(doc.get("Mode", "0644")), 8)
        owner, group = doc.get("Owner", "root"), doc.get("Group", "root")
        changed: Instant = doc.get("Modified", 0)
        if doc.get("Link"):
            return Stat("link", len(doc["Link"]), 0o777, owner, group, changed, doc["Link"])
        return Stat("file", len(str(doc.get("Content", "")).encode()), mode, owner, group, changed)

    def read(self, path: str) -> bytes:
        """The content at this instant."""
        text = read_file(self._stage.sim.world, self._host, path)
        if text is not None:
            return text.encode()
        if self._logs.stat(path) is None:
            raise NotFound(path)
        return self._logs.read(path)

    def written(self, path: str, data: bytes | None) -> bool:
        """A write by the player: True when the world keeps the file."""
        known = file_doc(self._stage.sim.world, self._host, path) is not None
        if not (known or path.startswith(TRUE_PLACES)):
            return False
        verb = "host.remove_file" if data is None else "host.write_file"
        parameters: dict[str, object] = {"host": self._host, "path": path}
        if data is not None:
            parameters["content"] = data.decode("utf-8", "replace")
        sim = self._stage.sim
        self._stage.sim, _ = sim.acted(Act(verb, parameters, on_call(sim.account)), "player")
        self._stage.note_write(f"{verb} {path}")
        return True


LogsOf = Callable[[Callable[[], View], str], DynamicFiles]


def files_for(image_of: Callable[[Mapping[str, object]], Image], logs_of: LogsOf) -> Callable[[Stage, str], MemoryTree]:
    """How a stage makes a host's files: an image by the host's role, with the world's files over it."""

    def make(stage: Stage, host: str) -> MemoryTree:
        doc = stage.sim.world.find(kinds.HOST, host) or {}
        ours = HostFiles(stage, host, logs_of(lambda: stage.sim, host))
        return MemoryTree(lambda: stage.sim.now, image_of(doc), dynamic=ours, on_write=ours.written)

    return make


def shell_for(stage: Stage, host: str, user: str, commands: Commands) -> HostShell:
    """How a stage makes a user's shell on a host."""
    doc = stage.sim.world.find(kinds.HOST, host) or {}
    tree = stage.tree_on(host)
    return HostShell(
        tree if user == "root" else UserTree(tree, user, _GROUPS.get(user, (user,))),
        commands,
        hostname=str(doc.get("Hostname", host)),
        user=user,
        home="/root" if user == "root" else f"/home/{user}",
        now=lambda: stage.sim.now,
        dice=stage.sim.dice.derived("host", host),
        env=_environment(stage, host),
    )


_GROUPS = {"admin": ("admin", "adm", "sudo", "systemd-journal")}


def _environment(stage: Stage, host: str) -> dict[str, str]:
    region = {"AWS_REGION": stage.sim.account.region} if host == "laptop" else {}
    return {**region, "EDITOR": "nano"}
