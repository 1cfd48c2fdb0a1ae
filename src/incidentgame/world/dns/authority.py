"""What each kind of authoritative server answers when it is asked directly."""

from dataclasses import dataclass, replace

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world.dns import tree, zones
from incidentgame.world.dns.message import Record, Resolution
from incidentgame.world.dns.names import is_under
from incidentgame.world.state import Doc, World
from incidentgame.world.view import View

PROPAGATION: Millis = 30 * SECOND
"""From a change of a hosted zone to its name servers: PENDING → INSYNC (house rule)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The name tree at one instant: records as far as they have spread, services as they are now."""

    at: Instant
    records: World
    services: World
    dice: Dice


def moment(view: View, at: Instant) -> Moment:
    """The tree at an instant. A world's own beginning has spread long ago."""
    spread = max(at - PROPAGATION, view.account.begins)
    return Moment(at, view.world_at(spread), view.world_at(at), view.dice)


def ask_server(now: Moment, server: str, name: str, rtype: str, place: str = "internet") -> Resolution:
    """The answer of one name server (by name): authoritative, a referral, or REFUSED."""
    if server in tree.ROOT_SERVERS:
        return _root(name, rtype)
    tld = tree.tld_of(name)
    if tld and server in tld.servers:
        return _registry(now, tld, name, rtype)
    zone = tree.zone_at(now.records, server, name)
    if zone is None:
        return Resolution("REFUSED")
    salt = now.at // SECOND
    source = zones.Source(now.records, now.services, now.dice, place, salt)
    given = zones.answer(source, zone, name, rtype)
    if given.referral:
        return Resolution("NOERROR", authority=given.authority)
    own = _own_ns(now.records, zone) if given.answers and rtype != "NS" else ()
    answers = rotated(given.answers, now.dice, now.at)
    return Resolution(given.rcode, answers, given.authority or own, aa=True)


def _own_ns(world: World, zone: Doc) -> tuple[Record, ...]:
    """Route 53 adds its NS set to an answer."""
    apex = zones.zone_name(zone)
    return tuple(Record(apex, tree.DELEGATION_TTL, "NS", n) for n in zones.own_servers(world, zone))


def _root(name: str, rtype: str) -> Resolution:
    if name == ".":
        answers = tree.ROOT.records() if rtype == "NS" else ()
        return Resolution("NOERROR", answers, () if answers else (tree.tld_soa("."),), aa=True)
    tld = tree.tld_of(name)
    if tld is None:
        return Resolution("NXDOMAIN", authority=(tree.tld_soa("."),), aa=True)
    return Resolution("NOERROR", authority=tld.records())


def _registry(now: Moment, tld: tree.Delegation, name: str, rtype: str) -> Resolution:
    cut = tree.delegation_of(now.records, name) or tree.cloud_delegation(name)
    if cut is not None and name != tld.apex:
        return Resolution("NOERROR", authority=cut.records())
    if tree.is_site(name) and rtype == "A":
        site = Record(name, 300, "A", tree.site_address(now.dice, name))
        return Resolution("NOERROR", (site,), aa=True)
    if name == tld.apex and rtype == "NS":
        return Resolution("NOERROR", tld.records(), aa=True)
    exists = (
        name == tld.apex or any(is_under(s, name) for s in (*tree.SITES, *tree.HOSTING)) or tree.is_site(name)
    )
    return Resolution("NOERROR" if exists else "NXDOMAIN", authority=(tree.tld_soa(tld.apex),), aa=True)


def rotated(answers: tuple[Record, ...], dice: Dice, at: Instant) -> tuple[Record, ...]:
    """The answer's order changes from query to query (aws-request-path §1.7); CNAMEs stay in front."""
    links = tuple(r for r in answers if r.type == "CNAME")
    rest = [r for r in answers if r.type != "CNAME"]
    if len(rest) < 2:
        return answers
    start = dice.below(len(rest), "rotation", rest[0].name, at)
    return (*links, *rest[start:], *rest[:start])


def refused_by_all(answer: Resolution) -> Resolution:
    """What a resolver makes of REFUSED: SERVFAIL (aws-request-path §1.5)."""
    return replace(answer, rcode="SERVFAIL", answers=(), authority=(), aa=False)
