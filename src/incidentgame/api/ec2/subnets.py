"""Subnets."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.describing import Sort, by_member, describe
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.view import View

SUBNETS = Sort(
    "Subnets",
    "SubnetIds",
    ("InvalidSubnetID.NotFound", "The subnet ID '{}' does not exist"),
    by_member(
        subnet_id="SubnetId",
        vpc_id="VpcId",
        availability_zone="AvailabilityZone",
        availabilityZone="AvailabilityZone",
        availability_zone_id="AvailabilityZoneId",
        cidr_block="CidrBlock",
        cidr="CidrBlock",
        cidrBlock="CidrBlock",
        state="State",
        default_for_az="DefaultForAz",
        map_public_ip_on_launch="MapPublicIpOnLaunch",
        owner_id="OwnerId",
        subnet_arn="SubnetArn",
    ),
)


def describe_subnets(view: View, call: Call) -> Answer:
    """DescribeSubnets."""
    return describe(view, call, SUBNETS, view.world.table(kinds.SUBNET))


HANDLERS: Mapping[str, Handler] = {"DescribeSubnets": describe_subnets}
