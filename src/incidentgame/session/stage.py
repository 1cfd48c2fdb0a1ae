"""A stage: one simulated world, the hosts' shells on it, and where the player stands.

The truth is played on one stage; every rival fault has another, fed the same lines at the same instants.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from incidentgame.commands.bench import Command, Interrupted
from incidentgame.commands.player import PlayerView
from incidentgame.kernel.instant import Instant
from incidentgame.session.linebench import LineBench, Trail
from incidentgame.session.opening import Opening
from incidentgame.session.ports import Pace, no_pace
from incidentgame.shell.command import EndLine, Invocation, Outcome
from incidentgame.shell.files import FileTree
from incidentgame.shell.shell import HostShell, ShellResult
from incidentgame.shell.tree import MemoryTree
from incidentgame.world import kinds
from incidentgame.world.compute.hosts import login_of
from incidentgame.world.simulation import Simulation

Bound = Mapping[str, Callable[[Invocation], Outcome]]
FilesOf = Callable[["Stage", str], MemoryTree]
ShellOf = Callable[["Stage", str, str, Bound], HostShell]
Login = tuple[str, str]
"""A host and the user one is there."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a line printed and did. `ended` is the case time at its end, `hosts` where the player now is."""

    stdout: str
    stderr: str
    exit: int
    started: Instant
    ended: Instant
    host: str
    cut: bool
    trail: Trail = field(default_factory=Trail)


class Stage:
    """A world being played on. `sim` is its present; it is replaced, never changed."""

    def __init__(
        self,
        sim: Simulation | Opening,
        registry: Mapping[str, Command],
        files_of: FilesOf,
        shell_of: ShellOf,
    ) -> None:
        self._sim = sim
        self.hosts: list[str] = ["laptop"]
        self._registry, self._files_of, self._shell_of = registry, files_of, shell_of
        self._trees: dict[str, MemoryTree] = {}
        self._shells: dict[Login, HostShell] = {}
        self._saved: dict[Login, bytes] = {}
        self._bench: LineBench | None = None

    @property
    def sim(self) -> Simulation:
        """The present; what led to it is played when somebody first asks."""
        if isinstance(self._sim, Opening):
            self._sim = self._sim.play()
        return self._sim

    @sim.setter
    def sim(self, sim: Simulation) -> None:
        self._sim = sim

    @property
    def now(self) -> Instant:
        """The case time."""
        return self._sim.now

    @property
    def ground(self) -> Simulation:
        """Where what never changes can be read without playing anything: account, dice, hosts' names."""
        return self._sim.origin if isinstance(self._sim, Opening) else self._sim

    @property
    def host(self) -> str:
        """Where the player's prompt is."""
        return self.hosts[-1]

    def run(
        self,
        line: str,
        at: Instant,
        player: PlayerView,
        pace: Pace = no_pace,
        stop_at: Instant | None = None,
        stdin: bytes | None = None,
    ) -> Ran:
        """Run a line on the host the player is on, at an instant not before the present one."""
        self.sim = self.sim.advance(max(at, self.sim.now))
        started, host, trail = self.sim.now, self.host, Trail()
        bench = LineBench(self, host, self.user_on(host), player, pace, stop_at, trail)
        result = self._in_shell(line, bench, stdin)
        if result.exited:
            self._left(host, bench)
        self.hosts.extend(said.parameters["host"] for said in trail.said if said.verb == "enter")
        exit_code = 130 if trail.interrupted else result.exit
        cut = result.cut or trail.interrupted
        stdout = result.stdout.decode("utf-8", "replace")
        return Ran(stdout, result.stderr, exit_code, started, self.sim.now, host, cut, trail)

    def run_nested(
        self, host: str, user: str, line: str, bench: LineBench, stdin: bytes | None = None
    ) -> Outcome:
        """Run a line as somebody on some host on behalf of a command (`ssh HOST 'line'`, `sudo line`)."""
        before, self._bench = self._bench, bench.on(host, user)
        try:
            result = self.shell_on(host, user).run_apart(line, stdin)
        finally:
            self._bench = before
        return Outcome(result.stdout, result.stderr, result.exit)

    def user_on(self, host: str) -> str:
        """The account the player has on a host."""
        return login_of(self.ground.world.find(kinds.HOST, host) or {})

    def prompt(self) -> str:
        """`oncall@laptop:~$ `, where the player is now."""
        host = self.host
        doc = self.ground.world.find(kinds.HOST, host) or {}
        shell = self.shell_on(host, self.user_on(host))
        return f"{self.user_on(host)}@{doc.get('Hostname', host)}:{shell.prompt_dir}$ "

    def tree_on(self, host: str) -> MemoryTree:
        """A host's files with root's rights, made on first use."""
        if host not in self._trees:
            self._trees[host] = self._files_of(self, host)
        return self._trees[host]

    def files_on(self, host: str, user: str) -> FileTree:
        """A host's files as a user sees them."""
        return self.shell_on(host, user).files

    def shell_on(self, host: str, user: str) -> HostShell:
        """A user's shell on a host, made on first use and given back the state it was put to rest with."""
        login = (host, user)
        if login not in self._shells:
            shell = self._shell_of(self, host, user, self._bound(host, user))
            if login in self._saved:
                shell.load(self._saved.pop(login))
            self._shells[login] = shell
        return self._shells[login]

    def rest(self) -> None:
        """Put every shell to rest: its variables are kept, the shell itself is closed."""
        for login, shell in self._shells.items():
            self._saved[login] = shell.save()
            shell.close()
        self._shells.clear()

    def forget(self) -> None:
        """Let go of what was computed from this stage's worlds and can be computed again."""
        if isinstance(self._sim, Simulation):
            for span in self._sim.spans:
                span.world.derived.clear()

    def note_write(self, what: str) -> None:
        """A file the world acts on was written by the running line."""
        if self._bench is not None:
            self._bench.trail.writes.append(what)

    def _left(self, host: str, bench: LineBench) -> None:
        """`exit`: back to the host one came from; on the laptop it means to leave for now."""
        self.shell_on(host, bench.user).close()
        if len(self.hosts) > 1:
            if not bench.trail.interrupted:
                bench.act("host.logout", host=host, user=bench.user)
            self.hosts.pop()
        else:
            bench.say("leave", why="quit")

    def _in_shell(self, line: str, bench: LineBench, stdin: bytes | None) -> ShellResult:
        before, self._bench = self._bench, bench
        try:
            return self.shell_on(bench.host, bench.user).run(line, stdin)
        finally:
            self._bench = before

    def _bound(self, host: str, user: str) -> Bound:
        return {name: self._runner(host, user, command) for name, command in self._registry.items()}

    def _runner(self, host: str, user: str, command: Command) -> Callable[[Invocation], Outcome]:
        def run(invocation: Invocation) -> Outcome:
            if self._bench is None:
                return Outcome("", "not now\n", 1)
            bench = self._bench.on(host, user)
            bench.trail.commands.append(invocation.name)
            try:
                return command(invocation, bench)
            except Interrupted:
                raise EndLine from None
            except EndLine:
                raise
            except Exception as error:  # nothing a person types may end in a traceback
                bench.unanswered(" ".join((invocation.name, *invocation.argv)), f"internal error: {error!r}")
                return Outcome(
                    "", f"{invocation.name}: this went wrong inside the game; it has been recorded\n", 70
                )

        return run
