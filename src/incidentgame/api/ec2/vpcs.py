"""VPCs, internet gateways, NAT gateways, zones and Regions."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import chosen, match_filters
from incidentgame.api.ec2.describing import Sort, by_member, describe, required
from incidentgame.api.errors import ApiError
from incidentgame.kernel.chance import Dice
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

VPCS = Sort(
    "Vpcs",
    "VpcIds",
    ("InvalidVpcID.NotFound", "The vpc ID '{}' does not exist"),
    by_member(
        vpc_id="VpcId",
        cidr="CidrBlock",
        cidr_block_association__cidr_block="CidrBlockAssociationSet.CidrBlock",
        state="State",
        is_default="IsDefault",
        isDefault="IsDefault",
        dhcp_options_id="DhcpOptionsId",
        owner_id="OwnerId",
    ),
)
_INTERNET = Sort(
    "InternetGateways",
    "InternetGatewayIds",
    ("InvalidInternetGatewayID.NotFound", "The internetGateway ID '{}' does not exist"),
    by_member(
        internet_gateway_id="InternetGatewayId",
        attachment__vpc_id="Attachments.VpcId",
        attachment__state="Attachments.State",
        owner_id="OwnerId",
    ),
)
_NAT = Sort(
    "NatGateways",
    "NatGatewayIds",
    ("NatGatewayNotFound", "NatGateway {} was not found"),
    by_member(nat_gateway_id="NatGatewayId", state="State", subnet_id="SubnetId", vpc_id="VpcId"),
    filters_member="Filter",
)
_REGIONS = [
    "ap-south-1",
    "eu-north-1",
    "eu-west-3",
    "eu-west-2",
    "eu-west-1",
    "ap-northeast-3",
    "ap-northeast-2",
    "ap-northeast-1",
    "ca-central-1",
    "sa-east-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
]
_SHORT = {"eu-west-1": "euw1", "eu-west-2": "euw2", "eu-central-1": "euc1", "us-east-1": "use1"}


_ATTRIBUTES = {"enableDnsSupport": "dns_support", "enableDnsHostnames": "dns_hostnames"}


def describe_vpcs(view: View, call: Call) -> Answer:
    """DescribeVpcs."""
    return describe(view, call, VPCS, view.world.table(kinds.VPC))


def describe_vpc_attribute(view: View, call: Call) -> Answer:
    """DescribeVpcAttribute: DNS is on unless the VPC's `sim` says otherwise."""
    vpc = required(view, call, VPCS, view.world.table(kinds.VPC), call.request.get("VpcId"))
    wanted = str(call.request.get("Attribute", ""))
    if wanted not in _ATTRIBUTES:
        raise ApiError("InvalidParameterValue", f"Value ({wanted}) for parameter attribute is invalid.")
    value = bool(sim(vpc).get(_ATTRIBUTES[wanted], True))
    return Answer({"VpcId": vpc["VpcId"], wanted[0].upper() + wanted[1:]: {"Value": value}})


def describe_internet_gateways(view: View, call: Call) -> Answer:
    """DescribeInternetGateways."""
    return describe(view, call, _INTERNET, view.world.table(kinds.INTERNET_GATEWAY))


def describe_nat_gateways(view: View, call: Call) -> Answer:
    """DescribeNatGateways (its filters member is `Filter`)."""
    return describe(view, call, _NAT, view.world.table(kinds.NAT_GATEWAY))


def describe_vpc_endpoints(view: View, call: Call) -> Answer:
    """DescribeVpcEndpoints: this world has none."""
    return Answer({"VpcEndpoints": []})


def describe_flow_logs(view: View, call: Call) -> Answer:
    """DescribeFlowLogs: this world keeps none."""
    return Answer({"FlowLogs": []})


def zones_of(region: str, dice: Dice, letters: str = "abc") -> list[Doc]:
    """The Availability Zones of a Region; which zone id a letter has differs between accounts."""
    order = dice.shuffled(list(range(1, len(letters) + 1)), "zone-ids", region)
    short = _SHORT.get(region, region.replace("-", ""))
    return [
        {
            "State": "available",
            "OptInStatus": "opt-in-not-required",
            "Messages": [],
            "RegionName": region,
            "ZoneName": f"{region}{letter}",
            "ZoneId": f"{short}-az{number}",
            "GroupName": f"{region}-zg-1",
            "NetworkBorderGroup": region,
            "ZoneType": "availability-zone",
        }
        for letter, number in zip(letters, order, strict=True)
    ]


def describe_availability_zones(view: View, call: Call) -> Answer:
    """DescribeAvailabilityZones. Zone ids agree with those the world's subnets show."""
    region = call.region or view.account.region
    known = {
        s["AvailabilityZone"]: s["AvailabilityZoneId"]
        for s in view.world.all(kinds.SUBNET)
        if "AvailabilityZoneId" in s
    }
    zones = [
        {**zone, "ZoneId": known.get(zone["ZoneName"], zone["ZoneId"])}
        for zone in zones_of(region, view.dice, _letters(view, region))
    ]
    message = "Invalid availability zone: [{}]"
    found = chosen(
        {zone["ZoneName"]: zone for zone in zones},
        call.request.get("ZoneNames"),
        lambda name: ApiError("InvalidParameterValue", message.format(name)),
    )
    filters = by_member(zone_name="ZoneName", zone_id="ZoneId", state="State", region_name="RegionName")
    return Answer({"AvailabilityZones": match_filters(found, call.request.get("Filters"), filters)})


def _letters(view: View, region: str) -> str:
    """The letters of a Region's zones: a to c, and whatever else the world's subnets stand in."""
    used = {str(s["AvailabilityZone"]) for s in view.world.all(kinds.SUBNET)}
    return "abc" + "".join(sorted({z[-1] for z in used if z[:-1] == region} - set("abc")))


def describe_regions(view: View, call: Call) -> Answer:
    """DescribeRegions: those enabled by default."""
    regions: dict[str, Doc] = {
        name: {
            "OptInStatus": "opt-in-not-required",
            "RegionName": name,
            "Endpoint": f"ec2.{name}.amazonaws.com",
        }
        for name in _REGIONS
    }
    found = chosen(
        regions,
        call.request.get("RegionNames"),
        lambda name: ApiError("InvalidParameterValue", f"Invalid region names: [{name}]"),
    )
    filters = by_member(region_name="RegionName", endpoint="Endpoint", opt_in_status="OptInStatus")
    return Answer({"Regions": match_filters(found, call.request.get("Filters"), filters)})


HANDLERS: Mapping[str, Handler] = {
    "DescribeVpcs": describe_vpcs,
    "DescribeVpcAttribute": describe_vpc_attribute,
    "DescribeInternetGateways": describe_internet_gateways,
    "DescribeNatGateways": describe_nat_gateways,
    "DescribeVpcEndpoints": describe_vpc_endpoints,
    "DescribeFlowLogs": describe_flow_logs,
    "DescribeAvailabilityZones": describe_availability_zones,
    "DescribeRegions": describe_regions,
}
