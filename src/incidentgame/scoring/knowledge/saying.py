"""Does an answer say one of the things its card accepts?

Built on the parts of the claim engine: terms, clauses and negation. The thesaurus' equals help to say what
an answer is about; what it says of it (a card's last group) is in the author's own terms. The engine's rules
for whole explanations (acts, moods, shotguns, evidence seen) are not for an answer of a few words to a
question that has been asked. What the question already says need not be repeated.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from incidentgame.scoring.explanation.negation import has_negator, negated
from incidentgame.scoring.explanation.terms import Hit, find_terms
from incidentgame.scoring.explanation.words import content_stems, plain
from incidentgame.scoring.knowledge.cards import Accepted
from incidentgame.scoring.rubric import Groups

Saying = Literal["said", "denied", "near", ""]

_ALONE: Final = 0.6
"""The share of an author's wording that is enough where there are no concept groups."""
_YES_OR_NO: Final = re.compile(r"\A(?:no|nope|not at all|yes|yeah)\b[\s.,;:!-]+")
_TERSE: Final = 14
"""Words up to which an answer may be notes; a longer one of nothing but terms is a heap."""
_HEAP: Final = 0.85


def saying(accepted: Accepted, ask: str, text: str) -> Saying:
    """`said`; `denied` when said in the negative or the contrary; `near` when one group of several lacks.

    A "no" or "yes" at the beginning answers the question and denies nothing of what follows.
    """
    said = plain(text)
    found = _saying(accepted, plain(ask), said)
    rest = _YES_OR_NO.sub("", said)
    return _saying(accepted, plain(ask), rest) if found == "denied" and rest != said else found


def _saying(accepted: Accepted, asked: str, said: str) -> Saying:
    if not said or _is_heap(said) or _repeats(accepted, said, asked):
        return ""
    if _contrary(accepted, said):
        return "denied"
    if not accepted.must:
        return "said" if _covers(accepted, said) >= _ALONE else ""
    groups = _needed(accepted.must, asked)
    *others, last = groups
    found = [*(find_terms(group, said) for group in others), find_terms(last, said, wide=False)]
    absent = sum(1 for hits in found if not hits)
    if absent:
        return "near" if absent == 1 and len(groups) > 1 else ""
    return "said" if _firm(said, found) else "denied"


def _needed(must: Groups, asked: str) -> Groups:
    """The groups the question does not fill itself; the last, which carries the answer, always."""
    return (*(group for group in must[:-1] if not find_terms(group, asked)), *must[-1:])


def _firm(text: str, found: list[list[Hit]]) -> bool:
    """Does the predicate stand somewhere under no negation but its own?"""
    *others, last = found
    own = [(hit.start, hit.end) for hits in others for hit in hits if has_negator(hit.text)]
    return any(has_negator(hit.text) or not negated(text, hit.start, hit.end, own) for hit in last)


def _contrary(accepted: Accepted, text: str) -> bool:
    """One of the author's `deny` phrases, itself not denied."""
    hits = find_terms(accepted.deny, text, wide=False) if accepted.deny else []
    return any(not negated(text, hit.start, hit.end) for hit in hits)


def _repeats(accepted: Accepted, text: str, asked: str) -> bool:
    """Nothing but words of the question, and no term of the answer that the question does not have."""
    if set(content_stems(text)) - set(content_stems(asked)):
        return False
    last = accepted.must[-1:]
    return all(hit.text in asked for group in last for hit in find_terms(group, text, wide=False))


def _is_heap(text: str) -> bool:
    """A long answer without the small words a sentence has."""
    count = len(text.split())
    return count > _TERSE and len(content_stems(text)) > _HEAP * count


def _covers(accepted: Accepted, text: str) -> float:
    """The largest share of one wording's words that the answer has, 0 to 1."""
    own = set(content_stems(text))
    stems = [set(content_stems(plain(wording))) for wording in accepted.wordings]
    return max((len(wanted & own) / len(wanted) for wanted in stems if wanted), default=0.0)
