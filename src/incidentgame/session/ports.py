"""What the session needs from outside and gets injected."""

from collections.abc import Iterable
from typing import Protocol

from incidentgame.kernel.events import AnyEvent
from incidentgame.kernel.instant import Instant, Millis


class EventStore(Protocol):
    """One session's append-only log. `append` returns only once the event is safe on disk."""

    def append(self, event: AnyEvent) -> None: ...

    def events(self) -> Iterable[AnyEvent]: ...


class Clock(Protocol):
    """The case clock as a front end feeds it."""

    def now(self) -> Instant: ...


class Pace(Protocol):
    """Shows simulated waiting. Called before `duration` ms pass; returns how much really may pass.

    Returning less than `duration` means the player pressed Ctrl-C at that simulated instant.
    """

    def __call__(self, duration: Millis, why: str) -> Millis: ...


def no_pace(duration: Millis, why: str) -> Millis:
    """Waiting that costs nothing and is never interrupted: scripts and replays."""
    return duration
