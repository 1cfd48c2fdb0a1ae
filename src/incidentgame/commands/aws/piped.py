"""`file:///dev/stdin`: what is piped into the command, as a file beside the host's own."""

from typing import Any, cast

from incidentgame.commands.aws.backend import Backend

_STDIN = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")


def with_stdin(backend: Backend, stdin: bytes) -> Backend:
    """The same backend, whose /dev/stdin reads as `stdin`."""
    return cast(Backend, _Piped(backend, stdin))


class _Piped:
    """Everything but /dev/stdin is the backend's."""

    def __init__(self, backend: Backend, stdin: bytes) -> None:
        self._backend, self._stdin = backend, stdin

    def read_file(self, path: str) -> bytes:
        return self._stdin if path in _STDIN else self._backend.read_file(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)
