"""Instances and launch templates through the API (aws-request-path §4.3, §4.4)."""

from base64 import b64decode
from typing import Any

import pytest
from fleet_world import IDS, NOW, REGION, TEMPLATE, FleetView, call, fleet, play
from output_shape import misfits

from incidentgame.api.ec2 import instances, launch_templates
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.scaling.scaler import ScalingController

HANDLERS = {**instances.HANDLERS, **launch_templates.HANDLERS}
LOOPS = [HealthChecker(lambda view, host, path, port, patience: 200), ScalingController()]


def ask(operation: str, view: FleetView | None = None, **request: Any) -> tuple[FleetView, Any]:
    after, response = call(view or FleetView(fleet()), "ec2", operation, **request)
    assert misfits("ec2", operation, response) == []
    return after, response


def refused(operation: str, **request: Any) -> str:
    with pytest.raises(ApiError) as caught:
        ask(operation, **request)
    return f"{caught.value.code}: {caught.value.message}"


def found(view: FleetView | None = None, **filters: str) -> list[str]:
    asked = [
        {"Name": name.replace("__", ".").replace("_", "-"), "Values": [v]} for name, v in filters.items()
    ]
    _, response = ask("DescribeInstances", view, Filters=asked)
    return [r["Instances"][0]["InstanceId"] for r in response["Reservations"]]


def test_filters() -> None:
    assert found() == list(IDS)
    assert found(private_ip_address="10.0.11.*") == list(IDS[:2])
    assert found(availability_zone=f"{REGION}b", instance_state_name="running") == list(IDS[2:])
    assert found(instance__group_id="sg-app", vpc_id="vpc-1") == list(IDS)
    assert found(subnet_id="subnet-app-c") == []
    _, tagged = ask("DescribeInstances", Filters=[{"Name": "tag:Name", "Values": ["shop-*"]}])
    assert len(tagged["Reservations"]) == 4
    assert refused("DescribeInstances", Filters=[{"Name": "colour", "Values": ["red"]}]) == (
        "InvalidParameterValue: The filter 'colour' is invalid"
    )


def test_pages() -> None:
    _, one = ask("DescribeInstances", MaxResults=3)
    _, two = ask("DescribeInstances", MaxResults=3, NextToken=one["NextToken"])
    assert [len(one["Reservations"]), len(two["Reservations"])] == [3, 1] and "NextToken" not in two


def test_unknown_and_malformed_ids() -> None:
    gone = refused("DescribeInstances", InstanceIds=["i-0123456789abcdef0"])
    assert gone == "InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist"
    assert (
        refused("DescribeInstances", InstanceIds=["web"]) == 'InvalidInstanceID.Malformed: Invalid id: "web"'
    )


def test_status_shows_running_instances_and_knows_nothing_of_the_app() -> None:
    view, _ = ask("StopInstances", InstanceIds=[IDS[0]])
    _, running = ask("DescribeInstanceStatus", view)
    assert [s["InstanceId"] for s in running["InstanceStatuses"]] == list(IDS[1:])
    assert {s["InstanceStatus"]["Status"] for s in running["InstanceStatuses"]} == {"ok"}
    _, everyone = ask("DescribeInstanceStatus", view, IncludeAllInstances=True)
    assert everyone["InstanceStatuses"][0]["InstanceStatus"] == {"Status": "not-applicable"}


def test_terminate_then_the_group_replaces_it() -> None:
    view, answer = ask("TerminateInstances", InstanceIds=[IDS[0]])
    change = answer["TerminatingInstances"][0]
    assert (change["PreviousState"]["Code"], change["CurrentState"]["Code"]) == (16, 32)
    view = play(view, LOOPS, NOW + 4 * 60_000)
    gone = view.world.get(kinds.INSTANCE, IDS[0])
    assert gone["State"] == {"Code": 48, "Name": "terminated"} and "PrivateIpAddress" not in gone
    healthy = [t for t in view.world.all(kinds.TARGET) if t["TargetHealth"]["State"] == "healthy"]
    assert len(healthy) == 4 and IDS[0] not in {t["Target"]["Id"] for t in healthy}
    assert view.world.find(kinds.HOST, IDS[0]) is None
    ask("DescribeInstances", view)
    ask("DescribeVolumes", view)
    _, again = ask("TerminateInstances", view, InstanceIds=[IDS[0]])
    assert again["TerminatingInstances"][0]["CurrentState"]["Name"] == "terminated"


