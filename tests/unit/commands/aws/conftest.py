"""A small fixed AWS behind the `aws` command."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from incidentgame.api.errors import ApiError
from incidentgame.commands.aws.backend import AwsResult, Interrupted
from incidentgame.commands.aws.main import run

NOW = 1_773_151_651_250  # 2026-03-10T14:07:31.250Z
CALLER = "arn:aws:sts::111122223333:assumed-role/OnCall/alex"

Answer = Mapping[str, Any] | ApiError | Callable[[Mapping[str, Any]], Mapping[str, Any]]


class FakeBackend:
    """Answers from a table, records what was asked; `interrupt_after` waits it raises Interrupted."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.calls: list[tuple[str, str, Mapping[str, Any], str]] = []
        self.tried: list[tuple[str, str]] = []
        self.files: dict[str, bytes] = {}
        self.waited: list[int] = []
        self.interrupt_after = 10_000
        self.now = NOW
        self.default_region = "eu-west-1"
        self.caller_arn = CALLER

    def call(
        self, service: str, operation: str, request: Mapping[str, Any], region: str
    ) -> Mapping[str, Any]:
        self.calls.append((service, operation, request, region))
        answer = self.answers[operation]
        if isinstance(answer, ApiError):
            raise answer
        return answer(request) if callable(answer) else answer

    def supports(self, service: str, operation: str) -> bool:
        return operation in self.answers

    def unanswered(self, service: str, operation: str) -> None:
        self.tried.append((service, operation))

    def read_file(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def write_file(self, path: str, data: bytes) -> None:
        if path.startswith("/root/"):
            raise PermissionError(path)
        self.files[path] = data

    def wait(self, milliseconds: int) -> None:
        if len(self.waited) >= self.interrupt_after:
            raise Interrupted
        self.waited.append(milliseconds)
        self.now += milliseconds


@pytest.fixture(scope="session")
def new_backend() -> type[FakeBackend]:
    """For tests that need more than one."""
    return FakeBackend


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def aws(backend: FakeBackend) -> Callable[..., AwsResult]:
    """`aws("elbv2 describe-rules", env={...})`: words split at spaces, further words as given."""

    def call(line: str, *more: str, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> AwsResult:
        return run([*line.split(), *more], env or {}, stdin, backend)

    return call
