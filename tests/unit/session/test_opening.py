"""A case opens without the days before its page; they are the same whoever looks at them first."""

import pytest

from incidentgame import bootstrap
from incidentgame.session.engine import Engine
from incidentgame.session.opening import History, Opening
from incidentgame.session.stage import Stage

PACK, FAULT = "api-503", "new-maintenance-rule"


@pytest.fixture
def engine() -> Engine:
    return bootstrap.engine_for(PACK, bootstrap.open_case(PACK, FAULT, 1))


def test_a_prompt_and_the_time_need_no_history(engine: Engine) -> None:
    kept: list[History] = []
    engine._openings._keep = kept.append
    assert engine.stage.prompt() == "oncall@laptop:~$ "
    assert engine.now == engine.case.paged_at
    assert kept == []
    assert isinstance(engine.stage._sim, Opening)
    engine.prepare()
    assert [history.now for history in kept] == [engine.case.paged_at]
    engine.prepare()
    assert len(kept) == 1


def test_a_stage_that_was_not_looked_at_plays_as_one_that_was(engine: Engine) -> None:
    at, line = engine.case.paged_at + 5_000, "curl -si https://api.shop.example/v1/cart"
    looked = bootstrap.engine_for(PACK, engine.case)
    looked.prepare()
    assert engine.submit(line, at).observation == looked.submit(line, at).observation


def test_forgetting_changes_nothing(engine: Engine) -> None:
    stage: Stage = engine.stage
    before = engine.submit("aws elbv2 describe-target-groups", engine.case.paged_at + 5_000).observation
    engine.settle()
    engine.rest()
    assert all(not span.world.derived for span in stage.sim.spans)
    after = engine.submit("aws elbv2 describe-target-groups", engine.case.paged_at + 15_000).observation
    assert after.stdout == before.stdout
