"""The one way the terminal touches an engine: a single thread plays lines, hears the story, compares rivals.

Everything about the engine runs on that thread, in order, so a second terminal, the idle clock and the
comparison with rival worlds cannot get into a line's way. Lines go first: rivals are compared one
observation at a time, behind whatever waits.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.session.engine import Engine, LineResult
from incidentgame.session.play import Play
from incidentgame.session.ports import Pace, no_pace
from incidentgame.session.storyteller import Spoken
from incidentgame.session.transcript import prompt
from incidentgame.session.variables import mitigated

T = TypeVar("T")


class RunningClock(Protocol):
    """The case clock as a front end needs it (adapters.clock.CaseClock)."""

    @property
    def running(self) -> bool: ...

    def now(self) -> Instant: ...

    def move_to(self, at: Instant) -> None: ...

    def go_back_to(self, at: Instant) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A played line: the prompt it was typed at, and what came of it."""

    prompt: str
    result: LineResult


class Driver:
    """Plays one session for any number of front ends of this process."""

    def __init__(self, play: Play, clock: RunningClock) -> None:
        self.play, self.clock = play, clock
        self.recovered = False
        self._prompt = prompt(play.engine)
        self._line_running = False
        self._compares = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")

    @property
    def engine(self) -> Engine:
        """The engine; from other threads only to read counts and the case."""
        return self.play.engine

    @property
    def prompt(self) -> str:
        """`oncall@laptop:~$ ` as it stands after the last line."""
        return self._prompt

    @property
    def busy(self) -> bool:
        """Is a line being played?"""
        return self._line_running

    def line(self, text: str, pace: Pace = no_pace, shell: str = "main") -> "Future[Shown]":
        """Play a line now. The future fails with what the store raises (nothing was shown then)."""
        self._line_running = True
        return self._thread.submit(self._line, text, pace, shell)

    def heard(self) -> "Future[Sequence[Spoken]]":
        """Let the story come up to the case clock; what was said meanwhile."""
        return self._thread.submit(self._heard)

    def asked(self, question: Callable[[Engine], T]) -> "Future[T]":
        """Ask the engine something between two lines; the question must change nothing."""
        return self._thread.submit(question, self.engine)

    def suspend(self) -> None:
        """Log that the player left for now."""
        self._thread.submit(self.play.suspend).result()

    def close(self) -> None:
        """Let the thread end; what is still to be compared is left."""
        self._compares = False
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _line(self, text: str, pace: Pace, shell: str) -> Shown:
        try:
            if not self.clock.running:
                self.clock.resume()
                self.play.resume()
            before, engine = self._prompt, self.engine
            result = self.play.line(text, self.clock.now(), shell, pace)
            if self.engine is engine:
                self.clock.move_to(self.engine.now)
            else:  # the line went back to an earlier one
                self.clock.go_back_to(self.engine.now)
                self.recovered = False
            if result.observation.verb == "pause":
                self.clock.pause()
                self.play.pause()
            self._prompt = prompt(self.engine)
            return Shown(before, result)
        finally:
            self._line_running = False
            self._compare_soon()

    def _heard(self) -> Sequence[Spoken]:
        if not self.clock.running:
            return ()
        words = self.engine.pass_time(self.clock.now())
        self._watch_recovery()
        return words

    def _watch_recovery(self) -> None:
        """What any outside probe would say; it can only get better once the player changed something."""
        if self.engine.first_change is not None:
            self.recovered = mitigated(self.engine)

    def _compare_soon(self) -> None:
        if not self._compares:
            self._compares = True
            self._thread.submit(self._compare)

    def _compare(self) -> None:
        rivals, engine = self.engine.rivals, self.engine
        settled = len(rivals.gains)
        rivals.settle(engine.player, most=1)
        if self._compares and len(rivals.gains) > settled:
            self._thread.submit(self._compare)
        else:
            self._compares = False
            engine.prepare()


def minutes_down(engine: Engine, now: Instant) -> int:
    """Minutes since the page says it fails."""
    return (now - down_since(engine)) // MINUTE


def down_since(engine: Engine) -> Instant:
    """The page's own `since` (a time of day before the page) as an instant; the page itself without one."""
    paged = engine.case.paged_at
    parts = str(engine.case.page.get("since", "")).split(":")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return paged
    hours, minutes, seconds = (int(part) for part in parts)
    midnight = paged - paged % (24 * 60 * MINUTE)
    at = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000
    return at if at <= paged else at - 24 * 60 * MINUTE
