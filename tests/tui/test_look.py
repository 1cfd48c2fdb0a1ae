"""Colours only where they are wanted, and no output that could take the terminal over."""

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.tui.look import Look

PLAIN = Look(colour=False, plain=True)
RICH = Look(colour=True, plain=False)


def test_no_colour_means_no_escape() -> None:
    assert PLAIN.alarm("PAGE") == "PAGE"
    assert RICH.alarm("PAGE") == "\x1b[1;31mPAGE\x1b[0m"


def test_output_cannot_move_the_cursor_or_name_the_window() -> None:
    hostile = "a\x1b[2J\x1b[1;1Hb\x1b]0;title\x07c\x1b[31mred\x1b[0m\x07\x00"
    assert PLAIN.safe(hostile) == "abcred^G^@"
    assert RICH.safe(hostile) == "abc\x1b[31mred\x1b[0m^G^@"


@given(st.text())
def test_plain_output_has_no_control_character_but_layout(text: str) -> None:
    assert not any(ord(c) < 32 and c not in "\n\t\r" for c in PLAIN.safe(text))
