"""Cut a text into sentences without cutting ids, paths, host names, decimals or versions."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from incidentgame.scoring.explanation.model import FIELDS, Explanation, Field

_ABBREVIATION: Final = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|no|cf)|^\s*\d{1,2})\.$", re.IGNORECASE)
_END: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)")
_BULLET: Final = re.compile(r"^\s*(?:[-*\u2022+]|\d{1,2}[.)])\s+")
_ARROW: Final = re.compile(r"(?<=\S)[ \t]+(?:->|-->|=>|\u2192)[ \t]+(?=\S)")
"""Between words an arrow is a terse "so"; at the beginning of a line it is part of some printed plan."""
_MAX_SENTENCES: Final = 220


class Sentence(msgspec.Struct, frozen=True):
    """One sentence as written, the field it stands in, and whether it is a list item or question."""

    text: str
    field: Field
    bullet: bool = False

    @property
    def question(self) -> bool:
        """True for a question, which asserts nothing."""
        return self.text.rstrip(" \"')").endswith("?")


def sentences(explanation: Explanation) -> tuple[Sentence, ...]:
    """The first 220 sentences of all fields, free text first, then in the order of the fields."""
    order = sorted(FIELDS, key=lambda name: name != "text")
    found = [sentence for name in order for sentence in split(explanation.part(name), name)]
    return tuple(found[:_MAX_SENTENCES])


def split(text: str, field: Field = "text") -> list[Sentence]:
    """The sentences of one field.  A line that starts like a list item stands alone."""
    found: list[Sentence] = []
    for block, bullet in _blocks(text):
        found.extend(Sentence(piece.strip(), field, bullet) for piece in _pieces(block) if piece.strip())
    return found


def _blocks(text: str) -> list[tuple[str, bool]]:
    """Paragraphs with their wrapped lines joined, and list items one by one."""
    blocks: list[tuple[str, bool]] = []
    fresh = True
    for line in text.split("\n"):
        bare = _BULLET.sub("", line)
        bullet = bare != line
        if not line.strip():
            fresh = True
        elif bullet or fresh or _ends(blocks[-1][0]):
            blocks.append((bare, bullet))
            fresh = False
        else:
            last, was_bullet = blocks[-1]
            blocks[-1] = (f"{last}\n{bare}", was_bullet)
    return blocks


def _ends(text: str) -> bool:
    return bool(_END.search(text[-3:]))


def _pieces(block: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for end in _END.finditer(block):
        piece = block[start : end.end()]
        if _ABBREVIATION.search(piece.rstrip("\"')]")) and end.end() < len(block):
            continue
        pieces.append(piece)
        start = end.end()
    pieces.append(block[start:])
    told = [piece if piece.rstrip(" \"')").endswith("?") else _ARROW.sub("; so ", piece) for piece in pieces]
    return [part for piece in told for part in re.split(r";\s|\n(?=\S+:\s)|\s(?=\d{1,2}\)\s)", piece)]
