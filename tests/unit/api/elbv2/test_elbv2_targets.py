"""Targets, groups, subnets and attributes through the API (api-503-aws §2.4, §2.5, §8 hints 7, 8)."""

from typing import Any

import pytest
from fleet_world import (
    API,
    API_RULE,
    BALANCER,
    IDS,
    LISTENER,
    NOW,
    REGION,
    SPARE,
    FleetView,
    call,
    fleet,
    play,
)
from output_shape import misfits

from incidentgame.api.elbv2 import HANDLERS
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.balancing.routing import pool
from incidentgame.world.state import Drop

PASSING = HealthChecker(lambda view, host, path, port, patience: 200)


def ask(operation: str, view: FleetView | None = None, **request: Any) -> tuple[FleetView, Any]:
    after, response = call(view or FleetView(fleet()), "elbv2", operation, **request)
    assert misfits("elbv2", operation, response) == []
    return after, response


def refused(operation: str, view: FleetView | None = None, **request: Any) -> str:
    with pytest.raises(ApiError) as caught:
        ask(operation, view, **request)
    return f"{caught.value.code}: {caught.value.message}"


def health(view: FleetView, group: str = API) -> list[tuple[str, str]]:
    _, response = ask("DescribeTargetHealth", view, TargetGroupArn=group)
    shown = [d["TargetHealth"] for d in response["TargetHealthDescriptions"]]
    return [(h["State"], h.get("Reason", "")) for h in shown]


def test_a_healthy_target_has_only_a_state() -> None:
    _, response = ask("DescribeTargetHealth", TargetGroupArn=API)
    first = response["TargetHealthDescriptions"][0]
    assert first["TargetHealth"] == {"State": "healthy"}
    assert first["Target"] == {"Id": IDS[0], "Port": 80} and first["HealthCheckPort"] == "80"


def test_an_empty_group_answers_an_empty_list() -> None:
    assert ask("DescribeTargetHealth", TargetGroupArn=SPARE)[1] == {"TargetHealthDescriptions": []}


def test_asking_for_one_that_is_not_registered() -> None:
    _, response = ask("DescribeTargetHealth", TargetGroupArn=SPARE, Targets=[{"Id": IDS[0]}])
    assert response["TargetHealthDescriptions"][0]["TargetHealth"]["Reason"] == "Target.NotRegistered"
    _, response = ask("DescribeTargetHealth", TargetGroupArn=API, Targets=[{"Id": IDS[1]}])
    assert response["TargetHealthDescriptions"][0]["TargetHealth"]["State"] == "healthy"


def test_deregister_drains_then_empties_then_register_repairs() -> None:
    everyone = [{"Id": id} for id in IDS]
    view, answer = ask("DeregisterTargets", TargetGroupArn=API, Targets=everyone)
    assert answer == {} and set(health(view)) == {("draining", "Target.DeregistrationInProgress")}
    assert pool(view.world, API).targets == ()
    view = play(view, [PASSING], NOW + 300_000)
    assert health(view) == []
    view, _ = ask("RegisterTargets", view, TargetGroupArn=API, Targets=everyone)
    assert set(health(view)) == {("initial", "Elb.RegistrationInProgress")}
    view = play(view, [PASSING], view.now + 45_000)
    assert set(health(view)) == {("healthy", "")}


def test_deregistering_an_absent_target_is_silent() -> None:
    view, answer = ask("DeregisterTargets", TargetGroupArn=SPARE, Targets=[{"Id": "i-absent"}])
    assert answer == {} and view.world.tables == fleet().tables


def test_only_running_instances_of_the_vpc_register() -> None:
    assert refused("RegisterTargets", TargetGroupArn=API, Targets=[{"Id": "i-no"}]).startswith(
        "InvalidTarget"
    )
    view, _ = call(FleetView(fleet()), "ec2", "StopInstances", InstanceIds=[IDS[0]])
    assert "not in a running state" in refused(
        "RegisterTargets", view, TargetGroupArn=API, Targets=[{"Id": IDS[0]}]
    )


def test_set_subnets_strands_targets_and_putting_it_back_heals() -> None:
    subnets = {z: f"subnet-public-{z}" for z in "abcd"}
    view, response = ask("SetSubnets", LoadBalancerArn=BALANCER, Subnets=[subnets["c"], subnets["d"]])
    assert [z["ZoneName"] for z in response["AvailabilityZones"]] == [f"{REGION}c", f"{REGION}d"]
    assert set(health(view)) == {("unused", "Target.NotInUse")}
    assert set(view.world.get(kinds.LOAD_BALANCER, BALANCER)["sim"]["nodes"]) == {
        subnets["c"],
        subnets["d"],
    }
    view = play(view, [PASSING], NOW + 60_000)
    view, _ = ask("SetSubnets", view, LoadBalancerArn=BALANCER, Subnets=[subnets["a"], subnets["b"]])
    assert set(health(view)) == {("initial", "Elb.RegistrationInProgress")}
    assert set(health(play(view, [PASSING], view.now + 45_000))) == {("healthy", "")}


def test_set_subnets_wants_two_zones_and_one_subnet_each() -> None:
    one = refused("SetSubnets", LoadBalancerArn=BALANCER, Subnets=["subnet-public-a"])
    assert one == (
        "ValidationError: At least two subnets in two different Availability Zones must be specified"
    )
    doubled = ["subnet-public-a", "subnet-app-a", "subnet-public-b"]
    assert refused("SetSubnets", LoadBalancerArn=BALANCER, Subnets=doubled).startswith("InvalidConfiguration")
    assert refused("SetSubnets", LoadBalancerArn=BALANCER, Subnets=["x", "y"]).startswith("SubnetNotFound")


