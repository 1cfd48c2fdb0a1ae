"""How strongly a stretch of text makes a claim: its concept groups, its likeness, and who else it is like.

The weights are a rounded logistic fit on the labelled sets of tests/conformance/grading; leaving out one
incident at a time, claims are found with precision .91 and recall .87 (the word lists knew all of them).
What matters most is being more like this claim than like another one, or like a rival cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from incidentgame.scoring.explanation.cues import BUSINESS, WHO
from incidentgame.scoring.explanation.matching import Match, like, match
from incidentgame.scoring.explanation.numbers import MOST, numbers_in, own_numbers
from incidentgame.scoring.explanation.reading import Stretch
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.rubric import AntiClaim, Claim, ClaimKind, Rubric

MADE: Final = 0.35
"""From here on a claim is made."""
NEAR: Final = -0.2
"""From here on it may be, and a person would have to tell."""
_BASE: Final = -1.7
_OWN_WORDS: Final = 1.75
_IN_ONE_PLACE: Final = 0.95
_LIKE: Final = 4.4
_LIKE_WHEN_FULL: Final = 1.95
_OVER_CLAIMS: Final = 1.95
_OVER_RIVALS: Final = 3.65
_NUMBER: Final = 1.75
"""For each number that the claim alone names."""
_LABELLED: Final = 0.6
"""What a label of the claim's kind ("fix: ...", "later: ...") before the sentence adds."""
_NOBODY_HURT: Final = 1.7
"""What harm loses where nobody is hurt and nothing of the business is named."""
_JOINED: Final[dict[int, float]] = {1: 0.0, 2: -0.45, 3: -1.2}
_KIND: Final[dict[ClaimKind, float]] = {
    "ruled_out": -0.55,
    "unknown": -0.8,
    "prevention": 0.35,
    "mitigation": 1.3,
    "root_cause": 0.0,
    "impact": 0.7,
    "mechanism": -0.25,
    "trigger": -0.6,
}
NO_CAUSE: Final = 1.05
"""What advice loses in a text that names nothing of what happened: it may be advice for anything."""
OTHER_CAUSE: Final = 2.1
"""The same where another cause is asserted: it repairs that one."""
_ALL: Final = _LIKE + _LIKE_WHEN_FULL
_SLACK: Final = 0.15
"""How much more like a claim the middle of a stretch may be than the whole."""
_NOT_QUITE: Final = 0.6
_NOBODY: Final = 0.15
"""The likeness of a neighbour that is not there: rubrics without rivals, or with one claim."""


class Meeting(msgspec.Struct, frozen=True):
    """A claim and a stretch: how they match, and how strongly the one makes the other."""

    match: Match
    strength: float


_FAR: Final = Meeting(Match(0, 1, 0.0, 0, False, False), -9.0)
"""What cannot be near however the words fall is not looked at further."""


def _key(statement: Claim | AntiClaim) -> str:
    return f"{'claim' if isinstance(statement, Claim) else 'anti'}:{statement.id}"


class Table:
    """Every claim and rival against every stretch, worked out once each."""

    def __init__(self, rubric: Rubric, weights: Weights, singles: Iterable[Stretch]) -> None:
        self._singles = {single.numbers[0]: single for single in singles}
        self._rests: dict[tuple[tuple[int, ...], str], float] = {}
        self._rubric, self._weights = rubric, weights
        self._found: dict[tuple[tuple[int, ...], str], Match] = {}
        self._likes: dict[tuple[tuple[int, ...], str], float] = {}
        self._claims = rubric.claims
        numbers = own_numbers(tuple(claim.wordings for claim in rubric.claims))
        self._numbers = {claim.id: own for claim, own in zip(rubric.claims, numbers, strict=True)}
        self._rivals = tuple(anti for anti in rubric.anti_claims if anti.kind == "rival")

    def match(self, statement: Claim | AntiClaim, stretch: Stretch) -> Match:
        """The statement matched with the stretch."""
        key = (stretch.numbers, _key(statement))
        if key not in self._found:
            self._found[key] = match(statement, stretch.text, self._weights)
        return self._found[key]

    def like(self, statement: Claim | AntiClaim, stretch: Stretch) -> float:
        """How like the statement's wordings the whole stretch is, 0 to 1."""
        key = (stretch.numbers, _key(statement))
        if key not in self._likes:
            self._likes[key] = like(statement, stretch.text, self._weights)
        return self._likes[key]

    def meeting(self, claim: Claim, stretch: Stretch) -> Meeting:
        """How strongly the stretch makes the claim."""
        base = _BASE + _KIND.get(claim.kind, 0.0) + _JOINED[len(stretch.numbers)]
        mine = self.like(claim, stretch)
        best = min(self._rest(claim, self._singles[n]) for n in stretch.numbers)
        if claim.kind == "impact" and not (WHO.search(stretch.text) or BUSINESS.search(stretch.text)):
            base -= _NOBODY_HURT
        if stretch.mood == claim.kind:
            base += _LABELLED
        base += _NUMBER * min(MOST, len(self._numbers[claim.id] & numbers_in(stretch.text)))
        if base - best + _ALL * min(1.0, mine + _SLACK) + _OWN_WORDS + _IN_ONE_PLACE < NEAR:
            return _FAR
        found = self.match(claim, stretch)
        value = base - self._rest(claim, self._at(stretch, found.at))
        value += _LIKE * found.like
        if found.full:
            value += _OWN_WORDS * found.own + _IN_ONE_PLACE * found.near + _LIKE_WHEN_FULL * found.like
        return Meeting(found, value)

    def _rivalry(self, rival: AntiClaim, stretch: Stretch) -> float:
        """How much like a rival a sentence is; less where it lacks the rival's concepts."""
        alike = self.like(rival, stretch)
        if alike < _NOBODY:
            return alike * _NOT_QUITE
        found = self.match(rival, stretch)
        return alike if found.full and found.own else alike * _NOT_QUITE

    def _at(self, stretch: Stretch, place: int) -> Stretch:
        """The sentence of a stretch that carries the predicate."""
        return self._singles[stretch.numbers[stretch.text[:place].count(" ; ") % len(stretch.numbers)]]

    def _rest(self, claim: Claim, stretch: Stretch) -> float:
        """What a sentence's likeness to other claims and to rivals takes away."""
        key = (stretch.numbers, _key(claim))
        if key not in self._rests:
            others = max((self.like(c, stretch) for c in self._claims if c is not claim), default=_NOBODY)
            rivals = max((self._rivalry(a, stretch) for a in self._rivals), default=_NOBODY)
            self._rests[key] = _OVER_CLAIMS * others + _OVER_RIVALS * rivals
        return self._rests[key]
