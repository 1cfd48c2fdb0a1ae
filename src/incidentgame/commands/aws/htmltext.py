"""The models' documentation (a little HTML) as plain paragraphs and bullets."""

import re
import textwrap
from html.parser import HTMLParser

_WIDTH = 79
_BLOCKS = {"p", "ul", "ol", "li", "dl", "dt", "dd", "note", "important", "h3", "h4", "br"}


def paragraphs(html: str, indent: int) -> str:
    """The text wrapped at 79 columns behind `indent` spaces, a blank line between the blocks."""
    blocks = [_wrapped(block, indent) for block in blocks_of(html)]
    return "\n\n".join(block for block in blocks if block)


def first_sentence(html: str) -> str:
    """The first sentence, for lists of commands."""
    found = blocks_of(html)
    return re.split(r"(?<=[.!?])\s", found[0], maxsplit=1)[0] if found else ""


def blocks_of(html: str) -> list[str]:
    """Each paragraph or bullet (`o …`) as one line."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    reader.flush()
    return reader.blocks


def _wrapped(text: str, indent: int) -> str:
    lead = " " * indent
    hanging = lead + "  " if text.startswith("o ") else lead
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._text: list[str] = []
        self._bullet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag == "li":
            self._bullet = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def flush(self) -> None:
        """End the block that is being read."""
        text = " ".join("".join(self._text).split())
        self._text = []
        if not text:
            return
        self.blocks.append(f"o {text}" if self._bullet else text)
        self._bullet = False
