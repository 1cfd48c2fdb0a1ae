"""Causal direction: which part of a sentence is said to cause which."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.rubric import Edge

_EFFECT_FIRST: Final = re.compile(
    r"\b(?:(?:because of|due to)(?! (?:that|this|it|these|those|which|them)\b)|because(?! of)|caused by"
    r"|as a result of|owing to|thanks to|triggered by"
    r"|comes? from|came from|(?:is|was|are|were|being) (?:only |just |merely )?(?:a |the )?(?:consequence"
    r"|result|symptom|effect"
    r"|product|side effect)s? of|stems? from|(?:in response to|in reaction to"
    r"|as a reaction to)(?! (?:that|this|it|these|those|which|them)\b)"
    r"|(?:is|was|were) (?:only |just )?(?:a |the |our )?(?:reaction|response|answer) to|follow(?:s"
    r"|ed) from)\b"
)
_CAUSE_FIRST: Final = re.compile(
    r"(?:->|=>|\u2192|\b(?:so|therefore|thus|hence|thereby|consequently|as a result"
    r"|which (?:makes?|made|caused|causes|leads?|led)"
    r"|(?:because of|due to|owing to|as a (?:reaction|response|result|consequence) (?:to|of)"
    r"|in (?:response|reaction) to|after)"
    r" (?:that|this|it|these|those|which|them)\b(?: \w+(?= \w+(?:-\w+)* (?:took|was|were|\w+ed)\b))?"
    r"|(?:this|which) is why|for (?:this|that) reason"
    r"|leads? to|led to|caus(?:es|ed|ing)|mak(?:es|ing)|made|results? in|resulted in|that is why"
    r"|and then|forc(?:es|ed|ing)"
    r"|trigger(?:s|ed|ing)?|brings? about)\b)"
)


_PRONOUN: Final = re.compile(r"\s*(?:that|this|it|these|those|which|the latter)?\s*")


def parts(text: str) -> list[tuple[str, str]]:
    """(cause, effect) pairs a plain sentence asserts, or two joined by " ; "; empty when it asserts none.

    "Because of that" at the beginning of a sentence points at the sentence before.
    """
    found: list[tuple[str, str]] = []
    before = ""
    for sentence in text.split(" ; "):
        for cause, effect in _parts(sentence):
            found.append((before if _PRONOUN.fullmatch(cause) else cause, effect))
        before = sentence
    return [pair for pair in found if pair[0].strip()]


def _parts(text: str) -> list[tuple[str, str]]:
    """(cause, effect) pairs of one sentence; an empty cause or a pronoun is what was said before."""
    stripped = text.lstrip(" ")
    opening = _EFFECT_FIRST.match(re.sub(r"^(?:and|but|so)\s+", "", stripped))
    if opening:
        body = re.sub(r"^(?:and|but|so)\s+", "", stripped)[opening.end() :]
        cause, comma, effect = body.partition(",")
        if not comma:
            cause, effect = _halves(body)
        return [(cause, effect)]
    found = [(text[: m.start()], text[m.end() :]) for m in _CAUSE_FIRST.finditer(text)]
    return found + [(text[m.end() :], text[: m.start()]) for m in _EFFECT_FIRST.finditer(text)]


def _halves(body: str) -> tuple[str, str]:
    """`Because of the 503 the rule ...` has no comma: cut at the next article, else after four words."""
    tokens = body.split()
    for i, token in enumerate(tokens[2:], start=2):
        if token in ("the", "a", "an", "this", "our", "its"):
            return " ".join(tokens[:i]), " ".join(tokens[i:])
    return " ".join(tokens[:4]), " ".join(tokens[4:])


_OUTRIGHT: Final = re.compile(
    r"\b(?:only|just|merely|simply|nothing but|rather) (?:a |an |the |its )?(?:late )?(?:consequence"
    r"|result|symptom"
    r"|reaction|effect|side effect|response|aftermath)\b|\bcame first\b"
    r"|\bnot the other way (?:a?round|about)\b|\bnot vice versa\b"
)


def calls_it_a_consequence(text: str, place: int) -> bool:
    """True when a sentence says outright that what stands at a place is only a consequence of the rest."""
    mark = _OUTRIGHT.search(text)
    return mark is not None and place < mark.end()


def runs_backwards(edge: Edge, text: str) -> bool:
    """True when every pair the sentence asserts has the edge's effect as cause of its cause."""
    pairs = parts(text)
    verdicts = [_direction(edge, cause, effect) for cause, effect in pairs]
    told = [verdict for verdict in verdicts if verdict != 0]
    return bool(told) and all(verdict < 0 for verdict in told)


def _direction(edge: Edge, cause: str, effect: str) -> int:
    """1 along the edge, -1 against it, 0 not telling."""
    along = _has(edge.cause, cause) + _has(edge.effect, effect)
    against = _has(edge.effect, cause) + _has(edge.cause, effect)
    if along == against:
        return 0
    if against == 2:
        return -1
    return 1 if along == 2 else 0


def _has(terms: tuple[str, ...], text: str) -> int:
    return int(bool(find_terms(terms, text, wide=False)))
