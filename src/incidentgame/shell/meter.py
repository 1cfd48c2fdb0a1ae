"""How long the interpreters of one line have been busy themselves, and who ends them when it is too long.

What the game's own commands and files compute is bounded by counts and not timed: a slow machine or a long
log must not end an ordinary line (DESIGN, law 1). The clock is handed in; the work of this process is a
better one than the wall, which other programs move.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Seconds = Callable[[], float]
"""A clock of work done, as `time.process_time`."""

_LOOKS_EVERY = 0.05
_here = threading.local()


class Meter:
    """One line's interpreters, nested in each other, of which at most the innermost is at work."""

    def __init__(self, clock: Seconds, allowed: float) -> None:
        """`allowed` is in the clock's seconds."""
        self._clock, self._allowed = clock, allowed
        self._worked = 0.0
        self._since: float | None = None
        self._enders: list[Callable[[], None]] = []
        self._done = threading.Event()
        self._lock = threading.Lock()
        self.cut = False

    @contextmanager
    def at_work(self, end: Callable[[], None]) -> Iterator[None]:
        """While an interpreter runs a script; `end` ends it from another thread."""
        with self._lock:
            self._enders.append(end)
            outermost = len(self._enders) == 1
        if outermost:
            threading.Thread(target=self._watch, name="line-meter", daemon=True).start()
        before, self._since = self._since, self._clock()
        try:
            yield
        finally:
            self._pause(before)
            with self._lock:
                self._enders.pop()
            if outermost:
                self._done.set()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While a command or a file of the game's own is computed: not counted."""
        counted = self._since is not None
        self._pause(None)
        try:
            yield
        finally:
            self._since = self._clock() if counted else None

    def _pause(self, since: float | None) -> None:
        began, self._since = self._since, since
        if began is not None:
            self._worked += self._clock() - began

    def _busy(self) -> float:
        since = self._since
        return self._worked + (self._clock() - since if since is not None else 0.0)

    def _watch(self) -> None:
        while not self._done.wait(_LOOKS_EVERY):
            if self._since is not None and self._busy() > self._allowed:
                self.cut = True
                with self._lock:
                    for end in self._enders:
                        end()


def current() -> Meter | None:
    """The meter of the line this thread works on."""
    return getattr(_here, "meter", None)


@contextmanager
def under(meter: Meter | None) -> Iterator[None]:
    """This thread works on that line."""
    before = current()
    _here.meter = meter
    try:
        yield
    finally:
        _here.meter = before


@contextmanager
def uncounted() -> Iterator[None]:
    """While something of the game's own is computed, on whichever line this thread works."""
    meter = current()
    if meter is None:
        yield
        return
    with meter.aside():
        yield
