"""Auto Scaling through its API (api-503-aws §3, §8 hint 8)."""

from typing import Any

import pytest
from fleet_world import ADMIN, API, IDS, NOW, SPARE, FleetView, call, fleet, play
from output_shape import misfits

from incidentgame.api.autoscaling import HANDLERS
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController

LOOPS = [
    HealthChecker(lambda view, host, path, port, patience: 200),
    ScalingController(),
    RefreshController(),
]
NAME = "shop-api"
MINUTE = 60_000


def ask(operation: str, view: FleetView | None = None, **request: Any) -> tuple[FleetView, Any]:
    after, response = call(view or FleetView(fleet()), "autoscaling", operation, **request)
    assert misfits("autoscaling", operation, response) == []
    return after, response


def refused(operation: str, view: FleetView | None = None, **request: Any) -> str:
    with pytest.raises(ApiError) as caught:
        ask(operation, view, **request)
    return f"{caught.value.code}: {caught.value.message}"


def group(view: FleetView) -> Any:
    return ask("DescribeAutoScalingGroups", view, AutoScalingGroupNames=[NAME])[1]["AutoScalingGroups"][0]


def activities(view: FleetView) -> Any:
    return ask("DescribeScalingActivities", view, AutoScalingGroupName=NAME)[1]["Activities"]


def registered(view: FleetView) -> set[str]:
    return {t["Target"]["Id"] for t in view.world.all(kinds.TARGET) if t["sim"]["group"] == API}


def test_a_group_shows_its_traffic_sources_and_nothing_of_ours() -> None:
    shown = group(FleetView(fleet()))
    assert shown["TrafficSources"] == [{"Identifier": API, "Type": "elbv2"}] and "sim" not in shown
    assert ask("DescribeAutoScalingGroups", AutoScalingGroupNames=["none"])[1] == {"AutoScalingGroups": []}


def test_suspend_says_since_when_and_resume_takes_it_away() -> None:
    view, answer = ask("SuspendProcesses", AutoScalingGroupName=NAME, ScalingProcesses=["AddToLoadBalancer"])
    assert answer == {} and view.changes[-1].response is None
    wanted = {
        "ProcessName": "AddToLoadBalancer",
        "SuspensionReason": "User suspended at 2026-03-10T14:00:00Z",
    }
    assert group(view)["SuspendedProcesses"] == [wanted]
    view, _ = ask("ResumeProcesses", view, AutoScalingGroupName=NAME)
    assert group(view)["SuspendedProcesses"] == []
    assert len(group(ask("SuspendProcesses", AutoScalingGroupName=NAME)[0])["SuspendedProcesses"]) == 9
    assert refused("SuspendProcesses", AutoScalingGroupName=NAME, ScalingProcesses=["Nap"]).startswith(
        "Valid"
    )


def test_the_whole_of_fault_six_and_both_repairs() -> None:
    view, _ = ask("SuspendProcesses", AutoScalingGroupName=NAME, ScalingProcesses=["AddToLoadBalancer"])
    view, started = ask(
        "StartInstanceRefresh", view, AutoScalingGroupName=NAME, Preferences={"InstanceWarmup": 30}
    )
    assert refused("StartInstanceRefresh", view, AutoScalingGroupName=NAME).startswith(
        "InstanceRefreshInProgress"
    )
    view = play(view, LOOPS, NOW + 30 * MINUTE)
    _, shown = ask("DescribeInstanceRefreshes", view, AutoScalingGroupName=NAME)
    assert [r["Status"] for r in shown["InstanceRefreshes"]] == ["Successful"]
    assert shown["InstanceRefreshes"][0]["InstanceRefreshId"] == started["InstanceRefreshId"]
    assert registered(view) == set()
    view, _ = ask("ResumeProcesses", view, AutoScalingGroupName=NAME, ScalingProcesses=["AddToLoadBalancer"])
    view = play(view, LOOPS, view.now + 10 * MINUTE)
    assert registered(view) == set(), "resuming alone does not repair"
    members = [e["InstanceId"] for e in group(view)["Instances"]]
    by_hand, _ = call(
        view, "elbv2", "RegisterTargets", TargetGroupArn=API, Targets=[{"Id": id} for id in members]
    )
    assert registered(by_hand) == set(members)
    again, _ = ask("StartInstanceRefresh", view, AutoScalingGroupName=NAME)
    again = play(again, LOOPS, again.now + 40 * MINUTE)
    assert len(registered(again)) == 4
    reattached, _ = ask(
        "DetachLoadBalancerTargetGroups", view, AutoScalingGroupName=NAME, TargetGroupARNs=[API]
    )
    reattached, _ = ask(
        "AttachLoadBalancerTargetGroups", reattached, AutoScalingGroupName=NAME, TargetGroupARNs=[API]
    )
    assert registered(reattached) == set(members)


