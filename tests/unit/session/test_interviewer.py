"""The interviewer: what is asked when, how it is answered, and that nothing of it depends on who watches."""

import pytest
from rehearsing import BALANCERS, CURL, DIG, EXPLAIN, asked, engine, enter, kinds, play, shown

from incidentgame.session.play import Play, replayed

DELETE = "aws elbv2 delete-rule --rule-arn $(aws elbv2 describe-rules --listener-arn $(aws elbv2 describe-listeners --load-balancer-arn $(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text) --query 'Listeners[?Port==`443`].ListenerArn' --output text) --query 'Rules[0].RuleArn' --output text)"


def state(one: Play) -> list[tuple[str, str]]:
    return [(question.card.id, question.verdict) for question in one.engine.questions.asked()]


def test_the_interviewer_says_hello_and_is_there_to_ask() -> None:
    one = play()
    assert "skip" in asked(enter(one, "date"))[0]
    enter(one, "ask interviewer am I right?")
    assert "Thea" in shown(one)


def test_a_service_is_asked_about_at_its_first_touch() -> None:
    one = play()
    words = asked(enter(one, CURL))
    assert any("What about cloudfront?" in text and "skip" in text for text in words)
    assert one.engine.player.waits_for == "card"


def test_one_question_at_a_time_and_one_in_four_minutes() -> None:
    one = play()
    enter(one, CURL)
    assert not asked(enter(one, DIG))
    enter(one, "answer 42")
    assert not asked(enter(one, BALANCERS))
    enter(one, "true", 150)
    enter(one, "true", 100)
    assert any("What about alb?" in text for text in asked(enter(one, BALANCERS)))


def test_a_service_is_asked_about_once() -> None:
    one = play()
    enter(one, CURL)
    enter(one, "skip")
    for _ in range(4):
        enter(one, "true", 200)
        enter(one, CURL)
    assert [why for kind, why in kinds(one) if kind == "card"] == ["cloudfront"]


def test_there_are_six_at_most() -> None:
    one = play(minutes=120)
    looks = [
        CURL,
        DIG,
        BALANCERS,
        "aws elbv2 describe-target-groups",
        "aws autoscaling describe-auto-scaling-groups",
        "aws cloudtrail lookup-events --max-results 1",
        "aws ec2 describe-security-groups --query 'SecurityGroups[0].GroupId'",
        "aws s3api list-buckets",
    ]
    for look in looks:
        enter(one, look, 200)
        enter(one, "skip", 1)
        enter(one, "true", 100)
    assert sum(kind == "card" for kind, _ in kinds(one)) == 6


@pytest.mark.parametrize(
    ("line", "verdict", "thanks"),
    [
        ("answer it is 42", "right", ("Thank you", "Noted")),
        ("answer it's 43", "wrong", ("Thank you", "Noted")),
        ("answer I don't know, I would look at the manual", "unknown", ("Fair",)),
        ("skip", "skipped", ("Of course", "No problem")),
    ],
)
def test_an_answer_is_taken_note_of_and_not_judged(line: str, verdict: str, thanks: tuple[str, ...]) -> None:
    one = play()
    enter(one, CURL)
    (told,) = asked(enter(one, line))
    assert told.startswith(thanks)
    assert shown(one) == ""
    assert state(one) == [("cloudfront-touch", verdict)]
    assert one.engine.player.waits_for == ""


def test_the_answer_counts_for_knowledge() -> None:
    one = play()
    enter(one, CURL)
    enter(one, "answer it is 42")
    level = one.engine.questions.level()
    assert level is not None
    assert level.level >= 1


def test_a_question_nobody_answers_is_left_and_can_still_be_answered() -> None:
    one = play()
    enter(one, CURL)
    enter(one, DIG, 200)
    words = asked(enter(one, "true", 230))
    assert any("leave that one" in text for text in words)
    assert one.engine.player.waits_for == ""
    enter(one, "answer 1 it is 42")
    assert state(one) == [("cloudfront-touch", "right")]


def test_silence_is_broken_once_and_only_after_four_minutes() -> None:
    one = play()
    enter(one, "date")
    assert not asked(enter(one, "date", 175))
    words = one.engine.pass_time(one.engine.now + 30 * 60_000)
    assert [word.text for word in words if "thinking" in word.text] == [asked(list(words))[0]]
    assert one.engine.player.waits_for == ""  # nobody waits half an hour for it
    assert kinds(one) == [("thinking", "silence")]


def test_during_a_silence_with_a_question_open_one_is_only_told_to_take_time() -> None:
    one = play()
    enter(one, CURL)
    words = asked(list(one.engine.pass_time(one.engine.now + 5 * 60_000)))
    assert len(words) == 1
    assert "Take your time" in words[0]


