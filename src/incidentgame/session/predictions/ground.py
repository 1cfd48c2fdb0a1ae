"""What a prediction stands on: a world that serves the paged route, and what viewers get in a world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from incidentgame.api.errors import ApiError
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

    `when` says in words which instant the served world is at, to begin a question with.
    """

    route: str
    host: str
    present: Simulation
    served: Simulation | None
    when: str
    usual: Outcome | None = field(repr=False, default=None)

    @classmethod
    def of(cls, engine: "Engine") -> "Ground":
        """The ground of a session as it stands."""
        present, route = engine.stage.sim, engine.route
        host = engine.case.page["url"].split("//", 1)[-1].partition("/")[0]
        found = viewers(present, route)
        if _well(found):
            return cls(route, host, present, present, "Suppose that now", found)
        at = engine.case.fault_at - _EARLIER
        earlier = _as_at(present, at)
        found = viewers(earlier, route)
        if not _well(found):
            return cls(route, host, present, None, "")
        return cls(
            route, host, present, earlier, f"Suppose that at {clock(at)[:5]}, when all was well,", found
        )


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
    options = tuple(dict.fromkeys([right, *others]))[:most]
    return options if len(options) >= 3 else ()


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
    after: Simulation,
    wrong: tuple[Kind, ...],
    why: Mapping[Kind, str],
) -> Card | None:
    """A card that asks what nearly all viewers get in a world; `why` explains the outcomes one expects."""
    found = viewers(after, ground.route)
    if found is None:
        return None
    options = choice(in_words(found.kind), [in_words(kind) for kind in wrong])
    because = why.get(found.kind, "Played out in this world, that is what viewers got.")
    return card(ground, name, service, ask, options, because)
