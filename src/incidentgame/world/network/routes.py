"""Route tables: the longest prefix decides, and a blackhole swallows without a word (§4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from incidentgame.world import kinds
from incidentgame.world.network.places import contains, prefix_entries
from incidentgame.world.state import Doc, World

_TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "EgressOnlyInternetGatewayId",
)


@dataclass(frozen=True, slots=True)
class Hop:
    """Where a route leads: `local`, `internet`, `nat`, `other`, or `blackhole`."""

    kind: str
    target: str


def table_of(world: World, subnet: str) -> Doc | None:
    """The subnet's route table, or its VPC's main one."""
    for doc in world.all(kinds.ROUTE_TABLE):
        if any(a.get("SubnetId") == subnet for a in doc.get("Associations", ())):
            return doc
    vpc = (world.find(kinds.SUBNET, subnet) or {}).get("VpcId")
    mains = (d for d in world.all(kinds.ROUTE_TABLE) if d.get("VpcId") == vpc)
    return next((d for d in mains if any(a.get("Main") for a in d.get("Associations", ()))), None)


def hop(world: World, subnet: str, address: str) -> Hop | None:
    """The next hop from a subnet to an address; None when no route covers it."""
    table = table_of(world, subnet)
    routes = [
        r for r in (table or {}).get("Routes", ()) if contains(_destination(world, r, address), address)
    ]
    if not routes:
        return None
    best = max(routes, key=lambda r: ip_network(_destination(world, r, address), strict=False).prefixlen)
    return _hop(world, best)


def _destination(world: World, route: Mapping[str, Any], address: str) -> str:
    block = route.get("DestinationCidrBlock") or route.get("DestinationIpv6CidrBlock")
    if block:
        return str(block)
    prefix_list = world.find(kinds.PREFIX_LIST, str(route.get("DestinationPrefixListId", ""))) or {}
    return next((e["Cidr"] for e in prefix_entries(prefix_list) if contains(e["Cidr"], address)), "")


def target_of(route: Mapping[str, Any]) -> str:
    """The id of what a route points at (`local` for the VPC's own)."""
    return next((str(route[name]) for name in _TARGETS if route.get(name)), "")


def _hop(world: World, route: Mapping[str, Any]) -> Hop:
    target = target_of(route)
    if target == "local":
        return Hop("local", target)
    if state_of(world, route) == "blackhole":
        return Hop("blackhole", target)
    if target.startswith("igw-"):
        return Hop("internet", target)
    return Hop("nat" if target.startswith("nat-") else "other", target)


def state_of(world: World, route: Mapping[str, Any]) -> str:
    """`active`, or `blackhole` when what the route points at is gone (§4.2)."""
    if route.get("State") == "blackhole":
        return "blackhole"
    target = target_of(route)
    if target.startswith("igw-"):
        doc = world.find(kinds.INTERNET_GATEWAY, target)
        return "active" if doc and doc.get("Attachments") else "blackhole"
    if target.startswith("nat-"):
        doc = world.find(kinds.NAT_GATEWAY, target)
        return "active" if doc and doc.get("State") == "available" else "blackhole"
    return "active"


def to_internet(world: World, subnet: str, address: str, *, public: bool) -> bool:
    """Can the subnet exchange packets with a public address: directly when it has one itself, or by NAT?"""
    found = hop(world, subnet, address)
    if found is None:
        return False
    if found.kind == "nat":
        return _nat_works(world, found.target, address)
    return found.kind == "internet" and public


def _nat_works(world: World, nat: str, address: str) -> bool:
    subnet = str((world.find(kinds.NAT_GATEWAY, nat) or {}).get("SubnetId", ""))
    onward = hop(world, subnet, address)
    return onward is not None and onward.kind == "internet"


def nat_address(world: World, subnet: str, address: str) -> str:
    """The public address a subnet's connections to the internet come from; empty when not through NAT."""
    found = hop(world, subnet, address)
    if found is None or found.kind != "nat":
        return ""
    doc = world.find(kinds.NAT_GATEWAY, found.target) or {}
    return next((str(a.get("PublicIp", "")) for a in doc.get("NatGatewayAddresses", ())), "")
