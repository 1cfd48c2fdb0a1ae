"""The console's pages open on a real case, and every line they print can be pasted."""

import json
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import Playing

from incidentgame.api.answer import handlers
from incidentgame.commands.aws import catalogue
from incidentgame.commands.game.console import candidates
from incidentgame.commands.game.console.document import document
from incidentgame.commands.game.console.finding import matching, slug, taken
from incidentgame.commands.game.console.functions import found
from incidentgame.commands.game.console.lines import filled
from incidentgame.commands.game.console.model import Page, Service, Table
from incidentgame.commands.game.console.pages import SERVICES
from incidentgame.commands.game.console.tables import NOTHING, cell, series, table

PAGES = [(service, page) for service in SERVICES for page in service.pages]
DOCS = Path(__file__).parents[4] / "docs" / "console.md"

_REFUSALS = ("NoSuchBucketPolicy",)
"""What AWS itself answers for something that is not there."""


def _first_name(playing: Playing, page: Page, typed: str) -> str:
    """The first item of a page, by the line the page itself prints."""
    line = next(one for one in reversed(playing.line(typed).stdout.splitlines()) if one.startswith("aws "))
    rows = found(page.items.rows, json.loads(playing.line(line).stdout))
    names = found(page.names, rows[0]) if rows else []
    return str(next((one for one in names if one), ""))


def _works(playing: Playing, typed: str, pasted: set[str]) -> None:
    seen = playing.line(typed)
    assert not seen.stderr, typed
    lines = [line for line in seen.stdout.splitlines() if line.startswith("aws ")]
    assert lines, typed
    assert seen.exit == 0 or any(refusal in seen.stdout for refusal in _REFUSALS), seen.stdout
    for line in set(lines) - pasted:
        pasted.add(line)
        again = playing.line(line)
        assert (again.exit == 0) == (seen.exit == 0), (line, again.stderr)


@pytest.mark.parametrize(("service", "page"), PAGES, ids=[f"{s.title}-{p.title}" for s, p in PAGES])
def test_every_page_and_tab_opens_and_its_lines_can_be_pasted(
    playing: Playing, service: Service, page: Page
) -> None:
    typed = f"console {slug(service.title)} {slug(page.title)}"
    pasted: set[str] = set()
    _works(playing, typed, pasted)
    name = _first_name(playing, page, typed) if page.tabs else ""
    for tab in page.tabs if name else ():
        _works(playing, f"{typed} {shlex.quote(name)} {slug(tab.title)}", pasted)


def _tables(page: Page) -> list[Table]:
    every = [page.items, *(one for tab in page.tabs for one in tab.tables)]
    return every + [one.each for one in every if one.each is not None]


@pytest.mark.parametrize(("service", "page"), PAGES, ids=[f"{s.title}-{p.title}" for s, p in PAGES])
def test_lines_are_operations_this_world_answers(service: Service, page: Page) -> None:
    for one in _tables(page):
        for line in filter(None, (one.first, one.line)):
            command, operation = line.split()[:2]
            known = catalogue.service_of(command)
            assert catalogue.operations(known)[operation] in handlers(known), line


def test_the_table_has_what_the_line_gives(playing: Playing) -> None:
    shown = playing.line("console ec2 target-groups api targets").stdout
    line = next(one for one in shown.splitlines() if one.startswith("aws "))
    answer = json.loads(playing.line(line).stdout)["TargetHealthDescriptions"]
    assert answer
    for target in answer:
        row = next(one for one in shown.splitlines() if target["Target"]["Id"] in one)
        assert row.split()[1:3] == [str(target["Target"]["Port"]), target["TargetHealth"]["State"]]


def test_it_counts_as_the_same_look_as_the_aws_line(playing: Playing) -> None:
    seen = playing.line("console ec2 target-groups api targets")
    line = next(one for one in seen.stdout.splitlines() if one.startswith("aws "))
    assert seen.verb == ""
    assert seen.layers == playing.line(line).layers == ("targets",)


def test_it_rules_out_what_the_aws_line_rules_out() -> None:
    console, aws = Playing(), Playing()
    shown = console.line("console ec2 target-groups api targets").stdout
    aws.line(next(one for one in shown.splitlines() if one.startswith("aws ")))
    gains = []
    for one in (console, aws):
        one.engine.settle()
        gains.append(set(one.engine.rivals.gains[1].ruled_out))
    assert gains[0] == gains[1] != set()


def test_alone_it_lists_every_service_and_page(playing: Playing) -> None:
    shown = playing.line("console").stdout
    assert all(service.title in shown and page.title in shown for service, page in PAGES)
    assert len(shown.splitlines()) <= 40


@pytest.mark.parametrize(
    "typed",
    [
        "console ec2 target-groups api health-checks",
        "console ec2 target groups api health checks",
        "console 'EC2 > Target groups > api > Health checks'",
        "console tg api health",
        "console ec2 target grups api Health-Checks",
        "console EC2 Target_Groups API healthchecks",
    ],
)
def test_ways_to_say_the_same_page(playing: Playing, typed: str) -> None:
    shown = playing.line(typed)
    assert shown.stdout.startswith("EC2 > Target Groups > api > Health checks"), shown
    assert "/healthz" in shown.stdout


