"""What a host's nginx served: background requests, players' own, and the load balancer's health checks.

Log lines, wherever they are read (files, journal, log groups), are views of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, cast

from incidentgame.kernel.instant import HOUR, SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.schedule import check_times, interval_of, nodes_checking, timeout_of
from incidentgame.world.balancing.wiring import group_of, key_of
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.traffic.streams import loads_at
from incidentgame.world.view import Arrival, Route, View, Where
from incidentgame.world.walk.ask import Ask, Loads, onward
from incidentgame.world.walk.host import abandoned, serve

HEALTH_AGENT = "ELB-HealthChecker/2.0"
LONGEST = 61 * SECOND
"""No request takes longer on a host; windows are read this much earlier."""

_WIDE = 600 * SECOND
"""Wider windows are counted before they are listed: an empty one must cost nothing."""

_ON_THE_WAY = 9
"""Milliseconds from the edge (or the ALB) to the host (house rule)."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request as the host saw it. `at` is when it was answered, `peer` the TCP peer of nginx."""

    at: Instant
    micros: int
    peer: str
    forwarded: str
    trace: str
    method: str
    uri: str
    version: str
    name: str
    agent: str
    referer: str
    body_bytes: int
    request_bytes: int
    path: Path = field(repr=False)


def from_arrival(world: World, arrival: Arrival) -> Served:
    """A request that came through the load balancer, or straight from another host."""
    hop, direct = arrival.path.balancer, arrival.path.balancer is None
    edge = arrival.edge_ip if arrival.path.through_edge else ""
    forwarded = f"{arrival.client_ip}, {edge}" if edge and not direct else arrival.client_ip
    query = f"?{arrival.query}" if arrival.query else ""
    took = max(arrival.path.proxy_ms, arrival.path.app_ms)
    return Served(
        at=arrival.at + (0 if direct else _ON_THE_WAY) + took,
        micros=arrival.micros,
        peer=hop.node if hop else edge or arrival.client_ip,
        forwarded="" if direct and not edge else forwarded,
        trace="" if direct else _root(arrival.trace_id),
        method=arrival.method,
        uri=arrival.uri + query,
        version="1.1" if not direct or arrival.version in ("", "2") else arrival.version,
        name=arrival.host,
        agent=arrival.user_agent,
        referer=arrival.referer,
        body_bytes=_body(arrival),
        request_bytes=arrival.received_bytes,
        path=arrival.path,
    )


def _root(trace: str) -> str:
    return trace if not trace or trace.startswith("Root=") else f"Root={trace}"


def _body(arrival: Arrival) -> int:
    """A good answer's size varies as it did for the client; errors are what they are."""
    proxy = arrival.path.proxy
    if proxy is None:
        return arrival.path.app.body_bytes if arrival.path.app else 0
    varies = proxy.status == 200 and arrival.path.status == 200 and arrival.sent_bytes > 0
    return arrival.sent_bytes if varies else proxy.body_bytes


def requests(
    view: View,
    host: str,
    start: Instant,
    end: Instant,
    wanted: Where = lambda path: True,
    route: Route | None = None,
) -> Iterator[Served]:
    """What nginx or the app of the host answered in [start, end), in order of time.

    `wanted` picks paths, `route` background requests and players' own by host name and path.
    """
    end = min(end, view.now)
    checks = health_checks(view, host, start, end, wanted)
    found = [*_traffic(view, host, start, end, wanted, route), *checks]
    found.sort(key=lambda one: (one.at, one.micros, one.peer, one.trace))
    return iter(found)


def _here(host: str, path: Path) -> bool:
    hop = path.proxy or path.app
    return hop is not None and hop.host == host


def _traffic(
    view: View, host: str, start: Instant, end: Instant, wanted: Where, route: Route | None
) -> Iterator[Served]:
    def ours(path: Path) -> bool:
        return _here(host, path) and wanted(path)

    first = start - LONGEST
    low = first - first % _WIDE  # whole slots are counted at once
    if end - first > _WIDE and not any(view.traffic.counts(low, end, _WIDE, ours)):
        return
    for arrival in view.traffic.arrivals(first, end, ours, route):
        served = from_arrival(view.world, arrival)
        if start <= served.at < end:
            yield served


