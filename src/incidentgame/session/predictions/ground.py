"""What a prediction stands on: a world that serves the paged route, and what viewers get in a world."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from incidentgame.api.errors import ApiError
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, SECOND, Instant, Millis, clock
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.actors import on_call
from incidentgame.session.perform import outcome
from incidentgame.world.change import Call
from incidentgame.world.path import Path
from incidentgame.world.simulation import Simulation

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

_WINDOW = 30 * SECOND
_NEARLY_ALL = 95
_EARLIER = 5 * MINUTE
_RIVALS = 4
"""Rival worlds one question is played in, at most: each takes a few hundredths of a second."""

Kind = tuple[int, str]
"""What somebody sees of an answer: its status, and who wrote it (balancer, edge, host, none)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What nearly all viewers of a route get, and the way one such request took."""

    kind: Kind
    path: Path


@dataclass(frozen=True)
class Ground:
    """The case's route with two worlds: as it is, and one in which viewers are served (or None).

    `when` says in words which instant the served world is at, to begin a question with. `rivals` are the
    other suspects, `world_of` the world of one of them at the page, which the player never touched.
    """

    route: str
    host: str
    present: Simulation
    served: Simulation | None
    when: str
    usual: Outcome | None = field(repr=False, default=None)
    rivals: Sequence[str] = ()
    world_of: Callable[[str], Simulation] | None = field(repr=False, default=None)

    @classmethod
    def of(cls, engine: "Engine") -> "Ground":
        """The ground of a session as it stands."""
        present, route = engine.stage.sim, engine.route
        host = engine.case.page["url"].split("//", 1)[-1].partition("/")[0]
        served, when, found = _served(present, route, engine.case.fault_at - _EARLIER)
        rivals = tuple(s.id for s in engine.case.suspects if s.id != engine.case.fault)
        return cls(route, host, present, served, when, found, rivals, lambda one: engine.fresh(one).sim)

    def elsewhere(self, dice: Dice, outcome: "Read") -> Iterator[str]:
        """What the same change comes to where a rival is the truth, of a few rivals the dice choose."""
        if self.world_of is None:
            return
        for rival in dice.shuffled(self.rivals, "rivals")[:_RIVALS]:
            found = outcome(self.world_of(rival))
            if found:
                yield found


Change = Callable[[Simulation], Simulation | None]
"""A change played in a world, and some time on; None where it cannot be made."""
Read = Callable[[Simulation], str | None]
"""What became of a world in which a change was played, as an option says it; None when nothing definite."""


def _served(present: Simulation, route: str, at: Instant) -> tuple[Simulation | None, str, Outcome | None]:
    """A world that serves the route, how a question about it begins, and what its viewers get."""
    found = viewers(present, route)
    if _well(found):
        return present, "Suppose that now", found
    earlier = _as_at(present, at)
    found = viewers(earlier, route)
    if not _well(found):
        return None, "", None
    return earlier, f"Suppose that at {clock(at)[:5]}, when all was well,", found


def _well(found: Outcome | None) -> bool:
    return found is not None and found.kind[0] < 400 and found.path.balancer is not None


def _as_at(sim: Simulation, at: Instant) -> Simulation:
    """The world as it was at an earlier instant, with nothing scripted still to come."""
    spans = tuple(span for span in sim.spans if span.since <= at) or sim.spans[:1]
    changes = tuple(change for change in sim.changes if change.at <= at)
    return replace(sim, now=at, spans=spans, script=(), changes=changes, walks=())


def viewers(sim: Simulation, route: str) -> Outcome | None:
    """What nearly all viewers of a route got in the last half minute; None when it differs among them."""
    end = sim.now - sim.now % (10 * SECOND)
    ways: dict[str, Path] = {}

    def key(path: Path) -> tuple[str, ...]:
        if path.edge is None:
            return ()
        hop, (status, by) = path.balancer, kind_of(path)
        way = f"{status} {by} {hop.port} {hop.rule} {hop.target_group}" if hop else f"{status} {by}"
        ways.setdefault(way, path)
        return (way,)

    table = sim.traffic.on_route(route, end - _WINDOW, end, _WINDOW, key)
    counts = {way: sum(row) for way, row in table.items() if sum(row)}
    return _nearly_all(counts, ways)


def _nearly_all(counts: Mapping[str, int], ways: Mapping[str, Path]) -> Outcome | None:
    """The outcome of at least 95 %, with its commonest way through the load balancer if there is one."""
    kinds: dict[Kind, int] = {}
    for way, count in counts.items():
        kinds[kind_of(ways[way])] = kinds.get(kind_of(ways[way]), 0) + count
    most = max(kinds, key=lambda kind: (kinds[kind], kind), default=None)
    if most is None or kinds[most] * 100 < _NEARLY_ALL * sum(kinds.values()):
        return None
    mine = [way for way in counts if kind_of(ways[way]) == most]
    way = max(mine, key=lambda one: (ways[one].balancer is not None, counts[one], one))
    return Outcome(most, ways[way])


UNAVAILABLE: Kind = (503, "balancer")
GATEWAY: Kind = (502, "balancer")
TIMEOUT: Kind = (504, "balancer")
SERVED: Kind = (200, "host")
NOT_FOUND: Kind = (404, "host")
HOST_GATEWAY: Kind = (502, "host")
EDGE_GATEWAY: Kind = (502, "edge")
EDGE_TIMEOUT: Kind = (504, "edge")
"""Outcomes people expect."""


def kind_of(path: Path) -> Kind:
    """Status and writer of an answer, as its `server` header tells."""
    server = path.reply.header("Server") if path.reply else ""
    by = {"awselb/2.0": "balancer", "CloudFront": "edge", "AmazonS3": "bucket"}.get(server, "host")
    return path.status, by if path.reply else "none"


_WRITERS: Mapping[str, str] = {
    "balancer": "written by the load balancer itself (`server: awselb/2.0`)",
    "edge": "written by CloudFront itself (`server: CloudFront`)",
    "host": "from a host behind the load balancer (`server: nginx`)",
    "bucket": "from the bucket (`server: AmazonS3`)",
}


def in_words(kind: Kind) -> str:
    """`HTTP 503 written by the load balancer itself (…)`"""
    status, by = kind
    return f"HTTP {status} {_WRITERS[by]}" if by in _WRITERS else "no HTTP answer at all"


def choice(right: str, others: Iterable[str], most: int = 4) -> tuple[str, ...]:
    """The right option and up to `most` - 1 others that say something else; empty when too few do."""
    options = {right: None}
    for other in others:  # one by one: a rival's outcome is only worked out when it is still wanted
        if len(options) == most:
            break
        options[other] = None
    return tuple(options) if len(options) >= 3 else ()


def card(
    ground: Ground, name: str, service: str, ask: str, options: tuple[str, ...], because: str
) -> Card | None:
    """A prediction as a card, its first option the right one; None without enough options."""
    if not options:
        return None
    return Card(
        id=f"world-{name}",
        service=service,
        level=3,
        ask=ask,
        options=options,
        because=because,
        source="played in the world of the case",
        predicts=True,
    )


def played(sim: Simulation, service: str, operation: str, request: Mapping[str, Any]) -> Simulation | None:
    """The world after a call by the on-call engineer; None when it is refused."""
    call = Call(service, operation, request, on_call(sim.account), sim.account.region)
    after = sim.called(call, "player")
    return None if after.changes[-1].error else after


def asked(sim: Simulation, service: str, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a call answers; empty when it is refused."""
    given = outcome(sim, Call(service, operation, request, on_call(sim.account), sim.account.region))
    return {} if isinstance(given, ApiError) else given.response


def later(sim: Simulation, duration: Millis) -> Simulation:
    """The world some time on."""
    return sim.advance(sim.now + duration)


def viewers_card(
    ground: Ground,
    name: str,
    service: str,
    ask: str,
    change: Change,
    wrong: tuple[Kind, ...],
    why: Mapping[Kind, str],
    dice: Dice,
) -> Card | None:
    """A card that asks what nearly all viewers get after a change of the served world.

    Wrong options are what they get after the same change in rival worlds, then `wrong`, the outcomes people
    expect, which `why` explains.
    """
    after = change(ground.served) if ground.served else None
    found = viewers(after, ground.route) if after else None
    if found is None:
        return None

    def outcome(sim: Simulation) -> str | None:
        changed = change(sim)
        got = viewers(changed, ground.route) if changed else None
        return in_words(got.kind) if got else None

    expected = (in_words(kind) for kind in wrong)
    options = choice(in_words(found.kind), chain(ground.elsewhere(dice, outcome), expected))
    because = why.get(found.kind, "Played out in this world, that is what viewers got.")
    return card(ground, name, service, ask, options, because)
