"""What one class of requests asks, and the weighted paths it can take."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from incidentgame.world.path import Path

WHOLE = 1_000_000
"""Weights are parts per million."""


class Ask(msgspec.Struct, frozen=True):
    """A request as every hop sees it. `client_ip` is the viewer's address."""

    method: str
    host: str
    uri: str
    query: str = ""
    headers: Mapping[str, str] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    client_ip: str = "198.51.100.7"
    body_bytes: int = 0
    scheme: str = "https"


class Branch(msgspec.Struct, frozen=True, gc=False):
    """One way a request can go, and how likely it is (parts per million of those that came here)."""

    weight: int
    path: Path


@dataclass(frozen=True, slots=True)
class Loads:
    """Requests per second, in thousandths, at the places whose answer depends on load.

    `proxy`: per (host, client address nginx sees). `database`: per host, requests that borrow a connection.
    """

    proxy: Mapping[tuple[str, str], int] = field(default_factory=dict)
    database: Mapping[str, int] = field(default_factory=dict)


def spread(shares: Iterable[tuple[int, list[Branch]]]) -> list[Branch]:
    """Branches of several alternatives, each scaled by its share (ppm); empty ones are left out."""
    return [
        Branch(branch.weight * share // WHOLE, branch.path)
        for share, branches in shares
        if share > 0
        for branch in branches
        if branch.weight * share >= WHOLE
    ]


def onward(branches: list[Branch], change: Callable[[Path], Path]) -> list[Branch]:
    """The same branches with each path seen from one hop further out."""
    return [replace(branch, path=change(branch.path)) for branch in branches]


def even(parts: int) -> list[int]:
    """`parts` shares (ppm) that sum to the whole."""
    share, rest = divmod(WHOLE, parts)
    return [share + (1 if index < rest else 0) for index in range(parts)]
