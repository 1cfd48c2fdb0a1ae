"""What a pack's evidence is shown by: the lean outputs people really ask for, and not what only looks like it."""

import pytest

from incidentgame import bootstrap
from incidentgame.scoring.rubric import Evidence
from incidentgame.session.evidence import shows


def evidence(fault: str, name: str) -> Evidence:
    case = bootstrap.open_case("api-503", fault, 1)
    return next(one for one in case.rubric.evidence if one.id == name)


def shown(fault: str, name: str, *lines: str) -> bool:
    """What these lines print after one another in a fresh case: does the last show the evidence?"""
    engine = bootstrap.engine_for("api-503", bootstrap.open_case("api-503", fault, 1))
    for line in lines:
        engine.submit(line, engine.now + 5_000)
    return shows(evidence(fault, name), engine.observations[-1].shown)


LISTENER = (
    "LB=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text)",
    "L=$(aws elbv2 describe-listeners --load-balancer-arn $LB "
    "--query 'Listeners[?Port==`443`].ListenerArn' --output text)",
)


@pytest.mark.parametrize("output", ["text", "json", "table", "yaml"])
def test_priority_and_target_are_enough_to_see_where_a_rule_sends(output: str) -> None:
    query = "Rules[].[Priority,Actions[0].TargetGroupArn]"
    line = f"aws elbv2 describe-rules --listener-arn $L --query '{query}' --output {output}"
    assert shown("rule-forwards-to-empty-group", "rules", *LISTENER, line)


@pytest.mark.parametrize("fault", ["dormant-rule-wins", "new-maintenance-rule"])
@pytest.mark.parametrize("output", ["text", "json", "table", "yaml"])
def test_priority_and_action_are_enough_to_see_who_answers(fault: str, output: str) -> None:
    query = "Rules[].[Priority,Conditions[0].Values[0],Actions[0].Type]"
    line = f"aws elbv2 describe-rules --listener-arn $L --query '{query}' --output {output}"
    assert shown(fault, "rules", *LISTENER, line)


def test_a_list_of_target_groups_is_no_list_of_rules() -> None:
    line = "aws elbv2 describe-target-groups"
    assert not shown("rule-forwards-to-empty-group", "rules", line)


def test_bare_states_show_that_targets_are_healthy_and_unhealthy_ones_do_not() -> None:
    healthy = evidence("dormant-rule-wins", "healthy")
    assert shows(healthy, "healthy\thealthy\thealthy\thealthy\n")
    assert shows(healthy, '[\n    "healthy",\n    "healthy"\n]')
    assert not shows(healthy, "unhealthy\tunhealthy\n")
    assert not shows(healthy, "healthy\n")