def test_a_refresh_can_be_cancelled() -> None:
    assert refused("CancelInstanceRefresh", AutoScalingGroupName=NAME).startswith(
        "ActiveInstanceRefreshNotFound"
    )
    view, _ = ask("StartInstanceRefresh", AutoScalingGroupName=NAME)
    view = play(view, LOOPS, NOW + 30_000)
    _, shown = ask("DescribeInstanceRefreshes", view, AutoScalingGroupName=NAME)
    assert "has insufficient data to evaluate its health" in shown["InstanceRefreshes"][0]["StatusReason"]
    view, _ = ask("CancelInstanceRefresh", view, AutoScalingGroupName=NAME)
    view = play(view, LOOPS, view.now + 20 * MINUTE)
    _, shown = ask("DescribeInstanceRefreshes", view, AutoScalingGroupName=NAME)
    assert shown["InstanceRefreshes"][0]["Status"] == "Cancelled"
    assert len({e["InstanceId"] for e in group(view)["Instances"]} & set(IDS)) == 3


def test_skip_matching_leaves_current_instances_alone() -> None:
    view, _ = ask("StartInstanceRefresh", AutoScalingGroupName=NAME, Preferences={"SkipMatching": True})
    view = play(view, LOOPS, NOW + MINUTE)
    _, shown = ask("DescribeInstanceRefreshes", view, AutoScalingGroupName=NAME)
    assert shown["InstanceRefreshes"][0]["Status"] == "Successful" and activities(view) == []


def test_sizes_have_limits_and_activities_say_who_asked() -> None:
    assert "above max value 8" in refused("SetDesiredCapacity", AutoScalingGroupName=NAME, DesiredCapacity=9)
    assert "below min value 2" in refused("SetDesiredCapacity", AutoScalingGroupName=NAME, DesiredCapacity=1)
    assert "between the specified" in refused(
        "UpdateAutoScalingGroup", AutoScalingGroupName=NAME, DesiredCapacity=9
    )
    assert refused("UpdateAutoScalingGroup", AutoScalingGroupName=NAME, MinSize=9).startswith("Valid")
    assert "not found" in refused("SetDesiredCapacity", AutoScalingGroupName="no", DesiredCapacity=3)
    view, _ = ask("UpdateAutoScalingGroup", AutoScalingGroupName=NAME, MinSize=5)
    view = play(view, LOOPS, NOW + MINUTE)
    assert activities(view)[0]["Cause"] == (
        "At 2026-03-10T14:00:00Z a user request update of AutoScalingGroup constraints to min: 5, max: 8, "
        "desired: 5 changing the desired capacity from 4 to 5.  At 2026-03-10T14:00:00Z an instance was started "
        "in response to a difference between desired and actual capacity, increasing the capacity from 4 to 5."
    )
    assert activities(view)[0]["Description"].startswith("Launching a new EC2 instance: i-0")


def test_terminate_in_group_with_and_without_replacement() -> None:
    request = {"InstanceId": IDS[0], "ShouldDecrementDesiredCapacity": False}
    view, answer = ask("TerminateInstanceInAutoScalingGroup", **request)
    assert answer["Activity"]["StatusCode"] == "InProgress"
    view = play(view, LOOPS, NOW + 10 * MINUTE)
    assert len(registered(view)) == 4 and IDS[0] not in registered(view)
    smaller, _ = ask(
        "TerminateInstanceInAutoScalingGroup", InstanceId=IDS[0], ShouldDecrementDesiredCapacity=True
    )
    smaller = play(smaller, LOOPS, NOW + 10 * MINUTE)
    assert registered(smaller) == set(IDS[1:]) and "from 4 to 3." in activities(smaller)[0]["Cause"]
    for id in IDS[1:2]:
        smaller, _ = ask(
            "TerminateInstanceInAutoScalingGroup", smaller, InstanceId=id, ShouldDecrementDesiredCapacity=True
        )
    text = refused(
        "TerminateInstanceInAutoScalingGroup", smaller, InstanceId=IDS[2], ShouldDecrementDesiredCapacity=True
    )
    assert "desiredSize equals minSize (2)" in text
    assert "No managed instance found" in refused("TerminateInstanceInAutoScalingGroup", InstanceId="i-0")


