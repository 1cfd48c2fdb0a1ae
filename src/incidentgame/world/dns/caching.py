"""Cached views: when a resolver last fetched an answer, and so which old truth it still gives out.

A busy resolver asks again as soon as its copy has run out (house rule: somebody always asks). Its fetches
form a chain: each follows the one before by the time to live *that one* brought. Between two changes of
what DNS is made of the chain is regular, so it is followed change by change, not fetch by fetch.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.dns.authority import PROPAGATION
from incidentgame.world.state import World
from incidentgame.world.view import View

_MADE_OF = (
    kinds.ZONE,
    kinds.RECORD,
    kinds.DISTRIBUTION,
    kinds.LOAD_BALANCER,
    kinds.DB_CLUSTER,
    kinds.DB_INSTANCE,
    kinds.INSTANCE,
)


@dataclass(frozen=True, slots=True)
class Fetch:
    """The copy a resolver holds: when it was fetched, and for how long it may be kept."""

    at: Instant
    keep: Millis

    def remaining(self, now: Instant) -> int:
        """Whole seconds the copy has left, at least 0."""
        return max(0, -(-(self.at + self.keep - now) // SECOND))


def last_fetch(view: View, at: Instant, key: tuple[str, ...], lifetime: Callable[[Instant], int]) -> Fetch:
    """The fetch a resolver's copy at `at` comes from.

    `lifetime(instant)` is the seconds the answer fetched then may be kept; `key` names resolver and
    question, and sets the phase.
    """
    found = Fetch(view.account.begins, 0)
    following = view.account.begins
    for start, end in _eras(view, at):
        moment = max(following, start)
        if moment >= end:
            continue
        keep = max(1, lifetime(moment)) * SECOND
        if found.keep == 0:
            moment -= view.dice.below(keep, "dns-phase", *key)
        found = Fetch(moment + (end - 1 - moment) // keep * keep, keep)
        following = found.at + keep
    return found


def _eras(view: View, at: Instant) -> Iterator[tuple[Instant, Instant]]:
    """Spans in which no answer changes, up to and including `at`.

    A record's change is felt when it happens (an alias's target) and again when it has spread.
    """
    begins = view.account.begins
    marks = {begins, at + 1}
    before: World | None = None
    for since, world in view.worlds(begins, at + 1):
        if before is not None and _differ(before, world):
            marks.update(mark for mark in (since, since + PROPAGATION) if begins < mark <= at)
        before = world
    ordered = sorted(marks)
    return pairwise(ordered)


def _differ(one: World, other: World) -> bool:
    return any(one.table(kind) is not other.table(kind) for kind in _MADE_OF)