def test_every_region_has_its_own_event_history(playing: Playing) -> None:
    here = playing.line("console cloudtrail event-history").stdout
    there = playing.line("console --region us-east-1 cloudtrail event-history").stdout
    assert "elasticloadbalancing.amazonaws.com" in here
    assert "cloudfront.amazonaws.com" not in here
    assert "cloudfront.amazonaws.com" in there
    assert "elasticloadbalancing.amazonaws.com" not in there
    assert "--region us-east-1" in there


def test_a_word_that_fits_several_items_narrows_the_list(playing: Playing) -> None:
    shown = playing.line("console ec2 instances shop-api").stdout
    assert "4 of 6 match 'shop-api'" in shown
    assert "shop-bastion" not in shown


@pytest.mark.parametrize(
    ("typed", "says", "exit_code"),
    [
        ("console frobnicate", "no service or page called 'frobnicate'", 1),
        ("console ec2 frobnicate", "no page of EC2 called 'frobnicate'", 1),
        ("console ec2 instances i-999", "nothing called 'i-999'", 1),
        ("console ec2 tg api frobnicate", "no tab of Target Groups called 'frobnicate'", 1),
        ("console --frobnicate", "unknown option --frobnicate", 2),
        ("console --region", "--region needs a Region", 2),
        ("console --region mars-1 ec2 instances", "Could not connect to the endpoint URL", 1),
    ],
)
def test_what_cannot_be_found_is_said_kindly(playing: Playing, typed: str, says: str, exit_code: int) -> None:
    seen = playing.line(typed)
    assert says in seen.stderr
    assert seen.exit == exit_code


def test_the_reference_is_made_from_the_pages() -> None:
    assert DOCS.read_text() == document(), (
        "regenerate: python -c 'from incidentgame.commands.game.console.document import document; "
        'open("docs/console.md", "w").write(document())\''
    )


def test_completion_follows_the_path() -> None:
    assert "ec2" in candidates([])
    assert "target-groups" in candidates(["ec2"])
    assert "health-checks" in candidates(["ec2", "target-groups", "api"])
    assert candidates(["nothing-like-that"]) == []


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\n"), min_size=1, max_size=20)


@given(_WORDS)
def test_a_filled_line_can_be_pasted_whatever_the_name(name: str) -> None:
    words = filled(
        'elbv2 describe-tags --resource-arns <Name> --x <Missing> \'{"a":"<Name>"}\'', {"Name": name}
    )
    assert words == ["elbv2", "describe-tags", "--resource-arns", name, f'{{"a":"{name}"}}']
    assert shlex.split(shlex.join(words)) == words


def test_a_list_fills_as_many_words() -> None:
    assert filled("deploy x --ids <ids[:2]>", {"ids": ["a", "b", "c"]}) == ["deploy", "x", "--ids", "a", "b"]


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=5))
def test_columns_line_up(rows: list[tuple[str, str]]) -> None:
    written = table([{"a": a, "b": b} for a, b in rows], {"First": "a", "Second": "b"}).splitlines()
    start = written[0].index("Second")
    assert len(written) == len(rows) + 1
    assert [line[start:] for line in written[1:]] == [cell(b).rstrip() for _, b in rows]


def test_values_read_as_the_console_writes_them() -> None:
    assert cell(True) == "Yes"
    assert cell([]) == NOTHING
    assert cell("2026-03-10T14:07:31.250000+00:00") == "2026-03-10 14:07:31"
    assert cell({"a": 1, "b": None}) == f"a=1, b={NOTHING}"


def test_a_metric_without_a_datapoint_is_missing_and_not_zero() -> None:
    at = ["2026-03-10T14:00:00+00:00", "2026-03-10T14:05:00+00:00"]
    results = [
        {"Label": "Requests", "Timestamps": at, "Values": [10.0, 0.0]},
        {"Label": "Errors", "Timestamps": at[1:], "Values": [2.5]},
    ]
    rows = [line.split() for line in series({"MetricDataResults": results}).splitlines()]
    assert rows == [["UTC", "14:00", "14:05"], ["Requests", "10", "0"], ["Errors", NOTHING, "2.5"]]


def test_a_missing_member_is_nothing_and_no_crash() -> None:
    assert found("length(Instances)", {}) is None
    assert found("join(' ', [Name, Value])", {"Name": "a"}) is None


def test_it_opens_on_a_machine_too_and_says_where_the_line_runs() -> None:
    playing = Playing()
    playing.line("ssh bastion")
    assert "on your laptop" not in playing.line("console ec2 target-groups").stdout
    name = next(iter(re.findall(r"i-[0-9a-f]{17}", playing.line("console ec2 target-groups api").stdout)))
    playing.line(f"ssh {name}")
    shown = playing.line("console ec2 target-groups")
    assert "aws elbv2 describe-target-groups" in shown.stdout
    assert shown.stdout.endswith("(`aws` itself is on your laptop: `exit`)\n")


def test_the_more_exact_name_wins() -> None:
    named = [("target groups", 1), ("targets", 2)]
    assert taken(["targets"], named) == (2, [])
    assert taken(["target", "groups", "api"], named) == (1, ["api"])
    assert matching("api", [["api-v2"], ["api"]]) == [1]