def test_stop_and_start_outside_any_group() -> None:
    world = fleet().edited(())
    group = world.get(kinds.SCALING_GROUP, "shop-api")
    view, _ = call(FleetView(world), "autoscaling", "SuspendProcesses", AutoScalingGroupName="shop-api")
    assert group["Instances"]
    view, _ = ask("StopInstances", view, InstanceIds=[IDS[0]])
    with pytest.raises(ApiError, match="IncorrectInstanceState"):
        ask("StartInstances", view, InstanceIds=[IDS[0]])
    view = play(view, LOOPS, NOW + 60_000)
    assert view.world.get(kinds.INSTANCE, IDS[0])["State"]["Name"] == "stopped"
    view, answer = ask("StartInstances", view, InstanceIds=[IDS[0]])
    assert answer["StartingInstances"][0]["CurrentState"]["Name"] == "pending"
    view = play(view, LOOPS, view.now + 120_000)
    assert view.world.get(kinds.HOST, IDS[0])["BootedAt"] == NOW + 90_000
    target = next(t for t in view.world.all(kinds.TARGET) if t["Target"]["Id"] == IDS[0])
    assert target["TargetHealth"]["State"] == "healthy"


def test_reboot_takes_the_host_down_for_a_while() -> None:
    view, answer = ask("RebootInstances", InstanceIds=[IDS[0]])
    assert answer == {} and view.world.get(kinds.HOST, IDS[0])["sim"]["down"]
    view = play(view, LOOPS, NOW + 180_000)
    assert not view.world.get(kinds.HOST, IDS[0])["sim"]["down"]
    assert view.world.get(kinds.INSTANCE, IDS[0])["State"]["Name"] == "running"


@pytest.mark.parametrize("order", ["StopInstances", "TerminateInstances"])
def test_a_reboot_under_way_does_not_bring_back_a_machine_that_goes_down(order: str) -> None:
    view, _ = ask("RebootInstances", InstanceIds=[IDS[0]])
    view, _ = ask(order, view, InstanceIds=[IDS[0]])
    view = play(view, LOOPS, NOW + 300_000)
    host = view.world.find(kinds.HOST, IDS[0])
    assert host is None or host["sim"]["down"]


def test_details() -> None:
    _, shown = ask("DescribeInstanceAttribute", InstanceId=IDS[0], Attribute="instanceType")
    assert shown["InstanceType"]["Value"] == "t3.medium"
    assert refused("DescribeInstanceAttribute", InstanceId=IDS[0], Attribute="mood").startswith(
        "InvalidParam"
    )
    _, console = ask("GetConsoleOutput", InstanceId=IDS[0])
    assert "Debian GNU/Linux 12" in b64decode(console["Output"]).decode()
    _, images = ask("DescribeImages")
    assert [image["ImageId"] for image in images["Images"]] == ["ami-0abc"]
    _, types = ask("DescribeInstanceTypes", InstanceTypes=["t3.medium"])
    assert types["InstanceTypes"][0]["MemoryInfo"]["SizeInMiB"] == 4096


