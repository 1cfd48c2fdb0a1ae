"""What has an address in the VPC: hosts and database instances, with the groups and subnet they stand in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Literal

from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim

_DATABASE_HOST = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Something with a network interface. `public` is empty when it has no public address."""

    kind: Literal["host", "database"]
    id: str
    private: str
    public: str
    subnet: str
    groups: tuple[str, ...]
    up: bool


def contains(cidr: str, address: str) -> bool:
    """Does the block hold the address? False when they are of different families or malformed."""
    return _contains(cidr, address)


@lru_cache(maxsize=4096)
def _contains(cidr: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(cidr, strict=False)
    except (ValueError, TypeError):
        return False


def host_place(world: World, host: str) -> Place | None:
    """A host as the network sees it; the instance's own document, where there is one, is the truth."""
    doc = world.find(kinds.HOST, host)
    if doc is None or host.startswith("template:"):
        return None
    instance = world.find(kinds.INSTANCE, str(sim(doc).get("instance", host))) or {}
    return Place(
        "host",
        host,
        str(instance.get("PrivateIpAddress") or doc.get("PrivateIp", "")),
        str(instance.get("PublicIpAddress") or doc.get("PublicIp") or ""),
        str(instance.get("SubnetId") or doc.get("Subnet") or ""),
        _groups(instance, doc),
        _up(instance, doc),
    )


def _groups(instance: Doc, host: Doc) -> tuple[str, ...]:
    if "SecurityGroups" in instance:
        return tuple(g["GroupId"] for g in instance["SecurityGroups"])
    return tuple(g["GroupId"] if isinstance(g, dict) else str(g) for g in host.get("SecurityGroups") or ())


def _up(instance: Doc, host: Doc) -> bool:
    state = instance.get("State", {}).get("Name", "running")
    return bool(state == "running" and not sim(host).get("down"))


def databases(world: World) -> Iterator[Place]:
    """The database instances. Their address is `sim.ip`, or .40 and up of their zone's data subnet."""
    for index, (id, doc) in enumerate(world.table(kinds.DB_INSTANCE).items()):
        subnet = _data_subnet(world, doc)
        groups = tuple(
            g["VpcSecurityGroupId"] for g in doc.get("VpcSecurityGroups") or _cluster_groups(world, doc)
        )
        up = doc.get("DBInstanceStatus", "available") in ("available", "backing-up", "modifying")
        address = str(sim(doc).get("ip") or _numbered(subnet, _DATABASE_HOST + index))
        yield Place("database", id, address, "", str(subnet.get("SubnetId", "")), groups, up)


def _cluster_groups(world: World, instance: Doc) -> list[Doc]:
    cluster = world.find(kinds.DB_CLUSTER, str(instance.get("DBClusterIdentifier", ""))) or {}
    return list(cluster.get("VpcSecurityGroups", ()))


def _data_subnet(world: World, instance: Doc) -> Doc:
    zone = instance.get("AvailabilityZone", "")
    here = [s for s in world.all(kinds.SUBNET) if s.get("AvailabilityZone") == zone]
    named = [s for s in here if any(w in subnet_name(s) for w in ("data", "db"))]
    empty: Doc = {}
    return next(iter(named or here), empty)


def subnet_name(subnet: Doc) -> str:
    """The Name tag of a subnet; empty when it has none."""
    return next((t["Value"] for t in subnet.get("Tags", ()) if t["Key"] == "Name"), "")


def _numbered(subnet: Doc, number: int) -> str:
    cidr = subnet.get("CidrBlock")
    return str(ip_network(cidr)[number]) if cidr else ""


def host_by_address(world: World, address: str) -> Place | None:
    """The host with this private or public address."""
    for host in world.table(kinds.HOST):
        place = host_place(world, host)
        if place and address and address in (place.private, place.public):
            return place
    return None


def database_by_address(world: World, address: str) -> Place | None:
    """The database instance with this private address."""
    return next((p for p in databases(world) if p.private == address), None)


def database_by_endpoint(world: World, name: str) -> Place | None:
    """The database instance whose endpoint has this name."""
    for place in databases(world):
        endpoint = world.get(kinds.DB_INSTANCE, place.id).get("Endpoint") or {}
        if _same_name(str(endpoint.get("Address", "")), name):
            return place
    return None


def cluster_endpoint(world: World, name: str) -> str:
    """The instance endpoint behind a cluster's writer or reader endpoint; empty when it is neither."""
    for cluster in world.all(kinds.DB_CLUSTER):
        for member, writer in (("Endpoint", True), ("ReaderEndpoint", False)):
            if _same_name(str(cluster.get(member, "")), name):
                return _member_endpoint(world, cluster, writer)
    return ""


def _member_endpoint(world: World, cluster: Doc, writer: bool) -> str:
    members = cluster.get("DBClusterMembers", ())
    wanted = [m for m in members if bool(m.get("IsClusterWriter")) is writer] or list(members)
    for member in wanted:
        instance = world.find(kinds.DB_INSTANCE, member["DBInstanceIdentifier"]) or {}
        address = (instance.get("Endpoint") or {}).get("Address")
        if address:
            return str(address)
    return ""


def _same_name(one: str, other: str) -> bool:
    return bool(one) and one.lower().rstrip(".") == other.lower().rstrip(".")


def prefix_entries(prefix_list: Doc) -> list[dict[str, str]]:
    """The {Cidr, Description} entries of a managed prefix list; `sim.entries` may hold bare blocks."""
    given = sim(prefix_list).get("entries", ())
    return [dict(e) if isinstance(e, Mapping) else {"Cidr": str(e), "Description": ""} for e in given]
