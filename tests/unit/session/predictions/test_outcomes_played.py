"""Predictions: the right option is what really happens, checked by playing the change another way."""

from dataclasses import replace
from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, SECOND
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.engine import Engine
from incidentgame.session.predictions import TEMPLATES, predictions
from incidentgame.session.predictions.ground import Ground

NAMES = [name for name, _ in TEMPLATES]
FAULTS = packs.load("api-503").fault_ids
URL = "https://api.shop.example/v1/cart"


@cache
def engine(fault: str) -> Engine:
    return bootstrap.engine_for("api-503", bootstrap.open_case("api-503", fault, 1))


@cache
def card(name: str, fault: str = "pool-held-by-report") -> Card | None:
    template = dict(TEMPLATES)[name]
    return template(Ground.of(engine(fault)), Dice(5))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_template_makes_a_fair_card_or_none(name: str, fault: str) -> None:
    made = card(name, fault)
    if made is None:
        return
    assert 3 <= len(made.options) <= 4
    assert len(set(made.options)) == len(made.options)
    assert 0 <= made.right < len(made.options)
    assert made.predicts
    assert "Played out in this world" not in made.because
    assert "{" not in made.ask + made.because


@pytest.mark.parametrize("fault", FAULTS)
def test_every_case_has_two_and_they_are_the_same_each_time(fault: str) -> None:
    stands = engine(fault)
    before = stands.stage.sim
    found = predictions(stands, Dice(9), 2)
    assert len(found) == 2
    assert found[0].service != found[1].service
    assert predictions(stands, Dice(9), 2) == found
    assert stands.stage.sim is before


def test_each_template_fits_some_case() -> None:
    assert [name for name in NAMES if card(name) is None and card(name, "new-maintenance-rule") is None] == []


def right(name: str, fault: str = "pool-held-by-report") -> str:
    made = card(name, fault)
    assert made is not None
    return made.right_option


def after(fault: str, *lines: str) -> str:
    """What the last of some lines shows, four minutes after the others."""
    played = bootstrap.engine_for("api-503", bootstrap.open_case("api-503", fault, 1))
    at = played.case.paged_at
    for line in lines[:-1]:
        at += 20 * SECOND
        assert played.submit(line, at).observation.exit == 0
    return played.submit(lines[-1], at + 5 * MINUTE).observation.shown


MEND = "aws elbv2 delete-rule --rule-arn $(aws elbv2 describe-rules --listener-arn $L --query 'Rules[0].RuleArn' --output text)"
BALANCER = "A=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text)"
LISTENER = "L=$(aws elbv2 describe-listeners --load-balancer-arn $A --query 'Listeners[?Port==`443`].ListenerArn' --output text)"
GROUP = (
    "G=$(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)"
)
MENDED = (BALANCER, LISTENER, MEND, GROUP)


def test_a_mistaken_health_check_fails_open() -> None:
    line = "aws elbv2 modify-target-group --target-group-arn $G --health-check-path /nope > /tmp/out"
    seen = after("new-maintenance-rule", *MENDED, line, f"curl -so /dev/null -w '%{{http_code}}' {URL}")
    assert seen == "200"
    assert right("health-path", "new-maintenance-rule").startswith("HTTP 200 from a host")


def test_an_empty_group_answers_503() -> None:
    line = (
        "aws elbv2 deregister-targets --target-group-arn $G --targets $(aws elbv2 describe-target-health "
        "--target-group-arn $G --query 'TargetHealthDescriptions[].Target.Id' --output text | tr '\\t' '\\n' | sed 's/^/Id=/')"
    )
    seen = after("new-maintenance-rule", *MENDED, line, f"curl -si {URL}")
    assert "HTTP/2 503" in seen
    assert "awselb/2.0" in seen
    assert right("all-targets", "new-maintenance-rule").startswith("HTTP 503 written by the load balancer")


def test_a_closed_port_times_out() -> None:
    line = (
        "aws ec2 revoke-security-group-ingress --group-id $S --protocol tcp --port 80 --source-group "
        "$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].SecurityGroups[0]' --output text) > /tmp/out"
    )
    group = (
        "S=$(aws ec2 describe-security-groups --filters Name=group-name,Values=shop-app "
        "--query 'SecurityGroups[0].GroupId' --output text)"
    )
    seen = after("new-maintenance-rule", *MENDED, group, line, f"curl -si {URL}")
    assert "HTTP/2 504" in seen
    assert "awselb/2.0" in seen
    assert right("closed-port", "new-maintenance-rule").startswith("HTTP 504 written by the load balancer")


