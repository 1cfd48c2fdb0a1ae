"""Every page of the console, in the order of its menu. One file per area; each is a table to read."""

from incidentgame.commands.game.console.model import Service
from incidentgame.commands.game.console.pages import (
    balancing,
    compute,
    data,
    delivery,
    edge,
    network,
    watching,
)

EC2 = Service(
    "EC2",
    (*compute.PAGES, *network.SECURITY, *balancing.PAGES, *compute.SCALING),
    ("elastic compute cloud", "elb", "elbv2", "elastic load balancing"),
)

SERVICES: tuple[Service, ...] = (
    *edge.SERVICES,
    EC2,
    network.VPC,
    *data.SERVICES,
    *watching.SERVICES,
    *delivery.SERVICES,
)
