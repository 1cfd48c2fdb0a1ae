"""Can a connection be opened? Directed reachability from a host, from the edge, and from a load balancer.

A security group, network ACL, dead route or stopped machine swallows packets: `timeout`. A live kernel with
nobody on the port answers: `refused`. An absent neighbour on the own subnet: `no-route` (§4.1).
"""

from dataclasses import dataclass
from typing import Literal

from incidentgame.kernel.instant import Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.dns import tree
from incidentgame.world.dns.addresses import NodeAddress, edge_at, node_at
from incidentgame.world.dns.cloudnames import balancer_named
from incidentgame.world.dns.names import absolute
from incidentgame.world.dns.origin import address_behind, balancer_behind
from incidentgame.world.dns.resolver import PUBLIC_RESOLVERS, resolver_address
from incidentgame.world.network import acls, groups, routes
from incidentgame.world.network.groups import Packet, Peer
from incidentgame.world.network.listening import is_open
from incidentgame.world.network.places import (
    Place,
    contains,
    database_by_address,
    host_by_address,
    host_place,
)
from incidentgame.world.state import Doc, World
from incidentgame.world.view import View

Verdict = Literal["open", "refused", "timeout", "no-route"]
Endpoint = tuple[str, ...]
"""("edge", distribution) | ("balancer", arn, subnet) | ("host", id) | ("database", id) | ("metadata", host)
| ("resolver", address) | ("site", name)."""

METADATA = "169.254.169.254"
EDGE_LIST = "com.amazonaws.global.cloudfront.origin-facing"
EDGE_EGRESS = "192.0.2.250"
"""An address CloudFront speaks to origins from."""

_NO_ROUTE_MS = 3_060
_PUBLIC_OWN = "203.0.113.10"
_DATABASE_PORT = 5432


@dataclass(frozen=True, slots=True)
class Reach:
    """The verdict on one connection, the time it took (0 for a timeout: the client decides), who answers."""

    verdict: Verdict
    ms: Millis
    endpoint: Endpoint | None = None


@dataclass(frozen=True, slots=True)
class EdgeReach:
    """Whether CloudFront reaches an origin (`name`: no address).

    It is a load balancer, with the subnets of the nodes that can be reached, or a host.
    """

    verdict: Literal["open", "refused", "timeout", "name"]
    balancer: str = ""
    subnets: tuple[str, ...] = ()
    host: str = ""


def reach(
    view: View, source: str, address: str, port: int, at: Instant | None = None, protocol: str = "tcp"
) -> Reach:
    """Open a connection from a host to an address and port; `protocol` may be `icmp` (port ignored)."""
    now = view.now if at is None else at
    world, packet = view.world_at(now), Packet(protocol, port)
    origin = host_place(world, source)
    own = origin or Place("host", source, "192.168.1.23", "", "", (), True)
    special = _special(world, own, address, packet)
    if special is not None:
        return special
    found = _verdict(view, world, own, address, packet)
    took = _round_trip_ms(view, own, address, found.endpoint, now)
    return Reach(found.verdict, took if found.verdict in ("open", "refused") else found.ms, found.endpoint)


def public_address(world: World, source: str, address: str = "8.8.8.8") -> str:
    """The address a host's connections to the internet are seen from (its own, or its NAT gateway's)."""
    place = host_place(world, source)
    if place is None:
        return _PUBLIC_OWN
    return (
        place.public
        or routes.nat_address(world, place.subnet, address)
        or (_PUBLIC_OWN if not place.subnet else "")
    )


def _special(world: World, own: Place, address: str, packet: Packet) -> Reach | None:
    """Loopback, oneself, and what the hypervisor itself answers."""
    local = contains("127.0.0.0/8", address) or address == "::1"
    if local or address == own.private:
        open_ = packet.protocol == "icmp" or is_open(world, own.id, packet.port, loopback=local)
        return Reach("open" if open_ else "refused", 0, ("host", own.id))
    if address == METADATA and own.subnet:
        return Reach("open" if packet.port == 80 else "timeout", 0, ("metadata", own.id))
    if own.subnet and address == resolver_address(world, own.id):
        return Reach("open" if packet.port == 53 else "timeout", 0, ("resolver", address))
    return None


