"""What Auto Scaling does through other services' APIs, as CloudTrail shows it (api-503-aws §3.7)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.world import kinds
from incidentgame.world.balancing.registration import deregister, register
from incidentgame.world.change import Change, Principal
from incidentgame.world.scaling.groups import target_groups
from incidentgame.world.scaling.machines import state_of, terminate
from incidentgame.world.state import Doc, Edit
from incidentgame.world.view import View

ROLE = "AWSServiceRoleForAutoScaling"
_SERVICE = "autoscaling.amazonaws.com"


def principal(view: View) -> Principal:
    """The service-linked role's session."""
    return Principal(
        username="AutoScaling",
        arn=f"arn:aws:sts::{view.account.id}:assumed-role/{ROLE}/AutoScaling",
        role=ROLE,
        invoked_by=_SERVICE,
        source_ip=_SERVICE,
        user_agent=_SERVICE,
    )


def called(
    view: View,
    service: str,
    action: str,
    request: Mapping[str, Any],
    response: Mapping[str, Any] | None,
    edits: tuple[Edit, ...],
) -> Change:
    """A call by Auto Scaling, as the ledger keeps it."""
    return Change(
        at=view.now,
        principal=principal(view),
        source=f"{service}.amazonaws.com",
        action=action,
        region=view.account.region,
        request=request,
        response=response,
        edits=edits,
        origin="controller",
    )


def run_instance(view: View, instance: Doc, template: Doc, group: str, edits: tuple[Edit, ...]) -> Change:
    """RunInstances of one instance from a launch template version."""
    request = {
        "MinCount": 1,
        "MaxCount": 1,
        "LaunchTemplate": {
            "LaunchTemplateId": template["LaunchTemplateId"],
            "Version": str(template["VersionNumber"]),
        },
        "SubnetId": instance["SubnetId"],
        "TagSpecifications": [
            {
                "ResourceType": "instance",
                "Tags": [{"Key": "aws:autoscaling:groupName", "Value": group}],
            }
        ],
    }
    shown = (
        "InstanceId",
        "ImageId",
        "State",
        "InstanceType",
        "SubnetId",
        "PrivateIpAddress",
        "Placement",
    )
    response = {"Instances": [{name: instance[name] for name in shown if name in instance}]}
    return called(view, "ec2", "RunInstances", request, response, edits)


def terminate_instance(view: View, id: str) -> tuple[Change, ...]:
    """TerminateInstances of one instance; nothing when it is gone or going already."""
    instance = view.world.find(kinds.INSTANCE, id)
    edits = () if instance is None else terminate(view.world, instance, view.now)
    if instance is None or not edits:
        return ()
    states = {"CurrentState": state_of("shutting-down"), "PreviousState": dict(instance["State"])}
    response = {"TerminatingInstances": [{"InstanceId": id, **states}]}
    return (called(view, "ec2", "TerminateInstances", {"InstanceIds": [id]}, response, edits),)


def register_everywhere(view: View, group: Doc, id: str) -> tuple[Change, ...]:
    """RegisterTargets with every attached group. House rule: shown under the identity of RunInstances."""
    return tuple(
        called(
            view,
            "elasticloadbalancing",
            "RegisterTargets",
            {"TargetGroupArn": arn, "Targets": [{"Id": id}]},
            None,
            register(view.world, arn, [(id, None)], view.now),
        )
        for arn in target_groups(view.world, group)
    )


def deregister_everywhere(view: View, group: Doc, id: str) -> tuple[Change, ...]:
    """DeregisterTargets from every attached group the instance is registered with."""
    found = [
        (arn, deregister(view.world, arn, [(id, None)], view.now)) for arn in target_groups(view.world, group)
    ]
    return tuple(
        called(
            view,
            "elasticloadbalancing",
            "DeregisterTargets",
            {"TargetGroupArn": arn, "Targets": [{"Id": id}]},
            None,
            edits,
        )
        for arn, edits in found
        if edits
    )
