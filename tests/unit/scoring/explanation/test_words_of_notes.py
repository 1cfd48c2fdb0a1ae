"""Terse notes: labels, arrows, values that change, and words that point back."""

from __future__ import annotations

import pytest

from incidentgame.scoring.explanation.acts import clears, prevents, repairs
from incidentgame.scoring.explanation.entities import Familiar, foreign_value
from incidentgame.scoring.explanation.moods import moods
from incidentgame.scoring.explanation.prose import jumbled, telegram
from incidentgame.scoring.explanation.references import resolved
from incidentgame.scoring.explanation.sentences import split
from incidentgame.scoring.explanation.transitions import between_values, told
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import Claim


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("limit 900 -> 300", "lowered"),
        ("mem lim 1Gi\u2192512Mi", "lowered"),
        ("from 512Mi to 1Gi", "raised"),
        ("took the limit from 900 to 300", "lowered"),
        ("A .20\u2192.77", "changed to"),
        ("NS oldhost\u2192newhost", "changed to"),
    ],
)
def test_a_value_that_changes_says_which_way(text: str, word: str) -> None:
    assert word in told(plain(between_values(text)))


@pytest.mark.parametrize("text", ["between 10 to 20 times", "port 22 to 25", "the job -> pool full"])
def test_other_numbers_change_nothing(text: str) -> None:
    assert "lowered" not in told(plain(text)) and "raised" not in told(plain(text))


def test_a_label_holds_to_the_end_of_its_paragraph() -> None:
    text = "fix: put it back. Then reload.\nruled out: cpu, disk\n\nThe job did it.\nstill open: who did it"
    assert moods(split(text)) == ["mitigation", "mitigation", "ruled_out", "", "unknowns"]


def test_notes_are_one_statement_a_line_and_wrapped_prose_is_not() -> None:
    notes = "mig 0187 dropped the index\nseqscan orders\npool 60/60, history + checkout are answered with 503"
    assert len(split(notes)) == 3
    wrapped = (
        "the migration dropped the index that the order history needs, so\n"
        "every look at it reads the whole table and all the connections\n"
        "are held for seconds"
    )
    assert len(split(wrapped)) == 1


def test_that_call_is_the_one_of_the_sentence_before() -> None:
    assert "setsubnets" in resolved("an engineer made that call", "SetSubnets put it into other zones.")
    assert resolved("an engineer made a call", "SetSubnets did it.") == "an engineer made a call"


@pytest.mark.parametrize(
    ("text", "repair", "prevention"),
    [
        ("put the rule back and reload.", True, True),
        ("i restarted the worker.", True, False),
        ("the rule was removed by the job.", False, False),
        ("in future somebody should review it.", True, True),
        ("the job must have removed the rule.", False, False),
    ],
)
def test_acts(text: str, repair: bool, prevention: bool) -> None:
    assert repairs(text, "") is repair
    assert prevents(text, "", bullet=False) is prevention


def test_what_is_in_order_is_cleared() -> None:
    assert clears("the disks are fine", "") and clears("the deploy is unrelated", "unknowns")
    assert not clears("the disks filled up and then crashed", "")


def test_another_thing_of_the_same_kind_is_foreign_unless_the_case_has_it() -> None:
    claim = Claim(
        id="c", kind="root_cause", statement="PR 1482 took the right from cert-renewer-role.", must=(("a",),)
    )
    known = Familiar("pr 1482 cert-renewer-role", frozenset({"cert-renewer-role"}))
    assert foreign_value(claim, "pr 1428 did it", "pr 1428 did it", known) == ("1428", "1482")
    assert foreign_value(claim, "dns-sync-role lost it", "dns-sync-role lost it", known) is not None
    assert foreign_value(claim, "a least-privilege change", "a least-privilege change", known) is None
    wider = Familiar(known.text + " pr 1428", known.names)
    assert foreign_value(claim, "pr 1428 did it", "pr 1428 did it", wider) is None


def test_heaps_of_words_show_at_their_edges_and_by_what_they_lack() -> None:
    assert jumbled(["41 fix: to", "the back rule a", "503, (a) customers and"])
    assert not jumbled(["fix: back to 41", "the rule is back", "customers get 503 (all)"])
    assert telegram(["inbound rule group allowed traffic prefix list removed noon janitor run report"] * 2)
    assert not telegram(["the inbound rule was removed by the janitor at noon, and so it is closed"] * 2)
