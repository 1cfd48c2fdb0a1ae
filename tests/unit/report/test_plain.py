"""Players' words are fit to print: nothing steers the terminal, nothing turns the text round."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.report.plain import MISSING, one_line, plain, short


@given(st.text(st.characters(), max_size=400))
def test_no_control_character_is_left(text: str) -> None:
    shown = plain(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in shown)
    assert not set(shown) & {"\u202e", "\u202d", "\u2066", "\u200f", "\ufeff"}
    assert plain(shown) == shown


@given(st.text(max_size=400), st.integers(1, 80))
def test_one_line_is_one_line_and_not_longer(text: str, width: int) -> None:
    shown = one_line(text, width)
    assert "\n" not in shown
    assert len(shown) <= width + 2


def test_ordinary_words_stay() -> None:
    for text in ("déjà vu", "日本語", "שלום", "two\nlines", "a `b` <c> & d", "✔ 90 %"):
        assert plain(text) == text


def test_what_steers_a_terminal_is_marked() -> None:
    assert plain("a\x1b[31mred") == f"a{MISSING}[31mred"
    assert plain("user\u202egnp.exe") == "usergnp.exe"
    assert plain("a\r\nb\rc") == "a\nb\nc"


def test_a_megabyte_is_cut_at_once() -> None:
    assert one_line("x" * 1_000_000, 100) == "x" * 100 + " …"
    assert short("x" * 1_000_000, 100) == "x" * 100 + " …"


@pytest.mark.parametrize(
    ("given", "cut"), [("", ""), ("a\nb", "a …"), ("x" * 200, "x" * 96 + " …"), ("  a  ", "a")]
)
def test_quotes_are_cut(given: str, cut: str) -> None:
    assert short(given) == cut
