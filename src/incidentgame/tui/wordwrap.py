"""Long lines of a text field break between words: the display is padded, the text stays as it was typed."""

import re

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.utils import get_cwidth

_WORD = re.compile(r"\S+")


def paddings(text: str, width: int) -> dict[int, int]:
    """How many blanks go before the word at an index, so that no word that fits a row is broken.

    A word wider than a row is left to break, and a word that fits where it stands needs no blanks.
    """
    blanks: dict[int, int] = {}
    added = 0
    for word in _WORD.finditer(text):
        column = (get_cwidth(text[: word.start()]) + added) % width
        wide = get_cwidth(word.group())
        if column and column + wide > width >= wide:
            blanks[word.start()] = width - column
            added += width - column
    return blanks


class WordWrap(Processor):
    """Pads a line of a `BufferControl`; the cursor moves over the text, not over the blanks."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The padded fragments, with where each character went and where it came from."""
        given = transformation_input
        cells = explode_text_fragments(given.fragments)
        blanks = paddings("".join(cell[1] for cell in cells), max(1, given.width))
        shown: StyleAndTextTuples = []
        places: list[int] = []
        origins: list[int] = []
        for index, cell in enumerate(cells):
            padding = blanks.get(index, 0)
            shown += [("", " ")] * padding
            origins += [index] * padding
            places.append(len(shown))
            shown.append(cell)
            origins.append(index)
        end, wide = len(cells), len(shown)
        return Transformation(
            shown,
            source_to_display=lambda at: places[at] if at < end else wide + at - end,
            display_to_source=lambda at: origins[at] if at < wide else end + at - wide,
        )
