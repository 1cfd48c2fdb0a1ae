"""The way of one request, hop by hop in words: name, edge, balancer, rule, group, web server, app, data.

Each hop is read from the walk's own record. `sign` holds what the hop decided, without what varies from
request to request (which node, which healthy target), so that two walks can be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant
from incidentgame.workshop.trace import request_of
from incidentgame.world import kinds
from incidentgame.world.path import AppHop, BalancerHop, EdgeHop, Path, ProxyHop
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import World
from incidentgame.world.walk.player import walk
from incidentgame.world.walk.request import Walk

LAYERS = ("name", "edge", "function", "balancer", "rule", "group", "proxy", "app", "data")
"""The hops in the order in which a request meets them."""

NAMES = {
    "name": "Route 53",
    "edge": "CloudFront",
    "function": "CloudFront function",
    "balancer": "Load balancer",
    "rule": "Listener rule",
    "group": "Target group",
    "proxy": "nginx on the host",
    "app": "App",
    "data": "Database",
}
"""What each hop is called."""


@dataclass(frozen=True, slots=True)
class RouteHop:
    """One hop: which layer and resource, what it did, its decision for comparing, the status it gave."""

    layer: str
    thing: str
    did: str
    sign: tuple[object, ...]
    status: int = 0


@dataclass(frozen=True, slots=True)
class RouteTaken:
    """One walk: its hops as far as it came, who wrote the answer, and the answer in words."""

    at: Instant
    hops: tuple[RouteHop, ...]
    answered_by: str
    answer: str

    def hop(self, layer: str) -> RouteHop | None:
        """The hop of a layer, if the request came that far."""
        return next((hop for hop in self.hops if hop.layer == layer), None)


def route_taken(sim: Simulation, url: str, method: str = "GET") -> RouteTaken:
    """One request from outside through a simulation at its present instant."""
    found = walk(sim, request_of(url, method, "laptop"))
    return RouteTaken(sim.now, tuple(_hops(sim.world, found)), _answered_by(found), _answer(found))


def _answer(found: Walk) -> str:
    return f"no answer ({found.failure})" if found.failure else f"HTTP {found.path.status}"


def _answered_by(found: Walk) -> str:
    """The layer that wrote what the viewer got; a fixed response and an empty group are the balancer's."""
    if found.failure:
        return "name" if found.failure == "name" else ""
    wrote = found.path.answered_by
    if wrote == "edge" and found.path.edge and found.path.edge.function_error:
        return "edge"
    return wrote


def _hops(world: World, found: Walk) -> Iterator[RouteHop]:
    yield _name(world, found)
    path = found.path
    if path.edge:
        yield from _edge(path.edge, path)
    if path.balancer:
        yield from _balancer(world, path.balancer)
    if path.proxy:
        yield _proxy(path.proxy)
    if path.app:
        yield _app(path.app)
        yield _data(path.app)


def _name(world: World, found: Walk) -> RouteHop:
    name = found.request.name
    if not found.address:
        return RouteHop("name", name, "gave no address", ("none",))
    alias = _alias(world, name)
    to = f", an alias of {alias}" if alias else ""
    return RouteHop("name", name, f"gave {found.address}{to}", (alias,))


def _alias(world: World, name: str) -> str:
    records = (doc for doc in world.all(kinds.RECORD) if doc["Name"] == f"{name}.")
    return next((str(d["AliasTarget"]["DNSName"]).rstrip(".") for d in records if "AliasTarget" in d), "")


def _edge(edge: EdgeHop, path: Path) -> Iterator[RouteHop]:
    """CloudFront and, before its cache, the function that runs for the viewer's request."""
    if edge.function_error:
        wrote = f"its function failed, so it wrote a {edge.status} itself"
        did = f"took it with behaviour {edge.behaviour}; {wrote}"
    elif edge.cached:
        did = f"answered {edge.status} from its cache"
    elif path.balancer is None:
        did = f"answered {edge.status} itself ({edge.detail})"
    elif edge.status >= 500:
        did = f"asked the origin and passed its {edge.status} on"
    else:
        did = f"asked the origin and passed {edge.status} on ({edge.result})"
    sign = (edge.behaviour, edge.function_error, path.balancer is None)
    yield RouteHop("edge", edge.distribution, did, sign, edge.status)
    if edge.function:
        ran = "threw an error" if edge.function_error else "ran and let it through"
        yield RouteHop("function", edge.function, ran, (edge.function, edge.function_error))


