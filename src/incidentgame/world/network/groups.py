"""Security groups: allow only, every rule looked at, replies always let back (aws-request-path §4.1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import MINUTE, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.network.places import contains, prefix_entries
from incidentgame.world.state import Doc, World, sim

TRACKED: Millis = 2 * MINUTE
"""How long connections opened before a rule was revoked go on being used (house rule, INV-19)."""

_TRACKING = "tracked|"
_NUMBERS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end: its address, its groups where it is in the VPC, managed prefix lists that name it."""

    address: str
    groups: tuple[str, ...] = ()
    prefix_lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Packet:
    """What wants through: protocol (`tcp`, `icmp` …) and destination port."""

    protocol: str
    port: int


def allows(
    world: World,
    groups: Sequence[str],
    peer: Peer,
    packet: Packet,
    *,
    egress: bool = False,
    at: Instant | None = None,
) -> bool:
    """Does any rule of any of the groups let the packet through?

    With `at`, rules revoked shortly before still count: the connection is taken to be an old, tracked one.
    An interface without groups is not filtered (a host outside AWS).
    """
    if not groups:
        return True
    member = "IpPermissionsEgress" if egress else "IpPermissions"
    docs = [doc for group in groups if (doc := world.find(kinds.SECURITY_GROUP, group))]
    return any(
        permits(world, permission, peer, packet)
        for doc in docs
        for permission in (*doc.get(member, ()), *_tracked(doc, member, at))
    )


def _tracked(doc: Doc, member: str, at: Instant | None) -> Iterator[Mapping[str, Any]]:
    if at is None:
        return
    for revoked in sim(doc).get("revoked", ()):
        if revoked["member"] == member and revoked["at"] <= at < revoked["at"] + TRACKED:
            yield revoked["permission"]


def tracking(group: str, at: Instant) -> str:
    """The id of the pending entry that stands as long as connections of a rule revoked now are tracked."""
    return f"{_TRACKING}{group}|{at}"


def last_revoked(world: World) -> Instant | None:
    """When the latest rule was revoked whose tracked connections are still in use; None when none are."""
    table = world.table(kinds.PENDING)
    return max((doc["due"] - TRACKED for id, doc in table.items() if id.startswith(_TRACKING)), default=None)


def permits(world: World, permission: Mapping[str, Any], peer: Peer, packet: Packet) -> bool:
    """Does one IpPermission cover the packet and the peer?"""
    return _covers(permission, packet) and _names(world, permission, peer)


def _covers(permission: Mapping[str, Any], packet: Packet) -> bool:
    protocol = str(permission.get("IpProtocol", "-1"))
    protocol = _NUMBERS.get(protocol, protocol)
    if protocol == "-1":
        return True
    if protocol != packet.protocol:
        return False
    if protocol.startswith("icmp"):
        return int(permission.get("FromPort", -1)) in (-1, 8)
    low, high = int(permission.get("FromPort", 0)), int(permission.get("ToPort", 65_535))
    return low <= packet.port <= high


def _names(world: World, permission: Mapping[str, Any], peer: Peer) -> bool:
    cidrs = [r["CidrIp"] for r in permission.get("IpRanges") or ()]
    cidrs += [r["CidrIpv6"] for r in permission.get("Ipv6Ranges") or ()]
    if any(contains(cidr, peer.address) for cidr in cidrs):
        return True
    if any(pair.get("GroupId") in peer.groups for pair in permission.get("UserIdGroupPairs") or ()):
        return True
    return any(_listed(world, entry["PrefixListId"], peer) for entry in permission.get("PrefixListIds") or ())


def _listed(world: World, prefix_list: str, peer: Peer) -> bool:
    doc = world.find(kinds.PREFIX_LIST, prefix_list) or {}
    if doc.get("PrefixListName") in peer.prefix_lists:
        return True
    return any(contains(entry["Cidr"], peer.address) for entry in prefix_entries(doc))
