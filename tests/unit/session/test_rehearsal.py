"""A whole rehearsal: the case, the last part, the end; played twice, and played again from its log."""

from itertools import pairwise

import pytest
from rehearsing import BALANCERS, CURL, DIG, EXPLAIN, asked, engine, enter, kinds, play, shown

from incidentgame.report.text import debrief
from incidentgame.session.play import Play, done_event, replayed
from incidentgame.session.result import as_json, result_of
from incidentgame.session.transcript import entry

HONEST = "reflect I claimed it without ever having seen the listener rule, and I was far too sure with 95 %."
EVENING = (
    (CURL, 30),
    ("answer it's 42", 20),
    ("think it's the ALB", 10),
    (DIG, 300),
    ("skip", 5),
    (BALANCERS, 400),
    ("ask junior did you change anything?", 20),
    (EXPLAIN, 60),
    ("finish", 10),
    ("questions", 10),
    ("skip", 10),
    ("answer 4 I don't know", 10),
    (HONEST, 30),
    ("ask interviewer how often are you paged?", 10),
    ("ask dba do you like it here?", 10),
    ("finish", 10),
)


def evening() -> tuple[Play, str]:
    one, told = play(), ""
    for line, gap in EVENING:
        told += entry("$ ", one.line(line, one.engine.now + gap * 1000))
    return one, told


def test_an_evening_is_the_same_twice_byte_for_byte() -> None:
    (one, told), (other, again) = evening(), evening()
    assert told == again
    assert one.engine.leaving == "solved"
    assert as_json(result_of(one.engine)) == as_json(result_of(other.engine))


def test_an_evening_is_the_same_when_replayed() -> None:
    one, _ = evening()
    again = engine()
    for result, done in replayed(again, one.store.events()):
        assert done is not None
        assert done_event(result).sha256 == done.sha256
    assert again.interviewer.spoken == one.engine.interviewer.spoken
    assert as_json(result_of(again)) == as_json(result_of(one.engine))


def test_nothing_that_helps_is_there() -> None:
    one = play()
    for line in (
        "suspects",
        "suspects strike dns because of #1",
        "hint",
        "hint take 3",
        "bits",
        "bits on",
        "rewind 0",
    ):
        enter(one, line)
        assert "not in this mode" in shown(one), line
        assert one.engine.observations[-1].exit != 0
    enter(one, EXPLAIN)
    assert "again" not in one.engine.observations[-1].aside


def test_finish_begins_the_last_part_and_ends_it_the_second_time() -> None:
    one = play()
    enter(one, "finish")
    assert "nothing explained yet" in shown(one)
    enter(one, EXPLAIN)
    words = asked(enter(one, "finish"))
    assert not one.engine.ended
    for part in ("questions", "reflect", "ask interviewer"):
        assert any(part in text for text in words)
    enter(one, "finish")
    assert one.engine.leaving == "solved"


def test_finish_with_force_ends_at_once() -> None:
    one = play()
    enter(one, EXPLAIN)
    enter(one, "finish -f")
    assert one.engine.leaving == "solved"


def test_skip_is_always_accepted() -> None:
    one = play()
    for line in (
        "skip",
        CURL,
        "skip",
        "skip",
        EXPLAIN,
        "skip",
        "finish",
        "skip",
        "questions",
        *["skip"] * 12,
    ):
        enter(one, line)
        if line == "skip":
            assert one.engine.observations[-1].exit == 0, shown(one)
    assert not one.engine.questions.pending()
    assert ("reflection", "closing") in kinds(one)


def test_when_the_questions_are_through_the_last_two_are_the_interviewers() -> None:
    one = play()
    for line in (EXPLAIN, "finish", "questions"):
        enter(one, line)
    heard = []
    while one.engine.questions.pending():
        heard += asked(enter(one, "skip"))
    assert len(heard) == 1
    assert "what did you get wrong" in heard[0]
    assert one.engine.player.waits_for == "reflection"
    assert "questions for us" in asked(enter(one, "answer I was too sure with 95 %"))[0]
    assert one.engine.statements.count("reflect") == 1
    assert one.engine.player.waits_for == ""


def test_people_answer_in_character_once_the_explanation_is_in() -> None:
    one = play()
    enter(one, "ask interviewer what is the team like?")
    assert "at the end" in shown(one)
    enter(one, EXPLAIN)
    for who in ("interviewer", "junior", "support", "dba"):
        enter(one, f"ask {who} what is the weather on Mars?")
        unsure = next(c for c in one.engine.case.personas if c.id == who).unsure
        assert any(text in shown(one) for text in unsure)
    enter(one, "ask interviewer how big is your team?")
    assert "Seven people" in shown(one)


def test_an_honest_account_raises_e3_by_one_and_only_once() -> None:
    plain, told, twice = play(), play(), play()
    for one in (plain, told, twice):
        enter(one, EXPLAIN)
    enter(told, HONEST)
    enter(twice, HONEST)
    enter(twice, HONEST)
    scores = [result_of(one.engine).scored.card.scores() for one in (plain, told, twice)]
    assert scores[1] == scores[2]
    assert scores[1]["E3"] == (scores[0]["E3"] or 0) + 1
    assert {n: v for n, v in scores[1].items() if n not in ("E3", "explanation", "total")} == {
        n: v for n, v in scores[0].items() if n not in ("E3", "explanation", "total")
    }
    for name in ("explanation", "total"):
        assert (scores[0][name] or 0) <= (scores[1][name] or 0) <= (scores[0][name] or 0) + 4


@pytest.mark.parametrize(
    "text",
    [
        "I took three hints and made it worse.",
        "I made no mistakes at all.",
        "Next time I will be careful.",
        "wrong hint harm guess blind rule expectation dead end",
        "I learned that an ALB with no target answers 503.",
    ],
)
def test_an_account_that_is_not_of_this_evening_raises_nothing(text: str) -> None:
    plain, told = play(), play()
    for one in (plain, told):
        enter(one, EXPLAIN)
    enter(told, f"reflect {text}")
    assert result_of(told.engine).scored.card == result_of(plain.engine).scored.card


@pytest.mark.parametrize("mode", ["practice", "exam", "drill"])
def test_one_may_look_back_in_every_mode(mode: str) -> None:
    one = play(mode)
    enter(one, HONEST)
    assert "after your explanation" in shown(one)
    enter(one, EXPLAIN)
    enter(one, HONEST)
    found = result_of(one.engine).scored.reflection
    assert found is not None
    assert {admitted.mishap.kind for admitted in found.named} >= {"unsupported", "overconfident"}


def test_the_debrief_shows_it_beside_the_log() -> None:
    one, _ = evening()
    told = debrief(result_of(one.engine))
    assert "What you said went wrong" in told
    assert "far too sure" in told
    assert "An honest account" in told
    assert "You were asked twice what you were thinking, and never said it." in told
    assert "What about cloudfront?" in told


def test_times_of_what_is_said_never_go_back() -> None:
    one, _ = evening()
    heard = [word.at for word in one.engine.interviewer.spoken]
    assert all(a <= b for a, b in pairwise(heard))