def _every(path: Path) -> bool:
    return True


def health_checks(
    view: View, host: str, start: Instant, end: Instant, wanted: Where = _every
) -> Iterator[Served]:
    """The load balancers' checks of this host in [start, end): each node, each target, each interval."""
    spans = view.worlds(start, end)
    for number, (since, world) in enumerate(spans):
        until = spans[number + 1][0] if number + 1 < len(spans) else end
        for target in world.all(kinds.TARGET):
            if _host_of(world, target) == host:
                yield from _checks(view, world, host, target, max(start, since), min(end, until), wanted)


def _host_of(world: World, target: Doc) -> str:
    instance = str(target["Target"]["Id"])
    return str(sim(world.find(kinds.INSTANCE, instance) or {}).get("host", instance))


def _checks(
    view: View, world: World, host: str, target: Doc, start: Instant, end: Instant, wanted: Where
) -> Iterator[Served]:
    group = world.find(kinds.TARGET_GROUP, group_of(target))
    if group is None or start >= end:
        return
    port = _port(group, target)
    for node in nodes_checking(world, target):
        every = check_times(view.dice, node, target, interval_of(group), start, end)
        for _, times in groupby(every, key=lambda at: at // HOUR):
            yield from _checked(view, world, host, group, port, node, list(times), key_of(target), wanted)


def _port(group: Doc, target: Doc) -> int:
    given = str(target.get("HealthCheckPort") or group.get("HealthCheckPort") or "")
    return int(given) if given.isdigit() else int(target["Target"]["Port"])


def _checked(
    view: View,
    world: World,
    host: str,
    group: Doc,
    port: int,
    node: str,
    times: list[Instant],
    key: str,
    wanted: Where,
) -> Iterator[Served]:
    """One node's checks within an hour: each way is drawn from the ways it can take (load is by the hour)."""
    peer = _address(world, node)
    uri = str(group.get("HealthCheckPath", "/"))
    ask = Ask("GET", peer, uri, headers={"User-Agent": HEALTH_AGENT}, client_ip=peer, scheme="http")
    patience = timeout_of(group)
    served = serve(world, host, ask, peer=peer, port=port, loads=loads_of(view, world, times[0]))
    branches = onward(served, lambda path: abandoned(path, patience) if path.target_ms > patience else path)
    kept = [branch.path.proxy is not None and wanted(branch.path) for branch in branches]
    for at in times if any(kept) else ():
        chosen = 0
        if len(branches) > 1:
            chosen = view.dice.weighted([b.weight for b in branches], "health check", key, node, at)
        path = branches[chosen].path
        if kept[chosen]:
            yield _health(path, at, peer, uri, view.dice.below(1000, "health micros", key, at))


def _health(path: Path, at: Instant, peer: str, uri: str, micros: int) -> Served:
    size = path.proxy.body_bytes if path.proxy else 0
    agent = HEALTH_AGENT
    return Served(
        at + path.proxy_ms,
        micros,
        peer,
        "",
        "",
        "GET",
        uri,
        "1.1",
        peer,
        agent,
        "",
        size,
        130,
        path,
    )


def _address(world: World, node: str) -> str:
    """The private address of a load balancer's node in a subnet."""
    for balancer in world.all(kinds.LOAD_BALANCER):
        addresses = sim(balancer).get("nodes", {})
        if node in addresses:
            return str(addresses[node])
    return node


def loads_of(view: View, world: World, at: Instant) -> Loads:
    """The load the world's traffic puts on the places that mind; none where a view has no traffic plan."""
    plan = getattr(view, "plan", None)
    if plan is None:
        return Loads()
    return loads_at(world, plan, at, cast("dict[Any, Any]", getattr(view, "memo", {})))
