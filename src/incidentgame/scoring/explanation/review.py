"""When a person decides: a cause that is close, a rival beside much that is right, prose in other words.

A good answer must not fail unread.  Metaphors and stories share hardly a word with the rubric; what tells
them from wrong, vague and generic answers is that they assert no rival, do not hedge, and report rather
than advise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.acts import advises
from incidentgame.scoring.explanation.entities import Familiar
from incidentgame.scoring.explanation.facts import Facts
from incidentgame.scoring.explanation.hedging import hedges_in
from incidentgame.scoring.explanation.model import Flag, SentenceVerdict, State
from incidentgame.scoring.explanation.words import content_stems, plain

COVERAGE: Final = 0.6
_UNREAD_FROM: Final = 0.2
_UNREAD_TO: Final = 0.5
_UNREAD_WORDS: Final = 7
_UNREAD_TEXT: Final = 55
_UNREAD_ROLES: Final = ("plain", "unsupported", "not_understood")
_OTHER_WORDS: Final = 0.64
"""Share of a text's content words that nothing in the case uses, from which it is told in other words."""
_STORY: Final = 65
"""A story told in other words has at least this many words."""
_HEDGES: Final = 1
_SPOILED: Final[tuple[Flag, ...]] = ("shotgun", "meta_negation", "rival")
_REFUSED: Final[tuple[State, ...]] = ("denied", "contradicted")
_SETTLED: Final[tuple[State, ...]] = ("denied", "contradicted", "reversed", "hedged")


def needs_review(facts: Facts, coverage: float) -> bool:
    """A rival asserted beside much that is right, or a cause not understood: a person decides."""
    if facts.shotgun or facts.explanation.empty:
        return False
    roots = facts.of_kind("root_cause")
    if facts.backwards or (facts.firm_rivals and any(v.state in _REFUSED for v in roots)):
        return False  # it says plainly what is not so
    if facts.firm_rivals and coverage >= COVERAGE:
        return True
    return any(verdict.state == "review" for verdict in roots) or (
        any(verdict.state == "contradicted" for verdict in roots) and coverage >= 0.4
    )


def much_unread(facts: Facts, coverage: float, told: Sequence[SentenceVerdict]) -> bool:
    """A long text that says some of it plainly and much that was not recognised: perhaps in other words."""
    if facts.flags or facts.firm_rivals or not _UNREAD_FROM <= coverage < _UNREAD_TO:
        return False
    lengths = [(len(v.text.split()), v.role) for v in told if v.role != "set_aside"]
    total = sum(length for length, _ in lengths)
    unread = sum(length for length, role in lengths if role in _UNREAD_ROLES and length >= _UNREAD_WORDS)
    return total >= _UNREAD_TEXT and unread * 5 >= total * 2


def in_other_words(facts: Facts, coverage: float, known: Familiar) -> bool:
    """Connected prose that touches the case and says nearly all of it in words of its own."""
    if not coverage or coverage >= COVERAGE or facts.firm_rivals or set(facts.flags) & set(_SPOILED):
        return False
    if any(verdict.state in _SETTLED for verdict in facts.of_kind("root_cause")):
        return False
    sentences = [sentence for sentence in facts.prose.split(" . ") if sentence]
    stems = set(content_stems(facts.prose))
    other = len(stems - _stems(known.text))
    advice = sum(advises(sentence) for sentence in sentences)
    return (
        len(facts.prose.split()) >= _STORY
        and other >= _OTHER_WORDS * len(stems)
        and hedges_in(facts.prose) <= _HEDGES
        and advice * 3 <= len(sentences)
    )


@lru_cache(maxsize=64)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(plain(text)))
