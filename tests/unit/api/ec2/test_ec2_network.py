"""EC2's network calls: reads with filters, paging and refusals; writes and what they change."""

from typing import Any

import pytest
from network_world import BALANCER, WEB, acl, call, entry, from_block, from_group, tcp, view
from output_shape import misfits

from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.network.reach import reach
from incidentgame.world.state import Drop

READS = (
    "DescribeVpcs",
    "DescribeSubnets",
    "DescribeRouteTables",
    "DescribeInternetGateways",
    "DescribeNatGateways",
    "DescribeNetworkAcls",
    "DescribeSecurityGroups",
    "DescribeSecurityGroupRules",
    "DescribeNetworkInterfaces",
    "DescribeManagedPrefixLists",
    "DescribePrefixLists",
    "DescribeAddresses",
    "DescribeAvailabilityZones",
    "DescribeRegions",
    "DescribeVpcEndpoints",
    "DescribeFlowLogs",
)


def read(operation: str, **request: Any) -> Any:
    return call(view(), "ec2", operation, **request)[1]


def filtered(operation: str, member: str, **wanted: str) -> list[Any]:
    filters = [{"Name": n.replace("__", ".").replace("_", "-"), "Values": [v]} for n, v in wanted.items()]
    found: list[Any] = read(operation, Filters=filters)[member]
    return found


@pytest.mark.parametrize("operation", READS)
def test_reads_fit_the_model(operation: str) -> None:
    shown = "'available' is not one of ['attaching', 'attached'"  # what AWS shows, whatever its model says
    assert [fault for fault in misfits("ec2", operation, read(operation)) if shown not in fault] == []


def test_other_regions_are_empty() -> None:
    assert call(view(), "ec2", "DescribeVpcs", region="us-east-1")[1] == {"Vpcs": []}


def test_filters() -> None:
    assert len(read("DescribeSubnets", Filters=[{"Name": "tag:Name", "Values": ["app-*"]}])["Subnets"]) == 2
    assert len(filtered("DescribeSubnets", "Subnets", availability_zone="eu-west-1a")) == 3
    assert [g["GroupId"] for g in filtered("DescribeSecurityGroups", "SecurityGroups", group_name="d?")] == [
        "sg-db"
    ]
    by_port = [{"Name": "ip-permission.from-port", "Values": ["5432"]}]
    assert [g["GroupId"] for g in read("DescribeSecurityGroups", Filters=by_port)["SecurityGroups"]] == [
        "sg-db"
    ]
    assert len(read("DescribeSecurityGroups", GroupNames=["app"])["SecurityGroups"]) == 1


def test_pages() -> None:
    first = read("DescribeSubnets", MaxResults=5)
    rest = read("DescribeSubnets", MaxResults=5, NextToken=first["NextToken"])
    assert len(first["Subnets"]) == 5 and len(rest["Subnets"]) == 1 and "NextToken" not in rest


@pytest.mark.parametrize(
    ("operation", "member", "id", "code", "message"),
    [
        ("DescribeVpcs", "VpcIds", "vpc-9", "InvalidVpcID.NotFound", "The vpc ID 'vpc-9' does not exist"),
        (
            "DescribeSubnets",
            "SubnetIds",
            "subnet-9",
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-9' does not exist",
        ),
        (
            "DescribeSecurityGroups",
            "GroupIds",
            "sg-9",
            "InvalidGroup.NotFound",
            "The security group 'sg-9' does not exist",
        ),
        (
            "DescribeRouteTables",
            "RouteTableIds",
            "rtb-9",
            "InvalidRouteTableID.NotFound",
            "The routeTable ID 'rtb-9' does not exist",
        ),
        (
            "DescribeNetworkAcls",
            "NetworkAclIds",
            "acl-9",
            "InvalidNetworkAclID.NotFound",
            "The networkAcl ID 'acl-9' does not exist",
        ),
        (
            "DescribeNetworkInterfaces",
            "NetworkInterfaceIds",
            "eni-9",
            "InvalidNetworkInterfaceID.NotFound",
            "The networkInterface ID 'eni-9' does not exist",
        ),
    ],
)
def test_unknown_ids(operation: str, member: str, id: str, code: str, message: str) -> None:
    with pytest.raises(ApiError) as refused:
        read(operation, **{member: [id]})
    assert (refused.value.code, refused.value.message) == (code, message)


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(ApiError, match="The filter 'colour' is invalid"):
        filtered("DescribeVpcs", "Vpcs", colour="red")


