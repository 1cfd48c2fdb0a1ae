"""How often word classes follow one another in English technical prose.

Rows and columns in the order of `wordclass.CLASSES`; entries are ten times the log ratio of seen to
expected pairs, measured on 7,127 sentences (documentation strings of the Python library and this
project's own prose).  Counts only: no text is kept.
"""

from __future__ import annotations

from typing import Final

from incidentgame.scoring.explanation.wordclass import CLASSES

_TABLE: Final = {
    "D": "-30 -21 -30 -30 -30 -27 -29 -23 -30 -12 -6 -1 7 -10 -1 9 -28",
    "P": "13 -19 -12 5 2 -30 -30 -21 -25 -6 -15 -8 7 -5 5 -1 -21",
    "T": "8 -30 -30 -6 -5 5 -30 -26 -30 -17 12 -15 -9 1 5 1 -26",
    "N": "-30 -7 -3 -27 -16 15 22 -16 -16 1 7 -16 -16 1 -25 0 -6",
    "R": "5 -21 -5 12 -20 9 16 -30 -12 -4 4 0 4 0 -4 -1 -23",
    "A": "4 -13 -9 -16 -14 -15 -30 -30 -17 19 5 22 -8 14 -8 -5 -26",
    "M": "-30 -30 -30 -30 -30 23 -30 -24 -9 19 13 -30 -30 9 -28 -10 -29",
    "C": "4 -8 -12 -1 -6 -7 5 -30 4 10 9 0 3 -3 7 1 -30",
    "S": "11 -20 -30 20 2 -22 -30 -20 -18 6 -9 -2 -2 -12 6 -3 -21",
    "X": "-3 -3 -13 -17 -11 6 -29 -30 -6 -3 9 15 -10 12 -8 0 -8",
    "V": "10 6 11 2 -2 -15 -11 -4 -6 -5 -19 -15 -8 1 -3 -6 0",
    "E": "-18 13 13 -12 2 -18 -16 3 0 -6 -14 -24 -5 7 -12 -6 6",
    "G": "3 4 9 2 3 -5 -6 4 -7 -24 -9 -17 -2 -13 -6 -1 1",
    "L": "-5 0 6 -10 4 -2 -21 -9 -4 4 7 13 6 2 -17 -4 4",
    "#": "-15 -5 -3 -9 -5 4 2 7 2 -13 -7 -12 -7 -19 4 -5 11",
    "W": "-10 6 5 -10 4 4 5 4 -2 -11 -7 -9 -2 -5 -6 -2 6",
    ".": "1 -5 -11 11 5 -16 -9 9 14 -3 8 -11 -2 3 8 -4 -3",
}
_SCORES: Final = {
    first + second: int(score)
    for first, row in _TABLE.items()
    for second, score in zip(CLASSES, row.split(), strict=True)
}


def order_score(classes: str) -> int:
    """How well a sentence's word classes follow one another; higher is more like a sentence."""
    framed = f".{classes}."
    return sum(_SCORES[framed[i : i + 2]] for i in range(len(framed) - 1))
