"""How a case ends: mitigated, fixed, and whom a player's changes harmed, counted in requests."""

from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.kernel.instant import MINUTE, SECOND
from incidentgame.session import measures
from incidentgame.session.ending import EPILOGUE, ending
from incidentgame.session.engine import Engine
from incidentgame.session.scorer import Ending
from incidentgame.session.variables import variables

FAULT = "clean-up-job-empties-group"
_ARN = "--query 'TargetGroups[?TargetGroupName==`api`].TargetGroupArn' --output text"
_IDS = "--filters Name=tag:Name,Values=shop-api Name=instance-state-name,Values=running"
SET = (
    f"TG=$(aws elbv2 describe-target-groups {_ARN})",
    f"IDS=$(aws ec2 describe-instances {_IDS} --query 'Reservations[].Instances[].InstanceId' --output text)",
)
REGISTER = "for i in $IDS; do aws elbv2 register-targets --target-group-arn $TG --targets Id=$i; done"
STOP_JOB = "aws events disable-rule --name \"$(aws events list-rules --query 'Rules[?contains(Name,`janitor`)].Name' --output text)\""


def played(*lines: str, fault: str = FAULT) -> Engine:
    engine = bootstrap.engine_for("api-503", bootstrap.open_case("api-503", fault, 1))
    for line in lines:
        seen = engine.submit(line, engine.now + 5 * SECOND).observation
        assert seen.exit == 0, (line, seen.stderr)
    return engine


@cache
def untouched() -> Ending:
    return ending(played("date"))


def test_nobody_does_anything() -> None:
    found = untouched()
    assert (found.mitigated_at, found.fixed_at, found.harm) == (None, None, 0)
    assert found.failed > 1_000


def test_looking_harms_nobody_and_saves_nobody() -> None:
    looked = ending(played("curl -s https://api.shop.example/v1/cart", "date"))
    assert (looked.mitigated_at, looked.fixed_at, looked.harm) == (None, None, 0)


def test_targets_put_back_while_the_job_still_runs_do_not_stay() -> None:
    found = ending(played(*SET, REGISTER))
    assert (found.mitigated_at, found.fixed_at, found.harm) == (None, None, 0)


def test_well_for_a_while_is_mitigated_and_not_fixed() -> None:
    engine = played(*SET, STOP_JOB, REGISTER)
    again = "aws events enable-rule --name \"$(aws events list-rules --query 'Rules[?contains(Name,`janitor`)].Name' --output text)\""
    engine.submit("sleep 200", engine.now + SECOND)
    engine.submit(again, engine.now + SECOND)
    found = ending(engine)
    assert found.mitigated_at is not None
    assert found.fixed_at is None


def test_the_job_stopped_and_targets_put_back_is_fixed() -> None:
    engine = played(*SET, STOP_JOB, REGISTER)
    found = ending(engine)
    assert found.mitigated_at is not None
    assert found.fixed_at is not None
    assert engine.case.paged_at < found.mitigated_at <= found.fixed_at <= engine.now + EPILOGUE
    assert found.failed < untouched().failed


def test_harm_is_what_failed_beyond_a_world_left_alone() -> None:
    """Another fault leaves the catalogue well; closing the load balancer's door ends that, too."""
    groups = "--filters Name=group-name,Values=shop-alb --query 'SecurityGroups[0].GroupId' --output text"
    rules = "--query 'SecurityGroupRules[?!IsEgress].SecurityGroupRuleId' --output text"
    engine = played(
        f"SG=$(aws ec2 describe-security-groups {groups})",
        f"R=$(aws ec2 describe-security-group-rules --filters Name=group-id,Values=$SG {rules})",
        "aws ec2 revoke-security-group-ingress --group-id $SG --security-group-rule-ids $R",
        fault="viewer-function-throws",
    )
    found, left_alone = ending(engine), ending(played("date", fault="viewer-function-throws"))
    assert found.mitigated_at is None
    assert found.harm > 0
    assert found.failed > left_alone.failed


def test_measuring_changes_nothing() -> None:
    engine = played("date")
    before = engine.stage.sim
    assert ending(engine) == ending(engine)
    assert engine.stage.sim is before


def test_mitigated_is_two_minutes_in_a_row() -> None:
    engine = played(*SET, STOP_JOB, REGISTER)
    now = engine.stage.sim.advance(engine.now + 5 * MINUTE)
    since = measures.mitigated_at(now, engine.route, engine.case.paged_at, now.now)
    assert since is not None
    assert measures.mitigated_at(now, engine.route, engine.case.paged_at, since + MINUTE) is None
    counts = measures.route_health(now, engine.route, since, since + 2 * MINUTE)
    assert sum(bad for bad, _ in counts) * 100 < sum(total for _, total in counts)


def test_what_a_storys_guards_may_ask() -> None:
    engine = played("date", "note hello", "curl -s https://api.shop.example/v1/cart", "update we look at it")
    names = variables(engine)
    values = {name: names[name] for name in names}
    assert values["observations"] == 2  # what was said is no observation
    assert (values["updates"], values["changed_anything"], values["mitigated"], values["fixed"]) == (
        1,
        False,
        False,
        False,
    )
    assert (
        values["seen"]("users"),
        values["seen"]("data"),
        values["ran"]("curl"),
        values["used"]("curl -s"),
    ) == (1, 0, 1, 1)
    assert values["made_worse"] is False
    with pytest.raises(KeyError):
        names["no such name"]
