"""Hedging: words that make a statement a guess.  "I think" is politeness, not a hedge."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation.clauses import clause_of

_HEDGE: Final = re.compile(
    r"\b(?:maybe|perhaps|possibl[ey]|potential(?:ly)?|might|may(?! \d)|probably|presumably"
    r"|supposedly|likely|apparently"
    r"|i guess|my guess|we guess|i suspect|we suspect|i assume|we assume|suspicion|hypothes[ie]s"
    r"|speculat\w+"
    r"|not sure|unsure|uncertain|could (?:be|have|also|well)|can be one|seems?|seemed|appears? to"
    r"|appeared to"
    r"|one of (?:them|these|those|the following)|some of (?:them|these)|either|or something"
    r"|in theory|if)\b"
)


def hedges_in(text: str) -> int:
    """How many hedges a plain text has."""
    return len(_HEDGE.findall(text))


def hedged(text: str, position: int) -> bool:
    """True when the clause around a position of a plain sentence, or the sentence's start, is hedged."""
    low, high = clause_of(text, position)
    return bool(_HEDGE.search(text, low, high)) or bool(_HEDGE.match(text))
