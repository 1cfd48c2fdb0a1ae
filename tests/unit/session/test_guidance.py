"""Hints, bits and feedback on request: worked out from the world, never naming what they must not."""

from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.commands.modes import MODES
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.gains import gained
from incidentgame.session.harm import harm_by_change
from incidentgame.session.hints import offers
from incidentgame.session.par import survey_of
from incidentgame.session.play import done_event
from incidentgame.session.result import result_of

FAULT = "viewer-function-throws"
CURL = "curl -si https://api.shop.example/v1/cart"


@cache
def case() -> CompiledCase:
    return bootstrap.open_case("api-503", FAULT, 1)


def engine(mode: str = "practice") -> Engine:
    return bootstrap.engine_for("api-503", case(), mode)


def enter(one: Engine, *lines: str) -> list[str]:
    return [one.submit(line, one.now + 10_000).observation.screen for line in lines]


def test_hints_come_in_three_tiers_each_with_its_price() -> None:
    one = engine()
    one.settle()
    first, second, third = offers(one)
    assert [offer.tier for offer in (first, second, third)] == [1, 2, 3]
    assert first.cost < second.cost < third.cost
    assert "10 suspects are open" in second.text
    assert third.text.startswith("curl -si https://api.shop.example")
    assert "bits on average" in third.text


def test_following_the_exact_lines_leaves_the_truth_alone() -> None:
    one = engine()
    for _ in range(6):
        one.settle()
        if len(one.rivals.open) == 1:
            break
        enter(one, offers(one)[2].text.splitlines()[0])
    assert one.rivals.open == (FAULT,)
    assert "One suspect is left" in offers(one)[1].text


def test_a_hint_is_paid_for_once() -> None:
    one = engine()
    enter(one, "hint take 3", "hint take 3")
    assert [(s.text.split()[0], s.about) for s in one.statements.of("hint")] == [("line", "7"), ("line", "0")]
    assert result_of(one).scored.facts.hint_cost == 7


def test_once_users_are_served_hints_speak_of_proof_and_explanation() -> None:
    one = engine()
    enter(one, CURL, "aws cloudfront get-function --name api-viewer --stage LIVE /dev/stdout")
    one.settle()
    assert len(one.rivals.open) == 1
    assert offers(one)[0].text.startswith("What is the smallest change")


@pytest.mark.parametrize("mode", ["exam", "rehearsal"])
@pytest.mark.parametrize("line", ["hint", "hint take 3", "bits", "bits on", "suspects", "rewind 1"])
def test_where_it_counts_none_of_it_is_there(mode: str, line: str) -> None:
    if mode not in MODES:
        pytest.skip("no such mode")
    one = engine("exam")
    (shown,) = enter(one, line)
    assert "not in this mode" in shown


def test_bits_after_every_line_are_part_of_what_was_shown() -> None:
    one, quiet = engine(), engine()
    shown = enter(one, "bits on", CURL, "date")
    assert shown[1].splitlines()[-1].startswith("#2  2.3 bits: 10 suspects before, 2 after (")
    assert shown[2].endswith("#3  nothing new; 2 suspects left, as before\n")
    enter(quiet, "bits off", CURL)
    digests = [done_event_of(played, 1) for played in (one, quiet)]
    assert digests[0] != digests[1]
    assert one.observations[1].stdout == quiet.observations[1].stdout


def done_event_of(one: Engine, index: int) -> str:
    from incidentgame.session.engine import LineResult

    return done_event(LineResult(one.observations[index])).sha256


def test_a_prediction_is_answered_where_the_player_asked_for_it() -> None:
    shown = enter(engine(), "bits on", "expect 503 from `CloudFront`", "X=$(date)", CURL, "date")
    assert "your prediction of #2" not in shown[2]
    assert shown[3].splitlines()[-1] == "#4  your prediction of #2: showed it: CloudFront, 503"
    assert "prediction" not in shown[4]


def test_bits_name_families_and_no_suspect() -> None:
    one = engine()
    shown = "".join(enter(one, "bits on", CURL, "bits", "bits #2"))
    for suspect in case().suspects:
        assert suspect.id not in shown
        assert suspect.text not in shown


