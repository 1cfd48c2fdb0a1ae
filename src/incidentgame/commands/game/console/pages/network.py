"""VPC, and the network part of EC2's menu."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Columns, Page, Service, Tab, Table, tab
from incidentgame.commands.game.console.pages.common import NAME, ec2_tags

_GROUP = "ec2 describe-security-groups --group-ids <GroupId>"


def _rules(title: str, member: str, peer: str) -> Tab:
    columns: Columns = {"Protocol": "IpProtocol", "Port range": "ports(@)", peer: "peers(@)"}
    described = "[IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs][].Description"
    return tab(title, Table(_GROUP, f"SecurityGroups[].{member}[]", {**columns, "Description": described}))


SECURITY: Sequence[Page] = (
    Page(
        "Security Groups",
        Table(
            "ec2 describe-security-groups",
            "SecurityGroups[]",
            {
                "Name": NAME,
                "Security group ID": "GroupId",
                "Security group name": "GroupName",
                "VPC ID": "VpcId",
                "Description": "Description",
                "Inbound rules count": "length(IpPermissions)",
                "Outbound rules count": "length(IpPermissionsEgress)",
            },
        ),
        "[GroupName, GroupId]",
        (
            _rules("Inbound rules", "IpPermissions", "Source"),
            _rules("Outbound rules", "IpPermissionsEgress", "Destination"),
            ec2_tags("GroupId"),
        ),
        ("sg",),
        "Network & Security",
    ),
    Page(
        "Elastic IPs",
        Table(
            "ec2 describe-addresses",
            "Addresses[]",
            {
                "Name": NAME,
                "Allocated IPv4 address": "PublicIp",
                "Allocation ID": "AllocationId",
                "Associated instance ID": "InstanceId",
                "Private IP address": "PrivateIpAddress",
            },
        ),
        "[PublicIp, AllocationId]",
        group="Network & Security",
    ),
    Page(
        "Network Interfaces",
        Table(
            "ec2 describe-network-interfaces",
            "NetworkInterfaces[]",
            {
                "Network interface ID": "NetworkInterfaceId",
                "Subnet ID": "SubnetId",
                "Availability Zone": "AvailabilityZone",
                "Security group names": "Groups[].GroupName",
                "Interface type": "InterfaceType",
                "Description": "Description",
                "Instance ID": "Attachment.InstanceId",
                "Status": "Status",
                "Primary private IPv4": "PrivateIpAddress",
            },
        ),
        "[NetworkInterfaceId, PrivateIpAddress, Attachment.InstanceId]",
        group="Network & Security",
    ),
)
"""What stands under Network & Security in EC2's menu."""

_ROUTES = {
    "Destination": "DestinationCidrBlock || DestinationIpv6CidrBlock || DestinationPrefixListId",
    "Target": "GatewayId || NatGatewayId || NetworkInterfaceId || InstanceId",
    "Status": "State",
    "Propagated": "Origin == 'EnableVgwRoutePropagation'",
}
_ENTRIES = {
    "Rule number": "RuleNumber",
    "Protocol": "Protocol",
    "Port range": "ports(@)",
    "Source or destination": "CidrBlock || Ipv6CidrBlock",
    "Allow/Deny": "RuleAction",
}
_ACL = "ec2 describe-network-acls --network-acl-ids <NetworkAclId>"
_TABLE = "ec2 describe-route-tables --route-table-ids <RouteTableId>"