def test_interfaces_of_balancers_and_databases_are_there() -> None:
    found = read("DescribeNetworkInterfaces")["NetworkInterfaces"]
    described = [one.get("Description") for one in found]
    assert described.count("ELB app/shop-web/50dc6c495c0c9188") == 2
    assert described.count("RDSNetworkInterface") == 2
    assert BALANCER.endswith("50dc6c495c0c9188")


def test_a_dead_gateway_makes_a_blackhole() -> None:
    _, found = call(
        view(Drop(kinds.NAT_GATEWAY, "nat-1")), "ec2", "DescribeRouteTables", RouteTableIds=["rtb-app"]
    )
    assert [r["State"] for r in found["RouteTables"][0]["Routes"]] == ["active", "blackhole"]


def test_revoke_then_authorize_restores_the_group() -> None:
    before = view()
    rule = tcp(80, **from_group("sg-alb"))
    without, gone = call(before, "ec2", "RevokeSecurityGroupIngress", GroupId="sg-app", IpPermissions=[rule])
    again, back = call(
        without, "ec2", "AuthorizeSecurityGroupIngress", GroupId="sg-app", IpPermissions=[rule]
    )
    assert misfits("ec2", "RevokeSecurityGroupIngress", gone) == []
    assert misfits("ec2", "AuthorizeSecurityGroupIngress", back) == []
    ids = [
        r["SecurityGroupRuleId"]
        for r in (gone["RevokedSecurityGroupRules"][0], back["SecurityGroupRules"][0])
    ]
    assert ids[0] == ids[1]
    _, described = call(
        again, "ec2", "DescribeSecurityGroupRules", Filters=[{"Name": "group-id", "Values": ["sg-app"]}]
    )
    assert len(described["SecurityGroupRules"]) == 3


def test_rules_can_be_revoked_by_id() -> None:
    _, described = call(
        view(), "ec2", "DescribeSecurityGroupRules", Filters=[{"Name": "group-id", "Values": ["sg-db"]}]
    )
    id = next(r["SecurityGroupRuleId"] for r in described["SecurityGroupRules"] if not r["IsEgress"])
    after, _ = call(view(), "ec2", "RevokeSecurityGroupIngress", GroupId="sg-db", SecurityGroupRuleIds=[id])
    assert reach(after, WEB, "10.0.21.40", 5432).verdict == "timeout"


def test_duplicates_and_strangers() -> None:
    with pytest.raises(ApiError) as twice:
        read(
            "AuthorizeSecurityGroupIngress",
            GroupId="sg-db",
            IpPermissions=[tcp(5432, **from_group("sg-app"))],
        )
    assert twice.value.code == "InvalidPermission.Duplicate"
    assert twice.value.message == (
        'the specified rule "peer: sg-app, TCP, from port: 5432, to port: 5432, ALLOW" already exists'
    )
    with pytest.raises(ApiError) as never:
        read("RevokeSecurityGroupIngress", GroupId="sg-db", IpPermissions=[tcp(1, **from_group("sg-app"))])
    assert never.value.code == "InvalidPermission.NotFound"
    with pytest.raises(ApiError) as stranger:
        read("AuthorizeSecurityGroupIngress", GroupId="sg-db", IpPermissions=[tcp(1, **from_group("sg-9"))])
    assert stranger.value.code == "InvalidGroup.NotFound"
    with pytest.raises(ApiError) as bad:
        read(
            "AuthorizeSecurityGroupIngress",
            GroupId="sg-db",
            IpPermissions=[tcp(1, **from_block("10.0.0.0/99"))],
        )
    assert bad.value.message == "CIDR block 10.0.0.0/99 is malformed"


def test_the_short_form_of_authorize() -> None:
    after, _ = call(
        view(),
        "ec2",
        "AuthorizeSecurityGroupIngress",
        GroupId="sg-app",
        IpProtocol="tcp",
        FromPort=80,
        ToPort=80,
        CidrIp="10.0.1.20/32",
    )
    assert reach(after, "bastion", "10.0.11.35", 80).verdict == "open"


