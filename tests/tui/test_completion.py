"""Tab knows commands, options, the AWS models, files, people, and ids already seen."""

import pytest

from incidentgame.session.engine import Engine
from incidentgame.tui.completion import complete
from incidentgame.tui.completion.ids import fitting
from incidentgame.tui.completion.words import typed
from incidentgame.tui.keyboard import told_apart

SEEN = [
    "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/api/6d0",
    "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/shop-web/1/2",
    "i-0123456789abcdef0",
    "sg-0123456789abcdef0",
    "shop-api",
    "10.0.11.35",
]


def test_commands_and_verbs(engine: Engine) -> None:
    assert "suspects" in complete(engine, "sus").words
    assert "journalctl" in complete(engine, "ls; journ").words


def test_the_last_command_counts(engine: Engine) -> None:
    assert "elbv2" in complete(engine, "for x in 1; do aws elb").words
    assert typed("a 'b; c' | sudo d e -f").command == "d"
    assert typed("a 'b; c' | sudo d e -f").words == ("e",)


def test_aws_services_operations_and_parameters(engine: Engine) -> None:
    assert complete(engine, "aws elbv2 describe-target-h").words == ("describe-target-health",)
    assert "--target-group-arn" in complete(engine, "aws elbv2 describe-target-health --t").words


def test_ids_come_only_after_they_were_seen(engine: Engine) -> None:
    text = "aws elbv2 describe-rules --listener-arn "
    assert complete(engine, text).words == ()
    engine.player.ids.update(dict.fromkeys(SEEN))
    assert complete(engine, text).words == (SEEN[1],)


@pytest.mark.parametrize(
    ("option", "found"),
    [
        ("--target-group-arn", SEEN[:1]),
        ("--listener-arn", SEEN[1:2]),
        ("--instance-ids", SEEN[2:3]),
        ("--group-ids", SEEN[3:4]),
        ("--auto-scaling-group-names", SEEN[4:5]),
        ("--targets", ["Id=i-0123456789abcdef0"]),
    ],
)
def test_ids_fit_their_option(option: str, found: list[str]) -> None:
    assert fitting(option, (), SEEN) == found


def test_a_strike_is_completed_as_it_is_written(engine: Engine) -> None:
    assert "routing" in complete(engine, "suspects strike ").words
    assert complete(engine, "suspects strike routing be").words == ("because",)


def test_an_answer_has_a_number_and_then_a_letter(engine: Engine) -> None:
    engine.submit("explain it is the edge", engine.now)
    engine.submit("questions", engine.now)
    lettered = next(one for one in engine.questions.as_put() if one.options)
    assert str(lettered.n) in complete(engine, "answer ").words
    assert "a" in complete(engine, f"answer {lettered.n} ").words


@pytest.mark.parametrize("line", ["rewind ", "suspects strike routing because ", "stuck ", "think the "])
def test_words_of_the_game_take_no_files(engine: Engine, line: str) -> None:
    assert complete(engine, line).words == ()
    assert complete(engine, "explain < no").words == ("notes/",)


def test_people_families_and_hosts(engine: Engine) -> None:
    assert complete(engine, "ask j").words == ("junior",)
    assert "routing" in complete(engine, "suspects ").words
    assert complete(engine, "ssh ba").words == ("bastion",)


def test_the_consoles_pages(engine: Engine) -> None:
    assert "ec2" in complete(engine, "console ").words
    assert complete(engine, "console ec2 lo").words


def test_files_of_the_host(engine: Engine) -> None:
    found = complete(engine, "cat run")
    assert found.words == ("runbooks/",) and found.length == len("run")


def test_options(engine: Engine) -> None:
    assert "+short" in complete(engine, "dig +s").words
    assert "--connect-timeout" in complete(engine, "curl --con").words


@pytest.mark.parametrize(
    "text", ["", " ", "'", "aws '", "a | ", "$(", "`", "x=1 ", "\\", "aws --query ", "ask \x00"]
)
def test_no_text_is_too_odd(engine: Engine, text: str) -> None:
    complete(engine, text)


def test_long_candidates_are_listed_by_what_tells_them_apart() -> None:
    stem = "arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/shop-web/c641591f2c0091e4"
    assert told_apart([f"{stem}/1b2e", f"{stem}/1e04"]) == ["…/1b2e", "…/1e04"]
    assert told_apart(["status", "stuck"]) == ["status", "stuck"]
    assert told_apart([]) == [] and told_apart([stem]) == [stem]