def test_target_groups_say_which_balancer_uses_them() -> None:
    _, shown = ask("DescribeTargetGroups", Names=["api"])
    assert shown["TargetGroups"][0]["LoadBalancerArns"] == [BALANCER]
    _, used = ask("DescribeTargetGroups", LoadBalancerArn=BALANCER)
    assert {g["TargetGroupName"] for g in used["TargetGroups"]} == {"api", "admin"}
    assert refused("DescribeTargetGroups", Names=["nope"]).startswith("TargetGroupNotFound")


def test_delete_target_group_in_use() -> None:
    assert refused("DeleteTargetGroup", TargetGroupArn=API).startswith("ResourceInUse")
    view, _ = ask("ModifyRule", RuleArn=API_RULE, Actions=[{"Type": "forward", "TargetGroupArn": SPARE}])
    assert set(health(view)) == {("unused", "Target.NotInUse")}
    view, _ = ask("DeleteTargetGroup", view, TargetGroupArn=API)
    assert view.world.find(kinds.TARGET_GROUP, API) is None
    assert all(doc["sim"]["group"] != API for doc in view.world.all(kinds.TARGET))


def test_create_and_modify_target_group() -> None:
    bare = FleetView(fleet())
    assert refused("CreateTargetGroup", bare, Name="x", Protocol="HTTP", Port=80, VpcId="vpc-9").startswith(
        "Valid"
    )
    taken = {"Name": "api", "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-1"}
    assert refused("CreateTargetGroup", bare, **taken).startswith("DuplicateTargetGroupName")
    view, _ = ask("ModifyTargetGroup", TargetGroupArn=API, HealthCheckPath="/status", HealthCheckPort="8081")
    assert (
        ask("DescribeTargetHealth", view, TargetGroupArn=API)[1]["TargetHealthDescriptions"][0][
            "HealthCheckPort"
        ]
        == "8081"
    )
    assert refused("ModifyTargetGroup", TargetGroupArn=API, HealthCheckIntervalSeconds=3).startswith("Valid")
    assert refused("ModifyTargetGroup", TargetGroupArn=API, HealthCheckTimeoutSeconds=30).startswith("Valid")


@pytest.mark.parametrize(
    ("noun", "arn"), [("LoadBalancer", BALANCER), ("TargetGroup", API), ("Listener", LISTENER)]
)
def test_attributes_have_defaults_and_take_values(noun: str, arn: str) -> None:
    _, shown = ask(f"Describe{noun}Attributes", **{f"{noun}Arn": arn})
    first = shown["Attributes"][0]["Key"]
    bad = [{"Key": "no.such", "Value": "1"}]
    assert refused(f"Modify{noun}Attributes", **{f"{noun}Arn": arn}, Attributes=bad).startswith(
        "ValidationError"
    )
    view, _ = (
        ask(
            f"Modify{noun}Attributes",
            **{f"{noun}Arn": arn},
            Attributes=[{"Key": first, "Value": "2"}],
        )
        if noun != "LoadBalancer"
        else ask(
            "ModifyLoadBalancerAttributes",
            LoadBalancerArn=arn,
            Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "75"}],
        )
    )
    assert view.world != fleet()


def test_a_shorter_delay_drains_faster() -> None:
    delay = [{"Key": "deregistration_delay.timeout_seconds", "Value": "20"}]
    view, _ = ask("ModifyTargetGroupAttributes", TargetGroupArn=API, Attributes=delay)
    view, _ = ask("DeregisterTargets", view, TargetGroupArn=API, Targets=[{"Id": IDS[0]}])
    assert len(health(play(view, [PASSING], NOW + 20_000))) == 3


def test_tags() -> None:
    view, _ = ask("AddTags", ResourceArns=[API], Tags=[{"Key": "owner", "Value": "web"}])
    assert ask("DescribeTags", view, ResourceArns=[API])[1]["TagDescriptions"][0]["Tags"][0]["Value"] == "web"
    view, _ = ask("RemoveTags", view, ResourceArns=[API], TagKeys=["owner"])
    assert ask("DescribeTags", view, ResourceArns=[API])[1]["TagDescriptions"][0]["Tags"] == []


def test_the_rest_answers_in_shape() -> None:
    ask("DescribeLoadBalancers", Names=["shop-web"])
    ask("DescribeAccountLimits")
    ask("DescribeSSLPolicies")
    ask("DescribeCapacityReservation", LoadBalancerArn=BALANCER)
    ask("SetSecurityGroups", LoadBalancerArn=BALANCER, SecurityGroups=["sg-app"])
    assert refused("SetSecurityGroups", LoadBalancerArn=BALANCER, SecurityGroups=["sg-x"]).startswith(
        "InvalidSec"
    )
    assert refused("DescribeLoadBalancers", Names=["x"]).startswith(
        "LoadBalancerNotFound: Load balancers '[x]'"
    )


@pytest.mark.parametrize("operation", sorted(HANDLERS))
def test_a_call_without_parameters_never_breaks(operation: str) -> None:
    view = FleetView(fleet().edited((Drop(kinds.TARGET, "none"),)))
    try:
        call(view, "elbv2", operation)
    except ApiError as error:
        assert error.message
