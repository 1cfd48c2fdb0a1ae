"""Network interfaces, prefix lists and Elastic IP addresses.

Interfaces of instances, load balancers and databases are worked out from what they belong to; the table
holds only those nothing else implies.
"""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import chosen, match_filters, page, paginate
from incidentgame.api.ec2.describing import Sort, by_member, describe, here, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.dns.addresses import NodeAddress, node_addresses
from incidentgame.world.network.places import Place, databases, prefix_entries
from incidentgame.world.state import Doc
from incidentgame.world.view import View

_INTERFACES = Sort(
    "NetworkInterfaces",
    "NetworkInterfaceIds",
    ("InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '{}' does not exist"),
    by_member(
        network_interface_id="NetworkInterfaceId",
        subnet_id="SubnetId",
        vpc_id="VpcId",
        group_id="Groups.GroupId",
        group_name="Groups.GroupName",
        private_ip_address="PrivateIpAddress",
        addresses__private_ip_address="PrivateIpAddresses.PrivateIpAddress",
        addresses__association__public_ip="Association.PublicIp",
        association__public_ip="Association.PublicIp",
        attachment__instance_id="Attachment.InstanceId",
        attachment__status="Attachment.Status",
        availability_zone="AvailabilityZone",
        description="Description",
        interface_type="InterfaceType",
        requester_id="RequesterId",
        requester_managed="RequesterManaged",
        status="Status",
    ),
)
_LISTS = Sort(
    "PrefixLists",
    "PrefixListIds",
    ("InvalidPrefixListID.NotFound", "The prefix list ID '{}' does not exist"),
    by_member(prefix_list_id="PrefixListId", prefix_list_name="PrefixListName", owner_id="OwnerId"),
)
_ADDRESS_FILTERS = by_member(
    allocation_id="AllocationId",
    association_id="AssociationId",
    domain="Domain",
    instance_id="InstanceId",
    network_interface_id="NetworkInterfaceId",
    private_ip_address="PrivateIpAddress",
    public_ip="PublicIp",
)


def describe_network_interfaces(view: View, call: Call) -> Answer:
    """DescribeNetworkInterfaces."""
    return describe(view, call, _INTERFACES, interfaces(view))


def interfaces(view: View) -> dict[str, Doc]:
    """Every interface by id: the table's, and those implied by instances, load balancers and databases."""
    found: dict[str, Doc] = dict(view.world.table(kinds.NETWORK_INTERFACE))
    for doc in view.world.all(kinds.INSTANCE):
        if doc.get("State", {}).get("Name") not in ("terminated",):
            _add(found, _of_instance(view, doc))
    for balancer in view.world.all(kinds.LOAD_BALANCER):
        for node in node_addresses(view.world, view.dice, balancer):
            _add(found, _of_node(view, balancer, node))
    for place in databases(view.world):
        _add(found, _of_database(view, place))
    return found


def _add(found: dict[str, Doc], new: Doc) -> None:
    taken = {(doc.get("SubnetId"), doc.get("PrivateIpAddress")) for doc in found.values()}
    if (new["SubnetId"], new["PrivateIpAddress"]) not in taken:
        found[new["NetworkInterfaceId"]] = new


def _interface(view: View, key: str, subnet: str, private: str, public: str, groups: Any) -> dict[str, Any]:
    """The members every interface has."""
    place = view.world.find(kinds.SUBNET, subnet) or {}
    mac = view.dice.hexadecimal(10, "mac", key, private)
    association = {"IpOwnerId": "amazon", "PublicIp": public, "PublicDnsName": ""} if public else None
    linked = {"Association": association} if association else {}
    return {
        **linked,
        "AvailabilityZone": place.get("AvailabilityZone", ""),
        "Groups": [_group(view, group) for group in groups],
        "InterfaceType": "interface",
        "Ipv6Addresses": [],
        "MacAddress": "02:" + ":".join(mac[i : i + 2] for i in range(0, 10, 2)),
        "NetworkInterfaceId": "eni-" + view.dice.hexadecimal(17, "eni", key, private),
        "OwnerId": view.account.id,
        "PrivateIpAddress": private,
        "PrivateIpAddresses": [{**linked, "Primary": True, "PrivateIpAddress": private}],
        "SourceDestCheck": True,
        "Status": "in-use",
        "SubnetId": subnet,
        "TagSet": [],
        "VpcId": place.get("VpcId", ""),
    }


def _group(view: View, id: str) -> dict[str, str]:
    doc = view.world.find(kinds.SECURITY_GROUP, id) or {}
    return {"GroupId": id, "GroupName": str(doc.get("GroupName", ""))}


