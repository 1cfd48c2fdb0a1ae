"""Instances: reading them; starting, stopping and the rest is in the modules merged here."""

from collections.abc import Mapping, Sequence
from re import compile
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, match_filters, member, page, paginate
from incidentgame.api.ec2 import instance_details, instance_states, machine_parts, tagging
from incidentgame.api.ec2.describing import here
from incidentgame.api.ec2.machine_ids import named_instances
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, public
from incidentgame.world.view import View

_SERVICE = "940372691376"
"""RequesterId of instances Auto Scaling launched (an AWS account number; house rule)."""


def _plain(*names: str) -> dict[str, Getter]:
    """Filters called like the member, in lower case with dashes: `vpc-id` → VpcId."""
    return {_DASH.sub("-", name).lower(): member(name) for name in names}


_DASH = compile(r"(?<!^)(?=[A-Z])")
_FILTERS: Mapping[str, Getter] = {
    **_plain("Architecture", "ClientToken", "Hypervisor", "ImageId", "InstanceId", "InstanceType", "KeyName"),
    **_plain("PrivateDnsName", "PrivateIpAddress", "RootDeviceName", "RootDeviceType", "SubnetId", "VpcId"),
    **_plain("InstanceLifecycle", "VirtualizationType"),
    "availability-zone": member("Placement", "AvailabilityZone"),
    "dns-name": member("PublicDnsName"),
    "iam-instance-profile.arn": member("IamInstanceProfile", "Arn"),
    "instance-state-code": member("State", "Code"),
    "instance-state-name": member("State", "Name"),
    "instance.group-id": member("SecurityGroups", "GroupId"),
    "instance.group-name": member("SecurityGroups", "GroupName"),
    "ip-address": member("PublicIpAddress"),
    "monitoring-state": member("Monitoring", "State"),
    "network-interface.addresses.private-ip-address": member("PrivateIpAddress"),
    "network-interface.network-interface-id": member("NetworkInterfaces", "NetworkInterfaceId"),
    "network-interface.subnet-id": member("SubnetId"),
    "network-interface.vpc-id": member("VpcId"),
    "state-reason-code": member("StateReason", "Code"),
    "tenancy": member("Placement", "Tenancy"),
}


def describe_instances(view: View, call: Call) -> Answer:
    """Instances in reservations of one each, terminated ones included for an hour."""
    table = here(view, call, view.world.table(kinds.INSTANCE))
    found = named_instances(table, call.request.get("InstanceIds"))
    found = match_filters(found, call.request.get("Filters"), _FILTERS)
    items, token = paginate(found, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("Reservations", [_reservation(view, doc) for doc in items], token))


def _reservation(view: View, instance: Doc) -> dict[str, Any]:
    names: Sequence[str] = [tag["Key"] for tag in instance.get("Tags", ())]
    requester = {"RequesterId": _SERVICE} if "aws:autoscaling:groupName" in names else {}
    return {
        "ReservationId": f"r-0{view.dice.hexadecimal(16, 'reservation', instance['InstanceId'])}",
        "OwnerId": view.account.id,
        **requester,
        "Groups": [],
        "Instances": [public(instance)],
    }


HANDLERS: Mapping[str, Handler] = {
    "DescribeInstances": describe_instances,
    **instance_details.HANDLERS,
    **instance_states.HANDLERS,
    **machine_parts.HANDLERS,
    **tagging.HANDLERS,
}
