"""What may be read of a running simulation. API handlers, commands and controllers see this and no more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant, Millis
from incidentgame.world.change import Change
from incidentgame.world.path import Path
from incidentgame.world.state import World


@dataclass(frozen=True, slots=True)
class Account:
    """Where the world is: account id, the workload Region, and when its history begins."""

    id: str
    region: str
    begins: Instant


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request that happened, with everything a log line needs.

    `at` is when CloudFront received it (or the ALB, where it came straight there); `micros` the part below
    a millisecond. `edge_id` is x-amz-cf-id, `trace_id` the ALB's Root=1-… . `pop` is the edge location.
    """

    at: Instant
    micros: int
    flow: str
    path: Path
    method: str
    scheme: str
    host: str
    uri: str
    query: str
    version: str
    client_ip: str
    client_port: int
    user_agent: str
    referer: str
    pop: str
    edge_ip: str
    edge_id: str
    trace_id: str
    sent_bytes: int
    received_bytes: int


Where = Callable[[Path], bool]
Route = Callable[[str, str], bool]
"""Picks requests by host name and path template, before any of them is drawn."""


class Traffic(Protocol):
    """The requests of this world: counts without lines, lines without surprises."""

    def counts(self, start: Instant, end: Instant, step: Millis, where: Where) -> list[int]:
        """Requests whose path satisfies `where`, per step of `step` ms from `start` up to `end`.

        Exactly as many as `arrivals` would list (start included, end excluded), players' own included.
        """

    def tables(
        self, start: Instant, end: Instant, step: Millis, keys: Callable[[Path], Sequence[str]]
    ) -> dict[str, list[int]]:
        """Several counts in one pass: each path is counted under every key `keys` gives it."""

    def latency(
        self, start: Instant, end: Instant, step: Millis, where: Where, value: Callable[[Path], Millis]
    ) -> list[list[tuple[Millis, int]]]:
        """Per step, the (value, count) pairs of a duration over the matching requests, ascending."""

    def arrivals(
        self, start: Instant, end: Instant, where: Where | None = None, route: Route | None = None
    ) -> Iterator[Arrival]:
        """The requests themselves in order of time, for log lines; start included, end excluded."""


class View(Protocol):
    """A simulation at its present instant."""

    @property
    def now(self) -> Instant: ...

    @property
    def world(self) -> World: ...

    @property
    def dice(self) -> Dice: ...

    @property
    def account(self) -> Account: ...

    @property
    def traffic(self) -> Traffic: ...

    @property
    def changes(self) -> Sequence[Change]:
        """The ledger up to now, oldest first."""

    def world_at(self, at: Instant) -> World:
        """The world as it was at an earlier instant (changes at exactly `at` included)."""

    def worlds(self, start: Instant, end: Instant) -> Sequence[tuple[Instant, World]]:
        """The spans of unchanged world that cover [start, end): each with the instant it began."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A view with another world or instant: what a step sees of the steps before it, or a Region sees.

    With `alone` the past holds that world too; otherwise the past is the underlying view's.
    """

    view: View
    world: World
    now: Instant
    alone: bool = False

    @property
    def dice(self) -> Dice:
        return self.view.dice

    @property
    def account(self) -> Account:
        return self.view.account

    @property
    def traffic(self) -> Traffic:
        return self.view.traffic

    @property
    def changes(self) -> Sequence[Change]:
        return self.view.changes

    def world_at(self, at: Instant) -> World:
        """See View."""
        return self.world if self.alone else self.view.world_at(at)

    def worlds(self, start: Instant, end: Instant) -> Sequence[tuple[Instant, World]]:
        """See View."""
        return [(start, self.world)] if self.alone else self.view.worlds(start, end)