def _of_instance(view: View, doc: Doc) -> Doc:
    id, private = doc["InstanceId"], str(doc.get("PrivateIpAddress", ""))
    groups = [g["GroupId"] for g in doc.get("SecurityGroups", ())]
    made = _interface(
        view, id, str(doc.get("SubnetId", "")), private, str(doc.get("PublicIpAddress") or ""), groups
    )
    attachment = {
        "AttachTime": doc.get("LaunchTime", 0),
        "AttachmentId": "eni-attach-" + view.dice.hexadecimal(17, "eni-attach", id),
        "DeleteOnTermination": True,
        "DeviceIndex": 0,
        "InstanceId": id,
        "InstanceOwnerId": view.account.id,
        "Status": "attached",
    }
    name = f"ip-{private.replace('.', '-')}.{view.account.region}.compute.internal"
    named = next((i for i in doc.get("NetworkInterfaces") or () if i.get("NetworkInterfaceId")), None)
    own = {"NetworkInterfaceId": named["NetworkInterfaceId"]} if named else {}
    extra = {"Attachment": attachment, "Description": "", "PrivateDnsName": name, "RequesterManaged": False}
    return {**made, **extra, **own}


def _of_node(view: View, balancer: Doc, node: NodeAddress) -> Doc:
    arn = str(balancer["LoadBalancerArn"])
    groups = balancer.get("SecurityGroups", ())
    made = _interface(view, arn, node.subnet, node.private, node.public, groups)
    extra = {
        "Attachment": {
            "AttachmentId": "ela-attach-" + view.dice.hexadecimal(17, "ela", arn, node.subnet),
            "DeleteOnTermination": False,
            "DeviceIndex": 1,
            "InstanceOwnerId": "amazon-elb",
            "Status": "attached",
        },
        "Description": "ELB " + arn.partition(":loadbalancer/")[2],
        "RequesterId": "amazon-elb",
        "RequesterManaged": True,
    }
    return {**made, **extra}


def _of_database(view: View, place: Place) -> Doc:
    made = _interface(view, place.id, place.subnet, place.private, "", place.groups)
    return {
        **made,
        "Description": "RDSNetworkInterface",
        "RequesterId": "amazon-rds",
        "RequesterManaged": True,
    }


def describe_managed_prefix_lists(view: View, call: Call) -> Answer:
    """DescribeManagedPrefixLists."""
    return describe(view, call, _LISTS, view.world.table(kinds.PREFIX_LIST))


def get_managed_prefix_list_entries(view: View, call: Call) -> Answer:
    """GetManagedPrefixListEntries: the entries kept in `sim.entries`."""
    table = view.world.table(kinds.PREFIX_LIST)
    doc = required(view, call, _LISTS, table, call.request.get("PrefixListId"))
    entries = prefix_entries(doc)
    items, token = paginate(entries, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("Entries", items, token))


def describe_prefix_lists(view: View, call: Call) -> Answer:
    """DescribePrefixLists: AWS's own lists with their blocks."""
    table = {
        id: {
            "PrefixListId": id,
            "PrefixListName": doc["PrefixListName"],
            "Cidrs": [entry["Cidr"] for entry in prefix_entries(doc)],
        }
        for id, doc in view.world.table(kinds.PREFIX_LIST).items()
        if doc.get("OwnerId") == "AWS"
    }
    return describe(view, call, _LISTS, table)


def describe_addresses(view: View, call: Call) -> Answer:
    """DescribeAddresses: Elastic IPs, by allocation id or address."""
    table = here(view, call, view.world.table(kinds.ADDRESS))
    request = call.request
    missing = "The allocation ID '{}' does not exist"
    found = chosen(
        {doc["AllocationId"]: doc for doc in table.values()},
        request.get("AllocationIds"),
        lambda id: ApiError("InvalidAllocationID.NotFound", missing.format(id)),
    )
    for address in request.get("PublicIps") or ():
        if not any(doc["PublicIp"] == address for doc in table.values()):
            raise ApiError("InvalidAddress.NotFound", f"Address '{address}' not found.")
    wanted = set(request.get("PublicIps") or ())
    shown = [doc for doc in found if not wanted or doc["PublicIp"] in wanted]
    kept = match_filters(shown, request.get("Filters"), _ADDRESS_FILTERS)
    return Answer({"Addresses": [{k: v for k, v in doc.items() if k != "sim"} for doc in kept]})


HANDLERS: Mapping[str, Handler] = {
    "DescribeNetworkInterfaces": describe_network_interfaces,
    "DescribeManagedPrefixLists": describe_managed_prefix_lists,
    "GetManagedPrefixListEntries": get_managed_prefix_list_entries,
    "DescribePrefixLists": describe_prefix_lists,
    "DescribeAddresses": describe_addresses,
}
