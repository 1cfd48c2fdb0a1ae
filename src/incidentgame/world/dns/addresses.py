"""The public addresses the cloud gives out: CloudFront's edges and a load balancer's nodes.

Only documentation ranges are used. An address belongs to exactly one thing, so the way back from an
address to what answers there (`edge_at`, `node_at`) always agrees with what DNS says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim

_DEFAULT_POPS = ("LHR61-P1", "DUB56-P2")
_PER_POP = 4
EDGE_TTL = 60
NODE_TTL = 60


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """One node of a load balancer: the subnet it stands in, and its addresses."""

    balancer: str
    subnet: str
    zone: str
    private: str
    public: str


def pops(distribution: Doc) -> Sequence[str]:
    """The edge locations this world's clients are sent to."""
    found: Sequence[str] = sim(distribution).get("edges") or _DEFAULT_POPS
    return found


def pop_for(distribution: Doc, place: str) -> str:
    """The edge location for clients at `place`: `vpc` or anything else (the laptop's network)."""
    found = pops(distribution)
    return found[1 % len(found)] if place == "vpc" else found[0]


def edge_addresses(world: World, dice: Dice, distribution: str, pop: str, family: int) -> list[str]:
    """The edge's four addresses for a distribution as seen at one pop; `family` is 4 or 6."""
    ids = list(world.table(kinds.DISTRIBUTION))
    known = pops(world.get(kinds.DISTRIBUTION, distribution))
    block = (ids.index(distribution) * 8 + list(known).index(pop)) * _PER_POP
    start = dice.below(120, "edge-addresses")
    octets = [128 + (start + block + n) % 120 for n in range(_PER_POP)]
    if family == 6:
        return [f"2001:db8:9000:{octet:x}:5:3f2c:1b40:93a1" for octet in octets]
    return [f"192.0.2.{octet}" for octet in octets]


def edge_at(world: World, dice: Dice, address: str) -> tuple[str, str] | None:
    """The (distribution id, pop) an address belongs to."""
    family = 6 if ":" in address else 4
    for id, doc in world.table(kinds.DISTRIBUTION).items():
        for pop in pops(doc):
            if address in edge_addresses(world, dice, id, pop, family):
                return id, pop
    return None


def node_addresses(world: World, dice: Dice, balancer: Doc) -> list[NodeAddress]:
    """A load balancer's nodes, one in each enabled subnet (aws-request-path §3)."""
    return [
        NodeAddress(
            balancer["LoadBalancerArn"],
            zone["SubnetId"],
            zone["ZoneName"],
            _private(balancer, zone["SubnetId"]),
            "" if balancer.get("Scheme") == "internal" else _public(world, dice, balancer, zone["SubnetId"]),
        )
        for zone in balancer.get("AvailabilityZones", ())
    ]


def node_at(world: World, dice: Dice, address: str) -> NodeAddress | None:
    """The load balancer's node with this public or private address."""
    for balancer in world.all(kinds.LOAD_BALANCER):
        for node in node_addresses(world, dice, balancer):
            if address in (node.public, node.private):
                return node
    return None


def _private(balancer: Doc, subnet: str) -> str:
    return str(sim(balancer).get("nodes", {}).get(subnet, "10.0.0.10"))


def _public(world: World, dice: Dice, balancer: Doc, subnet: str) -> str:
    """`sim.addresses` of the load balancer, or one of 203.0.113.128–250 that belongs to the subnet."""
    given = sim(balancer).get("addresses", {}).get(subnet)
    if given:
        return str(given)
    balancers = sorted(world.table(kinds.LOAD_BALANCER))
    subnets = sorted(world.table(kinds.SUBNET))
    place = balancers.index(balancer["LoadBalancerArn"]) * 16 + (
        subnets.index(subnet) if subnet in subnets else 0
    )
    return f"203.0.113.{128 + (dice.below(120, 'node-addresses') + place) % 120}"
