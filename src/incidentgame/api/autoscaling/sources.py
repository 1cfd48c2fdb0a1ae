"""The target groups of a scaling group (api-503-aws §3.2)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.lookup import asked_group, invalid
from incidentgame.api.common import page, paginate
from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.balancing.registration import deregister, register
from incidentgame.world.balancing.states import standing
from incidentgame.world.balancing.wiring import targets_of
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import in_service
from incidentgame.world.scaling.leaving import save
from incidentgame.world.state import Doc, Edit, World, sim, with_sim
from incidentgame.world.view import View

ADDING = 10 * SECOND
"""How long an attachment shows Adding (house rule)."""


def state_of(view: View, group: Doc, arn: str) -> str:
    """Adding, Added, InService: given at creation, it was InService from the start (api-503-aws §3.2).

    It says nothing of members that were never registered.
    """
    attached_at = sim(group).get("attached", {}).get(arn)
    if attached_at is None:
        return "InService"
    if view.now < attached_at + ADDING:
        return "Adding"
    return "InService" if _any_healthy(view.world, arn) else "Added"


def _any_healthy(world: World, arn: str) -> bool:
    return any(standing(world, target)["State"] == "healthy" for target in targets_of(world, arn))


def describe_load_balancer_target_groups(view: View, call: Call) -> Answer:
    """The target groups attached, and how far each attachment is."""
    group = asked_group(view.world, call)
    found = [
        {"LoadBalancerTargetGroupARN": arn, "State": state_of(view, group, arn)}
        for arn in group.get("TargetGroupARNs", ())
    ]
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=100, error="InvalidNextToken"
    )
    return Answer(page("LoadBalancerTargetGroups", items, token))


def describe_traffic_sources(view: View, call: Call) -> Answer:
    """The same attachments under their newer name."""
    group = asked_group(view.world, call)
    found = [
        {
            "TrafficSource": arn,
            "State": state_of(view, group, arn),
            "Identifier": arn,
            "Type": "elbv2",
        }
        for arn in group.get("TargetGroupARNs", ())
        if call.request.get("TrafficSourceType") in (None, "elbv2")
    ]
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=50, error="InvalidNextToken"
    )
    return Answer(page("TrafficSources", items, token))


def _attach(view: View, call: Call, arns: list[str]) -> Answer:
    """Attaches target groups and registers every instance in service with them."""
    group = asked_group(view.world, call)
    for arn in arns:
        if view.world.find(kinds.TARGET_GROUP, arn) is None:
            text = "One or more target groups not found. Validating load balancer configuration failed."
            raise invalid(text)
    new_arns = [arn for arn in arns if arn not in group.get("TargetGroupARNs", ())]
    attached = {**sim(group).get("attached", {}), **dict.fromkeys(new_arns, view.now)}
    new = {**group, "TargetGroupARNs": [*group.get("TargetGroupARNs", ()), *new_arns]}
    wanted = [(entry["InstanceId"], None) for entry in in_service(group)]
    edits: list[Edit] = [save(with_sim(new, attached=attached))]
    for arn in new_arns:
        edits += register(view.world, arn, wanted, view.now)
    return Answer({}, tuple(edits))


def _detach(view: View, call: Call, arns: list[str]) -> Answer:
    """Detaches target groups; the group's instances drain out of them."""
    group = asked_group(view.world, call)
    for arn in arns:
        if arn not in group.get("TargetGroupARNs", ()):
            raise invalid("Trying to remove Target Groups that are not part of the group")
    kept = [arn for arn in group["TargetGroupARNs"] if arn not in arns]
    wanted = [(entry["InstanceId"], None) for entry in in_service(group)]
    edits: list[Edit] = [save({**group, "TargetGroupARNs": kept})]
    for arn in arns:
        if view.world.find(kinds.TARGET_GROUP, arn) is not None:
            edits += deregister(view.world, arn, wanted, view.now)
    return Answer({}, tuple(edits))


def _arns(call: Call) -> list[str]:
    arns = [str(arn) for arn in call.request.get("TargetGroupARNs") or ()]
    if not arns:
        raise invalid("At least one target group ARN must be specified")
    return arns


def _identifiers(call: Call) -> list[str]:
    sources: list[Mapping[str, Any]] = list(call.request.get("TrafficSources") or ())
    if not sources:
        raise invalid("At least one traffic source must be specified")
    return [str(source.get("Identifier", "")) for source in sources]


HANDLERS: Mapping[str, Handler] = {
    "AttachLoadBalancerTargetGroups": lambda view, call: _attach(view, call, _arns(call)),
    "AttachTrafficSources": lambda view, call: _attach(view, call, _identifiers(call)),
    "DescribeLoadBalancerTargetGroups": describe_load_balancer_target_groups,
    "DescribeTrafficSources": describe_traffic_sources,
    "DetachLoadBalancerTargetGroups": lambda view, call: _detach(view, call, _arns(call)),
    "DetachTrafficSources": lambda view, call: _detach(view, call, _identifiers(call)),
}