def test_routes_are_created_replaced_and_deleted() -> None:
    name = {"RouteTableId": "rtb-app", "DestinationCidrBlock": "0.0.0.0/0"}
    gone, _ = call(view(), "ec2", "DeleteRoute", **name)
    assert reach(gone, WEB, "8.8.8.8", 53).verdict == "timeout"
    back, response = call(gone, "ec2", "CreateRoute", **name, NatGatewayId="nat-1")
    assert response == {"Return": True} and reach(back, WEB, "8.8.8.8", 53).verdict == "open"
    other, _ = call(back, "ec2", "ReplaceRoute", **name, GatewayId="igw-1")
    assert reach(other, WEB, "8.8.8.8", 53).verdict == "timeout"
    for operation, more, code in (
        ("CreateRoute", {"NatGatewayId": "nat-1"}, "RouteAlreadyExists"),
        ("CreateRoute", {"NatGatewayId": "nat-9"}, "InvalidNatGatewayID.NotFound"),
        ("CreateRoute", {}, "MissingParameter"),
    ):
        with pytest.raises(ApiError) as refused:
            call(view(), "ec2", operation, **name, **more)
        assert refused.value.code == code
    with pytest.raises(
        ApiError, match=r"no route with destination-cidr-block 10.9.0.0/16 in route table rtb-app"
    ):
        read("DeleteRoute", RouteTableId="rtb-app", DestinationCidrBlock="10.9.0.0/16")


def test_acl_entries() -> None:
    seen = view(acl("acl-app", ["subnet-app-a"], entry(100, "allow"), entry(100, "allow", egress=True)))
    deny = {
        "NetworkAclId": "acl-app",
        "RuleNumber": 50,
        "Protocol": "6",
        "RuleAction": "deny",
        "Egress": False,
    }
    denied, _ = call(
        seen, "ec2", "CreateNetworkAclEntry", **deny, CidrBlock="0.0.0.0/0", PortRange={"From": 22, "To": 22}
    )
    assert reach(seen, "bastion", "10.0.11.35", 22).verdict == "open"
    assert reach(denied, "bastion", "10.0.11.35", 22).verdict == "timeout"
    mended, _ = call(
        denied, "ec2", "DeleteNetworkAclEntry", NetworkAclId="acl-app", RuleNumber=50, Egress=False
    )
    assert reach(mended, "bastion", "10.0.11.35", 22).verdict == "open"
    with pytest.raises(ApiError) as taken:
        call(
            denied,
            "ec2",
            "CreateNetworkAclEntry",
            **deny,
            CidrBlock="0.0.0.0/0",
            PortRange={"From": 1, "To": 2},
        )
    assert taken.value.code == "NetworkAclEntryAlreadyExists"


def test_a_subnet_changes_its_acl() -> None:
    seen = view(
        acl("acl-app", ["subnet-app-a"], entry(100, "deny")),
        acl("acl-good", [], entry(100, "allow"), entry(100, "allow", egress=True)),
    )
    moved, response = call(
        seen,
        "ec2",
        "ReplaceNetworkAclAssociation",
        AssociationId="aclassoc-subnet-app-a",
        NetworkAclId="acl-good",
    )
    assert response["NewAssociationId"].startswith("aclassoc-")
    assert reach(moved, "bastion", "10.0.11.35", 22).verdict == "open"


def test_dry_run() -> None:
    with pytest.raises(ApiError) as refused:
        read("DeleteRoute", RouteTableId="rtb-app", DestinationCidrBlock="0.0.0.0/0", DryRun=True)
    assert refused.value.code == "DryRunOperation"


WRITES = {
    "AuthorizeSecurityGroupIngress": "GroupId",
    "RevokeSecurityGroupIngress": "GroupId",
    "AuthorizeSecurityGroupEgress": "GroupId",
    "RevokeSecurityGroupEgress": "GroupId",
    "CreateRoute": "RouteTableId",
    "ReplaceRoute": "RouteTableId",
    "DeleteRoute": "RouteTableId",
    "CreateNetworkAclEntry": "NetworkAclId",
    "ReplaceNetworkAclEntry": "NetworkAclId",
    "DeleteNetworkAclEntry": "NetworkAclId",
    "ReplaceNetworkAclAssociation": "NetworkAclId",
    "DescribeVpcAttribute": "VpcId",
    "GetManagedPrefixListEntries": "PrefixListId",
}
IDS = {
    "GroupId": "sg-app",
    "RouteTableId": "rtb-app",
    "NetworkAclId": "acl-all",
    "VpcId": "vpc-1",
    "PrefixListId": "pl-edge",
}


@pytest.mark.parametrize("operation", WRITES)
def test_requests_without_their_members_are_refused_not_broken(operation: str) -> None:
    member = WRITES[operation]
    for request in ({}, {member: "nosuch"}, {member: IDS[member]}, {member: IDS[member], "RuleNumber": 0}):
        try:
            read(operation, **request)
        except ApiError as refused:
            assert refused.message
        else:
            assert operation == "GetManagedPrefixListEntries"
