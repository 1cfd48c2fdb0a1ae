"""One claim against one stretch of text: which concept groups are there, how like, where it turns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from incidentgame.scoring.explanation.clauses import clause_of
from incidentgame.scoring.explanation.negation import cancelled, has_negator, is_negator, negated, undone
from incidentgame.scoring.explanation.similarity import Weights, likeness, units
from incidentgame.scoring.explanation.terms import Hit, find_terms
from incidentgame.scoring.explanation.thesaurus import known_stems, meanings
from incidentgame.scoring.explanation.words import plain, stem
from incidentgame.scoring.rubric import AntiClaim, Claim

NEAR: Final = 45
_WINDOW: Final = 80
OBJECT_REACH: Final = 12
BESIDE: Final = 28


class Match(msgspec.Struct, frozen=True):
    """How one stretch of text meets one statement.

    `groups` of `of` concept groups were found; `at` is where the predicate stands; `near` when it
    stands in one clause with the other groups, at most 45 characters off; `denied` when every place
    where the predicate stands is under a negation.
    """

    groups: int
    of: int
    like: float
    at: int
    near: bool
    denied: bool
    own: bool = False
    """Every group is there in the author's own words, not only in words of the same meaning."""

    @property
    def full(self) -> bool:
        """True when every concept group is present."""
        return self.groups == self.of


def match(statement: Claim | AntiClaim, text: str, weights: Weights) -> Match:
    """Match a statement of the rubric with a plain sentence or two joined."""
    alike = like(statement, text, weights)
    if not statement.must:
        return Match(0, 0, alike, 0, True, False, own=True)
    found = _distinct([find_terms(group, text) for group in statement.must])
    present = sum(1 for hits in found if hits)
    turns = getattr(statement, "kind", "") != "impact"
    chosen, denied = _chosen(found, text, _polarity(statement), turns=turns)
    place = chosen[-1].start if found[-1] else 0
    gap = _gap(place, found[:-1], text)
    if present == len(found) and gap is not None:
        low, high = max(0, place - _WINDOW), place + _WINDOW
        alike = max(alike, like(statement, _whole_words(text, low, high), weights))
    own = present == len(found) and all(find_terms(group, text, wide=False) for group in statement.must)
    return Match(present, len(found), alike, place, gap is not None and gap <= NEAR, denied, own)


def _distinct(found: list[list[Hit]]) -> list[list[Hit]]:
    """One word does not fill two groups: the last group loses hits that are another group's only ones."""
    *others, last = found
    taken = [hits[0] for hits in others if len({(h.start, h.end) for h in hits}) == 1]
    free = [h for h in last if not any(t.start <= h.start and h.end <= t.end for t in taken)]
    return [*others, free]


def like(statement: Claim | AntiClaim, text: str, weights: Weights) -> float:
    """How like one of the statement's wordings a plain text is, 0 to 1."""
    own = units(text)
    total = weights.total(own.stems)
    said = [units(wording) for wording in statement.wordings]
    return max(likeness(own, one, weights, (total, weights.total(one.stems))) for one in said)


def _whole_words(text: str, low: int, high: int) -> str:
    """The text around a place, cut at spaces."""
    start = text.find(" ", low) if low else 0
    end = text.rfind(" ", 0, high) if high < len(text) else len(text)
    return text[max(0, start) : max(start, end)]


Polarity = Mapping[str, frozenset[bool]]


@lru_cache(maxsize=2048)
def _polarity(statement: Claim | AntiClaim) -> Polarity:
    """Whether the author says each predicate in the negative ("cannot parse"), in the positive, or both."""
    found: dict[str, set[bool]] = {}
    for wording in statement.wordings:
        text = plain(wording)
        for hit in find_terms(statement.must[-1], text, wide=False):
            if not is_negator(hit.text) and not has_negator(hit.text):
                found.setdefault(_root(hit.text), set()).add(negated(text, hit.start, hit.end))
        for word in undone(text):
            found.setdefault(_root(word), {False}).add(True)
    return {term: frozenset(values) for term, values in found.items()}


