"""Follow-up questions in a session: drawn alike from the same lines, answered in any order, never forced."""

import json
from collections.abc import Sequence
from functools import cache

import pytest

from incidentgame import bootstrap
from incidentgame.adapters.store import MemoryStore
from incidentgame.kernel.instant import SECOND
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play, replayed
from incidentgame.session.services import services_of

LOOKS = (
    "dig +short api.shop.example",
    "aws elbv2 describe-load-balancers --query 'LoadBalancers[].DNSName'",
    "aws cloudtrail lookup-events --max-results 1 --query 'Events[].EventName'",
)
EXPLAINED = "explain A new rule with priority 4 answers /v1/* itself."


@cache
def case(fault: str = "new-maintenance-rule") -> CompiledCase:
    return bootstrap.open_case("api-503", fault, 1)


def played(lines: Sequence[str], mode: str = "practice", fault: str = "new-maintenance-rule") -> Engine:
    engine = bootstrap.engine_for("api-503", case(fault), mode)
    for number, line in enumerate(lines, 1):
        engine.submit(line, engine.case.paged_at + number * 20 * SECOND)
    return engine


def shown(engine: Engine, line: str) -> str:
    return engine.submit(line, engine.now + SECOND).observation.shown


@cache
def opened_once() -> tuple[str, ...]:
    return ids(played([*LOOKS, EXPLAINED, "questions"]))


def ids(engine: Engine) -> tuple[str, ...]:
    return tuple(one.card.id for one in engine.questions.asked())


def answer_to(engine: Engine, n: int) -> str:
    """A right answer to a question, in its own card's words."""
    card = engine.questions.asked()[n - 1].card
    return card.lettered[card.right][0] if card.options else card.accept[0].statement


def test_they_come_after_the_explanation() -> None:
    engine = played(LOOKS)
    assert "after your explanation" in shown(engine, "questions")
    assert "after your explanation" in shown(engine, "answer 1 b")
    assert engine.questions.asked() == ()


def test_three_to_six_of_the_bank_the_fault_and_the_world() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    asked = engine.questions.asked()
    assert 3 <= len(asked) <= 6
    assert any(one.card.predicts for one in asked)
    assert any(one.card in engine.case.facts.questions or one.card.id.startswith("new-rule") for one in asked)
    assert any(engine.questions.bank.card(one.card.id) for one in asked)
    assert {one.verdict for one in asked} == {"open"}


def test_the_same_lines_bring_the_same_questions() -> None:
    assert ids(played([*LOOKS, EXPLAINED, "questions"])) == opened_once()


def test_what_is_worked_out_in_between_changes_nothing() -> None:
    engine = played(LOOKS)
    engine.settle()
    shown(engine, "suspects")
    engine.questions.drawn(99)
    shown(engine, EXPLAINED)
    engine.rest()
    shown(engine, "questions")
    services = {one.card.service for one in engine.questions.asked() if not one.card.predicts}
    first = {
        one.card.service for one in played([*LOOKS, "suspects", EXPLAINED, "questions"]).questions.asked()
    }
    assert services <= first
    assert [one for one in ids(engine) if not one.startswith("world")] == [
        one for one in opened_once() if not one.startswith("world")
    ]


def test_what_was_looked_at_decides_which_services_are_asked_about() -> None:
    engine = played(["aws rds describe-db-clusters --query 'DBClusters[].Engine'", EXPLAINED, "questions"])
    services = {one.card.service for one in engine.questions.asked()}
    assert "postgresql" in services
    assert {one.split("-")[0] for one in ids(engine)} != {one.split("-")[0] for one in opened_once()}


def test_an_answer_is_judged_and_the_last_one_counts() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    assert shown(engine, "answer 1 something quite different").startswith("Not so.")
    assert engine.questions.asked()[0].points == 0.0
    assert shown(engine, f"answer 1 {answer_to(engine, 1)}").startswith("Right.")
    one = engine.questions.asked()[0]
    assert (one.verdict, one.points) == ("right", 1.0)


def test_a_sentence_needs_no_quotes() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    shown(engine, "answer 1 it's what I don't know; I'd look at `describe-rules` & the docs")
    assert engine.questions.asked()[0].verdict == "unknown"
    assert engine.questions.asked()[0].points == 0.5