def test_the_rule_behind_the_deleted_one_answers() -> None:
    assert right("rule-deleted", "new-maintenance-rule") == "the rule with priority 10"
    assert right("rule-deleted") == "the rule with priority 900"


def test_a_stopped_listener_is_refused_and_does_not_time_out() -> None:
    assert "FailedHealthChecks" in right("proxy-stopped")


def test_a_copy_is_given_out_until_it_has_run_out() -> None:
    template = dict(TEMPLATES)["record-changed"]
    ground = Ground.of(engine("pool-held-by-report"))
    kinds_seen = set()
    for seed in range(12):
        made = template(ground, Dice(seed))
        assert made is not None
        old = made.ask.split(", ")[1]
        minutes = made.ask.rsplit(" print ", 1)[1].split(" later")[0]
        left = int(made.ask.split("for another ")[1].split()[0])
        passed = int(minutes.split()[0]) * (60 if "minutes" in minutes else 1)
        assert (made.right_option == old) == (passed <= left + 59)
        kinds_seen.add(made.right_option == old)
    assert kinds_seen == {True, False}


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("all-stopped", "HTTP 502 written by the load balancer"),
        ("origin-name", "HTTP 502 written by CloudFront"),
        ("edge-locked-out", "HTTP 504 written by CloudFront"),
    ],
)
def test_who_answers_when_the_way_breaks(name: str, begins: str) -> None:
    assert right(name).startswith(begins)


def test_a_terminated_instance_is_replaced_unless_registering_is_suspended() -> None:
    assert right("instance-gone") == "4"
    assert right("instance-gone", "refresh-without-registration") == "3"
    suspended = card("instance-gone", "refresh-without-registration")
    assert suspended is not None
    assert "(suspended: AddToLoadBalancer)" in suspended.ask


def test_alarms_on_what_targets_do_stay_quiet_over_an_empty_group() -> None:
    template = dict(TEMPLATES)["alarm-state"]
    ground = Ground.of(engine("pool-held-by-report"))
    made = [template(ground, Dice(seed)) for seed in range(8)]
    states = {one.ask.split(" watches ")[1].split()[0]: one.right_option for one in made if one}
    assert states["HTTPCode_ELB_503_Count"] == "ALARM"
    assert states["HTTPCode_Target_5XX_Count"] == "OK"
    assert "UnHealthyHostCount" not in states  # 0 or missing over an empty group: no source says which


def test_an_alarm_that_ignores_missing_data_keeps_the_state_it_is_said_to_have() -> None:
    template = dict(TEMPLATES)["alarm-state"]
    ground = Ground.of(engine("pool-held-by-report"))
    made = [one for seed in range(8) if (one := template(ground, Dice(seed))) and "ignore" in one.ask]
    assert made
    for one in made:
        assert f"its state is {one.right_option}." in one.ask
        assert "keeps the state it had" in one.because


@pytest.mark.parametrize("name", ["all-targets", "edge-locked-out", "origin-name"])
def test_wrong_options_come_from_rival_worlds_first(name: str) -> None:
    template, ground = dict(TEMPLATES)[name], Ground.of(engine("rule-forwards-to-empty-group"))
    assert "rule-forwards-to-empty-group" not in ground.rivals
    rival = template(replace(ground, rivals=("viewer-function-throws",)), Dice(5))
    alone = template(replace(ground, rivals=()), Dice(5))
    assert rival is not None
    assert alone is not None
    theirs = "HTTP 503 written by CloudFront itself (`server: CloudFront`)"
    assert rival.options[1] == theirs
    assert theirs not in alone.options
    assert rival.right_option == alone.right_option


def test_few_rival_worlds_are_played_and_only_while_an_option_is_wanted() -> None:
    ground = Ground.of(engine("rule-forwards-to-empty-group"))
    played: list[object] = []

    def nothing(sim: object) -> None:
        played.append(sim)

    assert list(ground.elsewhere(Dice(1), nothing)) == []
    assert len(played) == 4
    assert next(ground.elsewhere(Dice(1), lambda sim: "seen")) == "seen"
