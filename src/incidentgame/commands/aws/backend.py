"""What the `aws` command needs from its surroundings, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class AwsResult:
    """What one `aws` line printed and its exit status. `stdout` is bytes when it is not text."""

    stdout: str | bytes = ""
    stderr: str = ""
    exit: int = 0


class Interrupted(Exception):  # noqa: N818  # a signal by the player, not an error
    """Raised by `Backend.wait` for Ctrl-C: the line ends here, what was printed so far stands."""


class Backend(Protocol):
    """AWS, the files of the host the command runs on, and simulated time."""

    def call(
        self, service: str, operation: str, request: Mapping[str, Any], region: str
    ) -> Mapping[str, Any]:
        """One API request; raises ApiError. `service` is botocore's name, `operation` PascalCase.

        In requests and responses timestamps are instants (int milliseconds since the epoch, UTC)
        and blobs are bytes. Responses may also hold aware datetimes or ISO texts.
        """

    def supports(self, service: str, operation: str) -> bool:
        """Does this world answer the operation? What it does not is denied to the caller."""

    def unanswered(self, service: str, operation: str) -> None:
        """Record that a player tried something this world has no answer for."""

    def read_file(self, path: str) -> bytes:
        """A file of the virtual host (relative paths from the working directory, `~` expanded).

        Raises FileNotFoundError, IsADirectoryError or PermissionError.
        """

    def write_file(self, path: str, data: bytes) -> None:
        """Create or replace a file of the virtual host; raises OSError subclasses."""

    def wait(self, milliseconds: int) -> None:
        """Simulated time passes; raises Interrupted when the player pressed Ctrl-C."""

    @property
    def now(self) -> int:
        """The case clock, milliseconds since the epoch."""

    @property
    def default_region(self) -> str:
        """The region of the profile when neither option nor environment nor config file says."""

    @property
    def caller_arn(self) -> str:
        """Who the credentials belong to, as in `sts get-caller-identity`."""
