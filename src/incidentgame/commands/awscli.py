"""`aws` on a host: the CLI of commands/aws over the bench."""

from collections.abc import Mapping
from posixpath import join, normpath
from typing import Any

from incidentgame.api.answer import handlers
from incidentgame.commands.aws.backend import Interrupted as Stopped
from incidentgame.commands.bench import Bench, Interrupted
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError, IsDirectory, NotAllowed, NotFound


class BenchBackend:
    """The CLI's surroundings (a `Backend`), out of a bench and the invocation's place."""

    def __init__(self, bench: Bench, invocation: Invocation) -> None:
        self._bench, self._invocation = bench, invocation

    def call(
        self, service: str, operation: str, request: Mapping[str, Any], region: str
    ) -> Mapping[str, Any]:
        """One API request by the player."""
        return self._bench.call(service, operation, request, region)

    def supports(self, service: str, operation: str) -> bool:
        """Does this world answer it?"""
        return operation in handlers(service)

    def unanswered(self, service: str, operation: str) -> None:
        """Leave a note for the authors."""
        self._bench.unanswered(f"aws {service} {operation}", "operation not simulated")

    def read_file(self, path: str) -> bytes:
        """A file of the host; errors as the C library's."""
        try:
            return self._bench.files.read(self._place(path))
        except FileError as error:
            raise _as_os_error(error) from None

    def write_file(self, path: str, data: bytes) -> None:
        """Create or replace a file of the host."""
        try:
            self._bench.files.write(self._place(path), data)
        except FileError as error:
            raise _as_os_error(error) from None

    def wait(self, milliseconds: int) -> None:
        """Simulated time passes."""
        try:
            self._bench.wait(milliseconds, "aws wait")
        except Interrupted:
            raise Stopped from None

    @property
    def now(self) -> int:
        """The case clock."""
        return self._bench.view.now

    @property
    def default_region(self) -> str:
        """The profile's Region: the workload's."""
        return self._bench.view.account.region

    @property
    def caller_arn(self) -> str:
        """The on-call role's session."""
        return f"arn:aws:sts::{self._bench.view.account.id}:assumed-role/OnCall/oncall"

    def _place(self, path: str) -> str:
        home = self._invocation.env.get("HOME", "/")
        if path == "~" or path.startswith("~/"):
            path = home + path[1:]
        return normpath(join(self._invocation.cwd, path))


def _as_os_error(error: FileError) -> OSError:
    kinds = ((NotFound, FileNotFoundError), (IsDirectory, IsADirectoryError), (NotAllowed, PermissionError))
    wanted = next((k for ours, k in kinds if isinstance(error, ours)), OSError)
    return wanted(str(error))


def aws(invocation: Invocation, bench: Bench) -> Outcome:
    """The AWS CLI, version 2. Instances have no credentials of ours: it is on the laptop and the bastion."""
    from incidentgame.commands.aws.main import run

    if bench.host not in ("laptop", "bastion"):
        return Outcome("", "-bash: aws: command not found\n", 127)
    given = run(invocation.argv, invocation.env, invocation.stdin, BenchBackend(bench, invocation))
    return Outcome(given.stdout, given.stderr, given.exit)
