"""Everything is a function of the case and the lines with their times (DESIGN §4, laws 1 and 2)."""

import json

import pytest
from session_play import FAULTS, MemoryStore, engine_of, expert, played

from incidentgame.session.play import Play, replayed
from incidentgame.session.ports import no_pace
from incidentgame.session.result import as_json, result_of

READS = [
    "curl -si https://api.shop.example/v1/cart",
    "dig api.shop.example",
    "status",
    "aws elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupName'",
    "aws cloudwatch describe-alarms --query 'MetricAlarms[].[AlarmName,StateValue,StateReason]' --output text",
    "aws logs tail /shop/nginx/access --since 20s | tail -n 5",
    "aws cloudtrail lookup-events --max-results 5 --query 'Events[].[EventName,Username]' --output text",
    "ssh $(aws ec2 describe-instances --filters Name=tag:Name,Values=shop-api --query 'Reservations[0].Instances[0].PrivateIpAddress' --output text) 'sudo ss -ltnp; ps aux | head; sudo tail -n 3 /var/log/nginx/error.log'",
]


@pytest.mark.parametrize(
    "fault", ["limiter-counts-balancer", "pool-held-by-report", "refresh-without-registration"]
)
def test_the_same_lines_give_the_same_transcript_and_the_same_json(fault: str) -> None:
    one, two = engine_of(fault), engine_of(fault)
    lines = expert(one, fault)
    assert played(one, lines) == played(two, lines)
    assert json.dumps(as_json(result_of(one))) == json.dumps(as_json(result_of(two)))


def test_reading_in_between_changes_nothing_that_comes_after() -> None:
    """Only what shows the reader's own requests (his log lines, his CloudTrail) may differ."""
    fault = "clean-up-job-empties-group"
    quiet, busy = engine_of(fault), engine_of(fault)
    began = int(quiet.case.paged_at)
    for number, line in enumerate(READS):
        busy.submit(line, began + 1000 * (number + 1))
    late = max(int(busy.now), began + 60_000) + 60_000
    for line in (
        "aws elbv2 describe-target-health --target-group-arn $(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)",
        "aws cloudwatch describe-alarm-history --max-items 9",
        "aws autoscaling describe-auto-scaling-groups",
        "ssh bastion 'uptime; free -m'",
        "dig +noall +answer origin-api.shop.example",
        "aws logs filter-log-events --log-group-name /shop/nginx/access --filter-pattern ShopApp --limit 3 --start-time $(date -d '-5 min' +%s)000 --query 'events[].message'",
    ):
        late += 5000
        assert busy.submit(line, late).observation.shown == quiet.submit(line, late).observation.shown, line


@pytest.mark.parametrize("fault", ["viewer-function-throws", "clean-up-job-empties-group"])
def test_replaying_a_log_gives_the_same_session(fault: str) -> None:
    store, engine = MemoryStore(), engine_of(fault)
    play, at = Play(engine, store), int(engine.case.paged_at)
    play.open("test")
    for line in expert(engine, fault):
        at = max(at + 15_000, int(engine.now))
        play.line(line, at)
    again = engine_of(fault)
    for result, done in replayed(again, store.events()):
        assert done is not None
        assert result.observation.digest == engine.observations[result.observation.n - 1].digest
    assert again.observations == engine.observations
    assert as_json(result_of(again)) == as_json(result_of(engine))


def test_a_line_stopped_at_an_instant_replays_as_it_was() -> None:
    store, engine = MemoryStore(), engine_of("new-maintenance-rule")
    play, at = Play(engine, store), int(engine.case.paged_at)
    play.open("test")
    play.line(
        "echo before; sleep 300; echo after", at + 5000, pace=lambda duration, why: min(duration, 42_000)
    )
    assert engine.observations[0].cut
    assert engine.observations[0].exit == 130
    assert int(engine.now) == at + 47_000
    assert "after" not in engine.observations[0].stdout
    play.line("date; status", at + 60_000, pace=no_pace)
    again = engine_of("new-maintenance-rule")
    assert [r.observation for r, _ in replayed(again, store.events())] == engine.observations


def test_the_same_lines_at_other_times_are_another_session() -> None:
    one, two = engine_of(FAULTS[0]), engine_of(FAULTS[0])
    played(one, ["date"])
    played(two, ["date"], gap=21_000)
    assert result_of(one).session != result_of(two).session
