"""Rules and listeners through the API (api-503-aws §2.1, §2.3, §8 hints 6)."""

from typing import Any

import pytest
from fleet_world import (
    ADMIN,
    API,
    API_RULE,
    BALANCER,
    FIXED,
    LISTENER,
    NOW,
    OLD_RULE,
    SPARE,
    FleetView,
    call,
    fleet,
)
from output_shape import misfits

from incidentgame.api.errors import ApiError
from incidentgame.world.balancing.rules import match_rule


def ask(operation: str, view: FleetView | None = None, **request: Any) -> tuple[FleetView, Any]:
    after, response = call(view or FleetView(fleet()), "elbv2", operation, **request)
    assert misfits("elbv2", operation, response) == []
    return after, response


def refused(operation: str, **request: Any) -> str:
    with pytest.raises(ApiError) as caught:
        ask(operation, **request)
    return caught.value.code


def met(view: FleetView, path: str = "/v1/cart") -> int:
    return match_rule(view.world, LISTENER, "api", path, "GET", {}, "203.0.113.1")[0]


def test_describe_rules_lists_in_order_with_the_default_last() -> None:
    _, response = ask("DescribeRules", ListenerArn=LISTENER)
    assert [rule["Priority"] for rule in response["Rules"]] == ["10", "900", "default"]
    first, _, default = response["Rules"]
    assert first["Conditions"] == [
        {"Field": "path-pattern", "Values": ["/v1/*"], "PathPatternConfig": {"Values": ["/v1/*"]}}
    ]
    assert first["Actions"][0]["ForwardConfig"]["TargetGroups"] == [{"TargetGroupArn": API, "Weight": 1}]
    assert default["IsDefault"] and default["Conditions"] == []


def test_rules_come_in_pages_and_by_arn() -> None:
    _, one = ask("DescribeRules", ListenerArn=LISTENER, PageSize=2)
    _, two = ask("DescribeRules", ListenerArn=LISTENER, PageSize=2, Marker=one["NextMarker"])
    assert [len(one["Rules"]), len(two["Rules"])] == [2, 1]
    default = two["Rules"][0]["RuleArn"]
    assert ask("DescribeRules", RuleArns=[OLD_RULE, default])[1]["Rules"][1]["IsDefault"]
    assert refused("DescribeRules") == "ValidationError"
    assert refused("DescribeRules", ListenerArn=LISTENER, Marker="nonsense") == "ValidationError"


def test_a_swap_in_one_call_succeeds_a_move_onto_a_taken_number_does_not() -> None:
    swap = [{"RuleArn": API_RULE, "Priority": 900}, {"RuleArn": OLD_RULE, "Priority": 10}]
    after, response = ask("SetRulePriorities", RulePriorities=swap)
    assert [rule["Priority"] for rule in response["Rules"]] == ["900", "10"]
    assert met(after) == 10 and met(FleetView(fleet())) == 10
    move = [{"RuleArn": OLD_RULE, "Priority": 10}]
    assert refused("SetRulePriorities", RulePriorities=move) == "PriorityInUse"
    lifted, _ = ask("SetRulePriorities", RulePriorities=[{"RuleArn": OLD_RULE, "Priority": 1}])
    assert met(lifted) == 1


def test_the_default_rule_cannot_be_moved_changed_or_deleted() -> None:
    default = ask("DescribeRules", ListenerArn=LISTENER)[1]["Rules"][-1]["RuleArn"]
    assert refused("DeleteRule", RuleArn=default) == "OperationNotPermitted"
    assert refused("ModifyRule", RuleArn=default, Actions=[FIXED]) == "OperationNotPermitted"
    move = [{"RuleArn": default, "Priority": 1}]
    assert refused("SetRulePriorities", RulePriorities=move) == "OperationNotPermitted"


