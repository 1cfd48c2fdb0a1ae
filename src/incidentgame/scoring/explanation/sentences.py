"""Cut a text into sentences without cutting ids, paths, host names, decimals or versions."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from incidentgame.scoring.explanation.model import FIELDS, Explanation, Field

_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|no|cf|acc|incl|resp|sec|max|fig|aka|w\.r\.t)|^\s*\d{1,2})\.$",
    re.IGNORECASE,
)
_END: Final = re.compile(r"(?<=\S)[.!?]+[\"')\]]*(?=\s|$)")
_BULLET: Final = re.compile(r"^\s*(?:[-*\u2022+](?!>)|\d{1,2}[.)])\s+")
_ARROW: Final = re.compile(r"(?<=\S)[ \t]+(?:->|-->|=>|\u2192|\u21d2)[ \t]+(?=\S)")
"""Between words an arrow is a terse "so"."""
_LEADING_ARROW: Final = re.compile(r"^\s*(?:->|-->|=>|\u2192|\u21d2)\s*(?=\w)")
_LABELLED: Final = re.compile(r"^\s*[A-Za-z][\w' ]{0,24}:\s")
_WRAPPED: Final = 56
"""A line this long that is followed by another was wrapped; a shorter one is a note of its own."""
_RAGGED: Final = 16
"""Lines of wrapped prose are equally long to about this many characters; notes are not."""
_SCRAPS: Final = 25
"""Lines that are shorter than this on the whole are notes too, however even."""
_CUT: Final = re.compile(r";\s|\n(?=\S+:\s)|\s(?=\d{1,2}\)\s)")
MAX_SENTENCES: Final = 220


class Sentence(msgspec.Struct, frozen=True):
    """One sentence as written, the field it stands in, and whether it is a list item or question."""

    text: str
    field: Field
    bullet: bool = False
    so: bool = False
    """It follows an arrow: what was said before leads to it."""
    paragraph: int = 0
    """Which paragraph of its field it stands in."""

    @property
    def question(self) -> bool:
        """True for a question, which asserts nothing; notes put the mark in front."""
        return self.text.rstrip(" \"')").endswith("?") or self.text.startswith("?")


def sentences(explanation: Explanation) -> tuple[Sentence, ...]:
    """The first 220 sentences of all fields, free text first, then in the order of the fields."""
    order = sorted(FIELDS, key=lambda name: name != "text")
    found = [sentence for name in order for sentence in split(explanation.part(name), name)]
    return tuple(found[:MAX_SENTENCES])


def split(text: str, field: Field = "text") -> list[Sentence]:
    """The sentences of one field.  A line that starts like a list item stands alone."""
    found: list[Sentence] = []
    for number, lines in enumerate(_paragraphs(text)):
        for block, bullet, so in _blocks(lines):
            for piece, after_arrow in _pieces(block):
                if piece.strip():
                    found.append(Sentence(piece.strip(), field, bullet, so or after_arrow, number))
                    so = False
    return found


def _blocks(lines: list[str]) -> list[tuple[str, bool, bool]]:
    """A paragraph with its wrapped lines joined, list items and notes one by one; each with whether it is
    a list item and whether an arrow leads to it."""
    blocks: list[tuple[str, bool, bool]] = []
    notes = _are_notes(lines)
    for i, line in enumerate(lines):
        led = _LEADING_ARROW.sub("", line)
        bare = led if led != line else _BULLET.sub("", line)
        if bare != line or notes or i == 0 or _ends(blocks[-1][0]) or _own_note(line, lines[i - 1]):
            blocks.append((bare, led == line and bare != line, led != line))
        else:
            last, was_bullet, so = blocks[-1]
            blocks[-1] = (f"{last}\n{bare}", was_bullet, so)
    return blocks


def _paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; empty lines stand between paragraphs."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _are_notes(lines: list[str]) -> bool:
    """Lines of very different length, most without a full stop, are notes and not wrapped prose."""
    if len(lines) < 3:
        return False
    widths = [len(line.rstrip()) for line in lines[:-1]]
    if sum(widths) < _SCRAPS * len(widths):
        return True
    stopped = sum(line.rstrip()[-1:] in ".!?,;" for line in lines)
    return max(widths) - min(widths) >= _RAGGED and stopped * 3 <= len(lines)


def _own_note(line: str, before: str) -> bool:
    """A line that goes on in small letters continues the one before; after a short one, a capital, a number
    or a label begins a note of its own."""
    first = line.lstrip()[:1]
    if _LABELLED.match(line) or first in "?!":
        return True
    return len(before.rstrip()) < _WRAPPED and not first.islower()


def _ends(text: str) -> bool:
    return bool(_END.search(text[-3:]))


def _steps(piece: str) -> list[str]:
    """Cut at the arrows that mean "so"; `900 -> 300` is a change of a value and stays whole."""
    steps: list[str] = []
    start = 0
    for arrow in _ARROW.finditer(piece):
        if not (piece[: arrow.start()][-1:].isdigit() and piece[arrow.end() :].lstrip(".$")[:1].isdigit()):
            steps.append(piece[start : arrow.start()])
            start = arrow.end()
    return [*steps, piece[start:]]


def _pieces(block: str) -> list[tuple[str, bool]]:
    """The sentences of a block as written, and whether an arrow stands before each."""
    pieces: list[str] = []
    start = 0
    for end in _END.finditer(block):
        piece = block[start : end.end()]
        if _ABBREVIATION.search(piece.rstrip("\"')]")) and end.end() < len(block):
            continue
        pieces.append(piece)
        start = end.end()
    pieces.append(block[start:])
    found: list[tuple[str, bool]] = []
    for piece in pieces:
        asks = piece.rstrip(" \"')").endswith("?")
        steps = [piece] if asks else _steps(piece)
        for i, step in enumerate(steps):
            found += [(part, i > 0 and j == 0) for j, part in enumerate(_CUT.split(step))]
    return found
