"""A session with its log: every accepted line is on disk before anything it does is shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from incidentgame.kernel.events import (
    FORMAT,
    AnyEvent,
    Ended,
    LineAccepted,
    LineDone,
    Paused,
    Resumed,
    Rewound,
    Started,
    Suspended,
)
from incidentgame.kernel.instant import Instant
from incidentgame.session.engine import Engine, LineResult
from incidentgame.session.ports import EventStore, Pace, no_pace


@dataclass
class Play:
    """An engine and the log it writes."""

    engine: Engine
    store: EventStore

    def open(self, engine_version: str) -> None:
        """Log that the case was opened."""
        case = self.engine.case
        self.store.append(
            Started(
                at=case.paged_at,
                pack=case.pack,
                fault=case.fault,
                seed=case.seed,
                code=case.code,
                digest=case.pack_digest,
                engine=engine_version,
                format=FORMAT,
                mode=self.engine.mode,
                minutes=self.engine.minutes,
            )
        )

    def line(self, text: str, at: Instant, shell: str = "main", pace: Pace = no_pace) -> LineResult:
        """Accept a line, play it, and log how it ended."""
        at = max(at, self.engine.now)
        n = len(self.engine.observations) + 1
        self.store.append(LineAccepted(at=at, n=n, text=text, shell=shell))
        result = self.engine.submit(text, at, pace=pace)
        self.store.append(done_event(result))
        if result.leaving:
            self._left(result.leaving)
        self.follow()
        return result

    def follow(self) -> None:
        """Go on with the branch that the last line asked for, if it asked for one, and log that."""
        following = self.engine.branches.follow()
        if following is not self.engine:
            self.engine = following
            self._log_branch()

    def take_up(self, events: Iterable[AnyEvent]) -> None:
        """Go on where a replay of these events ended; a jump that a crash kept out of the log is logged."""
        self.engine = self.engine.branches.current
        logged = max((event.branch for event in events if isinstance(event, Rewound)), default=1)
        if logged < self.engine.branches.number:
            self._log_branch()

    def _log_branch(self) -> None:
        branch = self.engine.branches.all[-1]
        self.store.append(Rewound(at=branch.at, to=branch.since, branch=branch.number))

    def pause(self) -> None:
        """Log that the clock stopped."""
        self.store.append(Paused(at=self.engine.now))

    def resume(self) -> None:
        """Log that the clock runs again."""
        self.store.append(Resumed(at=self.engine.now))

    def suspend(self) -> None:
        """Log that the player left for now."""
        self.store.append(Suspended(at=self.engine.now))

    def _left(self, why: str) -> None:
        if self.engine.ended:
            self.store.append(Ended(at=self.engine.now, why=why))
        elif why == "quit":
            self.suspend()


def done_event(result: LineResult) -> LineDone:
    """The log's entry for a line that ended."""
    seen = result.observation
    return LineDone(
        at=seen.ended,
        n=seen.n,
        exit=seen.exit,
        sha256=sha256((seen.shown + seen.aside).encode()).hexdigest(),
        cut=seen.cut,
        cut_output=seen.shown if seen.cut else "",
        interrupted_at=seen.ended if seen.cut else 0,
    )


def replayed(engine: Engine, events: Iterable[AnyEvent]) -> Iterator[tuple[LineResult, LineDone | None]]:
    """Play the lines of a log again; each with what the log says of it (None: a crash cut it).

    A line that went back goes back again: `engine.branches.current` is the engine played in the end.
    """
    for accepted, done in _lines(events):
        stop = done.interrupted_at if done is not None and done.cut else None
        result = engine.submit(accepted.text, accepted.at, stop_at=stop)
        engine = engine.branches.follow()
        yield result, done


def _lines(events: Iterable[AnyEvent]) -> Iterator[tuple[LineAccepted, LineDone | None]]:
    """The accepted lines, each with its end where it has one."""
    accepted: LineAccepted | None = None
    for event in events:
        if isinstance(event, LineAccepted):
            if accepted is not None:
                yield accepted, None
            accepted = event
        elif isinstance(event, LineDone) and accepted is not None and accepted.n == event.n:
            yield accepted, event
            accepted = None
    if accepted is not None:
        yield accepted, None


def last_instant(events: Iterable[AnyEvent]) -> Instant:
    """Until when the branch played last has come."""
    until = 0
    for event in events:
        until = event.at if isinstance(event, Rewound) else max(until, event.at)
    return until
