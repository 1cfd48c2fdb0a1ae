"""The fixed lists of the service: process types, termination policies, metrics, limits."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import PROCESSES
from incidentgame.world.view import View

METRICS = (
    "GroupMinSize",
    "GroupMaxSize",
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
)
"""The group metrics this world publishes once enabled (api-503-aws §7.2)."""

_POLICIES = (
    "AllocationStrategy",
    "ClosestToNextInstanceHour",
    "Default",
    "NewestInstance",
    "OldestInstance",
    "OldestLaunchConfiguration",
    "OldestLaunchTemplate",
)


def _fixed(response: Mapping[str, Any]) -> Handler:
    return lambda view, call: Answer(response)


def describe_account_limits(view: View, call: Call) -> Answer:
    """The quotas of the account, and how much of them is used."""
    groups = len(view.world.table(kinds.SCALING_GROUP))
    limits = {"MaxNumberOfAutoScalingGroups": 500, "MaxNumberOfLaunchConfigurations": 200}
    return Answer({**limits, "NumberOfAutoScalingGroups": groups, "NumberOfLaunchConfigurations": 0})


HANDLERS: Mapping[str, Handler] = {
    "DescribeAccountLimits": describe_account_limits,
    "DescribeLaunchConfigurations": _fixed({"LaunchConfigurations": []}),
    "DescribeMetricCollectionTypes": _fixed(
        {
            "Metrics": [{"Metric": name} for name in METRICS],
            "Granularities": [{"Granularity": "1Minute"}],
        }
    ),
    "DescribeScalingProcessTypes": _fixed(
        {"Processes": [{"ProcessName": name} for name in sorted(PROCESSES)]}
    ),
    "DescribeTerminationPolicyTypes": _fixed({"TerminationPolicyTypes": list(_POLICIES)}),
    "DescribeWarmPool": _fixed({"Instances": []}),
}