def _verdict(view: View, world: World, own: Place, address: str, packet: Packet) -> Reach:
    """Look the address up among what this world holds."""
    node = node_at(world, view.dice, address)
    if node is not None and (address == node.public or own.subnet):
        return _to_node(world, own, node, address, packet)
    place = host_by_address(world, address) or database_by_address(world, address)
    if place is not None and (address == place.public or own.subnet):
        return _to_place(world, own, place, address, packet)
    edge = edge_at(world, view.dice, address)
    if edge is not None:
        return _outside(world, own, address, packet, ("edge", edge[0]), (80, 443))
    site = next(
        (name for name in (*tree.SITES, *tree.HOSTING) if tree.site_address(view.dice, name) == address), ""
    )
    if site:
        return _outside(world, own, address, packet, ("site", site), (80, 443))
    if address in PUBLIC_RESOLVERS or tree.server_at(world, address):
        return _outside(world, own, address, packet, ("resolver", address), (53,))
    return _nobody(world, own, address)


def _outside(
    world: World, own: Place, address: str, packet: Packet, endpoint: Endpoint, ports: tuple[int, ...]
) -> Reach:
    """Something on the internet: it answers on its ports and drops the rest."""
    if not _may_leave(world, own, address, packet):
        return Reach("timeout", 0)
    answers = packet.protocol == "icmp" or packet.port in ports
    return Reach("open" if answers else "timeout", 0, endpoint if answers else None)


def _may_leave(world: World, own: Place, address: str, packet: Packet) -> bool:
    """The source's own side towards the internet: group egress, ACL both ways, route."""
    if not own.subnet:
        return True
    return (
        groups.allows(world, own.groups, Peer(address), packet, egress=True)
        and acls.round_trip(world, own.subnet, address, packet, outbound=True)
        and routes.to_internet(world, own.subnet, address, public=bool(own.public))
    )


def _nobody(world: World, own: Place, address: str) -> Reach:
    """Nobody has the address. On the own subnet ARP says so; else the packets vanish."""
    subnet = world.find(kinds.SUBNET, own.subnet) or {}
    near = contains(str(subnet.get("CidrBlock", "")), address)
    return Reach("no-route", _NO_ROUTE_MS) if near else Reach("timeout", 0)


def _to_node(world: World, own: Place, node: NodeAddress, address: str, packet: Packet) -> Reach:
    """A load balancer's node: it drops what no listener is there for (house rule, aws-request-path §11)."""
    balancer = world.get(kinds.LOAD_BALANCER, node.balancer)
    wanted = tuple(balancer.get("SecurityGroups", ()))
    target = Place("host", node.balancer, node.private, node.public, node.subnet, wanted, True)
    if not _path(world, own, target, address, packet) or not listens(world, node.balancer, packet.port):
        return Reach("timeout", 0)
    return Reach("open", 0, ("balancer", node.balancer, node.subnet))


def listens(world: World, balancer: str, port: int) -> bool:
    """Has the load balancer a listener on the port?"""
    return any(d["LoadBalancerArn"] == balancer and d["Port"] == port for d in world.all(kinds.LISTENER))


def _to_place(world: World, own: Place, place: Place, address: str, packet: Packet) -> Reach:
    if not place.up or not _path(world, own, place, address, packet):
        return Reach("timeout", 0)
    if packet.protocol == "icmp":
        return Reach("open", 0, (place.kind, place.id))
    if place.kind == "database":
        return Reach("open" if packet.port == _DATABASE_PORT else "timeout", 0, ("database", place.id))
    open_ = is_open(world, place.id, packet.port)
    return Reach("open" if open_ else "refused", 0, ("host", place.id))


def _path(world: World, own: Place, target: Place, address: str, packet: Packet) -> bool:
    """Everything between the two ends but the listening port."""
    inside = bool(own.subnet) and address == target.private
    if inside:
        return between(world, own, target, packet)
    seen_as = public_address(world, own.id, address)
    return _may_leave(world, own, address, packet) and from_internet(world, target, Peer(seen_as), packet)


def between(world: World, own: Place, target: Place, packet: Packet, at: Instant | None = None) -> bool:
    """Two ends inside the VPC: groups at both, ACLs only where a subnet's edge is crossed (§4.1)."""
    out = groups.allows(world, own.groups, Peer(target.private, target.groups), packet, egress=True, at=at)
    into = groups.allows(world, target.groups, Peer(own.private, own.groups), packet, at=at)
    if not (out and into):
        return False
    if own.subnet == target.subnet:
        return True
    return (
        acls.round_trip(world, own.subnet, target.private, packet, outbound=True)
        and acls.round_trip(world, target.subnet, own.private, packet, outbound=False)
        and _locally_routed(world, own.subnet, target.private)
        and _locally_routed(world, target.subnet, own.private)
    )


def _locally_routed(world: World, subnet: str, address: str) -> bool:
    """The VPC's local route is there in every table; only a more specific blackhole can take it away."""
    found = routes.hop(world, subnet, address)
    return found is None or found.kind == "local"


