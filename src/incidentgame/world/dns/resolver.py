"""Recursive resolvers: follow the tree from the root, keep what they learn, and say SERVFAIL when lost."""

from dataclasses import dataclass, replace
from ipaddress import ip_network

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.dns import tree, zones
from incidentgame.world.dns.authority import Moment, ask_server, moment, refused_by_all, rotated
from incidentgame.world.dns.caching import Fetch, last_fetch
from incidentgame.world.dns.cloudnames import cloud_records, pointer
from incidentgame.world.dns.message import Record, Resolution, lifetime
from incidentgame.world.dns.names import is_under
from incidentgame.world.network.places import host_place
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import View

STUB = "127.0.0.53"
"""systemd-resolved on every host: the `nameserver` of /etc/resolv.conf, handing on to `resolver_address`."""

HOME_RESOLVER = "192.168.1.1"
PUBLIC_RESOLVERS = ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "208.67.222.222")
LINK_LOCAL_RESOLVER = "169.254.169.253"
_MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class Resolver:
    """A recursive resolver: its address, and whether it stands in the VPC."""

    address: str
    place: str


def vpc_resolver(world: World, vpc: str) -> str:
    """The VPC's base address plus two (aws-request-path §1.7)."""
    doc = world.find(kinds.VPC, vpc) or next(iter(world.all(kinds.VPC)), None)
    return str(ip_network(doc["CidrBlock"])[2]) if doc else LINK_LOCAL_RESOLVER


def resolver_address(world: World, host: str) -> str:
    """What a host's stub hands questions on to: the VPC's resolver, or the home router's."""
    place = host_place(world, host)
    given = sim(world.find(kinds.HOST, host) or {}).get("resolver")
    if given:
        return str(given)
    if place is None or not place.subnet:
        return HOME_RESOLVER
    subnet = world.find(kinds.SUBNET, place.subnet) or {}
    return vpc_resolver(world, str(subnet.get("VpcId", "")))


def resolver_named(world: World, host: str, address: str) -> Resolver | None:
    """The resolver with this address as a host can reach it; None when there is none there for it."""
    own = resolver_address(world, host)
    standing = host_place(world, host)
    inside = standing is not None and bool(standing.subnet)
    if inside and address in (STUB, own, LINK_LOCAL_RESOLVER):
        return Resolver(own, "vpc")
    if not inside and address in (STUB, own):
        return Resolver(own, "internet")
    if address in PUBLIC_RESOLVERS:
        return Resolver(address, "internet")
    return None


def recurse(view: View, resolver: Resolver, name: str, rtype: str, at: Instant) -> Resolution:
    """The resolver's answer to an absolute name: CNAMEs followed, each piece from its cache."""
    found: list[Record] = []
    for _ in range(_MOST_LINKS):
        piece = cached(view, resolver, name, rtype, at)
        found += piece.answers
        target = piece.answers[-1].rdata if piece.answers and piece.answers[-1].type == "CNAME" else ""
        if not target or rtype in ("CNAME", "ANY"):
            return replace(piece, answers=rotated(tuple(found), view.dice, at))
        name = target
    return Resolution("SERVFAIL", ra=True)


def cached(view: View, resolver: Resolver, name: str, rtype: str, at: Instant) -> Resolution:
    """One name's answer as the resolver holds it, with the time to live that is left (§1.7)."""

    def keep(instant: Instant) -> int:
        return lifetime(_fetched(view, resolver, name, rtype, instant))

    fetch = last_fetch(view, at, (resolver.address, name), keep)
    given = _fetched(view, resolver, name, rtype, fetch.at)
    return _aged(given, fetch, at)


def _aged(given: Resolution, fetch: Fetch, at: Instant) -> Resolution:
    left = fetch.remaining(at)
    authority = tuple(r._replace(ttl=left) for r in given.authority if r.type == "SOA")
    answers = tuple(r._replace(ttl=left) for r in given.answers)
    shown = () if answers or given.rcode == "SERVFAIL" else authority
    return replace(given, answers=answers, authority=shown, aa=False, ra=True)


def _fetched(view: View, resolver: Resolver, name: str, rtype: str, at: Instant) -> Resolution:
    """What a fetch at that instant brings: the name's own records, each name being cached by itself."""
    given = _asked(view, resolver, name, rtype, at)
    return replace(given, answers=tuple(r for r in given.answers if r.name == name))


def _asked(view: View, resolver: Resolver, name: str, rtype: str, at: Instant) -> Resolution:
    """The answer of whoever is in charge of the name."""
    now = moment(view, at)
    private = _private_zone(now.services, name) if resolver.place == "vpc" else None
    if private is not None:
        source = zones.Source(now.records, now.services, now.dice, resolver.place, at // 1000)
        given = zones.answer(source, private, name, rtype)
        return Resolution(given.rcode, given.answers, given.authority)
    if tree.is_cloud(name) or name.endswith((".internal.", ".in-addr.arpa.")):
        return _cloud(view, now, resolver, name, rtype)
    return _iterated(view, now, resolver, name, rtype)


def _private_zone(world: World, name: str) -> Doc | None:
    found = [z for z in world.all(kinds.ZONE) if tree.is_private(z) and is_under(name, zones.zone_name(z))]
    return max(found, key=lambda zone: len(zone["Name"]), default=None)


def _cloud(view: View, now: Moment, resolver: Resolver, name: str, rtype: str) -> Resolution:
    place, region = resolver.place, view.account.region
    if name.endswith(".in-addr.arpa."):
        found = pointer(now.services, now.dice, region, name, place) if rtype == "PTR" else None
    else:
        found = cloud_records(now.services, now.dice, name, rtype, place)
    soa = tree.cloud_soa(name) if tree.is_cloud(name) else tree.tld_soa(".")
    if found is None:
        return Resolution("NXDOMAIN", authority=(soa,))
    return Resolution("NOERROR", tuple(found), () if found else (soa,))


def _iterated(view: View, now: Moment, resolver: Resolver, name: str, rtype: str) -> Resolution:
    tld = tree.tld_of(name)
    if tld is None or name in (".", tld.apex):
        top = tree.ROOT_SERVERS if tld is None or name == "." else tld.servers
        return ask_server(now, top[0], name, rtype)
    cut = _known_delegation(view, resolver, name, now)
    if cut is None:
        return ask_server(now, tld.servers[0], name, rtype)
    server = cut.servers[now.dice.below(len(cut.servers), "ns", resolver.address, name, now.at // 1000)]
    given = ask_server(now, server, name, rtype, resolver.place)
    return refused_by_all(given) if given.rcode == "REFUSED" else _followed(now, given, name, rtype)


def _known_delegation(view: View, resolver: Resolver, name: str, now: Moment) -> tree.Delegation | None:
    """The delegation as this resolver has it: a registrar's change is felt up to two days late (§1.6)."""
    present = tree.delegation_of(now.records, name)
    if present is None:
        return None

    def keep(instant: Instant) -> int:
        return tree.DELEGATION_TTL

    fetch = last_fetch(view, now.at, (resolver.address, present.apex, "NS"), keep)
    return tree.delegation_of(view.world_at(fetch.at), name) or present


def _followed(now: Moment, given: Resolution, name: str, rtype: str) -> Resolution:
    """A referral inside a zone is followed to the server it names."""
    if given.kind != "referral":
        return given
    for record in given.authority:
        deeper = ask_server(now, record.rdata, name, rtype)
        if deeper.rcode != "REFUSED":
            return deeper
    return Resolution("SERVFAIL")
