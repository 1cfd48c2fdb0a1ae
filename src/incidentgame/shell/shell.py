"""A host's command line: lines in, bytes and an exit code out, one shell per user and host."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from shlex import quote

from bashkit import BashError, ExecResult

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.shell import messages
from incidentgame.shell.builtins import own_commands
from incidentgame.shell.command import Command, EndLine, Exhausted, Invocation, Outcome
from incidentgame.shell.completion import candidates
from incidentgame.shell.devices import CAPTURE, STDIN, Devices
from incidentgame.shell.files import FileError, FileTree, NotAllowed
from incidentgame.shell.guards import refusal
from incidentgame.shell.interpreter import Identity, Interpreter, TooDeep, apart
from incidentgame.shell.leaks import sealed
from incidentgame.shell.limits import Limits
from incidentgame.shell.lots import chance_commands
from incidentgame.shell.meter import Seconds
from incidentgame.shell.programs import BUILTINS, KEYWORDS, NATIVE
from incidentgame.shell.raw import raw_commands, raw_scripts
from incidentgame.shell.state import Memory
from incidentgame.shell.unfinished import is_unfinished

_INTERRUPTED = 130
_SYNTAX = 2
_END = "__end"
ALONE = ("jq",)
"""Programs that neither a count nor a cancellation ends: each call has an interpreter of its own."""


@dataclass(frozen=True, slots=True)
class ShellResult:
    """What one line gave, and where the shell stands now (`cwd`).

    `cut` is true when the wall clock ended it, so that a replay cannot recompute it; `stopped` when any
    limit did. `exited` when the line left the shell (`exit`, `exec`, `set -e`): the state is kept, and
    whoever owns the session decides what that means.
    """

    stdout: bytes
    stderr: str
    exit: int
    cut: bool
    cwd: str
    stopped: bool = False
    exited: bool = False


class HostShell:
    """An interactive login shell of one user on one host.

    The interpreter behind it is made on first use and dropped by `close`; its state survives in between.
    `now` and `dice` are all it knows of time and chance. Shells may be run from inside each other's
    commands (ssh, sudo).
    """

    def __init__(
        self,
        files: FileTree,
        commands: Mapping[str, Command],
        *,
        hostname: str,
        user: str,
        home: str,
        now: Callable[[], Instant],
        dice: Dice,
        env: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        raw: Mapping[str, Command] | None = None,
        worked: Seconds | None = None,
    ) -> None:
        """`files` are seen with this user's rights; `commands` replace the shell's own of the same name.

        `raw` are further commands whose output may be bytes that are no text (ssh); they cost more.
        `worked` is the clock that an interpreter's own work is bounded by; without one it is the wall's.
        """
        self.files = files
        self.limits = limits or Limits()
        self._identity = Identity(hostname, user, home, login_environment(user, home, env or {}))
        self._now = now
        self._worked = worked
        self._dice = dice.derived("shell", hostname, user)
        self._memory = Memory(started=now(), cwd=home)
        self._devices = Devices(self._dice)
        own = own_commands(lambda: self._memory.history, files)
        lots = chance_commands(self._draw, files)
        self._raw = dict(raw or {})
        self._devices.scripts = raw_scripts(self._raw)
        for name in self._raw:
            own.pop(name, None)
        self._commands: Mapping[str, Command] = {
            **own,
            **lots,
            **commands,
            **raw_commands(self._raw, self._devices),
            _END: self._ended,
            **dict.fromkeys(ALONE, self._alone),
        }
        self._reached_end = False
        self._given = commands
        self._busy = False
        self._exact = False
        self._cut_inside = False
        self._live: Interpreter | None = None

    @property
    def cwd(self) -> str:
        """The working directory."""
        return self._memory.cwd

    @property
    def prompt_dir(self) -> str:
        """The working directory as the prompt shows it, with `~` for the home directory."""
        home = self._identity.home
        if self.cwd == home or (self.cwd.startswith(home + "/") and home != "/"):
            return "~" + self.cwd[len(home) :]
        return self.cwd

    def run(self, line: str, stdin: bytes | None = None) -> ShellResult:
        """Run one line (or several, as pasted); `stdin` is what is piped into the whole line.

        Nothing typed makes this raise. What a command callback raises, except EndLine, is raised here
        after the line has ended, and the shell stays usable.
        """
        line = line.encode("utf-8", "replace").decode().replace("\0", "")
        if len(line.encode()) > self.limits.line_bytes:
            return self._refused("-bash: /usr/bin/env: Argument list too long\n", 126)
        if not line.strip():
            return self._refused("", self._memory.last_exit)
        refused = refusal(line, self.cwd, self.files, self._variable)
        if refused:
            return self._refused(*refused)
        if self._busy:
            return self.run_apart(line, stdin)
        self._busy = True
        try:
            return apart(lambda: self._run(line, stdin), self.limits.nesting)
        except TooDeep:
            return self._refused("-bash: fork: retry: Resource temporarily unavailable\n", 254)
        finally:
            self._busy = False

    def run_apart(self, line: str, stdin: bytes | None = None, cwd: str = "") -> ShellResult:
        """Run a line in a fresh shell of this user and host that ends with it, as `ssh HOST LINE` does."""
        child = self.child(cwd)
        try:
            return child.run(line, stdin)
        finally:
            child.close()

    def child(self, cwd: str = "") -> "HostShell":
        """A fresh shell of the same user on the same host, as sshd and sudo start one; state of its own.

        Its output is exact to the byte, where a shell for a person's eyes shows marks for what is no text.

        A shell that is asked to run a line while it runs one uses a child for it.
        """
        made = HostShell(
            self.files,
            self._given,
            hostname=self._identity.hostname,
            user=self._identity.user,
            home=self._identity.home,
            now=self._now,
            dice=self._dice.derived("child", self._memory.lines, self._devices.reads),
            env=self._identity.env,
            limits=self.limits,
            raw=self._raw,
            worked=self._worked,
        )
        made._exact = True
        made._memory.cwd = cwd or self._identity.home
        self._devices.reads += 1
        return made

    def _alone(self, invocation: Invocation) -> Outcome:
        """A program of the interpreter's that only its own time limit ends, so that nothing else has to be
        done within that limit."""
        child = self.child(invocation.cwd)
        child._worked = None
        child._commands = {name: made for name, made in child._commands.items() if name not in ALONE}
        child._identity = replace(child._identity, env=dict(invocation.env))
        line = " ".join(map(quote, (invocation.name, *invocation.argv)))
        try:
            result = child.run(line, invocation.stdin)
        finally:
            child.close()
        self._cut_inside |= result.cut
        return Outcome(result.stdout, result.stderr, result.exit)

    def save(self) -> bytes:
        """Variables, functions, aliases, working directory, history: all but the files."""
        apart(self._remember)
        return self._memory.packed()

    def load(self, data: bytes) -> None:
        """Go back to what `save` gave; ValueError when it is not that."""
        self.close()
        self._memory = Memory.unpacked(data)
        self._devices.reads = self._memory.draws
        try:
            apart(self._interpreter)
        except BashError as problem:
            raise ValueError(f"state of another shell: {problem}") from problem

    def close(self) -> None:
        """Drop the interpreter; the next line makes a new one in the same state."""
        if self._live:
            apart(self._close)

    def complete(self, text: str) -> list[str]:
        """What the last word of `text` may become: commands, or paths."""
        return candidates(text, self._names(), self.files, self.cwd, self._identity.home)

    def is_unfinished(self, text: str) -> bool:
        """Whether bash would ask for another line first."""
        return is_unfinished(text)

    def _variable(self, name: str) -> str:
        """A variable of the live shell; empty while another line runs or none is live."""
        return self._live.variable(name) if self._live and not self._busy else ""

    def _names(self) -> list[str]:
        return sorted({*BUILTINS, *KEYWORDS, *NATIVE, *self._given, *self._raw, *self._programs()})

    def _programs(self) -> list[str]:
        try:
            return self.files.list("/usr/bin")
        except FileError:
            return []

    def _refused(self, stderr: str, code: int) -> ShellResult:
        return ShellResult(b"", stderr, code, False, self.cwd)

    def _draw(self) -> Dice:
        self._devices.reads += 1
        return self._dice.derived("draw", self._devices.reads)

    def _run(self, line: str, stdin: bytes | None) -> ShellResult:
        shell = self._interpreter()
        self._memory.lines += 1
        if stdin is None:
            self._memory.history.append(line.rstrip("\n"))
        self._devices.stdin = stdin or b""
        self._reached_end = self._cut_inside = False
        result = shell.execute(self._script(line, stdin))
        before, self._memory.cwd = self._memory.cwd, shell.cwd()
        self._memory.draws = self._devices.reads
        shown = self._allowed(before, shell, self._result(result, shell, is_unfinished(line)))
        self._memory.last_exit = shown.exit
        if shell.ended is not None and not isinstance(shell.ended, EndLine):
            raise shell.ended
        return shown

    def _script(self, line: str, stdin: bytes | None) -> str:
        """The line behind what an interactive shell has and the interpreter forgets between lines."""
        now, number = self._now(), self._memory.lines
        dice = self._dice.derived("line", number)
        line = sealed(line, now, dice, root=self._identity.user == "root")
        if stdin is not None:
            line = f"eval {quote(line)} < {STDIN}"
        elif self._exact:
            line = f"eval {quote(line)}"
        if self._exact:
            self._devices.captured = b""
            line += f" > {CAPTURE}"
        uptime = (now - self._memory.started) // 1000
        before = f"RANDOM={dice.below(32768)} SECONDS={uptime} EPOCHSECONDS={now // 1000}"
        before += f" EPOCHREALTIME={now // 1000}.{now % 1000:03d}000"
        status = f"\n(exit {self._memory.last_exit})" if self._memory.last_exit else ""
        end = "" if is_unfinished(line) else f"\n{_END} $?"
        return f"{before}; shopt -s expand_aliases; set +o history{status}\n{line}{end}"

    def _ended(self, invocation: Invocation) -> Outcome:
        """The last command of every line: reached unless the line left the shell."""
        self._reached_end = True
        return Outcome(exit=int(invocation.argv[0]))

    def _allowed(self, before: str, shell: Interpreter, shown: ShellResult) -> ShellResult:
        """The result, after going back from a directory the user may not enter (bashkit's cd asks nobody)."""
        try:
            if self.cwd != before:
                self.files.list(self.cwd)
        except NotAllowed:
            shell.execute(f"cd {quote(before)}")
            said = f"-bash: cd: {self.cwd}: Permission denied\n"
            self._memory.cwd = before
            return replace(shown, stderr=shown.stderr + said, exit=1, cwd=before)
        except FileError:
            pass
        return shown

    def _result(self, result: ExecResult, shell: Interpreter, open_line: bool) -> ShellResult:
        ended, cut = shell.ended, shell.cut or self._cut_inside
        stopped = (messages.is_stopped(result.error) and ended is None) or isinstance(ended, Exhausted)
        output = result.stdout.encode()
        if self._exact:
            output = self._devices.captured + output
        over = len(output) > self.limits.output_bytes
        shown = output[: self.limits.output_bytes]
        return ShellResult(
            stdout=shown,
            stderr=self._stderr(result, stopped or over),
            exit=_exit(result, ended is not None or stopped),
            cut=cut or messages.is_timeout(result.error, result.stderr),
            cwd=self.cwd,
            stopped=stopped or over or result.stdout_truncated,
            exited=not (self._reached_end or stopped or open_line or ended or _refused(result)),
        )

    def _stderr(self, result: ExecResult, stopped: bool) -> str:
        said = messages.as_bash(result.stderr)
        return said + messages.STOPPED if stopped else said

    def _interpreter(self) -> Interpreter:
        if self._live is None:
            self._live = Interpreter(
                self.files, self._commands, self._identity, self.limits, self._devices, self.cwd, self._worked
            )
            if self._memory.snapshot:
                self._live.restore(self._memory.snapshot)
        return self._live

    def _close(self) -> None:
        self._remember()
        if self._live:
            self._live.close()
        self._live = None

    def _remember(self) -> None:
        if self._live:
            self._memory.snapshot = self._live.snapshot()


def login_environment(user: str, home: str, extra: Mapping[str, str]) -> dict[str, str]:
    """The exported variables of a Debian login shell (api-503-host §4.5), with these added."""
    root = ":/usr/sbin:/usr/bin:/sbin:/bin" if user == "root" else ":/usr/bin:/bin"
    first = "/usr/local/sbin:/usr/local/bin" if user == "root" else "/usr/local/bin"
    games = "" if user == "root" else ":/usr/local/games:/usr/games"
    return {
        "SHELL": "/bin/bash",
        "HOME": home,
        "LOGNAME": user,
        "USER": user,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PATH": first + root + games,
        **extra,
    }


def _refused(result: ExecResult) -> bool:
    """Whether the line did not run, or not to its end, because of its grammar."""
    return result.error is not None or "syntax error" in result.stderr


def _exit(result: ExecResult, interrupted: bool) -> int:
    if interrupted:
        return _INTERRUPTED
    return _SYNTAX if messages.is_syntax_error(result.error) else int(result.exit_code)
