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


def _next(world: World, name: str) -> str:
    cut = tree.delegation_of(world, name)
    zone = next((z for s in cut.servers if (z := tree.zone_at(world, s, name))), None) if cut else None
    if zone is None:
        return ""
    for doc in zones.records_of(world, zones.zone_id(zone)):
        if absolute(doc["Name"]) == name and doc["Type"] in ("A", "CNAME"):
            alias = doc.get("AliasTarget")
            if alias:
                return absolute(alias["DNSName"])
            if doc["Type"] == "CNAME":
                return absolute(doc["ResourceRecords"][0]["Value"])
    return ""