def from_internet(world: World, target: Place, peer: Peer, packet: Packet) -> bool:
    """The target's side of a connection from outside: group, ACL both ways, and a way back out."""
    if not target.subnet:
        return groups.allows(world, target.groups, peer, packet)
    return (
        groups.allows(world, target.groups, peer, packet)
        and acls.round_trip(world, target.subnet, peer.address, packet, outbound=False)
        and routes.to_internet(world, target.subnet, peer.address, public=True)
    )


def subnet_reach(
    world: World,
    from_subnet: str,
    from_groups: tuple[str, ...],
    to_host: str,
    port: int,
    *,
    address: str = "",
    at: Instant | None = None,
) -> Verdict:
    """A new TCP connection from something in a subnet to a host's private address.

    `address` is the sender's; without one any address of the subnet stands for it. With `at` it is an old
    connection, for which a rule revoked shortly before still counts (INV-19).
    """
    target = host_place(world, to_host)
    if target is None or not target.up:
        return "timeout"
    own = Place("host", "", address or _some_address(world, from_subnet), "", from_subnet, from_groups, True)
    if not between(world, own, target, Packet("tcp", port), at):
        return "timeout"
    return "open" if is_open(world, to_host, port) else "refused"


def _some_address(world: World, subnet: str) -> str:
    cidr = str((world.find(kinds.SUBNET, subnet) or {}).get("CidrBlock", "10.0.0.0/24"))
    return cidr.partition("/")[0].rpartition(".")[0] + ".10"


def balancer_reaches(world: World, subnet: str, host: str, port: int, at: Instant | None = None) -> bool:
    """Do the packets of a load balancer's node in a subnet reach a target (whether or not it listens)?"""
    balancer = next((d for d in world.all(kinds.LOAD_BALANCER) if _stands_in(d, subnet)), None)
    wanted = tuple(balancer.get("SecurityGroups", ())) if balancer else ()
    nodes = balancer.get("sim", {}).get("nodes", {}) if balancer else {}
    verdict = subnet_reach(world, subnet, wanted, host, port, address=nodes.get(subnet, ""), at=at)
    return verdict != "timeout"


def _stands_in(balancer: Doc, subnet: str) -> bool:
    return any(zone.get("SubnetId") == subnet for zone in balancer.get("AvailabilityZones", ()))


def edge_reaches(world: World, domain: str, port: int) -> EdgeReach:
    """Does CloudFront, asking the authoritative servers, find the origin's load balancer and reach it?

    It looks the name up afresh (house rule) and is content with any node that answers.
    """
    balancer = balancer_behind(world, domain) or balancer_named(world, absolute(domain))
    peer, packet = Peer(EDGE_EGRESS, prefix_lists=(EDGE_LIST,)), Packet("tcp", port)
    if balancer is None:
        return _edge_to_host(world, address_behind(world, domain), peer, packet)
    arn = str(balancer["LoadBalancerArn"])
    if not listens(world, arn, port):
        return EdgeReach("timeout", arn)
    wanted = tuple(balancer.get("SecurityGroups", ()))
    subnets = [zone["SubnetId"] for zone in balancer.get("AvailabilityZones", ())]
    places = [Place("host", arn, "", "-", subnet, wanted, True) for subnet in subnets]
    good = tuple(p.subnet for p in places if from_internet(world, p, peer, packet))
    return EdgeReach("open" if good else "timeout", arn, good)


def _edge_to_host(world: World, address: str, peer: Peer, packet: Packet) -> EdgeReach:
    """An origin that is a machine of its own, by its public address."""
    if not address:
        return EdgeReach("name")
    place = host_by_address(world, address)
    if place is None or address != place.public or not place.up:
        return EdgeReach("timeout")
    if not from_internet(world, place, peer, packet):
        return EdgeReach("timeout", host=place.id)
    return EdgeReach("open" if is_open(world, place.id, packet.port) else "refused", host=place.id)


def _round_trip_ms(view: View, own: Place, address: str, endpoint: Endpoint | None, at: Instant) -> Millis:
    """The handshake's duration: a neighbour, the edge, or a Region away."""
    key = ("rtt", own.id, address, at)
    if own.subnet and endpoint and endpoint[0] in ("host", "balancer", "database"):
        return view.dice.between(0, 1, *key)
    if own.subnet or (endpoint and endpoint[0] in ("edge", "site")):
        return view.dice.between(4, 14, *key)
    return view.dice.between(22, 34, *key)
