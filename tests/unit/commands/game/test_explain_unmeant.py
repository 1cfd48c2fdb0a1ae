"""`explain again` and `explain help` are meant for the command: nothing is kept."""

import pytest

from incidentgame.commands.game.leaving import _NEXT, _NEXT_IN_INTERVIEW, _UNMEANT


@pytest.mark.parametrize("words", ["again", "help", "again 4", "Again.", "help?"])
def test_words_for_the_command_are_no_explanation(words: str) -> None:
    assert _UNMEANT.fullmatch(words)


@pytest.mark.parametrize("words", ["again the pool was full", "help came from the rule on top", "DNS"])
def test_an_explanation_is_one_however_it_begins(words: str) -> None:
    assert not _UNMEANT.fullmatch(words)


@pytest.mark.parametrize("text", [_NEXT, _NEXT_IN_INTERVIEW])
def test_what_comes_next_fits_the_screen(text: str) -> None:
    assert all(len(line) <= 78 for line in text.splitlines())
