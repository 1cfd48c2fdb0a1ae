"""The load balancer's hop: listener rule, target group, target — or an answer of its own.

The decision about who gets a request is world/balancing (aws-request-path §3.1); here it becomes a path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from incidentgame.world import kinds
from incidentgame.world.balancing.routing import Member, pool
from incidentgame.world.balancing.rules import match_rule
from incidentgame.world.balancing.wiring import forward_weights, load_balancer_attributes
from incidentgame.world.path import BalancerHop, Path, Reply
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.walk import host as host_walk
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads, even, onward, spread
from incidentgame.world.walk.replies import answer, balancer_error

_CONNECT_TIMEOUT = 10_000


@dataclass(frozen=True, slots=True)
class Node:
    """One of the load balancer's nodes: the enabled zone it stands in and its private address."""

    zone: str
    subnet: str
    address: str


def nodes(balancer: Doc) -> list[Node]:
    """The nodes in the enabled zones, in the order AWS lists the zones."""
    addresses: Mapping[str, str] = sim(balancer).get("nodes", {})
    return [
        Node(zone["ZoneName"], zone["SubnetId"], addresses.get(zone["SubnetId"], "10.0.0.10"))
        for zone in balancer["AvailabilityZones"]
    ]


def listener(world: World, balancer: str, port: int) -> Doc | None:
    """The listener of a load balancer on a port."""
    return next(
        (d for d in world.all(kinds.LISTENER) if d["LoadBalancerArn"] == balancer and d["Port"] == port),
        None,
    )


def balance(world: World, balancer: Doc, port: int, ask: Ask, loads: Loads) -> list[Branch]:
    """All ways a request that reached the load balancer's port can go."""
    found = listener(world, balancer["LoadBalancerArn"], port)
    if found is None:
        return [Branch(WHOLE, Path(reply=None, failure="timeout"))]
    priority, action = match_rule(
        world, found["ListenerArn"], ask.host, ask.uri, ask.method, ask.headers, ask.client_ip, ask.query
    )
    standing = nodes(balancer)
    base = BalancerHop(balancer["LoadBalancerArn"], "", "", port, priority, "none", "", "", "", 0, 0)
    return spread(
        (share, _act(world, replace(base, node=node.address, zone=node.zone), node, action, ask, loads))
        for share, node in zip(even(len(standing)), standing, strict=True)
    )


