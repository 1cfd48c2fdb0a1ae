"""The case clock while a person plays: it follows the wall clock, pauses, jumps over simulated waiting."""

import threading
import time
from collections.abc import Callable

from incidentgame.kernel.instant import Instant


def wall_now() -> Instant:
    """The wall clock, ms UTC: for the dates of what is kept beside the cases, never for a case."""
    return time.time_ns() // 1_000_000


class CaseClock:
    """A `session.ports.Clock` fed by a monotonic clock, which does not count a suspended machine.

    It never goes back unless the player does. Safe to read and move from any thread.
    """

    def __init__(self, start: Instant, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic, self._lock = monotonic, threading.Lock()
        self._case, self._wall, self._runs = start, monotonic(), True

    @property
    def running(self) -> bool:
        """False while paused."""
        return self._runs

    def now(self) -> Instant:
        """The case time."""
        with self._lock:
            return self._now()

    def move_to(self, at: Instant) -> None:
        """Jump ahead to an instant (simulated waiting); nothing when it has passed already."""
        with self._lock:
            self._set(max(at, self._now()))

    def go_back_to(self, at: Instant) -> None:
        """Run on from an earlier instant: the player went back to one."""
        with self._lock:
            self._set(at)

    def pause(self) -> None:
        """Stand still until `resume`."""
        with self._lock:
            self._set(self._now())
            self._runs = False

    def resume(self) -> None:
        """Run on from where it stood."""
        with self._lock:
            self._set(self._now())
            self._runs = True

    def _now(self) -> Instant:
        if not self._runs:
            return self._case
        return self._case + int((self._monotonic() - self._wall) * 1000)

    def _set(self, at: Instant) -> None:
        self._case, self._wall = at, self._monotonic()
