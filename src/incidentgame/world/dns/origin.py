"""What an origin's name leads to, asked at the authoritative servers of one world."""

from incidentgame.world.dns import tree, zones
from incidentgame.world.dns.cloudnames import balancer_named
from incidentgame.world.dns.names import absolute
from incidentgame.world.state import Doc, World

_MOST_LINKS = 8


def balancer_behind(world: World, name: str) -> Doc | None:
    """The load balancer a name leads to through aliases and CNAMEs; None when it leads to none.

    A zone whose registrar points at servers that do not hold it leads nowhere (§1.6).
    """
    step = absolute(name)
    for _ in range(_MOST_LINKS):
        found = balancer_named(world, step)
        if found is not None:
            return found
        step = _next(world, step)
        if not step:
            return None
    return None


def address_behind(world: World, name: str) -> str:
    """The first IPv4 address a name leads to that is no load balancer's; empty when it leads to none."""
    step = absolute(name)
    for _ in range(_MOST_LINKS):
        for doc in _records(world, step):
            if absolute(doc["Name"]) == step and doc["Type"] == "A" and doc.get("ResourceRecords"):
                return str(doc["ResourceRecords"][0]["Value"])
        step = _next(world, step)
        if not step:
            return ""
    return ""


def _records(world: World, name: str) -> list[Doc]:
    """The records of the zone that the delegation of a name leads to."""
    cut = tree.delegation_of(world, name)
    zone = next((z for s in cut.servers if (z := tree.zone_at(world, s, name))), None) if cut else None
    return list(zones.records_of(world, zones.zone_id(zone))) if zone is not None else []


def _next(world: World, name: str) -> str:
    for doc in _records(world, name):
        if absolute(doc["Name"]) == name and doc["Type"] in ("A", "CNAME"):
            alias = doc.get("AliasTarget")
            if alias:
                return absolute(alias["DNSName"])
            if doc["Type"] == "CNAME":
                return absolute(doc["ResourceRecords"][0]["Value"])
    return ""
