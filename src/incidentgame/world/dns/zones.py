"""A hosted zone's own answers: exact names, wildcards, aliases, routing policies, NODATA and NXDOMAIN.

Pure: the zone's records are read from one world (what the name servers have so far), the addresses behind
aliases from another (what those services give out now).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.dns.cloudnames import cloud_records
from incidentgame.world.dns.message import Rcode, Record
from incidentgame.world.dns.names import absolute, ancestors, is_under, parent
from incidentgame.world.state import Doc, World, sim

_MOST_LINKS = 8
_ALIASABLE = ("A", "AAAA")


@dataclass(frozen=True, slots=True)
class ZoneAnswer:
    """The sections a zone fills, before flags and timing."""

    rcode: Rcode
    answers: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    referral: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a zone's answer comes from: the records, the services behind aliases, chance, the asker."""

    records: World
    services: World
    dice: Dice
    place: str = "internet"
    salt: int = 0


def zone_name(zone: Doc) -> str:
    """The apex, absolute."""
    return absolute(zone["Name"])


def zone_id(zone: Doc) -> str:
    """The id without `/hostedzone/`."""
    return str(zone["Id"]).rpartition("/")[2]


def records_of(world: World, zone: str) -> list[Doc]:
    """The record sets of a zone (an id without prefix), in order of creation."""
    prefix = f"{zone}|"
    return [doc for key, doc in world.table(kinds.RECORD).items() if key.startswith(prefix)]


def own_servers(world: World, zone: Doc) -> list[str]:
    """The name servers that hold the zone: its delegation set (GetHostedZone shows it)."""
    given = sim(zone).get("name_servers")
    if given:
        return [absolute(n) for n in given]
    apex = zone_name(zone)
    for doc in records_of(world, zone_id(zone)):
        if doc["Type"] == "NS" and absolute(doc["Name"]) == apex:
            return [absolute(r["Value"]) for r in doc.get("ResourceRecords", ())]
    return [absolute(n) for n in sim(zone).get("delegation", ())]


def soa_of(world: World, zone: Doc) -> Record:
    """The zone's SOA; Route 53's default one where the zone holds none (aws-request-path §1.5)."""
    apex = zone_name(zone)
    for doc in records_of(world, zone_id(zone)):
        if doc["Type"] == "SOA":
            return Record(apex, int(doc.get("TTL", 900)), "SOA", doc["ResourceRecords"][0]["Value"])
    first = next(iter(own_servers(world, zone)), "ns-1.awsdns-00.com.")
    return Record(apex, 900, "SOA", f"{first} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400")


def answer(source: Source, zone: Doc, name: str, rtype: str) -> ZoneAnswer:
    """What the zone says about an absolute name at or below its apex."""
    sets = records_of(source.records, zone_id(zone))
    cut = _delegated_below(sets, zone_name(zone), name)
    if cut:
        return ZoneAnswer("NOERROR", authority=tuple(cut), referral=True)
    found = _chain(source, zone, sets, name, rtype)
    if found:
        return ZoneAnswer("NOERROR", tuple(found))
    soa = (soa_of(source.records, zone),)
    exists = bool(_at(sets, name)) or any(is_under(absolute(d["Name"]), name) for d in sets)
    return ZoneAnswer("NOERROR" if exists else "NXDOMAIN", authority=soa)


def _delegated_below(sets: Sequence[Doc], apex: str, name: str) -> list[Record]:
    """NS records of a cut between the apex and the name: the zone then only refers."""
    for step in ancestors(name):
        if step == apex:
            return []
        found = [d for d in sets if d["Type"] == "NS" and absolute(d["Name"]) == step]
        if found:
            return [r for d in found for r in _plain(d, step)]
    return []


def _chain(source: Source, zone: Doc, sets: Sequence[Doc], name: str, rtype: str) -> list[Record]:
    """The records of the type, or a CNAME and what it leads to inside the same zone."""
    found: list[Record] = []
    for _ in range(_MOST_LINKS):
        here = _at(sets, name)
        direct = [d for d in here if d["Type"] == rtype or rtype == "ANY"]
        if direct:
            return found + _realise(source, zone, _choose(source, direct, name), name)
        cname = [d for d in here if d["Type"] == "CNAME"]
        if not cname:
            return found
        found += _realise(source, zone, _choose(source, cname, name), name)
        name = found[-1].rdata
        if not is_under(name, zone_name(zone)):
            return found
    return found


def _at(sets: Sequence[Doc], name: str) -> list[Doc]:
    """The record sets of a name, or of the wildcard that covers it (RFC 4592)."""
    exact = [d for d in sets if absolute(d["Name"]) == name]
    if exact or any(is_under(absolute(d["Name"]), name) for d in sets):
        return exact
    for step in ancestors(parent(name)):
        covering = [d for d in sets if absolute(d["Name"]) == f"*.{step}"]
        if covering:
            return covering
        if any(is_under(absolute(d["Name"]), step) for d in sets):
            return []  # the closest encloser exists and has no wildcard
    return []


def _choose(source: Source, sets: Sequence[Doc], name: str) -> list[Doc]:
    """Routing policy: weighted and failover sets give one member; simple ones all (aws-request-path §1.3)."""
    if not any("SetIdentifier" in doc for doc in sets):
        return list(sets)
    healthy = [d for d in sets if not sim(d).get("unhealthy")] or list(sets)
    failover = [d for d in sets if d.get("Failover")]
    if failover:
        first = [d for d in failover if d["Failover"] == "PRIMARY"]
        second = [d for d in failover if d["Failover"] == "SECONDARY"]
        up = [d for d in first + second if not sim(d).get("unhealthy")]
        return (up or first or failover)[:1]
    weights = [int(d.get("Weight", 1)) for d in healthy]
    if not any(weights):
        weights = [1] * len(healthy)
    return [healthy[source.dice.weighted(weights, "dns-weight", name, source.salt)]]


def _realise(source: Source, zone: Doc, sets: Sequence[Doc], name: str) -> list[Record]:
    return [r for doc in sets for r in _records(source, zone, doc, name)]


def _records(source: Source, zone: Doc, doc: Doc, name: str) -> list[Record]:
    alias = doc.get("AliasTarget")
    if not alias:
        return _plain(doc, name)
    target = absolute(alias["DNSName"])
    given = cloud_records(source.services, source.dice, target, doc["Type"], source.place)
    if given is not None:
        return [record._replace(name=name) for record in given]
    if is_under(target, zone_name(zone)) and target != name:
        inner = answer(source, zone, target, doc["Type"]).answers
        return [record._replace(name=name) for record in inner if record.type == doc["Type"]]
    return []  # the target is gone: NODATA (house rule, aws-request-path §11)


def _plain(doc: Doc, name: str) -> list[Record]:
    ttl = int(doc.get("TTL", 300))
    return [Record(name, ttl, doc["Type"], _rdata(doc["Type"], r["Value"])) for r in doc["ResourceRecords"]]


def _rdata(rtype: str, value: str) -> str:
    """The value as dig shows it: names absolute."""
    if rtype in ("CNAME", "NS", "PTR"):
        return absolute(value)
    if rtype == "MX":
        priority, _, exchange = value.partition(" ")
        return f"{priority} {absolute(exchange)}"
    return value