def test_reasons_are_kept_with_the_gain_in_words() -> None:
    one = engine()
    enter(one, CURL)
    one.settle()
    reasons = one.rivals.gains[1].ruled_out
    assert (
        reasons["pool-held-by-report"]
        == "the answer showed `server: CloudFront`; with this fault `nginx/1.22.1`"
    )
    assert all(0 < len(reason) <= 120 for reason in reasons.values())


def test_a_look_after_the_fix_confirms_it() -> None:
    one = bootstrap.engine_for("api-503", bootstrap.open_case("api-503", "new-maintenance-rule", 1))
    rules = (
        "aws elbv2 describe-rules --listener-arn $(aws elbv2 describe-listeners --load-balancer-arn "
        "$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text) "
        "--query 'Listeners[?Port==`443`].ListenerArn' --output text) "
        "--query \"Rules[?Priority=='4'].RuleArn\" --output text"
    )
    enter(one, CURL, f"aws elbv2 delete-rule --rule-arn $({rules})", "sleep 30", CURL)
    one.settle()
    kinds = [found.kind for n in (1, 2, 4) if (found := gained(one, n)) is not None]
    assert kinds == ["look", "change", "confirms"]


def test_an_explanation_is_read_at_once_where_that_helps() -> None:
    text = "explain The function at the edge throws. Users got 503."
    assert "sentences were understood" in enter(engine(), text)[0]
    assert "understood" not in enter(engine("exam"), text)[0]


def test_a_sentence_is_said_again() -> None:
    one = engine()
    enter(one, "explain The function at the edge throws. It was cold. Users got 503.")
    shown = enter(one, 'explain again 2 "It was published at ten."', "explain again 9 x")
    said = one.statements.explanation
    assert said is not None
    assert said.text == "The function at the edge throws. It was published at ten. Users got 503."
    assert "3 sentences" in shown[1]


def test_a_survey_is_made_once_and_a_layer_asks_only_whom_the_ones_before_left_together() -> None:
    one = engine()
    survey = survey_of(one)
    assert survey_of(one) is survey
    for _, layer, shows in survey.looks:
        assert set(shows) == {suspect.id for suspect in case().suspects}
        assert layer != "change-history" or not any(shows.values())


def test_harm_is_charged_to_the_change_it_followed() -> None:
    one = bootstrap.engine_for("api-503", bootstrap.open_case("api-503", "new-maintenance-rule", 1))
    group = (
        "aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text"
    )
    members = "aws elbv2 describe-target-health --target-group-arn $TG --query 'TargetHealthDescriptions[].Target.Id' --output text"
    all_of_them = "--target-group-arn $TG --targets $(for i in $IDS; do echo Id=$i; done)"
    enter(one, f"TG=$({group})", f"IDS=$({members})")
    enter(
        one,
        "aws elbv2 modify-target-group --target-group-arn $TG --health-check-interval-seconds 20",
        "sleep 100",
    )
    enter(
        one,
        f"aws elbv2 deregister-targets {all_of_them}",
        "sleep 200",
        f"aws elbv2 register-targets {all_of_them}",
    )
    changes = [(seen.n, seen.at) for seen in one.observations if seen.writes]
    found = harm_by_change(one.stage.sim, one.twin(one.now), changes, one.now)
    assert [n for n, _ in changes] == [3, 5, 7]
    assert found[5] > 25
    assert sum(found.values()) == found[5]
    assert harm_by_change(one.stage.sim, one.twin(one.now), [], one.now) == {}
    assert result_of(one).scored.facts.writes[1].harm >= found[5]


def test_what_says_nothing_of_the_case_is_not_called_understood() -> None:
    (shown,) = enter(engine(), "explain Something is off with the sorting hat and it went haywire.")
    assert "was understood." not in shown
    assert "Nothing in it was understood" in shown
    assert "`explain again 1" in shown
    text = "explain The edge function api-viewer throws an error. We had cake afterwards."
    assert "All 2 sentences were read; 1 of them says something" in enter(engine(), text)[0]
