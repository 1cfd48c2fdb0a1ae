"""Looking names up from a host: its hosts file, its resolver, or a server asked by name or address."""

from dataclasses import replace

from incidentgame.kernel.instant import Instant, Millis
from incidentgame.world.compute.files import read_file
from incidentgame.world.compute.units import is_active, unit
from incidentgame.world.dns import tree
from incidentgame.world.dns.authority import Moment, ask_server, moment
from incidentgame.world.dns.message import Record, Resolution
from incidentgame.world.dns.names import absolute, is_address, is_valid, relative
from incidentgame.world.dns.resolver import (
    HOME_RESOLVER,
    PUBLIC_RESOLVERS,
    STUB,
    Resolver,
    recurse,
    resolver_address,
    resolver_named,
)
from incidentgame.world.view import View

_TYPES = {4: "A", 6: "AAAA"}


def resolve(
    view: View, source: str, name: str, rtype: str = "A", server: str = "", at: Instant | None = None
) -> Resolution:
    """What a host gets when it asks `server` (an address; by default its own stub resolver) for a name.

    `rtype` is an upper-case type. `failure` of the answer is set when no answer comes.
    """
    now = view.now if at is None else at
    asked = server or STUB
    question = absolute(name)
    if asked == STUB and not is_active(unit(view.world_at(now), source, "systemd-resolved.service")):
        return Resolution("SERVFAIL", server=asked, failure="refused")
    if not is_valid(question):
        return Resolution("NXDOMAIN", server=asked, ra=True)
    resolver = resolver_named(view.world, source, asked)
    if resolver is not None:
        found = recurse(view, resolver, question, rtype, now)
        return replace(found, server=asked, ms=query_ms(view, source, asked, now))
    return _direct(view, source, asked, question, rtype, now)


def _direct(view: View, source: str, asked: str, name: str, rtype: str, at: Instant) -> Resolution:
    from incidentgame.world.network.reach import reach  # late: reach asks where names lead

    holder = tree.server_at(view.world, asked)
    if holder:
        found = ask_server(moment(view, at), holder, name, rtype)
        return replace(found, server=asked, ms=query_ms(view, source, asked, at))
    verdict = reach(view, source, asked, 53, at).verdict
    failure = {"refused": "refused", "no-route": "unreachable"}.get(verdict, "timeout")
    return Resolution("SERVFAIL", server=asked, failure=failure)


def query_ms(view: View, source: str, server: str, at: Instant) -> Millis:
    """How long one question takes: the resolver next door, or one across the internet."""
    key = ("dns-ms", source, server, at)
    if server in PUBLIC_RESOLVERS:
        return view.dice.between(8, 16, *key)
    if tree.server_at(view.world, server):
        return view.dice.between(14, 32, *key)
    uplink = resolver_address(view.world, source) if server == STUB else server
    return view.dice.between(1, 12, *key) if uplink == HOME_RESOLVER else view.dice.between(0, 2, *key)


def server_address(view: View, source: str, server: str) -> str:
    """The address behind `dig @server`; empty when the name does not resolve."""
    if is_address(server):
        return server
    known = tree.server_addresses(view.world).get(absolute(server))
    if known:
        return known
    return next(iter(addresses(view, source, server, 4)), "")


def addresses(view: View, source: str, name: str, family: int, at: Instant | None = None) -> list[str]:
    """The addresses getaddrinfo would give a program on a host; `family` is 4 or 6. Empty: no such host."""
    if is_address(name.strip("[]")):
        bare = name.strip("[]")
        return [bare] if (":" in bare) == (family == 6) else []
    listed = _from_hosts_file(view, source, name, family)
    if listed:
        return listed
    found = resolve(view, source, name, _TYPES[family], at=at)
    return [record.rdata for record in found.answers if record.type == _TYPES[family]]


def _from_hosts_file(view: View, source: str, name: str, family: int) -> list[str]:
    wanted = relative(absolute(name))
    if wanted == "localhost":
        return ["127.0.0.1"] if family == 4 else ["::1"]
    found = []
    for line in (read_file(view.world, source, "/etc/hosts") or "").splitlines():
        words = line.partition("#")[0].lower().split()
        if wanted in words[1:] and is_address(words[0]) and (":" in words[0]) == (family == 6):
            found.append(words[0])
    return found


def trace(view: View, name: str, rtype: str, at: Instant | None = None) -> list[tuple[str, Resolution]]:
    """Each step of `dig +trace`: the server asked (a name) and what it said, from the root down."""
    now = moment(view, view.now if at is None else at)
    question, server = absolute(name), tree.ROOT_SERVERS[now.dice.below(13, "root", view.now)]
    steps: list[tuple[str, Resolution]] = []
    for depth in range(8):
        given = _traced(view, now, server, question, rtype)
        steps.append((server, given))
        referral = [r.rdata for r in given.authority if r.type == "NS"]
        if given.kind != "referral" or not referral:
            return steps
        server = referral[now.dice.below(len(referral), "trace", question, depth, view.now)]
    return steps


def _traced(view: View, now: Moment, server: str, name: str, rtype: str) -> Resolution:
    at = tree.server_addresses(view.world).get(server, "")
    if tree.is_cloud(name) and server not in tree.ROOT_SERVERS and not server.endswith("gtld-servers.net."):
        given = recurse(view, Resolver(at, "internet"), name, rtype, now.at)
        return replace(given, aa=True, ra=False, server=at)
    found = ask_server(now, server, name, rtype)
    return replace(found, server=at, ms=query_ms(view, "laptop", at, now.at))


__all__ = ["Record", "Resolution", "addresses", "query_ms", "resolve", "server_address", "trace"]