def _root(text: str) -> str:
    return stem(text.split(" ")[-1])[:5]


def _meant(hit: Hit, polarity: Polarity) -> frozenset[bool]:
    """The polarities the author gave a predicate or, where it is not theirs, the words it stands for."""
    own = polarity.get(_root(hit.text))
    if own is not None:
        return own
    senses = frozenset(meanings(stem(hit.text.split(" ")[-1])))
    alike = [found for term, found in polarity.items() if senses & _senses(term)]
    return frozenset().union(*alike) if alike else frozenset({False})


@lru_cache(maxsize=4096)
def _senses(root: str) -> frozenset[int]:
    return frozenset(number for word in known_stems() if word[:5] == root for number in meanings(word))


def _as_meant(hit: Hit, text: str, parts: list[tuple[int, int]], polarity: Polarity) -> bool:
    """The predicate stands in the polarity the author gave it; one of the player's own is meant as it is."""
    return negated(text, hit.start, hit.end, parts) in _meant(hit, polarity)


def _chosen(found: list[list[Hit]], text: str, polarity: Polarity, *, turns: bool) -> tuple[list[Hit], bool]:
    """One hit per group that is present, near to each other, and whether what they say is negated.

    `turns`: a negator before another group turns the statement too.  Not so for harm: "could not buy for
    20 minutes" is what was suffered, and denies nothing.
    """
    *others, last = found
    hits = [hit for hit in last if not _only_cancels(hit, text, others, polarity)]
    if not hits:
        return last[:1], bool(last)
    parts = [(o.start, o.end) for group in others for o in group if has_negator(o.text)]
    firm = [h for h in hits if is_negator(h.text) or _as_meant(h, text, parts, polarity)]
    predicate = _nearest(firm or hits, others)
    chosen = [min(g, key=lambda h: (abs(h.start - predicate.start), h.start)) for g in others if g]
    meant = _meant(predicate, polarity)
    return [*chosen, predicate], not firm or (
        turns and meant == {False} and _turned(predicate, chosen, text, polarity)
    )


def _turned(predicate: Hit, others: list[Hit], text: str, polarity: Polarity) -> bool:
    """A negator right before another group's hit turns the statement ("does not run every ..."), except
    where the author denies that word too ("skipped its own build": "no build")."""
    if is_negator(predicate.text):
        return False
    own = [(hit.start, hit.end) for hit in (*others, predicate)]
    told = [hit for hit in others if True not in polarity.get(_root(hit.text), ())]
    return any(negated(text, hit.start, hit.end, own, OBJECT_REACH) for hit in told)


def _only_cancels(hit: Hit, text: str, others: list[list[Hit]], polarity: Polarity) -> bool:
    """`not` in "is not missing", or a `no` in a clause with nothing of what it should deny.

    What the author says was left undone ("nobody set it back") is meant so: "never set back".
    """
    if not is_negator(hit.text):
        return False
    following = re.match(r"\W*([^\W_]+)", text[hit.end :])
    if following and True in polarity.get(_root(following.group(1)), ()):
        return False
    low, high = clause_of(text, hit.start)
    bare = " " not in hit.text
    apart = bare and not any(low <= o.start < high for group in others for o in group)
    return apart or cancelled(text, hit.end)


def _nearest(hits: list[Hit], others: list[list[Hit]]) -> Hit:
    """The predicate hit nearest to a hit of another group: its clause decides about hedging."""
    anchors = [hit.start for group in others for hit in group]
    if not anchors:
        return hits[0]
    return min(hits, key=lambda hit: (min(abs(hit.start - a) for a in anchors), hit.start))


def _gap(place: int, others: list[list[Hit]], text: str) -> int | None:
    """Characters between the predicate and the farthest other group, in its clause or right beside it."""
    low, high = clause_of(text, place)
    gaps = []
    for hits in others:
        inside = [
            abs(hit.start - place)
            for hit in hits
            if low <= hit.start < high or abs(hit.start - place) <= BESIDE
        ]
        if not inside:
            return None
        gaps.append(min(inside))
    return max(gaps, default=0)
