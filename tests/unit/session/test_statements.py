"""What the player said, by kind and in order."""

from seen import observed

from incidentgame.session.linebench import Said
from incidentgame.session.statements import Statements


def test_the_last_explanation_counts_and_all_are_kept() -> None:
    said = Statements()
    assert said.explanation is None
    for n, text in enumerate(["first", "second"], start=1):
        said.take(observed(n), Said("explain", {"text": text}))
    assert said.explanation is not None
    assert (said.explanation.n, said.explanation.text) == (2, "second")
    assert said.count("explain") == 2


def test_kinds_do_not_mix() -> None:
    said = Statements()
    said.take(observed(1), Said("note", {"text": "a"}))
    said.take(observed(2), Said("think", {"text": "b"}))
    said.take(observed(3), Said("pause", {}))
    assert [s.text for s in said.of("note")] == ["a"]
    assert [s.text for s in said.of("pause")] == [""]
    assert said.of("expect") == []


def test_an_update_is_dated_by_the_end_of_its_line() -> None:
    said = Statements()
    assert said.last_update is None
    said.take(observed(1, at=1_000, ended=4_000), Said("update", {"text": "on it"}))
    assert said.last_update == 4_000