def test_skipping_is_always_accepted_and_no_answer() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    for one in engine.questions.asked():
        assert "left out" in shown(engine, f"skip {one.n}")
    assert {one.verdict for one in engine.questions.asked()} == {"skipped"}
    assert engine.questions.level() is None


def test_an_exam_keeps_the_verdict_to_itself() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"], mode="exam")
    assert shown(engine, f"answer 1 {answer_to(engine, 1)}").startswith("Kept.")
    assert engine.questions.asked()[0].verdict == "right"


def test_opening_them_seals_the_explanation() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    assert "sealed" in shown(engine, "explain It was the database.")
    counted = engine.statements.explanation
    assert counted is not None
    assert counted.text.startswith("A new rule")
    assert [said.text for said in engine.statements.of("late-explanation")] == ["It was the database."]


def test_before_that_the_last_explanation_counts() -> None:
    engine = played([EXPLAINED, "explain It was the database."])
    counted = engine.statements.explanation
    assert counted is not None
    assert counted.text == "It was the database."


def test_finish_mentions_what_is_open_once() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    assert "Not answered yet" in shown(engine, "finish")
    assert engine.leaving == ""
    shown(engine, "finish")
    assert engine.leaving == "solved"


def test_finish_ends_at_once_when_none_were_opened() -> None:
    engine = played([*LOOKS, EXPLAINED])
    shown(engine, "finish")
    assert engine.leaving == "solved"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("answer 99 x", "which question?"),
        ("answer yes", "which question?"),
        ("skip", "which question?"),
        ("answer 1", "usage"),
        ("answer 1 b", "in words"),
    ],
)
def test_a_slip_is_told_about_and_not_recorded(line: str, told: str) -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    assert engine.questions.asked()[0].card.kind == "free"
    assert told in shown(engine, line)
    assert {one.verdict for one in engine.questions.asked()} == {"open"}


def test_a_choice_takes_its_letters_only() -> None:
    engine = played([*LOOKS, EXPLAINED, "questions"])
    n = next(one.n for one in engine.questions.asked() if one.card.options)
    assert "has the letters a, b" in shown(engine, f"answer {n} z")
    assert engine.questions.asked()[n - 1].verdict == "open"


def test_answers_give_k_beside_the_total_and_stand_in_the_result() -> None:
    from incidentgame.session.result import as_json, result_of

    engine = played([*LOOKS, EXPLAINED, "questions"])
    without = result_of(engine).scored.card
    for one in engine.questions.asked():
        shown(engine, f"answer {one.n} {answer_to(engine, one.n)}")
    result = result_of(engine)
    document = json.loads(json.dumps(as_json(result)))
    assert document["scores"]["K"] == 3
    assert without.knowledge is None
    assert document["scores"]["total"] == without.total
    members = list(document)
    assert members.index("questions") == members.index("claims") + 1
    assert [row["verdict"] for row in document["questions"]] == ["right"] * len(engine.questions.asked())


def test_a_replay_puts_the_same_questions_and_judges_alike() -> None:
    play = Play(bootstrap.engine_for("api-503", case()), MemoryStore())
    play.open("test")
    lines = [
        *LOOKS,
        EXPLAINED,
        "questions",
        "answer 1 no idea",
        "skip 2",
        "answer 3 no idea, I'd read the docs",
    ]
    for line in lines:
        play.line(line, play.engine.now + 20 * SECOND)
    again = bootstrap.engine_for("api-503", case())
    done = [result.observation.shown for result, _ in replayed(again, play.store.events())]
    assert done == [seen.shown for seen in play.engine.observations]
    assert again.questions.asked() == play.engine.questions.asked()


def test_services_of_a_line() -> None:
    calls = [("elbv2", "DescribeTargetHealth"), ("cloudtrail", "LookupEvents")]
    assert services_of(["aws"], calls, "laptop") == ("target-health", "cloudtrail")
    assert services_of(["curl"], [], "laptop") == ("cloudfront",)
    assert services_of(["curl"], [], "i-1") == ("nginx",)
    assert services_of(["note"], [], "laptop") == ()
