"""What rules a suspect out, and what must not (DESIGN §2)."""

import pytest
from session_play import FAULTS, engine_of, expert

from incidentgame.scoring.perception import Reader, compare_read
from incidentgame.session.engine import Engine
from incidentgame.session.rivals import Rivals
from incidentgame.session.stage import Stage

CURL = "curl -i https://api.shop.example/v1/cart"


def beside(engine: Engine, before: str = "") -> Rivals:
    """Rivals of which one is the truth itself, on a second stage; `before` is a line that only it plays first."""

    def stage_of(suspect: str) -> Stage:
        stage = engine.fresh(engine.case.fault)
        if before:
            stage.run(before, int(engine.case.paged_at) + 1000, engine.player)
            stage.rest()
        return stage

    return Rivals("the truth", ["the truth", "its double"], stage_of, engine.case.roles.get)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_truths_own_double_is_never_ruled_out(fault: str) -> None:
    engine = engine_of(fault)
    rivals, at = beside(engine), int(engine.case.paged_at)
    for line in expert(engine, fault):
        at = max(at + 20_000, int(engine.now))
        seen = engine.submit(line, at).observation
        rivals.feed(seen, compared=not seen.verb)
    rivals.settle(engine.player)
    assert rivals.open == ("the truth", "its double"), [
        g.ruled_out for g in rivals.gains.values() if g.ruled_out
    ]


@pytest.mark.parametrize("fault", ["limiter-counts-balancer", "pool-held-by-report", "new-maintenance-rule"])
def test_other_draws_of_the_same_fault_are_not_told_apart(fault: str) -> None:
    """Ids, ports and times of the double's own requests differ, because it made one more before."""
    engine = engine_of(fault)
    rivals, at = beside(engine, before=CURL), int(engine.case.paged_at) + 30_000
    for line in (
        CURL,
        CURL.replace("-i", "-v"),
        "dig api.shop.example",
        "curl -s -o /dev/null -w '%{http_code} %{time_total}' https://shop.example/",
        "aws logs tail /shop/nginx/error --since 30s | tail -n 3",
        "aws elbv2 describe-rules --listener-arn $(aws elbv2 describe-listeners --load-balancer-arn $(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text) --query 'Listeners[?Port==`443`].ListenerArn' --output text)",
    ):
        at = max(at + 20_000, int(engine.now))
        seen = engine.submit(line, at).observation
        rivals.feed(seen, compared=True)
    rivals.settle(engine.player)
    assert rivals.open == ("the truth", "its double"), [
        g.ruled_out for g in rivals.gains.values() if g.ruled_out
    ]


def test_every_fault_shares_its_first_answer_with_another() -> None:
    """No fault can be named from the paged URL alone: another one answers it alike."""
    shown, reader = {}, None
    for fault in FAULTS:
        engine = engine_of(fault)
        seen = engine.submit(CURL, int(engine.case.paged_at) + 5000).observation
        shown[fault] = seen.shown
        reader = reader or Reader(engine.case.roles.get, seen.ended)
    assert reader is not None
    for fault, text in shown.items():
        alike = [
            other
            for other, theirs in shown.items()
            if other != fault and not compare_read(text, theirs, reader, reader).different
        ]
        assert alike, f"{fault} is given away by its answer"
