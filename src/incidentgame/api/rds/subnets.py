"""The subnet group of a cluster: the data subnets of the VPC."""

from typing import Any

from incidentgame.api.common import arn
from incidentgame.world import kinds
from incidentgame.world.network.places import subnet_name
from incidentgame.world.view import View


def subnet_group(view: View, name: str) -> dict[str, Any]:
    """DBSubnetGroup: every subnet whose name says data (house rule: the world has no group of its own)."""
    subnets = [s for s in view.world.all(kinds.SUBNET) if "data" in subnet_name(s) or "db" in subnet_name(s)]
    return {
        "DBSubnetGroupName": name,
        "DBSubnetGroupDescription": "data subnets",
        "VpcId": next((s["VpcId"] for s in subnets), ""),
        "SubnetGroupStatus": "Complete",
        "Subnets": [
            {
                "SubnetIdentifier": s["SubnetId"],
                "SubnetAvailabilityZone": {"Name": s["AvailabilityZone"]},
                "SubnetOutpost": {},
                "SubnetStatus": "Active",
            }
            for s in subnets
        ],
        "DBSubnetGroupArn": arn("rds", view.account.region, view.account.id, f"subgrp:{name}"),
        "SupportedNetworkTypes": ["IPV4"],
    }