def test_instance_health_set_by_hand_gets_it_replaced() -> None:
    view, _ = ask("SetInstanceHealth", InstanceId=IDS[0], HealthStatus="Unhealthy")
    view = play(view, LOOPS, NOW + 10 * MINUTE)
    assert IDS[0] not in {e["InstanceId"] for e in group(view)["Instances"]}
    assert any(a["Cause"].endswith("in response to a user health-check.") for a in activities(view))


def test_standby_and_back() -> None:
    view, answer = ask(
        "EnterStandby", AutoScalingGroupName=NAME, InstanceIds=[IDS[0]], ShouldDecrementDesiredCapacity=True
    )
    assert answer["Activities"][0]["Description"] == f"Moving EC2 instance to Standby: {IDS[0]}"
    view = play(view, LOOPS, NOW + 10 * MINUTE)
    assert IDS[0] not in registered(view) and group(view)["DesiredCapacity"] == 3
    view, _ = ask("ExitStandby", view, AutoScalingGroupName=NAME, InstanceIds=[IDS[0]])
    view = play(view, LOOPS, view.now + MINUTE)
    assert registered(view) == set(IDS) and group(view)["DesiredCapacity"] == 4


def test_detach_and_attach() -> None:
    view, _ = ask(
        "DetachInstances",
        AutoScalingGroupName=NAME,
        InstanceIds=[IDS[0]],
        ShouldDecrementDesiredCapacity=True,
    )
    view = play(view, LOOPS, NOW + 10 * MINUTE)
    assert (
        IDS[0] not in registered(view)
        and view.world.get(kinds.INSTANCE, IDS[0])["State"]["Name"] == "running"
    )
    view, _ = ask("AttachInstances", view, AutoScalingGroupName=NAME, InstanceIds=[IDS[0]])
    assert registered(view) == set(IDS) and len(group(view)["Instances"]) == 4
    assert "already part" in refused("AttachInstances", view, AutoScalingGroupName=NAME, InstanceIds=[IDS[1]])


def test_attachments_go_through_their_states() -> None:
    view, _ = ask("AttachLoadBalancerTargetGroups", AutoScalingGroupName=NAME, TargetGroupARNs=[ADMIN])
    states = []
    for at in (NOW, NOW + 11_000, NOW + MINUTE):
        view = play(view, LOOPS, at)
        _, shown = ask("DescribeLoadBalancerTargetGroups", view, AutoScalingGroupName=NAME)
        states.append([found["State"] for found in shown["LoadBalancerTargetGroups"]])
    assert (
        [s[0] for s in states] == ["InService"] * 3
        and states[0][1] == "Adding"
        and states[2][1] == "InService"
    )
    _, shown = ask("DescribeTrafficSources", view, AutoScalingGroupName=NAME)
    assert shown["TrafficSources"][1]["Identifier"] == ADMIN
    missing = {"AutoScalingGroupName": NAME, "TargetGroupARNs": [SPARE + "0"]}
    assert "target groups not found" in refused("AttachLoadBalancerTargetGroups", **missing)


def test_metrics_collection() -> None:
    view, _ = ask("EnableMetricsCollection", AutoScalingGroupName=NAME, Granularity="1Minute")
    assert group(view)["EnabledMetrics"][0] == {"Metric": "GroupMinSize", "Granularity": "1Minute"}
    view, _ = ask("DisableMetricsCollection", view, AutoScalingGroupName=NAME, Metrics=["GroupMinSize"])
    assert "GroupMinSize" not in {m["Metric"] for m in group(view)["EnabledMetrics"]}


@pytest.mark.parametrize("operation", sorted(HANDLERS))
def test_a_bare_call_and_another_region_never_break(operation: str) -> None:
    for region in (None, "us-east-1"):
        try:
            _, response = call(FleetView(fleet()), "autoscaling", operation, region=region)
            assert misfits("autoscaling", operation, response) == []
        except ApiError as error:
            assert error.message


def test_another_region_has_no_groups() -> None:
    _, response = call(FleetView(fleet()), "autoscaling", "DescribeAutoScalingGroups", region="us-east-1")
    assert response == {"AutoScalingGroups": []}
