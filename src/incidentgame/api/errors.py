"""The error an AWS operation answers with."""

from dataclasses import dataclass


@dataclass(eq=False)
class ApiError(Exception):
    """A refusal, in the service's own words: `code` and `message` as on the wire, HTTP `status`."""

    code: str
    message: str
    status: int = 400

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
