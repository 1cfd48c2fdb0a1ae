"""What one answer is worth, held against its card."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.knowledge.cards import LETTERS, Card
from incidentgame.scoring.knowledge.saying import saying

Verdict = Literal["right", "partly", "wrong", "unknown"]

LOOK_POINTS: Final = 0.5
"""For not knowing, and naming a sensible place to look."""
UNKNOWN_POINTS: Final = 0.25
"""For not knowing, and saying so."""
_MOST: Final = 4_000
_POINTS: Final[dict[Verdict, float]] = {"right": 1.0, "partly": 0.5, "wrong": 0.0}

_UNKNOWING: Final = re.compile(
    r"\b(?:(?:do not|don't|dont|didn't|did not|can't|cannot|can not|couldn't|could not) "
    r"(?:really |actually |yet )?(?:know|say|tell|remember|recall)"
    r"|no (?:idea|clue)|not (?:sure|certain)|idk|dunno|unsure"
    r"|never (?:used|seen|heard|touched|worked)|not familiar)\b"
)
_LOOKING: Final = re.compile(
    r"\b(?:would|i'd|i'll|should|have to|need to) (?:first |have to |need to |go and |then )?"
    r"(?:look|check|read|ask|search|find|test|try|see|open|measure|google)\b[^.;!?\n]*",
    re.IGNORECASE,
)
_READING: Final = (
    "documentation",
    "docs",
    "manual",
    "man page",
    "man pages",
    "developer guide",
    "user guide",
    "rfc",
)
"""Where anything can be looked up."""
_LETTER: Final = re.compile(r"\(?([a-z])[).:]?\Z")


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is worth, 0 to 1. `chosen` is the index of the option chosen, if one was."""

    verdict: Verdict
    points: float
    chosen: int | None = None


def judge(card: Card, text: str) -> Judgement | None:
    """Judge an answer; None when it is none: not one of the options, or a letter where there are none."""
    text = text.strip()[:_MOST]
    if card.options:
        return _choice(card, text)
    return None if _LETTER.match(_bare(text)) else _free(card, text)


def chosen(card: Card, text: str) -> int | None:
    """The index of the option a text means: its letter, or its own words."""
    said = _bare(text)
    letter = _LETTER.match(said)
    if letter:
        index = LETTERS.find(letter.group(1))
        return index if 0 <= index < len(card.options) else None
    words = [_bare(option) for option in card.options]
    return words.index(said) if said in words else None


def _bare(text: str) -> str:
    return " ".join(text.lower().strip(" \t\n\"'.").split())


def _choice(card: Card, text: str) -> Judgement | None:
    index = chosen(card, text)
    if index is not None:
        verdict: Verdict = "right" if index == card.right else "wrong"
        return Judgement(verdict=verdict, points=_POINTS[verdict], chosen=index)
    return _unknown(card, plain(text)) if _admits(plain(text)) else None


def _free(card: Card, text: str) -> Judgement:
    said, admits = plain(text), _admits(plain(text))
    verdict = _verdict(card, _LOOKING.sub("", text))
    if admits and verdict != "right":
        return _unknown(card, said)
    if verdict == "right" and _UNKNOWING.search(said) and " but " not in f" {said} ":
        verdict = "partly"  # named among what one does not know
    return Judgement(verdict=verdict, points=_POINTS[verdict])


def _admits(said: str) -> bool:
    return bool(_UNKNOWING.search(said) or _LOOKING.search(said))


def _unknown(card: Card, said: str) -> Judgement:
    place = bool(find_terms((*card.look, *_READING), said))
    return Judgement(verdict="unknown", points=LOOK_POINTS if place else UNKNOWN_POINTS)


def _verdict(card: Card, text: str) -> Verdict:
    said = [saying(one, card.ask, text) for one in card.accept]
    if "said" in said:
        return "right"
    if "denied" in said:
        return "wrong"
    half = [saying(one, card.ask, text) for one in card.partly]
    return "partly" if "said" in half or "near" in said else "wrong"


def right_wordings(card: Card) -> Iterable[str]:
    """Every wording the card's author holds to be right."""
    for accepted in card.accept:
        yield from accepted.wordings


def given_away(card: Card) -> Iterable[str]:
    """Words of the question that alone would carry an answer."""
    asked = plain(card.ask)
    for accepted in card.accept:
        for group in accepted.must[-1:]:
            yield from (hit.text for hit in find_terms(group, asked, wide=False))
