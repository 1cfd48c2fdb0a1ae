"""Evidence is shown by what was printed, never by what was asked."""

import pytest
from seen import observed

from incidentgame.scoring.rubric import Evidence, Rubric
from incidentgame.session.evidence import shown_at, shows


def evidence(*groups: tuple[str, ...]) -> Evidence:
    return Evidence(id="e", text="", shown=groups)


@pytest.mark.parametrize(
    ("text", "seen"),
    [("state: draining i-1", True), ("draining", False), ("i-1", False), ("", False), ("unused i-2", True)],
)
def test_one_text_of_every_group(text: str, seen: bool) -> None:
    assert shows(evidence(("draining", "unused"), ("i-1", "i-2")), text) is seen


def test_the_way_it_is_printed_does_not_matter() -> None:
    wanted = evidence(('"State": "draining"',))
    for text in ('{"State": "draining"}', "State: draining", "| State | draining |", "State\tdraining"):
        assert shows(wanted, text)


def test_evidence_that_names_no_text_is_never_shown() -> None:
    assert not shows(Evidence(id="e", text=""), "anything")
    assert shows(Evidence(id="e", text="plain"), "a plain word")


def test_the_line_itself_and_what_was_said_show_nothing() -> None:
    rubric = Rubric(evidence=(evidence(("draining",)),), claims=())
    seen = [
        observed(1, "grep draining x"),
        observed(2, "note draining", "draining\n", verb="note"),
        observed(3, "aws …", "draining\n"),
        observed(4, "aws …", stderr="draining\n"),
    ]
    assert shown_at(rubric, seen) == {"e": [3, 4]}


def test_a_list_that_came_back_empty_is_seen_in_every_format() -> None:
    wanted = Rubric(evidence=(evidence(('"Targets": []',)),), claims=())
    assert shown_at(wanted, [observed(1, "aws … --output text", "", empty=("Targets",))]) == {"e": [1]}
    assert shown_at(wanted, [observed(1, "X=$(aws …)", "", empty=("Targets",))]) == {}
