"""Load balancers: reading them, their subnets and security groups (api-503-aws §2.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate, strip
from incidentgame.api.elbv2.lookup import by_arns, by_names, find, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.boot import free_address
from incidentgame.world.state import Doc, Put, World, sim, with_sim
from incidentgame.world.view import View

TWO_ZONES = "At least two subnets in two different Availability Zones must be specified"


def describe_load_balancers(view: View, call: Call) -> Answer:
    """All load balancers, or those with the ARNs or names given."""
    names = call.request.get("Names")
    if names:
        found = by_names(view.world, kinds.LOAD_BALANCER, "LoadBalancerName", names)
    else:
        found = by_arns(view.world, kinds.LOAD_BALANCER, call.request.get("LoadBalancerArns"))
    items, token = paginate(found, call.request, "PageSize", "Marker")
    return Answer(page("LoadBalancers", strip(items), token, "NextMarker"))


def set_subnets(view: View, call: Call) -> Answer:
    """The list given replaces the enabled zones; at least two, one subnet each (api-503-aws §2.4)."""
    balancer = find(view.world, kinds.LOAD_BALANCER, required(call.request, "LoadBalancerArn"))
    asked = call.request.get("Subnets") or [
        m.get("SubnetId") for m in call.request.get("SubnetMappings") or ()
    ]
    subnets = [_subnet(view.world, balancer, id) for id in dict.fromkeys(asked)]
    zones = [subnet["AvailabilityZone"] for subnet in subnets]
    if len(set(zones)) < 2:
        raise ApiError("ValidationError", TWO_ZONES)
    if len(set(zones)) < len(zones):
        text = "A load balancer cannot be attached to multiple subnets in the same Availability Zone"
        raise ApiError("InvalidConfigurationRequest", text)
    enabled = [
        {"ZoneName": s["AvailabilityZone"], "SubnetId": s["SubnetId"], "LoadBalancerAddresses": []}
        for s in subnets
    ]
    new = with_sim({**balancer, "AvailabilityZones": enabled}, nodes=_nodes(view, balancer, subnets))
    response = {
        "AvailabilityZones": enabled,
        "IpAddressType": balancer.get("IpAddressType", "ipv4"),
    }
    return Answer(response, (Put(kinds.LOAD_BALANCER, new["LoadBalancerArn"], new),))


def _subnet(world: World, balancer: Doc, id: Any) -> Doc:
    subnet = world.find(kinds.SUBNET, str(id))
    if subnet is None:
        raise ApiError("SubnetNotFound", f"The subnet ID '{id}' is not valid")
    if subnet.get("VpcId") != balancer.get("VpcId"):
        raise ApiError("InvalidSubnet", "All subnets must belong to the same VPC")
    return subnet


def _nodes(view: View, balancer: Doc, subnets: Sequence[Doc]) -> dict[str, str]:
    """The private address of the node in each subnet: kept where there was one, else drawn."""
    old: Mapping[str, str] = sim(balancer).get("nodes", {})
    arn = balancer["LoadBalancerArn"]
    return {
        s["SubnetId"]: old.get(s["SubnetId"]) or free_address(view.world, view.dice, s, arn) for s in subnets
    }


def set_security_groups(view: View, call: Call) -> Answer:
    """The security groups given replace those of the load balancer."""
    balancer = find(view.world, kinds.LOAD_BALANCER, required(call.request, "LoadBalancerArn"))
    groups = list(required(call.request, "SecurityGroups"))
    for id in groups:
        if view.world.find(kinds.SECURITY_GROUP, id) is None:
            raise ApiError("InvalidSecurityGroup", f"One or more security groups are invalid: '{id}'")
    new = {**balancer, "SecurityGroups": groups}
    return Answer({"SecurityGroupIds": groups}, (Put(kinds.LOAD_BALANCER, new["LoadBalancerArn"], new),))


HANDLERS: Mapping[str, Handler] = {
    "DescribeLoadBalancers": describe_load_balancers,
    "SetSecurityGroups": set_security_groups,
    "SetSubnets": set_subnets,
}
