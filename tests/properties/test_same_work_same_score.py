"""Same work, same score: neither the order of independent looks nor their spelling changes it."""

import json
import random
import re
from collections.abc import Sequence
from functools import cache

import pytest
from session_play import MemoryStore, engine_of, expert

from incidentgame.session.play import Play, replayed
from incidentgame.session.result import Result, as_json, result_of

FAULTS = (
    "clean-up-job-empties-group",
    "new-maintenance-rule",
    "limiter-counts-balancer",
    "routing-key-deleted",
)
LB = "$(aws elbv2 describe-load-balancers --names shop-web --query 'LoadBalancers[0].LoadBalancerArn' --output text)"
TG = "$(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)"
HTTPS = f"$(aws elbv2 describe-listeners --load-balancer-arn {LB} --query 'Listeners[?Port==`443`].ListenerArn' --output text)"
FIRST = "$(aws ec2 describe-instances --filters Name=tag:Name,Values=shop-api Name=instance-state-name,Values=running --query 'Reservations[0].Instances[0].{}' --output text)"
LOOKS = (
    "curl -si https://api.shop.example/v1/cart",
    "curl -s -o /dev/null -w '%{http_code}\\n' https://shop.example/",
    "dig +short api.shop.example",
    "aws elbv2 describe-load-balancers --names shop-web",
    f"aws elbv2 describe-rules --listener-arn {HTTPS}",
    f"aws elbv2 describe-target-health --target-group-arn {TG}",
    "aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names shop-api",
    "aws cloudfront get-function --name api-viewer --stage LIVE /dev/stdout",
)
THOUGHTS = (
    'think "either the edge answers by itself or the balancer has nobody to send to"',
    'think "the name is fine, so not dns"',
)


def scored(fault: str, lines: Sequence[str]) -> Result:
    """What lines earn, entered every twenty seconds."""
    engine = engine_of(fault)
    at = int(engine.case.paged_at)
    for line in lines:
        at = max(at + 20_000, int(engine.now))
        engine.submit(line, at)
    return result_of(engine)


def worth(result: Result) -> dict[str, object]:
    """What must not differ: every score, the suspects left, the evidence seen."""
    scores = dict(result.scored.card.scores())
    return {**scores, "open": result.engine.rivals.open, "shown": sorted(result.scored.shown)}


@cache
def usual(fault: str) -> dict[str, object]:
    """What the looks as they stand here are worth."""
    return worth(scored(fault, LOOKS))


@pytest.mark.parametrize("fault", FAULTS[:2])
def test_the_order_of_independent_looks_does_not_matter(fault: str) -> None:
    first = worth(scored(fault, [*THOUGHTS, *LOOKS]))
    for seed in range(2):
        mixed = random.Random(seed).sample(LOOKS, len(LOOKS))
        assert worth(scored(fault, [*THOUGHTS, *mixed])) == first, mixed


@pytest.mark.parametrize("output", ["text", "table", "yaml"])
@pytest.mark.parametrize("fault", FAULTS[:3])
def test_the_output_format_does_not_matter(fault: str, output: str) -> None:
    lines = [
        line if "get-function" in line else re.sub("^aws", f"aws --output {output}", line) for line in LOOKS
    ]
    assert worth(scored(fault, lines)) == usual(fault)


SPELLINGS = {
    "blanks": lambda line: f"  {re.sub(' (?![^(]*[)])', '  ', line) if chr(39) not in line else line}  ",
    "paging": lambda line: line.replace("aws ", "aws --no-paginate ", 1) if line.startswith("aws") else line,
    "a pager": lambda line: line if "/dev/stdout" in line else f"{line} | cat",
    "long options": lambda line: line.replace("curl -si", "curl --silent --include"),
    "kept in a variable": lambda line: f'X={m[0]}\n{line.replace(m[0], "$X")}' if (m := re.search(r"\$\(.*\)", line)) else line,
    "no color": lambda line: line.replace("aws ", "aws --no-cli-pager --color off ", 1) if line.startswith("aws") else line,
}  # fmt: skip


@pytest.mark.parametrize("how", SPELLINGS)
@pytest.mark.parametrize("fault", FAULTS[1:2])
def test_the_spelling_of_a_line_does_not_matter(fault: str, how: str) -> None:
    spelled = [part for line in LOOKS for part in SPELLINGS[how](line).split("\n")]
    assert worth(scored(fault, spelled)) == usual(fault)


ALIASES = (
    (f"aws elbv2 describe-load-balancers --load-balancer-arns {LB}", "aws elbv2 describe-load-balancers --names shop-web"),
    (f"aws elbv2 describe-target-groups --target-group-arns {TG}", "aws elbv2 describe-target-groups --names api"),
    (f"ssh {FIRST.format('InstanceId')} 'sudo tail -n 40 /var/log/nginx/error.log'",
     f"ssh {FIRST.format('PrivateIpAddress')} 'sudo tail -n 40 /var/log/nginx/error.log'"),
    (f"ssh oncall@{FIRST.format('PrivateDnsName')} 'systemctl is-active api nginx'",
     f"ssh {FIRST.format('InstanceId')} 'systemctl is-active api nginx'"),
    ("dig +short api.shop.example", "dig api.shop.example +short"),
    ("aws cloudtrail lookup-events --max-results 15", "aws cloudtrail lookup-events --max-items 15"),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS[2:3])
@pytest.mark.parametrize(("one", "other"), ALIASES)
def test_what_a_thing_is_called_by_does_not_matter(fault: str, one: str, other: str) -> None:
    assert worth(scored(fault, [LOOKS[0], one])) == worth(scored(fault, [LOOKS[0], other]))


@pytest.mark.parametrize("fault", FAULTS[:1])
def test_a_replay_scores_the_same_to_the_last_digit(fault: str) -> None:
    store, engine = MemoryStore(), engine_of(fault)
    play, at = Play(engine, store), int(engine.case.paged_at)
    play.open("test")
    for line in ("bits on", *expert(engine, fault)[:-1], "hint take 2", expert(engine, fault)[-1], "finish"):
        at = max(at + 15_000, int(engine.now))
        play.line(line, at)
    again = engine_of(fault)
    for result, done in replayed(again, store.events()):
        assert done is not None
        assert result.observation.aside == engine.observations[result.observation.n - 1].aside
    one, other = result_of(engine), result_of(again)
    assert one.scored == other.scored
    assert json.dumps(as_json(one)) == json.dumps(as_json(other))


def test_rivals_compared_at_once_or_in_the_end_give_the_same() -> None:
    """Asking for bits after every line settles early; that changes nothing that is scored."""
    fault = FAULTS[0]
    assert worth(scored(fault, ["bits on", *LOOKS])) == worth(scored(fault, ["bits off", *LOOKS]))
