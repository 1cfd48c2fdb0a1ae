"""Help covers every command, and every line it shows exists."""

import re
import shlex

import pytest
from playing import Playing

from incidentgame.api.answer import handlers
from incidentgame.commands.aws import catalogue
from incidentgame.commands.aws.arguments import table_of
from incidentgame.commands.game.console.finding import taken
from incidentgame.commands.game.console.pages import SERVICES
from incidentgame.commands.game.help.index import ENTRIES, answering, named
from incidentgame.commands.game.help.model import GROUPS, Entry

AWS_FORMS = [form for entry in ENTRIES for form in entry.forms if re.match(r"aws [a-z][\w-]+ [a-z]", form)]
CONSOLE_FORMS = [entry.console for entry in ENTRIES if entry.console and entry.console != "console"]


def test_every_command_is_in_help(playing: Playing) -> None:
    assert {name for name in playing.engine.parts.registry if named(name) is None} == set()


def test_names_are_unique_and_groups_known() -> None:
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)
    assert {entry.group for entry in ENTRIES} <= set(GROUPS)


@pytest.mark.parametrize("form", AWS_FORMS)
def test_every_aws_line_is_one_this_world_answers(form: str) -> None:
    words = shlex.split(form)[1:]
    if words[-1] == "help" or words[0] == "s3":
        return
    service = catalogue.service_of(words[0])
    if words[:2] == ["logs", "tail"]:
        return
    operation = catalogue.operations(service)[words[1]]
    assert operation in handlers(service)
    known = {argument.flag for argument in table_of(service, operation).values()}
    assert {word for word in words if word.startswith("--")} - known == set()


@pytest.mark.parametrize("form", CONSOLE_FORMS)
def test_every_console_line_leads_to_a_page(form: str) -> None:
    service, rest = taken(form.split()[1:], [(s.title, s) for s in SERVICES]) or (None, [])
    assert service is not None
    page = taken(rest, [(p.title, p) for p in service.pages])
    if page is None:
        assert not rest
        assert len(service.pages) == 1
        return
    tabs = page[1][1:] if page[1] else []
    assert not tabs or taken(tabs, [(t.title, t) for t in page[0].tabs]) is not None


def test_alone_it_fits_on_a_screen_and_names_every_command(playing: Playing) -> None:
    shown = playing.line("help").stdout
    assert len(shown.splitlines()) <= 40
    assert max(map(len, shown.splitlines())) <= 100
    words = set(re.findall(r"[\w-]+", shown))
    assert set(playing.engine.parts.registry) <= words


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("is the load balancer healthy?", "aws elbv2 describe-target-health"),
        ("Are my targets OK?", "aws elbv2 describe-target-health"),
        ("what changed before it broke", "aws cloudtrail lookup-events"),
        ("who changed something", "aws cloudtrail lookup-events"),
        ("which rule matches the request", "aws elbv2 describe-rules"),
        ("is the certificate expired?", "openssl"),
        ("does the name resolve", "dig"),
        ("what does the user see?", "curl"),
        ("is the database busy", "psql"),
        ("where are the application logs", "journalctl"),
        ("was something deployed today", "aws deploy list-deployments"),
        ("why was an instance terminated", "aws autoscaling describe-scaling-activities"),
        ("how do I log in to a server", "ssh"),
        ("is the disk full", "df"),
        ("is it fixed now", "status"),
        ("what runs every ten minutes", "aws events list-rules"),
    ],
)
def test_questions_find_their_command(question: str, name: str) -> None:
    assert name in [entry.name for entry in answering(question)][:2]


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.asks], ids=lambda e: e.name)
def test_every_entry_answers_its_own_questions(entry: Entry) -> None:
    for question in entry.asks:
        assert entry in answering(question), question


def test_nonsense_finds_nothing(playing: Playing) -> None:
    seen = playing.line("help colourless green ideas sleep furiously upstairs")
    assert seen.exit == 1
    assert "nothing on" in seen.stderr


def test_a_slip_of_the_finger_is_understood(playing: Playing) -> None:
    assert "Did you mean dig" in playing.line("help dgi").stderr


def test_a_service_lists_its_topics(playing: Playing) -> None:
    shown = playing.line("help elbv2").stdout
    assert "aws elbv2 describe-rules" in shown
    assert "aws ec2" not in shown


def test_the_manual_is_the_same(playing: Playing) -> None:
    assert playing.line("man dig").stdout == playing.line("help dig").stdout
    missing = playing.line("man frobnicate")
    assert (missing.stderr, missing.exit) == ("No manual entry for frobnicate\n", 16)
    assert playing.line("man").exit == 1


def test_it_gains_nothing(playing: Playing) -> None:
    assert playing.line('help "is the load balancer healthy?"').verb == "help"
