"""The name tree above our zones: the root, the top-level domains, and which server holds what.

The simulated internet holds this world's zones, AWS's own names and a few well-known sites; every other
name below a known TLD does not exist (house rule). No name in it is signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.dns.message import Record
from incidentgame.world.dns.names import absolute, ancestors, is_under
from incidentgame.world.dns.zones import own_servers, zone_name
from incidentgame.world.state import Doc, World, sim

ROOT_TTL = 518_400
DELEGATION_TTL = 172_800
ROOT_SERVERS = tuple(f"{letter}.root-servers.net." for letter in "abcdefghijklm")
TLDS = ("example", "aws", "com", "net", "org", "io", "dev", "co", "uk", "eu", "de", "arpa", "internal")
SITES = (
    "google.com.",
    "www.google.com.",
    "example.com.",
    "www.example.com.",
    "amazon.com.",
    "aws.amazon.com.",
    "health.aws.amazon.com.",
    "status.aws.amazon.com.",
    "github.com.",
    "cloudflare.com.",
    "deb.debian.org.",
)
"""Well-known names that resolve, so that "does DNS work at all here?" has an answer."""

CLOUD_SERVERS = ("ns-1506.awsdns-60.org.", "ns-27.awsdns-03.com.", "ns-619.awsdns-13.net.")
HOSTING = ("statuspage.example.",)
"""Hosting services: every name below one of them is a customer's page."""

_AWS_PARENTS = ("amazonaws.com.", "cloudfront.net.", "awsdns.com.")


@dataclass(frozen=True, slots=True)
class Delegation:
    """What a parent says of a zone: the zone's apex and the servers it is to be asked at."""

    apex: str
    servers: tuple[str, ...]

    def records(self) -> tuple[Record, ...]:
        """The NS records of the referral."""
        ttl = ROOT_TTL if self.apex == "." else DELEGATION_TTL
        return tuple(Record(self.apex, ttl, "NS", server) for server in self.servers)


ROOT = Delegation(".", ROOT_SERVERS)


def tld_of(name: str) -> Delegation | None:
    """The top-level domain above a name; None when there is no such TLD."""
    label = name.rstrip(".").rpartition(".")[2]
    if label not in TLDS:
        return None
    if label in ("com", "net"):
        return Delegation(f"{label}.", tuple(f"{c}.gtld-servers.net." for c in "abcdefghijklm"))
    return Delegation(f"{label}.", tuple(f"{c}.nic.{label}." for c in "abcd"))


def is_private(zone: Doc) -> bool:
    """A private hosted zone: seen from its VPCs only."""
    return bool(zone.get("Config", {}).get("PrivateZone"))


def delegation_of(world: World, name: str) -> Delegation | None:
    """The zone cut the registry knows above a name: the longest public zone anybody delegated."""
    for step in ancestors(name):
        for zone in world.all(kinds.ZONE):
            if zone_name(zone) == step and not is_private(zone):
                servers = _registered(world, zone)
                if servers:
                    return Delegation(step, tuple(servers))
    return None


def _registered(world: World, zone: Doc) -> list[str]:
    """`sim.delegation` is what the registrar points at; absent, it agrees with the zone."""
    given = sim(zone).get("delegation")
    return [absolute(n) for n in given] if given is not None else own_servers(world, zone)


def zone_at(world: World, server: str, name: str) -> Doc | None:
    """The zone a name server holds for a name: the longest match among its zones; None: it refuses."""
    best: Doc | None = None
    for zone in world.all(kinds.ZONE):
        apex = zone_name(zone)
        if is_private(zone) or not is_under(name, apex) or server not in own_servers(world, zone):
            continue
        if best is None or len(apex) > len(zone_name(best)):
            best = zone
    return best


def is_cloud(name: str) -> bool:
    """Is the name in a zone AWS itself keeps?"""
    return any(is_under(name, apex) for apex in _AWS_PARENTS)


def cloud_apex(name: str) -> str:
    """The zone of AWS a name is in."""
    return next(apex for apex in _AWS_PARENTS if is_under(name, apex))


def cloud_delegation(name: str) -> Delegation | None:
    """The cut above a name AWS keeps; None for others."""
    return Delegation(cloud_apex(name), CLOUD_SERVERS) if is_cloud(name) else None


def cloud_soa(name: str) -> Record:
    """The SOA that goes with AWS's own "no"."""
    apex = cloud_apex(name)
    rdata = f"{CLOUD_SERVERS[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 60"
    return Record(apex, 60, "SOA", rdata)


def tld_soa(apex: str) -> Record:
    """The SOA of the root or a TLD."""
    if apex == ".":
        rdata = "a.root-servers.net. nstld.verisign-grs.com. 2026032800 1800 900 604800 86400"
        return Record(".", 86_400, "SOA", rdata)
    tld = tld_of(f"x.{apex}")
    first = tld.servers[0] if tld else "a.root-servers.net."
    return Record(apex, 900, "SOA", f"{first} hostmaster.nic.{apex} 1 1800 900 604800 900")


def is_site(name: str) -> bool:
    """Does a web site that is not ours have this name?"""
    return name in SITES or any(name != apex and is_under(name, apex) for apex in HOSTING)


def site_address(dice: Dice, name: str) -> str:
    """A site's documentation address, 198.51.100.100–129; hosted pages share one."""
    place = SITES.index(name) if name in SITES else len(SITES)
    return f"198.51.100.{100 + (dice.below(30, 'sites') + place) % 30}"


def server_addresses(world: World) -> dict[str, str]:
    """Name server → address, for every server of the tree (192.0.2.1 – 192.0.2.127)."""
    found = {name: f"192.0.2.{index + 1}" for index, name in enumerate(ROOT_SERVERS)}
    tlds = sorted({s for label in TLDS for s in _servers(tld_of(f"x.{label}."))})
    zones = sorted(
        {s for zone in world.all(kinds.ZONE) for s in (*own_servers(world, zone), *_registered(world, zone))}
    )
    for index, name in enumerate(CLOUD_SERVERS):
        found[name] = f"192.0.2.{90 + index}"
    for index, name in enumerate(zones):
        found.setdefault(name, f"192.0.2.{96 + index % 32}")
    for index, name in enumerate(tlds):
        found.setdefault(name, f"192.0.2.{14 + index}")
    return found


def _servers(delegation: Delegation | None) -> Sequence[str]:
    return delegation.servers if delegation else ()


def server_at(world: World, address: str) -> str:
    """The name server with this address; empty when none has it."""
    return next((name for name, at in server_addresses(world).items() if at == address), "")
