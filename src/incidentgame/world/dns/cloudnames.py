"""The names AWS itself keeps: load balancers, distributions, database endpoints, instances.

These live in zones we do not own (`elb.amazonaws.com`, `cloudfront.net`, `rds.amazonaws.com`).
"""

import re
from collections.abc import Mapping

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.balancing.routing import dns_zones
from incidentgame.world.dns.addresses import (
    EDGE_TTL,
    NODE_TTL,
    edge_addresses,
    edge_at,
    node_addresses,
    node_at,
    pop_for,
)
from incidentgame.world.dns.message import Record
from incidentgame.world.dns.names import absolute, forward
from incidentgame.world.network.places import cluster_endpoint, database_by_endpoint, host_by_address
from incidentgame.world.state import Doc, World

_EC2_PUBLIC = re.compile(r"ec2-(\d+)-(\d+)-(\d+)-(\d+)\.[a-z0-9-]+\.compute\.amazonaws\.com\.")
_EC2_PRIVATE = re.compile(r"ip-(\d+)-(\d+)-(\d+)-(\d+)\.(?:[a-z0-9-]+\.compute|ec2)\.internal\.")
_FAMILY: Mapping[str, int] = {"A": 4, "AAAA": 6}


def balancer_named(world: World, name: str) -> Doc | None:
    """The load balancer with this DNS name; Route 53 puts `dualstack.` before it (aws-request-path §1.1)."""
    bare = absolute(name).removeprefix("dualstack.")
    return next((d for d in world.all(kinds.LOAD_BALANCER) if absolute(d["DNSName"]) == bare), None)


def distribution_named(world: World, name: str) -> Doc | None:
    """The distribution with this `d….cloudfront.net` name."""
    return next(
        (d for d in world.all(kinds.DISTRIBUTION) if absolute(d["DomainName"]) == absolute(name)), None
    )


def cloud_records(world: World, dice: Dice, name: str, rtype: str, place: str) -> list[Record] | None:
    """The records AWS keeps under a name; empty for NODATA, None when AWS knows no such name.

    `place` is where the question comes from: `vpc`, or elsewhere.
    """
    found = _balancing(world, dice, name, rtype)
    if found is None:
        found = _edge(world, dice, name, rtype, place)
    if found is None:
        found = _database(world, name, rtype)
    return _instance(world, name, rtype, place) if found is None else found


def _balancing(world: World, dice: Dice, name: str, rtype: str) -> list[Record] | None:
    balancer = balancer_named(world, name)
    if balancer is None:
        return None
    if rtype != "A":
        return []
    shown = dns_zones(world, str(balancer["LoadBalancerArn"]))
    nodes = [node for node in node_addresses(world, dice, balancer) if node.zone in shown]
    return [Record(name, NODE_TTL, "A", node.public or node.private) for node in nodes]


def _edge(world: World, dice: Dice, name: str, rtype: str, place: str) -> list[Record] | None:
    doc = distribution_named(world, name)
    if doc is None:
        return None
    if rtype not in _FAMILY or (rtype == "AAAA" and not doc["DistributionConfig"].get("IsIPV6Enabled", True)):
        return []
    addresses = edge_addresses(world, dice, doc["Id"], pop_for(doc, place), _FAMILY[rtype])
    return [Record(name, EDGE_TTL, rtype, address) for address in addresses]


def _database(world: World, name: str, rtype: str) -> list[Record] | None:
    """A cluster's endpoints are CNAMEs to an instance's, which has its private address."""
    alias = cluster_endpoint(world, name)
    if alias:
        return [Record(name, 5, "CNAME", absolute(alias))]
    instance = database_by_endpoint(world, name)
    if instance is None:
        return None
    return [Record(name, 5, "A", instance.private)] if rtype == "A" else []


def _instance(world: World, name: str, rtype: str, place: str) -> list[Record] | None:
    public, private = _EC2_PUBLIC.fullmatch(name), _EC2_PRIVATE.fullmatch(name)
    if private and place == "vpc":
        address = ".".join(private.groups())
        known = host_by_address(world, address) is not None
        return ([Record(name, 60, "A", address)] if rtype == "A" else []) if known else None
    if not public:
        return None
    address = ".".join(public.groups())
    host = host_by_address(world, address)
    shown = host.private if host and place == "vpc" else address
    return [Record(name, 60, "A", shown)] if rtype == "A" else []


def pointer(world: World, dice: Dice, region: str, name: str, place: str) -> list[Record] | None:
    """What `dig -x` finds for addresses of this world; None for others (house rule: no other PTR exists)."""
    address = forward(name)
    target = _pointer_target(world, dice, region, address, place) if address else ""
    return [Record(name, 300, "PTR", target)] if target else None


def _pointer_target(world: World, dice: Dice, region: str, address: str, place: str) -> str:
    dashed = address.replace(".", "-")
    edge = edge_at(world, dice, address)
    if edge:
        return f"server-{dashed}.{edge[1].split('-')[0].lower()}.r.cloudfront.net."
    host = host_by_address(world, address)
    node = node_at(world, dice, address)
    private = address in ((host.private if host else ""), (node.private if node else ""))
    if private:
        return f"ip-{dashed}.{region}.compute.internal." if place == "vpc" else ""
    return f"ec2-{dashed}.{region}.compute.amazonaws.com." if host or node else ""