def _act(
    world: World, hop: BalancerHop, node: Node, action: Mapping[str, Any], ask: Ask, loads: Loads
) -> list[Branch]:
    if action["Type"] == "fixed-response":
        return [_fixed(hop, action["FixedResponseConfig"])]
    if action["Type"] == "redirect":
        return [_redirected(hop, action["RedirectConfig"], ask)]
    groups = forward_weights(action)
    total = sum(weight for _, weight in groups)
    if not total:  # house rule: all weights zero is as no target at all
        refused = replace(hop, action="forward", target_group=groups[0][0] if groups else "", status=503)
        return [Branch(WHOLE, _ended(refused, balancer_error(503)))]
    return spread(
        (weight * WHOLE // total, _forwarded(world, replace(hop, action="forward"), node, arn, ask, loads))
        for arn, weight in groups
    )


def _fixed(hop: BalancerHop, config: Mapping[str, Any]) -> Branch:
    """§3.7: no target, action `fixed-response`, and a body of exactly MessageBody."""
    status = int(config["StatusCode"])
    reply = answer(
        "awselb/2.0", status, config.get("ContentType", "text/plain"), config.get("MessageBody", "").encode()
    )
    return Branch(WHOLE, _ended(replace(hop, action="fixed-response", status=status), reply))


def _redirected(hop: BalancerHop, config: Mapping[str, Any], ask: Ask) -> Branch:
    url = _location(config, hop.port, ask)
    status = 301 if config.get("StatusCode", "HTTP_301") == "HTTP_301" else 302
    body = balancer_error(status).body
    page = answer("awselb/2.0", status, "text/html", body, ("Location", url))
    return Branch(WHOLE, _ended(replace(hop, action="redirect", status=status, redirect_url=url), page))


def _location(config: Mapping[str, Any], port: int, ask: Ask) -> str:
    words = {
        "#{protocol}": ask.scheme,
        "#{host}": ask.host,
        "#{port}": str(port),
        "#{path}": ask.uri.lstrip("/"),
        "#{query}": ask.query,
    }
    url = (
        f"{config.get('Protocol', '#{protocol}').lower()}://{config.get('Host', '#{host}')}"
        f":{config.get('Port', '#{port}')}{config.get('Path', '/#{path}')}"
    )
    query = config.get("Query", "#{query}")
    for word, value in words.items():
        url, query = url.replace(word, value), query.replace(word, value)
    return f"{url}?{query}" if query else url


def _ended(hop: BalancerHop, reply: Reply) -> Path:
    return Path(reply, balancer=hop, total_ms=1)


def _forwarded(world: World, hop: BalancerHop, node: Node, arn: str, ask: Ask, loads: Loads) -> list[Branch]:
    hop = replace(hop, target_group=arn)
    chosen = world.once(("pool", arn, node.zone), lambda: pool(world, arn, node.zone))
    if not chosen.targets:
        return [Branch(WHOLE, _ended(replace(hop, status=503), balancer_error(503)))]
    return spread(
        (share, _targeted(world, replace(hop, fail_open=chosen.fail_open), node, target, ask, loads))
        for share, target in zip(even(len(chosen.targets)), chosen.targets, strict=True)
    )


def _targeted(
    world: World, hop: BalancerHop, node: Node, target: Member, ask: Ask, loads: Loads
) -> list[Branch]:
    hop = replace(hop, target=target.id, target_address=f"{target.address}:{target.port}")
    if not _reaches(world, node, target.id, target.port):
        return [Branch(WHOLE, _gateway(hop, 504, _CONNECT_TIMEOUT))]
    served = host_walk.serve(world, target.id, ask, peer=node.address, port=target.port, loads=loads)
    idle = _idle_timeout(world, hop.load_balancer)
    return onward(served, lambda path: _answered(hop, path, idle))


def _idle_timeout(world: World, balancer: str) -> int:
    attributes = load_balancer_attributes(world.get(kinds.LOAD_BALANCER, balancer))
    return int(attributes["idle_timeout.timeout_seconds"]) * 1000


def _reaches(world: World, node: Node, instance: str, port: int) -> bool:
    """Over a connection kept open: it outlives a revoked rule for a while (aws-request-path §4.1, INV-19)."""
    from incidentgame.world.network import groups, reach  # late: network reads hosts, hosts read this

    def find() -> bool:
        since = groups.last_revoked(world)
        return reach.balancer_reaches(world, node.subnet, instance, port, since)

    return world.once(("balancer reaches", node.subnet, instance, port), find)


def _answered(hop: BalancerHop, path: Path, idle: int) -> Path:
    if path.failure == "hang" or path.target_ms > idle:
        own = replace(hop, status=504, waited_ms=idle)
        left = host_walk.abandoned(path, idle)
        return replace(left, reply=balancer_error(504), balancer=own, failure="", total_ms=idle)
    if path.failure == "timeout":
        return _gateway(hop, 504, _CONNECT_TIMEOUT)
    if path.reply is None:
        return replace(_gateway(hop, 502, 1), proxy=path.proxy)
    return replace(
        path,
        balancer=replace(hop, status=path.reply.status, target_status=path.reply.status),
        total_ms=max(path.target_ms, 0) + 1,
    )


def left(path: Path, after: int) -> Path:
    """A request whose client went away while a target was still at it: 460 in the log (§3.7)."""
    hop = path.balancer
    if hop is None:
        return host_walk.abandoned(path, after)
    if not hop.target:
        return path
    own = replace(hop, status=460, target_status=0, waited_ms=after)
    return replace(host_walk.abandoned(path, after), balancer=own)


def _gateway(hop: BalancerHop, status: int, took: int) -> Path:
    """§3.3: refused or reset → 502 at once; a dropped SYN → 504 after ten seconds (INV-8)."""
    return Path(balancer_error(status), balancer=replace(hop, status=status), total_ms=took)