@pytest.mark.parametrize("line", ["think it is the ALB", "answer it's the ALB", "skip"])
def test_what_are_you_thinking_is_answered_in_three_ways(line: str) -> None:
    one = play()
    enter(one, "date")
    one.engine.pass_time(one.engine.now + 5 * 60_000)
    assert one.engine.player.waits_for == "thinking"
    assert len(asked(enter(one, line))) == 1
    assert one.engine.player.waits_for == ""
    assert one.engine.statements.count("think") == (0 if line == "skip" else 1)


def test_an_answer_without_words_says_how_to_answer() -> None:
    one = play()
    enter(one, "date")
    one.engine.pass_time(one.engine.now + 5 * 60_000)
    enter(one, "answer")
    assert 'usage: answer "…", or skip' in shown(one)
    assert one.engine.player.waits_for == "thinking"


def test_who_takes_the_session_up_again_reads_what_is_open() -> None:
    one = play()
    assert one.engine.interviewer.still_asked == ""
    enter(one, CURL)
    assert "What about cloudfront?" in one.engine.interviewer.still_asked
    enter(one, "skip")
    assert one.engine.interviewer.still_asked == ""


def test_a_number_can_be_an_answer() -> None:
    one = play()
    enter(one, CURL)
    enter(one, "answer 42")
    assert state(one) == [("cloudfront-touch", "right")]


def test_a_change_that_takes_something_away_is_an_occasion() -> None:
    one = play()
    words = asked(enter(one, DELETE))
    assert one.engine.observations[-1].writes
    assert any("What are you thinking?" in text for text in words)
    assert kinds(one) == [("thinking", "risky")]


def test_a_change_in_the_dark_is_an_occasion() -> None:
    one = play()
    tag = "aws elbv2 add-tags --resource-arns $(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text) --tags Key=a,Value=b"
    enter(
        one,
        "aws autoscaling set-desired-capacity --auto-scaling-group-name $(aws autoscaling describe-auto-scaling-groups --query 'AutoScalingGroups[0].AutoScalingGroupName' --output text) --desired-capacity 5",
    )
    assert one.engine.observations[-1].writes, shown(one)
    assert kinds(one) == [("thinking", "blind")]
    enter(one, tag)
    assert kinds(one) == [("thinking", "blind")]  # not twice within six minutes


def test_looks_that_tell_nothing_are_an_occasion() -> None:
    one = play()
    for line in (
        DIG,
        "dig +short api.shop.example A",
        "dig api.shop.example",
        "host api.shop.example",
        DIG,
        DIG,
    ):
        enter(one, line)
    assert ("thinking", "idle") in kinds(one)


def test_after_the_explanation_nobody_asks_on_the_way() -> None:
    one = play()
    enter(one, EXPLAIN)
    assert not asked(enter(one, CURL))
    assert not asked(list(one.engine.pass_time(one.engine.now + 10 * 60_000)))


def test_the_end_of_the_time_is_said_and_ends_nothing() -> None:
    one = play(minutes=12)
    words = asked(list(one.engine.pass_time(one.engine.now + 60 * 60_000)))
    assert sum("12 minutes" in text for text in words) == 1
    assert not one.engine.ended
    enter(one, CURL)
    assert not [kind for kind, _ in kinds(one) if kind == "card"]


@pytest.mark.parametrize("mode", ["practice", "exam", "drill"])
def test_in_other_modes_there_is_no_interviewer(mode: str) -> None:
    one = play(mode)
    assert not asked([*enter(one, CURL), *enter(one, "true", 600)])
    assert all(persona.id != "interviewer" for persona in one.engine.player.personas)


LINES = (
    (CURL, 20),
    ("think edge", 300),
    (DIG, 400),
    ("skip", 15),
    (BALANCERS, 500),
    ("answer x", 9),
    ("date", 700),
)


@pytest.mark.parametrize("every", [3, 47, 60, 601])
def test_it_does_not_matter_who_watches_the_clock(every: int) -> None:
    """Between lines a terminal asks every few seconds what was said; a script never does."""
    plain, watched = play(), play()
    for line, gap in LINES:
        enter(plain, line, gap)
        start = watched.engine.now
        at = plain.engine.observations[-1].at
        for instant in range(start, at, every * 1000):
            watched.engine.pass_time(instant)
        watched.line(line, at)
    assert watched.engine.interviewer.spoken == plain.engine.interviewer.spoken
    assert watched.engine.interviewer.prompts == plain.engine.interviewer.prompts
    assert watched.engine.observations == plain.engine.observations


def test_a_replay_hears_the_same_words_at_the_same_instants() -> None:
    one = play(minutes=30)
    for line, gap in LINES:
        enter(one, line, gap)
    again = engine(minutes=30)
    for _ in replayed(again, one.store.events()):
        pass
    assert again.interviewer.spoken == one.engine.interviewer.spoken
    assert again.interviewer.prompts == one.engine.interviewer.prompts
