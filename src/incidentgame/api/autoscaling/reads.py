"""What groups, their instances and their activities look like (api-503-aws §3.4, §3.6)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.lookup import asked_group
from incidentgame.api.common import Getter, match_filters, member, page, paginate, strip
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import members
from incidentgame.world.state import Doc, public
from incidentgame.world.view import View


def describe_auto_scaling_groups(view: View, call: Call) -> Answer:
    """All groups, or those named; a name that does not exist is simply not in the answer."""
    names = call.request.get("AutoScalingGroupNames")
    found = [g for n, g in view.world.table(kinds.SCALING_GROUP).items() if not names or n in names]
    found = match_filters(found, call.request.get("Filters"), {})
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=50, error="InvalidNextToken"
    )
    return Answer(page("AutoScalingGroups", [shown_group(group) for group in items], token))


def shown_group(group: Doc) -> dict[str, Any]:
    """A group with the traffic sources its target groups amount to."""
    sources = [{"Identifier": arn, "Type": "elbv2"} for arn in group.get("TargetGroupARNs", ())]
    return {**public(group), "TrafficSources": sources}


def describe_auto_scaling_instances(view: View, call: Call) -> Answer:
    """The instances of all groups, or those named."""
    ids = call.request.get("InstanceIds")
    found = [
        {**entry, "AutoScalingGroupName": name, "HealthStatus": str(entry["HealthStatus"]).upper()}
        for name, group in view.world.table(kinds.SCALING_GROUP).items()
        for entry in members(group)
        if not ids or entry["InstanceId"] in ids
    ]
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=50, error="InvalidNextToken"
    )
    return Answer(page("AutoScalingInstances", items, token))


_ACTIVITY_FILTERS: Mapping[str, Getter] = {"Status": member("StatusCode")}


def describe_scaling_activities(view: View, call: Call) -> Answer:
    """The activities of a group, newest first; of all groups when none is named."""
    if call.request.get("AutoScalingGroupName"):
        asked_group(view.world, call)
    name, ids = call.request.get("AutoScalingGroupName"), call.request.get("ActivityIds")
    found = [
        activity
        for activity in view.world.all(kinds.ACTIVITY)
        if (not name or activity["AutoScalingGroupName"] == name)
        and (not ids or activity["ActivityId"] in ids)
    ]
    found = match_filters(found, call.request.get("Filters"), _ACTIVITY_FILTERS)
    found.sort(key=lambda activity: -int(activity["StartTime"]))
    items, token = paginate(
        found, call.request, "MaxRecords", "NextToken", default=100, error="InvalidNextToken"
    )
    return Answer(page("Activities", strip(items), token))


_TAG_FILTERS: Mapping[str, Getter] = {
    "auto-scaling-group": member("ResourceId"),
    "key": member("Key"),
    "value": member("Value"),
}


def describe_tags(view: View, call: Call) -> Answer:
    """The tags of all groups."""
    found = [
        {"ResourceType": "auto-scaling-group", "PropagateAtLaunch": True, **tag, "ResourceId": name}
        for name, group in view.world.table(kinds.SCALING_GROUP).items()
        for tag in group.get("Tags", ())
    ]
    items = match_filters(found, call.request.get("Filters"), _TAG_FILTERS)
    return Answer({"Tags": items})


def _of_group(member_name: str, hidden: str) -> Handler:
    """Things a group has none of unless its document says so in `sim`."""

    def describe(view: View, call: Call) -> Answer:
        if call.request.get("AutoScalingGroupName"):
            groups = [asked_group(view.world, call)]
        else:
            groups = list(view.world.all(kinds.SCALING_GROUP))
        found = [doc for group in groups for doc in group.get("sim", {}).get(hidden, ())]
        return Answer({member_name: strip(found)})

    return describe


HANDLERS: Mapping[str, Handler] = {
    "DescribeAutoScalingGroups": describe_auto_scaling_groups,
    "DescribeAutoScalingInstances": describe_auto_scaling_instances,
    "DescribeLifecycleHooks": _of_group("LifecycleHooks", "hooks"),
    "DescribeNotificationConfigurations": _of_group("NotificationConfigurations", "notifications"),
    "DescribePolicies": _of_group("ScalingPolicies", "policies"),
    "DescribeScalingActivities": describe_scaling_activities,
    "DescribeScheduledActions": _of_group("ScheduledUpdateGroupActions", "scheduled"),
    "DescribeTags": describe_tags,
}
