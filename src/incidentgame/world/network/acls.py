"""Network ACLs: numbered, stateless, first match wins, and asked only at a subnet's edge (§4.1)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.world import kinds
from incidentgame.world.network.groups import Packet
from incidentgame.world.network.places import contains
from incidentgame.world.state import Doc, World

EPHEMERAL = 49_152
"""A port a reply goes to: Linux picks 32768–60999, load balancers 1024–65535."""

_PROTOCOLS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}


def acl_of(world: World, subnet: str) -> Doc | None:
    """The ACL associated with a subnet, or its VPC's default one; None in a world without ACLs."""
    for doc in world.all(kinds.NETWORK_ACL):
        if any(a.get("SubnetId") == subnet for a in doc.get("Associations", ())):
            return doc
    vpc = (world.find(kinds.SUBNET, subnet) or {}).get("VpcId")
    return next(
        (d for d in world.all(kinds.NETWORK_ACL) if d.get("IsDefault") and d.get("VpcId") == vpc), None
    )


def passes(world: World, subnet: str, address: str, packet: Packet, *, egress: bool) -> bool:
    """May the packet cross the subnet's edge, `address` being the end outside the subnet?"""
    acl = acl_of(world, subnet)
    if acl is None:
        return True
    for entry in sorted(acl.get("Entries", ()), key=lambda e: int(e["RuleNumber"])):
        if bool(entry.get("Egress")) is egress and _matches(entry, address, packet):
            return bool(entry["RuleAction"] == "allow")
    return False


def _matches(entry: Mapping[str, Any], address: str, packet: Packet) -> bool:
    protocol = str(entry.get("Protocol", "-1"))
    if protocol not in ("-1", _PROTOCOLS.get(packet.protocol, packet.protocol)):
        return False
    block = entry.get("CidrBlock") or entry.get("Ipv6CidrBlock") or ""
    if not contains(block, address):
        return False
    ports = entry.get("PortRange")
    if protocol == "-1" or not ports or packet.protocol.startswith("icmp"):
        return True
    return bool(int(ports["From"]) <= packet.port <= int(ports["To"]))


def round_trip(world: World, subnet: str, address: str, packet: Packet, *, outbound: bool) -> bool:
    """Both halves of a new connection at one subnet's edge: the packet, and the reply to its high port."""
    reply = Packet(packet.protocol, EPHEMERAL)
    there = passes(world, subnet, address, packet, egress=outbound)
    return there and passes(world, subnet, address, reply, egress=not outbound)
