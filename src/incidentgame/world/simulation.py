"""The simulation: a world, its ledger and the present instant, as a value that can be moved forward.

`advance` plays everything that is due (scripted calls, delayed edits, control loops) in order of time;
`commit` and `record` add what a player did. Each returns the next simulation, so a line can look ahead,
a rival can branch off, and nothing is ever undone.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.actions import ActRefused, Done, perform_act
from incidentgame.world.change import CONTROLLER, Act, Call, Change, Origin, Scheduled
from incidentgame.world.state import Drop, World
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.view import Account, View
from incidentgame.world.walk.request import Walk

if TYPE_CHECKING:
    from incidentgame.world.traffic.model import TrafficModel

_MOST_STEPS = 200_000


class Controller(Protocol):
    """A control loop: when it next wants to act, and what it then changes."""

    @property
    def name(self) -> str: ...

    def due(self, view: View) -> Instant | None: ...

    def act(self, view: View) -> tuple[Change, ...]: ...


Perform = Callable[[View, Call, Origin], Change]
"""Answers an API call with the ledger's entry for it; the api layer provides it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A world and the instant from which it holds."""

    since: Instant
    world: World


@dataclass(frozen=True)
class Simulation:
    """A running world. `script` is what is still to come, in order of time."""

    account: Account
    dice: Dice
    plan: TrafficPlan
    controllers: Iterable[Controller]
    perform: Perform
    now: Instant
    spans: tuple[Span, ...]
    script: tuple[Scheduled, ...] = ()
    changes: tuple[Change, ...] = ()
    walks: tuple[Walk, ...] = ()
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def world(self) -> World:
        return self.spans[-1].world

    @property
    def traffic(self) -> "TrafficModel":
        from incidentgame.world.traffic.model import TrafficModel  # late: a case opens without any request

        return TrafficModel(self)

    def world_at(self, at: Instant) -> World:
        """The world at an earlier instant, changes at exactly `at` included."""
        return self.spans[self._index(at)].world

    def worlds(self, start: Instant, end: Instant) -> Sequence[tuple[Instant, World]]:
        """The spans that cover [start, end), each with the instant it began."""
        first, last = self._index(start), self._index(end - 1)
        return [(span.since, span.world) for span in self.spans[first : last + 1]]

    def advance(self, to: Instant) -> "Simulation":
        """The simulation at a later instant, with everything due until then done."""
        state = self
        for _ in range(_MOST_STEPS):
            following = state._step(to)
            if following is None:
                return replace(state, now=max(to, state.now))
            state = following
        raise RuntimeError("a control loop does not move on")

    def commit(self, change: Change) -> "Simulation":
        """The simulation with one more change in its ledger, its edits applied."""
        changes = (*self.changes, change)
        if not change.edits:
            return replace(self, changes=changes)
        return replace(self, changes=changes, spans=self._edited(change))

    def record(self, walk: Walk) -> "Simulation":
        """The simulation with a player's own request in its logs."""
        return replace(self, walks=(*self.walks, walk))

    def called(self, call: Call, origin: Origin) -> "Simulation":
        """The simulation after an API call, answered or refused."""
        return self.commit(self.perform(self, call, origin))

    def acted(self, act: Act, origin: Origin) -> tuple["Simulation", Done]:
        """The simulation after an act, and what it printed; ActRefused when it is refused."""
        done = perform_act(self, act)
        return self.commit(act_change(self.now, act, done, origin)), done

    def _index(self, at: Instant) -> int:
        return max(0, bisect_right(self.spans, at, key=lambda span: span.since) - 1)

    def _edited(self, change: Change) -> tuple[Span, ...]:
        span = Span(self.now, self.world.edited(change.edits))
        kept = self.spans[:-1] if self.spans[-1].since == self.now else self.spans
        return (*kept, span)

    def _step(self, to: Instant) -> "Simulation | None":
        """The simulation after the next thing due, or None when nothing is due until `to`."""
        at, what = min(self._agenda(), key=lambda entry: entry[0], default=(to + 1, None))
        if at > to or what is None:
            return None
        return what(replace(self, now=max(at, self.now)))

    def _agenda(self) -> Iterator[tuple[Instant, "Callable[[Simulation], Simulation]"]]:
        if self.script:
            yield self.script[0].at, _scripted
        pending = [doc["due"] for doc in self.world.all(kinds.PENDING)]
        if pending:
            yield min(pending), _pending
        for controller in self.controllers:
            due = controller.due(self)
            if due is not None:
                yield due, _controlled(controller)


def _refused(at: Instant, act: Act, refusal: ActRefused, origin: Origin) -> Change:
    """The ledger's entry for an act that a host or database refused."""
    change = act_change(at, act, Done(), origin)
    return replace(change, error=("ActRefused", refusal.message))


def act_change(at: Instant, act: Act, done: Done, origin: Origin) -> Change:
    """The ledger's entry for an act."""
    where = act.parameters.get("host", "")
    return Change(
        at=at,
        principal=act.principal,
        source=f"{act.verb.split('.')[0]}:{where}",
        action=act.verb,
        request=act.parameters,
        edits=done.edits,
        recorded="none",
        origin=origin,
    )


def _scripted(state: Simulation) -> Simulation:
    """Everything scripted for one instant, before any control loop looks again."""
    at = state.script[0].at
    while state.script and state.script[0].at == at:
        state = _one_scripted(state)
    return state


def _one_scripted(state: Simulation) -> Simulation:
    item, rest = state.script[0], state.script[1:]
    state = replace(state, script=rest)
    if isinstance(item.what, Call):
        return state.called(item.what, item.origin)
    if isinstance(item.what, Change):
        return state.commit(item.what)
    try:
        return state.acted(item.what, item.origin)[0]
    except ActRefused as refusal:
        return state.commit(_refused(state.now, item.what, refusal, item.origin))


def _pending(state: Simulation) -> Simulation:
    table = state.world.table(kinds.PENDING)
    key = min(table, key=lambda k: (table[k]["due"], k))
    doc = table[key]
    edits = (Drop(kinds.PENDING, key), *doc["edits"])
    return state.commit(
        Change(
            at=state.now,
            principal=CONTROLLER,
            source="controller:delay",
            action=doc.get("action", "delayed"),
            edits=edits,
            recorded="none",
            origin="controller",
        )
    )


def _controlled(controller: Controller) -> Callable[[Simulation], Simulation]:
    def run(state: Simulation) -> Simulation:
        for change in controller.act(state):
            state = state.commit(change)
        return state

    return run
