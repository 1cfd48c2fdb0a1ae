"""A field's long lines break between words."""

from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import TransformationInput

from incidentgame.tui.wordwrap import WordWrap, paddings

TEXTS = st.text("ab ", max_size=60)
WIDTHS = st.integers(1, 20)


def padded(text: str, width: int) -> str:
    blanks = paddings(text, width)
    return "".join(" " * blanks.get(at, 0) + character for at, character in enumerate(text))


def test_a_word_goes_to_the_next_row() -> None:
    assert padded("one three", 6) == "one   three"
    assert padded("one two", 7) == "one two"


@given(TEXTS, WIDTHS)
def test_no_word_that_fits_a_row_is_broken(text: str, width: int) -> None:
    shown = padded(text, width)
    rows = [shown[at : at + width] for at in range(0, len(shown), width)]
    words = [word for row in rows for word in row.split()]
    if all(len(word) <= width for word in text.split()):
        assert words == text.split()
    assert "".join(words) == "".join(text.split())


@given(TEXTS, WIDTHS)
def test_the_cursor_comes_back_to_its_character(text: str, width: int) -> None:
    control = BufferControl(Buffer())
    change = WordWrap().apply_transformation(
        TransformationInput(control, Document(text), 0, lambda at: at, [("", text)], width, 5)
    )
    assert "".join(part[1] for part in change.fragments) == padded(text, width)
    for at in range(len(text) + 1):
        assert change.display_to_source(change.source_to_display(at)) == at
