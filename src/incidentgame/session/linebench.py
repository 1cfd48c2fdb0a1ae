"""The bench of one line on one stage: what the line's commands ask for is done here, in order.

Everything a command causes goes through this file, so the truth and its rivals are treated alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incidentgame.api.answer import change_of, handlers
from incidentgame.api.errors import ApiError
from incidentgame.commands.bench import Interrupted
from incidentgame.commands.player import PlayerView
from incidentgame.kernel.instant import HOUR, Instant, Millis
from incidentgame.session.actors import on_call
from incidentgame.session.perform import outcome
from incidentgame.session.ports import Pace
from incidentgame.shell.command import Exhausted, Outcome
from incidentgame.shell.files import FileTree
from incidentgame.world.actions import Done
from incidentgame.world.change import Act, Call
from incidentgame.world.view import View
from incidentgame.world.walk.request import Request, Walk

if TYPE_CHECKING:
    from incidentgame.session.stage import Stage

MOST_WAITING: Millis = 6 * HOUR
"""A line may not let more simulated time pass than this."""

MOST_ASKED = 3_000
"""So often may a line's commands ask something of the world: calls, acts, requests, waits, logins.

Their work is bounded by this count, not by a clock (DESIGN, law 1); a request counts twice, as it also waits.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A game verb's effect, for the engine to fold into the session."""

    verb: str
    parameters: Mapping[str, Any]


@dataclass(slots=True)
class Trail:
    """What a line did, beside what it printed."""

    commands: list[str] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    walks: list[Walk] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    waited: Millis = 0
    asked: int = 0
    interrupted: bool = False


class LineBench:
    """Implements commands.bench.Bench for one line. `stage` moves; nothing else is kept here."""

    def __init__(
        self,
        stage: "Stage",
        host: str,
        user: str,
        player: PlayerView,
        pace: Pace,
        stop_at: Instant | None,
        trail: Trail,
    ) -> None:
        self._stage, self._host, self._user, self._player = stage, host, user, player
        self._pace, self._stop_at, self.trail = pace, stop_at, trail

    @property
    def view(self) -> View:
        return self._stage.sim

    @property
    def host(self) -> str:
        return self._host

    @property
    def user(self) -> str:
        return self._user

    @property
    def files(self) -> FileTree:
        return self._stage.files_on(self._host, self._user)

    @property
    def player(self) -> PlayerView:
        return self._player

    def call(
        self, service: str, operation: str, request: Mapping[str, Any], region: str
    ) -> Mapping[str, Any]:
        """An API call by the on-call role; its change enters the ledger, refused or not."""
        self._check()
        sim = self._stage.sim
        if operation not in handlers(service):
            raise ApiError("AccessDenied", f"not authorized to perform: {service}:{operation}", 403)
        call = Call(service, operation, request, on_call(sim.account), region)
        given = outcome(sim, call)
        change = change_of(sim, call, given, "player")
        self._stage.sim = sim.commit(change)
        self.trail.calls.append((service, operation))
        if isinstance(given, ApiError):
            raise given
        self.trail.empty += [name for name, value in given.response.items() if value == []]
        if not change.read_only:
            self.trail.writes.append(f"{service}:{operation}")
        return given.response

    def act(self, verb: str, **parameters: Any) -> Done:
        """An act on a host or database; ActRefused when it says no."""
        self._check()
        sim = self._stage.sim
        self._stage.sim, done = sim.acted(Act(verb, parameters, on_call(sim.account)), "player")
        if done.edits:
            self.trail.writes.append(verb)
        return done

    def wait(self, duration: Millis, why: str = "") -> None:
        """Simulated time passes; Ctrl-C ends it at that simulated instant."""
        self._check()
        duration = min(duration, MOST_WAITING - self.trail.waited)
        allowed = self._allowed(duration, why)
        self.trail.waited += allowed
        self._stage.sim = self._stage.sim.advance(self._stage.sim.now + allowed)
        if allowed < duration:
            self.trail.interrupted = True
            raise Interrupted

    def send(self, request: Request) -> Walk:
        """The player's own request: walked, recorded, and its time let pass."""
        from incidentgame.world.walk.player import walk  # late: a case opens without any request

        self._check()
        found = walk(self._stage.sim, request)
        self._stage.sim = self._stage.sim.record(found)
        self.trail.walks.append(found)
        self.wait(found.total_ms, request.name)
        return found

    def say(self, verb: str, **parameters: Any) -> None:
        self.trail.said.append(Said(verb, parameters))

    def run_on(self, host: str, line: str, user: str = "", stdin: bytes | None = None) -> Outcome:
        """Somebody's shell on a host (`HOST` or `USER@HOST`) runs a line, on this line's trail."""
        self._check()
        login, at, place = host.rpartition("@")
        user, host = (login or user), (place if at else host)
        self.trail.hosts.append(host)
        return self._stage.run_nested(host, user or self._stage.user_on(host), line, self, stdin)

    def on(self, host: str, user: str) -> "LineBench":
        """This bench as seen by a user on a host."""
        return LineBench(self._stage, host, user, self._player, self._pace, self._stop_at, self.trail)

    def as_user(self, user: str) -> "LineBench":
        """The same bench with another user's rights on this host."""
        return self.on(self._host, user)

    def unanswered(self, line: str, reason: str) -> None:
        self.trail.unanswered.append((line, reason))

    def _allowed(self, duration: Millis, why: str) -> Millis:
        if self._stop_at is not None:
            return max(0, min(duration, self._stop_at - self._stage.sim.now))
        return self._pace(duration, why)

    def _check(self) -> None:
        if self.trail.interrupted:
            raise Interrupted
        self.trail.asked += 1
        if self.trail.asked > MOST_ASKED:
            raise Exhausted