def test_create_modify_delete() -> None:
    pattern = [{"Field": "path-pattern", "Values": ["/v1/*"]}]
    view, made = ask("CreateRule", ListenerArn=LISTENER, Priority=5, Conditions=pattern, Actions=[FIXED])
    arn = made["Rules"][0]["RuleArn"]
    assert made["Rules"][0]["Priority"] == "5" and met(view) == 5
    view, _ = ask("ModifyRule", view, RuleArn=arn, Conditions=[{"Field": "path-pattern", "Values": ["/no"]}])
    assert met(view) == 10
    view, gone = ask("DeleteRule", view, RuleArn=arn)
    assert gone == {} and view.changes[-1].response is None
    with pytest.raises(ApiError, match="RuleNotFound"):
        ask("DeleteRule", view, RuleArn=arn)


def test_refusals_of_a_new_rule() -> None:
    pattern = [{"Field": "path-pattern", "Values": ["/*"]}]
    base = {"ListenerArn": LISTENER, "Priority": 5, "Conditions": pattern, "Actions": [FIXED]}
    assert refused("CreateRule", **{**base, "Priority": 10}) == "PriorityInUse"
    assert refused("CreateRule", **{**base, "ListenerArn": LISTENER + "0"}) == "ListenerNotFound"
    assert refused("CreateRule", **{**base, "ListenerArn": "web"}) == "ValidationError"
    unknown = [{"Type": "forward", "TargetGroupArn": API + "0"}]
    assert refused("CreateRule", **{**base, "Actions": unknown}) == "TargetGroupNotFound"
    assert refused("CreateRule", **{**base, "Actions": []}) == "ValidationError"
    assert (
        refused("CreateRule", **{**base, "Conditions": [{"Field": "colour", "Values": ["red"]}]})
        == "ValidationError"
    )
    wrong = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "700"}}]
    assert refused("CreateRule", **{**base, "Actions": wrong}) == "ValidationError"


def test_a_failed_call_leaves_no_rule_behind() -> None:
    view = FleetView(fleet())
    with pytest.raises(ApiError):
        ask(
            "ModifyRule",
            view,
            RuleArn=API_RULE,
            Actions=[{"Type": "forward", "TargetGroupArn": "x"}],
        )
    assert met(view) == 10


def test_modify_listener_changes_what_the_default_rule_does() -> None:
    view, response = ask("ModifyListener", ListenerArn=LISTENER, DefaultActions=[FIXED])
    assert response["Listeners"][0]["DefaultActions"][0]["Type"] == "fixed-response"
    _, rules = ask("DescribeRules", view, ListenerArn=LISTENER)
    assert rules["Rules"][-1]["Actions"][0]["Type"] == "fixed-response"


def test_a_listener_comes_and_goes_with_its_rules() -> None:
    view, _ = ask("DeleteListener", ListenerArn=LISTENER)
    assert view.world.table("elbv2.listener") == {} and view.world.table("elbv2.rule") == {}
    made = {"LoadBalancerArn": BALANCER, "Protocol": "HTTP", "Port": 80, "DefaultActions": [FIXED]}
    view, response = ask("CreateListener", **made)
    arn = response["Listeners"][0]["ListenerArn"]
    assert arn.startswith(BALANCER.replace(":loadbalancer/", ":listener/"))
    assert match_rule(view.world, arn, "h", "/", "GET", {}, "203.0.113.1")[0] == 0
    assert refused("CreateListener", **{**made, "Port": 443}) == "DuplicateListener"


def test_listeners_and_certificates() -> None:
    _, shown = ask("DescribeListeners", ListenerArns=[LISTENER])
    assert shown["Listeners"][0]["DefaultActions"][0]["TargetGroupArn"] == ADMIN
    assert ask("DescribeListenerCertificates", ListenerArn=LISTENER)[1]["Certificates"][0]["IsDefault"]


def test_a_created_rule_is_named_by_what_it_is_not_by_order() -> None:
    pattern = [{"Field": "path-pattern", "Values": ["/x"]}]
    made = [
        ask(
            "CreateRule",
            ListenerArn=LISTENER,
            Priority=5,
            Conditions=pattern,
            Actions=[{"Type": "forward", "TargetGroupArn": SPARE}],
        )
        for _ in range(2)
    ]
    assert made[0][1] == made[1][1] and made[0][0].changes[0].at == NOW
