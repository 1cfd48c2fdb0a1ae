"""Target groups: reading, creating, changing, deleting."""

from collections.abc import Mapping
from re import compile
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.elbv2.lookup import by_arns, by_names, find, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import balancers_by_group, targets_of
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Edit, Put, World, public
from incidentgame.world.view import View

_NAME = compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")
_DEFAULTS: Mapping[str, Any] = {
    "HealthCheckPort": "traffic-port",
    "HealthCheckEnabled": True,
    "HealthCheckIntervalSeconds": 30,
    "HealthCheckTimeoutSeconds": 5,
    "HealthyThresholdCount": 5,
    "UnhealthyThresholdCount": 2,
    "HealthCheckPath": "/",
    "Matcher": {"HttpCode": "200"},
    "TargetType": "instance",
    "ProtocolVersion": "HTTP1",
    "IpAddressType": "ipv4",
}
_RANGES = {
    "HealthCheckIntervalSeconds": ("Health check interval", 5, 300),
    "HealthCheckTimeoutSeconds": ("Health check timeout", 2, 120),
    "HealthyThresholdCount": ("Healthy threshold count", 2, 10),
    "UnhealthyThresholdCount": ("Unhealthy threshold count", 2, 10),
    "Port": ("Port", 1, 65535),
}
_CHECKS = (
    "HealthCheckProtocol",
    "HealthCheckPort",
    "HealthCheckPath",
    "HealthCheckEnabled",
    "HealthCheckIntervalSeconds",
    "HealthCheckTimeoutSeconds",
    "HealthyThresholdCount",
    "UnhealthyThresholdCount",
    "Matcher",
)


def describe_target_groups(view: View, call: Call) -> Answer:
    """All target groups, or those of a load balancer, or with the ARNs or names given."""
    request, world = call.request, view.world
    users = balancers_by_group(world)
    if request.get("LoadBalancerArn"):
        balancer = find(world, kinds.LOAD_BALANCER, request["LoadBalancerArn"])["LoadBalancerArn"]
        found = [g for g in world.all(kinds.TARGET_GROUP) if balancer in users.get(g["TargetGroupArn"], ())]
    elif request.get("Names"):
        found = by_names(world, kinds.TARGET_GROUP, "TargetGroupName", request["Names"])
    else:
        found = by_arns(world, kinds.TARGET_GROUP, request.get("TargetGroupArns"))
    items, token = paginate(found, request, "PageSize", "Marker")
    return Answer(page("TargetGroups", [_shown(doc, users) for doc in items], token, "NextMarker"))


def _shown(group: Doc, users: Mapping[str, list[str]]) -> dict[str, Any]:
    return {**public(group), "LoadBalancerArns": users.get(group["TargetGroupArn"], [])}


def create_target_group(view: View, call: Call) -> Answer:
    """A new, empty group of instances; in use once a rule names it."""
    request = call.request
    name = str(required(request, "Name"))
    if not _NAME.fullmatch(name):
        raise ApiError("ValidationError", f"Target group name '{name}' is not valid")
    if any(doc["TargetGroupName"] == name for doc in view.world.all(kinds.TARGET_GROUP)):
        text = f"A target group with the same name '{name}' exists, but with different settings"
        raise ApiError("DuplicateTargetGroupName", text)
    group = _new_group(view, request, name)
    _check(group)
    edit = Put(kinds.TARGET_GROUP, group["TargetGroupArn"], group)
    return Answer({"TargetGroups": [_shown(group, {})]}, (edit,))


def _new_group(view: View, request: Mapping[str, Any], name: str) -> Doc:
    vpc = str(required(request, "VpcId"))
    if view.world.find(kinds.VPC, vpc) is None:
        raise ApiError("ValidationError", f"The VPC ID '{vpc}' is not found")
    id = view.dice.hexadecimal(16, "target group", name, view.now)
    protocol = str(required(request, "Protocol"))
    given = {m: request[m] for m in (*_CHECKS, "TargetType", "ProtocolVersion") if request.get(m) is not None}
    return {
        "TargetGroupArn": arn(
            "elasticloadbalancing", view.account.region, view.account.id, f"targetgroup/{name}/{id}"
        ),
        "TargetGroupName": name,
        "Protocol": protocol,
        "Port": int(required(request, "Port")),
        "VpcId": vpc,
        "HealthCheckProtocol": protocol,
        **_DEFAULTS,
        **given,
        "sim": {"attributes": {}, "tags": list(request.get("Tags") or ())},
    }


def _check(group: Mapping[str, Any]) -> None:
    for member, (noun, low, high) in _RANGES.items():
        if not low <= int(group.get(member, low)) <= high:
            raise ApiError(
                "ValidationError",
                f"{noun} '{group[member]}' must be between {low} and {high} inclusive",
            )
    if int(group["HealthCheckTimeoutSeconds"]) >= int(group["HealthCheckIntervalSeconds"]):
        timeout, interval = group["HealthCheckTimeoutSeconds"], group["HealthCheckIntervalSeconds"]
        text = f"Health check timeout '{timeout}' must be smaller than the interval '{interval}'"
        raise ApiError("ValidationError", text)
    if not str(group["HealthCheckPath"]).startswith("/"):
        raise ApiError(
            "ValidationError",
            f"Health check path '{group['HealthCheckPath']}' must begin with a '/'",
        )


def modify_target_group(view: View, call: Call) -> Answer:
    """Changes the health check settings given."""
    group = find(view.world, kinds.TARGET_GROUP, required(call.request, "TargetGroupArn"))
    given = {member: call.request[member] for member in _CHECKS if call.request.get(member) is not None}
    new = {**_DEFAULTS, **group, **given}
    _check(new)
    edits: list[Edit] = [Put(kinds.TARGET_GROUP, new["TargetGroupArn"], new)]
    if "HealthCheckPort" in given:
        edits += _reported_ports(view.world, new)
    return Answer({"TargetGroups": [_shown(new, balancers_by_group(view.world))]}, tuple(edits))


def _reported_ports(world: World, group: Doc) -> list[Edit]:
    """The port each target reports its checks on, after it changed for the group."""
    edits: list[Edit] = []
    for target in targets_of(world, group["TargetGroupArn"]):
        id, port = target["Target"]["Id"], target["Target"]["Port"]
        shown = port if group["HealthCheckPort"] == "traffic-port" else group["HealthCheckPort"]
        key = f"{group['TargetGroupArn']}|{id}|{port}"
        edits.append(Put(kinds.TARGET, key, {**target, "HealthCheckPort": str(shown)}))
    return edits


def delete_target_group(view: View, call: Call) -> Answer:
    """Deletes a group with its registrations; ResourceInUse while a rule names it, silent when absent."""
    group = view.world.find(kinds.TARGET_GROUP, str(required(call.request, "TargetGroupArn")))
    if group is None:
        return Answer()
    key = group["TargetGroupArn"]
    if key in balancers_by_group(view.world):
        raise ApiError("ResourceInUse", f"Target group '{key}' is currently in use by a listener or a rule")
    gone: list[Edit] = [Drop(kinds.TARGET_GROUP, key)]
    for target in targets_of(view.world, key):
        gone.append(Drop(kinds.TARGET, f"{key}|{target['Target']['Id']}|{target['Target']['Port']}"))
    return Answer({}, tuple(gone))


HANDLERS: Mapping[str, Handler] = {
    "CreateTargetGroup": create_target_group,
    "DeleteTargetGroup": delete_target_group,
    "DescribeTargetGroups": describe_target_groups,
    "ModifyTargetGroup": modify_target_group,
}
