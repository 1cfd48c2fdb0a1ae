"""Rules and schedules fire Lambda functions, which act under their own role (api-503-aws §4, T10)."""

from itertools import pairwise

from watched_case import MINUTE, done, running

FAULT = "clean-up-job-empties-group"


def invocations(changes: object) -> list[object]:
    return [c for c in changes if c.action == "Invoke" and c.request["functionName"] == "tg-janitor"]  # type: ignore[attr-defined]


def rule(view: object) -> str:
    return next(n for n in view.world.table("events.rule") if "janitor" in n)  # type: ignore[attr-defined]


def test_it_fires_each_ten_minutes_and_only_its_calls_are_management_events() -> None:
    view = running(FAULT, 20)
    runs = invocations(view.changes)
    gaps = [b.at - a.at for a, b in pairwise(runs)]  # type: ignore[attr-defined]
    assert len(runs) >= 3 and all(abs(gap - 10 * MINUTE) < 4_000 for gap in gaps)
    assert {run.recorded for run in runs} == {"data"}  # type: ignore[attr-defined]
    calls = [c for c in view.changes if c.principal.username == "tg-janitor"]
    assert calls and {c.recorded for c in calls} == {"management"}
    assert all("exec-env/AWS_Lambda_" in c.principal.user_agent for c in calls)


def test_disabling_the_rule_stops_it_and_enabling_does_not_catch_up() -> None:
    view = running(FAULT)
    stopped = done(view, "events", "DisableRule", Name=rule(view)).advance(view.now + 30 * MINUTE)
    assert len(invocations(stopped.changes)) == len(invocations(view.changes))
    again = done(stopped, "events", "EnableRule", Name=rule(view))
    assert (
        len(invocations(again.advance(again.now + 10 * MINUTE).changes)) == len(invocations(view.changes)) + 1
    )


def test_no_concurrency_means_throttled() -> None:
    view = running(FAULT)
    throttled = done(
        view, "lambda", "PutFunctionConcurrency", FunctionName="tg-janitor", ReservedConcurrentExecutions=0
    ).advance(view.now + 15 * MINUTE)
    last = invocations(throttled.changes)[-1]
    assert last.error == ("TooManyRequestsException", "Rate Exceeded.")  # type: ignore[attr-defined]


def test_invoke_runs_it_at_once() -> None:
    view = running("new-maintenance-rule")
    after = done(view, "lambda", "Invoke", FunctionName="tg-janitor").advance(view.now + 1)
    assert [c.action for c in after.changes[-2:]] == ["Invoke", "DeregisterTargets"]