VPC = Service(
    "VPC",
    (
        Page(
            "Your VPCs",
            Table(
                "ec2 describe-vpcs",
                "Vpcs[]",
                {
                    "Name": NAME,
                    "VPC ID": "VpcId",
                    "State": "State",
                    "IPv4 CIDR": "CidrBlock",
                    "Default": "IsDefault",
                },
            ),
            f"[VpcId, {NAME}]",
        ),
        Page(
            "Subnets",
            Table(
                "ec2 describe-subnets",
                "Subnets[]",
                {
                    "Name": NAME,
                    "Subnet ID": "SubnetId",
                    "State": "State",
                    "VPC": "VpcId",
                    "IPv4 CIDR": "CidrBlock",
                    "Available IPv4 addresses": "AvailableIpAddressCount",
                    "Availability Zone": "AvailabilityZone",
                },
            ),
            f"[SubnetId, {NAME}, CidrBlock]",
            (
                tab(
                    "Route table",
                    Table(
                        "ec2 describe-route-tables --filters Name=association.subnet-id,Values=<SubnetId>",
                        "RouteTables[].Routes[]",
                        _ROUTES,
                    ),
                ),
                tab(
                    "Network ACL",
                    Table(
                        "ec2 describe-network-acls --filters Name=association.subnet-id,Values=<SubnetId>",
                        "NetworkAcls[].Entries[]",
                        {"Direction": "Egress && 'Outbound' || 'Inbound'", **_ENTRIES},
                    ),
                ),
                ec2_tags("SubnetId"),
            ),
        ),
        Page(
            "Route tables",
            Table(
                "ec2 describe-route-tables",
                "RouteTables[]",
                {
                    "Name": NAME,
                    "Route table ID": "RouteTableId",
                    "Explicit subnet associations": "length(Associations[?SubnetId])",
                    "Main": "length(Associations[?Main]) > `0`",
                    "VPC": "VpcId",
                },
            ),
            f"[RouteTableId, {NAME}]",
            (
                tab("Routes", Table(_TABLE, "RouteTables[].Routes[]", _ROUTES)),
                tab(
                    "Subnet associations",
                    Table(
                        _TABLE,
                        "RouteTables[].Associations[]",
                        {"Subnet ID": "SubnetId", "State": "AssociationState.State", "Main": "Main"},
                    ),
                ),
            ),
        ),
        Page(
            "Internet gateways",
            Table(
                "ec2 describe-internet-gateways",
                "InternetGateways[]",
                {
                    "Name": NAME,
                    "Internet gateway ID": "InternetGatewayId",
                    "State": "Attachments[0].State",
                    "VPC ID": "Attachments[0].VpcId",
                },
            ),
            f"[InternetGatewayId, {NAME}]",
        ),
        Page(
            "NAT gateways",
            Table(
                "ec2 describe-nat-gateways",
                "NatGateways[]",
                {
                    "Name": NAME,
                    "NAT gateway ID": "NatGatewayId",
                    "State": "State",
                    "Primary public IPv4": "NatGatewayAddresses[0].PublicIp",
                    "Primary private IPv4": "NatGatewayAddresses[0].PrivateIp",
                    "Subnet": "SubnetId",
                },
            ),
            f"[NatGatewayId, {NAME}]",
        ),
        Page(
            "Network ACLs",
            Table(
                "ec2 describe-network-acls",
                "NetworkAcls[]",
                {
                    "Name": NAME,
                    "Network ACL ID": "NetworkAclId",
                    "Associated with": "join(' ', [to_string(length(Associations)), 'Subnets'])",
                    "Default": "IsDefault",
                    "VPC ID": "VpcId",
                },
            ),
            f"[NetworkAclId, {NAME}]",
            (
                tab("Inbound rules", Table(_ACL, "NetworkAcls[].Entries[?!Egress][]", _ENTRIES)),
                tab("Outbound rules", Table(_ACL, "NetworkAcls[].Entries[?Egress][]", _ENTRIES)),
                tab(
                    "Subnet associations",
                    Table(
                        _ACL,
                        "NetworkAcls[].Associations[]",
                        {"Subnet ID": "SubnetId", "Association": "NetworkAclAssociationId"},
                    ),
                ),
            ),
            ("nacl", "acl"),
        ),
        Page(
            "Managed prefix lists",
            Table(
                "ec2 describe-managed-prefix-lists",
                "PrefixLists[]",
                {
                    "Prefix list ID": "PrefixListId",
                    "Prefix list name": "PrefixListName",
                    "Address family": "AddressFamily",
                    "State": "State",
                    "Owner ID": "OwnerId",
                },
            ),
            "[PrefixListId, PrefixListName]",
            (
                tab(
                    "Entries",
                    Table(
                        "ec2 get-managed-prefix-list-entries --prefix-list-id <PrefixListId>",
                        "Entries[]",
                        {"CIDR block": "Cidr", "Description": "Description"},
                    ),
                ),
            ),
        ),
    ),
    ("virtual private cloud", "network"),
)