def _balancer(world: World, hop: BalancerHop) -> Iterator[RouteHop]:
    name = _last(hop.load_balancer, 2)
    wrote = "" if hop.target_status else f"; wrote the {hop.status} itself"
    did = f"took it in {hop.zone} on port {hop.port}{wrote}"
    yield RouteHop("balancer", name, did, (hop.port,), 0 if hop.target_status else hop.status)
    group = _last(hop.target_group, 2)
    rule = f"priority {hop.rule}" if hop.rule else "the default action"
    matched = {
        "forward": f"forwards to {group or 'a group of weight zero'}",
        "fixed-response": f"answers {hop.status} itself (fixed response)",
        "redirect": f"sends the viewer elsewhere ({hop.redirect_url})",
    }.get(hop.action, "does nothing with it")
    yield RouteHop("rule", rule, matched, (hop.rule, hop.action, hop.target_group))
    if hop.action == "forward" and group:
        yield _group(world, hop, group)


def _group(world: World, hop: BalancerHop, name: str) -> RouteHop:
    if not hop.target:
        return RouteHop("group", name, f"had nobody to send it to{_why_nobody(world, hop)}", ("nobody",))
    opened = "; every target is unhealthy, so it fails open" if hop.fail_open else ""
    late = "" if hop.target_status else ", which did not answer properly"
    did = f"sent it to {hop.target}{late}{opened}"
    return RouteHop("group", name, did, ("somebody", hop.fail_open, bool(hop.target_status)))


def _why_nobody(world: World, hop: BalancerHop) -> str:
    """How many targets the group has, and the states they are in."""
    table = world.table(kinds.TARGET)
    docs = [doc for key, doc in table.items() if key.startswith(f"{hop.target_group}|")]
    if not docs:
        return ": no target is registered"
    states = sorted({str(doc["TargetHealth"]["State"]) for doc in docs})
    return f": {len(docs)} registered, {' and '.join(states)}"


def _proxy(hop: ProxyHop) -> RouteHop:
    if hop.limited_by:
        did = f"turned it away with {hop.status}: over the limit {hop.limited_by}; the app was not asked"
    elif not hop.upstream_status:
        did = f"answered {hop.status} without the app" + (f" ({hop.error})" if hop.error else "")
    else:
        did = f"passed it to the app and {hop.status} back"
    sign = (hop.limited_by, bool(hop.upstream_status), hop.error)
    return RouteHop("proxy", hop.host, did, sign, hop.status)


def _app(hop: AppHop) -> RouteHop:
    return RouteHop("app", hop.host, f"answered {hop.status}", (hop.status,))


def _data(hop: AppHop) -> RouteHop:
    if hop.warning:
        return RouteHop("data", "connection pool", f"gave no connection in {hop.waited_ms} ms", ("none",))
    waited = f" after {hop.waited_ms} ms" if hop.waited_ms else ""
    return RouteHop("data", "connection pool", f"gave the app what it asked for{waited}", ("given",))


def _last(arn: str, back: int) -> str:
    """The name inside an ARN such as …/app/shop-web/ff0e: the part `back` from its end."""
    parts = arn.split("/")
    return parts[-back] if len(parts) >= back else arn


_OF_FAMILY = {
    "name": ("name",),
    "edge": ("edge", "function"),
    "routing": ("balancer", "rule"),
    "targets": ("group",),
    "app": ("proxy", "app", "data"),
    "data": ("data",),
}


def broken_layer(family: str, before: RouteTaken, paged: RouteTaken) -> str:
    """The hop where it went wrong: the deepest that decided otherwise than before, within the fault's family.

    Empty when none did, as for a fault this one request does not meet.
    """
    changed = [
        hop.layer for hop in paged.hops if (was := before.hop(hop.layer)) is None or was.sign != hop.sign
    ]
    mine = [layer for layer in changed if layer in _OF_FAMILY.get(family, ())]
    return (mine or changed or [""])[-1]