def test_changing_security_groups_reaches_the_host_and_protection_holds() -> None:
    view, _ = ask("ModifyInstanceAttribute", InstanceId=IDS[0], Groups=["sg-alb"])
    assert view.world.get(kinds.HOST, IDS[0])["SecurityGroups"] == ["sg-alb"]
    assert refused("ModifyInstanceAttribute", InstanceId=IDS[0], Groups=["sg-0"]).startswith("InvalidGroup")
    view, _ = ask("ModifyInstanceAttribute", view, InstanceId=IDS[0], DisableApiTermination={"Value": True})
    with pytest.raises(ApiError, match="OperationNotPermitted"):
        ask("TerminateInstances", view, InstanceIds=[IDS[0]])


def test_tags() -> None:
    view, _ = ask("CreateTags", Resources=[IDS[0]], Tags=[{"Key": "keep", "Value": "yes"}])
    _, shown = ask("DescribeTags", view, Filters=[{"Name": "resource-id", "Values": [IDS[0]]}])
    assert {"Key": "keep", "ResourceId": IDS[0], "ResourceType": "instance", "Value": "yes"} in shown["Tags"]
    view, _ = ask("DeleteTags", view, Resources=[IDS[0]], Tags=[{"Key": "keep"}])
    assert len(ask("DescribeTags", view)[1]["Tags"]) == 4
    assert refused("CreateTags", Resources=["i-0"], Tags=[]).startswith("InvalidID")


def test_launch_template_versions() -> None:
    data = {"InstanceType": "t3.large"}
    view, made = ask(
        "CreateLaunchTemplateVersion",
        LaunchTemplateId=TEMPLATE,
        SourceVersion="$Latest",
        LaunchTemplateData=data,
    )
    version = made["LaunchTemplateVersion"]
    assert version["VersionNumber"] == 4 and version["LaunchTemplateData"]["ImageId"] == "ami-0abc"
    _, shown = ask("DescribeLaunchTemplateVersions", view, LaunchTemplateName="shop-api")
    assert [(v["VersionNumber"], v["DefaultVersion"]) for v in shown["LaunchTemplateVersions"]] == [
        (4, False),
        (3, True),
    ]
    view, _ = ask("ModifyLaunchTemplate", view, LaunchTemplateId=TEMPLATE, DefaultVersion="4")
    _, latest = ask("DescribeLaunchTemplateVersions", view, LaunchTemplateId=TEMPLATE, Versions=["$Default"])
    assert latest["LaunchTemplateVersions"][0]["VersionNumber"] == 4
    assert ask("DescribeLaunchTemplates", view)[1]["LaunchTemplates"][0]["DefaultVersionNumber"] == 4
    assert refused("DescribeLaunchTemplateVersions", LaunchTemplateName="no").startswith(
        "InvalidLaunchTemplateName"
    )
    assert "version 9" in refused("DescribeLaunchTemplateVersions", LaunchTemplateId=TEMPLATE, Versions=["9"])


def test_new_instances_come_from_the_new_version_only() -> None:
    data = {"InstanceType": "t3.large"}
    view, _ = ask(
        "CreateLaunchTemplateVersion", LaunchTemplateId=TEMPLATE, SourceVersion="3", LaunchTemplateData=data
    )
    view, _ = call(
        view, "autoscaling", "SetDesiredCapacity", AutoScalingGroupName="shop-api", DesiredCapacity=5
    )
    view = play(view, LOOPS, NOW + 120_000)
    types = [doc["InstanceType"] for doc in view.world.all(kinds.INSTANCE)]
    assert types.count("t3.large") == 1 and types.count("t3.medium") == 4
    ask("DescribeInstances", view)
    ask("DescribeInstanceStatus", view)


@pytest.mark.parametrize("operation", sorted(HANDLERS))
def test_a_bare_call_and_another_region_never_break(operation: str) -> None:
    for region in (None, "us-east-1"):
        try:
            _, response = call(FleetView(fleet()), "ec2", operation, region=region)
            assert misfits("ec2", operation, response) == []
        except ApiError as error:
            assert error.message


def test_dry_run_changes_nothing() -> None:
    assert refused("TerminateInstances", InstanceIds=[IDS[0]], DryRun=True).startswith("DryRunOperation")
