"""Stuffing: one sentence that strings together the words of many claims states none of them."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from incidentgame.scoring.explanation.model import ClaimVerdict
from incidentgame.scoring.explanation.words import plain, words

MANY: Final = 5
WORDS_PER_CLAIM: Final = 14
"""A sentence that makes so many claims needs about this many words for each."""


def without_stuffed(claims: tuple[ClaimVerdict, ...]) -> tuple[tuple[ClaimVerdict, ...], bool]:
    """The claims again, those taken away that rest on a stuffed sentence; and whether there were any."""
    held: dict[str, int] = {}
    for claim in claims:
        if claim.credit > 0:
            held[claim.sentence] = held.get(claim.sentence, 0) + 1
    stuffed = {sentence for sentence, count in held.items() if _stuffed(sentence, count)}
    return tuple(_without(claim, stuffed) for claim in claims), bool(stuffed)


def _stuffed(sentence: str, claims: int) -> bool:
    return claims >= MANY and len(words(plain(sentence))) < WORDS_PER_CLAIM * claims


def _without(claim: ClaimVerdict, stuffed: set[str]) -> ClaimVerdict:
    if claim.sentence not in stuffed or not claim.credit:
        return claim
    return replace(claim, state="missing", reason="one sentence strings together many claims' words")
