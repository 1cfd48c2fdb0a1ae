"""One bashkit instance: its construction, its callbacks, and calls from inside another shell's command."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from weakref import finalize, ref

from bashkit import Bash, BuiltinContext, BuiltinResult, ExecResult, ExecutionProfile

from incidentgame.shell.bridge.filesystem import Mounted
from incidentgame.shell.command import Command, EndLine, Invocation, Outcome
from incidentgame.shell.devices import Devices
from incidentgame.shell.files import FileTree
from incidentgame.shell.limits import Limits
from incidentgame.shell.meter import Meter, Seconds, current, uncounted, under

T = TypeVar("T")
_here = threading.local()
_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Identity:
    """Who runs the shell, and where."""

    hostname: str
    user: str
    home: str
    env: Mapping[str, str]


class TooDeep(Exception):  # noqa: N818 - a limit, reported as an outcome
    """Shells inside shells inside shells: more than Limits.nesting."""


def depth() -> int:
    """How many shells' commands this thread is inside of."""
    return getattr(_here, "depth", 0)


def apart(work: Callable[[], T], limit: int | None = None) -> T:
    """Run work that calls an interpreter; on a thread of its own when inside another's callback.

    The interpreter cannot be entered twice on one thread, not even another instance of it
    (embedded-shell, trap 5); that goes for making, saving and freeing one too. Raises TooDeep beyond the
    limit of levels.
    """
    level = depth()
    if level == 0:
        return work()
    if limit is not None and level >= limit:
        raise TooDeep
    return _on_thread(work, level)


def _on_thread(work: Callable[[], T], level: int) -> T:
    results: list[T] = []
    problems: list[BaseException] = []
    meter = current()

    def body() -> None:
        _here.depth = level
        try:
            with under(meter):
                results.append(work())
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=body, name="nested-shell", daemon=True)
    thread.start()
    thread.join()
    if problems:
        raise problems[0]
    return results[0]


class Interpreter:
    """A live bashkit instance over a file tree, with the game's commands in it."""

    def __init__(
        self,
        files: FileTree,
        commands: Mapping[str, Command],
        identity: Identity,
        limits: Limits,
        devices: Devices,
        cwd: str,
        clock: Seconds | None = None,
    ) -> None:
        """Construction takes about half a millisecond. Without a clock the wall is the only one."""
        self.identity = identity
        self.ended: BaseException | None = None
        self._cancelled = False
        self._clock, self._limits, self.cut = clock, limits, False
        self._mounted = Mounted(files, devices)
        finalize(self, self._mounted.close)
        self._bash = Bash(
            profile=ExecutionProfile.Interactive,
            timeout_seconds=limits.seconds if clock is None else limits.wall_seconds,
            max_commands=limits.commands,
            max_loop_iterations=limits.loop_iterations,
            hostname=identity.hostname,
            username=identity.user,
            env=dict(identity.env),
            cwd=cwd,
            custom_builtins={name: self._wrapped(command) for name, command in commands.items()},
        )
        self._bash.mount("/", self._mounted.files())

    def execute(self, script: str) -> ExecResult:
        """Run a script; never raises for what is in it."""
        self.ended = None
        self._cancelled = self.cut = False
        try:
            return self._metered(script)
        finally:
            if self._cancelled:
                self._bash.clear_cancel()
            Mounted.let_go()

    def _metered(self, script: str) -> ExecResult:
        if self._clock is None:
            return self._bash.execute_sync(script)
        meter = current() or Meter(self._clock, self._limits.seconds)
        with under(meter), meter.at_work(self.cancel):
            result = self._bash.execute_sync(script)
        self.cut = meter.cut and self._cancelled
        return result

    def cancel(self) -> None:
        """End the running script at its next step; may be called from any thread."""
        self._cancelled = True
        self._bash.cancel()

    def snapshot(self) -> bytes:
        """The state without files."""
        return bytes(self._bash.snapshot(exclude_filesystem=True))

    def restore(self, snapshot: bytes) -> None:
        """Back to a snapshot; files are not touched."""
        self._bash.restore_snapshot(snapshot)

    def cwd(self) -> str:
        """The working directory."""
        return str(self._bash.shell_state().cwd)

    def variable(self, name: str) -> str:
        """A variable's value, empty when unset."""
        return str(self._bash.shell_state().variables.get(name, ""))

    def close(self) -> None:
        """Free the instance."""
        self._mounted.close()

    def _wrapped(self, command: Command) -> Callable[[BuiltinContext], BuiltinResult]:
        """The command as bashkit calls it; it must not keep this instance alive, which keeps it."""
        me = ref(self)

        def call(context: BuiltinContext) -> BuiltinResult:
            interpreter = me()
            if interpreter is None:
                return BuiltinResult("", "", _INTERRUPTED)
            outcome = interpreter._called(command, context)
            return BuiltinResult(outcome.text, outcome.stderr, outcome.exit)

        return call

    def _called(self, command: Command, context: BuiltinContext) -> Outcome:
        if self.ended is not None:
            return Outcome(exit=_INTERRUPTED)
        level = depth()
        _here.depth = level + 1
        try:
            with uncounted():
                return command(self._invocation(context))
        except BaseException as problem:
            self.ended = problem
            self.cancel()
            return Outcome(exit=_INTERRUPTED if isinstance(problem, EndLine) else 1)
        finally:
            _here.depth = level

    def _invocation(self, context: BuiltinContext) -> Invocation:
        given = context.stdin is not None
        return Invocation(
            name=context.name,
            argv=tuple(context.argv),
            stdin=(context.stdin or "").encode(),
            stdin_given=given,
            env=context.env,
            cwd=context.cwd,
            user=self.identity.user,
        )
