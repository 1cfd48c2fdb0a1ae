"""Simulated waiting as the player sees it: about a second, a progress line, and Ctrl-C."""

import threading
import time
from collections.abc import Callable

from incidentgame.kernel.instant import SECOND, Millis

_LONGEST = 1.0
_BUDGET = 2.0
_STEP = 0.05


class Waiting:
    """A `session.ports.Pace` for one line. Waits under a second of case time are not shown at all.

    However often a line waits, it takes about `_BUDGET` seconds of real time; later waits flash past.
    `stop` is Ctrl-C: the wait ends at the simulated instant it had come to.
    """

    def __init__(
        self,
        show: Callable[[str], None],
        hide: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._show, self._hide, self._monotonic = show, hide, monotonic
        self._spent = 0.0
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Ctrl-C was pressed."""
        self._stopped.set()

    def __call__(self, duration: Millis, why: str) -> Millis:
        """Let `duration` pass; how much really passed (less after Ctrl-C)."""
        if self._stopped.is_set():
            return 0 if duration > 0 else duration
        if duration < SECOND:
            return duration
        real = min(_LONGEST, max(_STEP, _BUDGET - self._spent))
        began = self._monotonic()
        self._show(told(duration, why))
        try:
            passed = self._until(began, real)
        finally:
            self._hide()
        self._spent += real
        return duration if passed >= real else min(int(duration * passed / real), duration - 1)

    def _until(self, began: float, real: float) -> float:
        """Seconds passed when the wait was over or stopped."""
        while not self._stopped.is_set():
            left = real - (self._monotonic() - began)
            if left <= 0:
                return real
            self._stopped.wait(min(_STEP, left))
        return min(self._monotonic() - began, real * 0.999)


def told(duration: Millis, why: str) -> str:
    """`… 90 s pass (Ctrl-C stops)`"""
    seconds = duration // SECOND
    long = f"{seconds} s" if seconds < 120 else f"{seconds // 60} min {seconds % 60:02d} s"
    reason = f"{why}: " if why else ""
    return f"… {reason}{long} pass (Ctrl-C stops)"
