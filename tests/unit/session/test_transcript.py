"""What a player sees, as plain text."""

from seen import observed

from incidentgame.kernel.instant import parse_iso
from incidentgame.session.engine import LineResult
from incidentgame.session.storyteller import Spoken
from incidentgame.session.transcript import entry, spoken

AT = parse_iso("2026-03-10T14:17:05Z")


def test_words_of_others_are_set_apart_and_hang() -> None:
    assert (
        spoken(Spoken(AT, "support", "Any news?\nThey ask."))
        == " support 14:17   Any news?\n                 They ask."
    )
    assert spoken(Spoken(AT, "ceo", "")) == " ceo 14:17   "


def test_a_line_with_everything_around_it() -> None:
    said = Spoken(AT, "dba", "Hello")
    seen = observed(1, "dig x", stdout="answer")
    assert (
        entry("$ ", LineResult(seen, (said,), (said,)))
        == " dba 14:17   Hello\n$ dig x\nanswer\n dba 14:17   Hello\n"
    )


def test_both_streams_are_shown() -> None:
    shown = entry("$ ", LineResult(observed(1, "x", stdout="answer\n", stderr="warning\n")))
    assert sorted(shown.splitlines()) == ["$ x", "answer", "warning"]


def test_nothing_printed_and_a_line_cut_short() -> None:
    assert entry("$ ", LineResult(observed(1, "true"))) == "$ true\n"
    assert entry("$ ", LineResult(observed(1, "sleep 9", cut=True))) == "$ sleep 9\n^C\n"
