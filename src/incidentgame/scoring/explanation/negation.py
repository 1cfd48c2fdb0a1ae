"""Negation after NegEx: triggers with a reach, pseudo-negations, double negation, meta-negation.

explanation-grading: negation is worth .07 kappa, and an engine without meta-negation gives full marks
to "It is not true that ..." before every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.clauses import clause_of
from incidentgame.scoring.explanation.terms import NEGATORS

_PSEUDO: Final = re.compile(
    r"\bnot (?:only|just|merely|simply|surprising|surprisingly)\b|\bno (?:doubt|wonder|matter"
    r"|question that)\b"
    r"|\bnot until\b|\bnothing but\b|\bnone other than\b|\bno sooner\b|\bwhy not\b"
    r"|\bnot to mention\b"
    r"|\b(?:not|no longer)\b(?=[^.;,]{0,40}\bbut (?:to|by|at|in|on|from|with|into|only|instead|now)\b)"
)
_FORWARD: Final = re.compile(
    r"(?<![-\w])(?:no|not|never|nobody|nothing|none|neither|nor|without|hardly|unable to|fail(?:s|ed)? to"
    r"|no longer"
    r"|free of|instead of|rather than|ruled? out|exclud(?:e|es|ed)|den(?:y|ies|ied)|far from)\b(?!-)"
)
_BACKWARD: Final = re.compile(
    r"\b(?:(?:is|are|was|were|can be|could be|has been|have been) (?:ruled out|excluded|dismissed"
    r"|false|untrue"
    r"|wrong|impossible|out of the question|not the (?:cause|reason|case|problem)|nonsense|a myth"
    r"|a red herring"
    r"|innocent|unrelated)|had nothing to do with|did not happen|(?:is|was) not (?:true|involved"
    r"|guilty))\b"
)
_META: Final = re.compile(
    r"\b(?:(?:it|that|this) (?:is|was) (?:simply |just |certainly |also |plainly |completely )?"
    r"(?:not (?:true|the case|correct|right|so)|false|untrue|wrong|incorrect|a myth|a lie|nonsense)"
    r"(?: to (?:say|claim|think|believe))?"
    r"|\b(?:i|we|you|one|they) (?:do|does|did|would|could|can) not (?:believe|think|claim|say|agree)(?=\s+\w)"
    r"(?! (?:who|whom|why|when|what|which|where|how|whether|if|more|anything)\b)"
    r"|(?:do|does|did|would|could|can) not (?:mean|accept) that"
    r"|(?:claim|idea|theory|statement|explanation|assumption|it|this|that) (?:do|does|did) not hold"
    r"|(?:nobody|no one|none) (?:should|would|can|could|may) (?:think|believe|say|claim|conclude)"
    r"|there is no (?:truth|evidence|proof|sign|indication)|by no means|in no way"
    r"|under no circumstances"
    r"|contrary to (?:the|what)|i (?:deny|doubt|reject|dispute)|we (?:deny|doubt|reject|dispute)"
    r"|the (?:claim|idea|theory|statement|assumption|notion|opposite"
    r"|suggestion)[^.;]{0,30}? (?:that|of)"
    r"|(?:it would be|it is) (?:a mistake|an error|wrong) to|far from (?:it|the truth)"
    r"|not the case that|untrue that|false that|incorrect that|wrong that|is the opposite of)\b"
)
_DISBELIEF: Final = re.compile(
    r"\b(?:(?:do|does|did|would|could|can) not (?:believe|think)|i (?:doubt|reject)"
    r"|there is no (?:evidence|proof|sign|indication))\b"
)
_BLANKET: Final = re.compile(
    r"\b(?:none of the (?:following|below|statements)|nothing (?:of what follows|that follows"
    r"|below)"
    r"|(?:everything|all|each|every statement)[^.]{0,30}(?:below|following|follows|above)"
    r"[^.]{0,20}(?:false|wrong|untrue|incorrect|not true|lie)"
    r"|(?:the )?opposite (?:of (?:the following|what follows|all this)|holds)"
    r"|(?:do|does) not believe (?:a word|any) of)\b"
)
_DISMISSED_LATER: Final = re.compile(
    r"\b(?:did not believe|so i did not|expect(?:ing|ed)\b.{0,60}\b(?:but|and) found|my first (?:thought"
    r"|idea|guess|suspicion|reflex|theory) (?:was|were)"
    r"|(?:my )?first (?:reflex|thought|idea|guess|suspicion|theory)\b.{0,90}\bbut\b|can (?:also )?mean\b"
    r"|usually means"
    r"|(?:theories|explanations|suspects|candidates) (?:were|was|had been)"
    r"|(?:i|we) dropped (?:that|this|it|the idea)|but (?:that|this|it) (?:is|was|did|turned|would|could)"
    r"|but then we would|would be wasted|could be excluded|turned out (?:not|to be (?:wrong|false))"
    r"|(?:therefore|thus|so|hence) (?:not|out of the question|excluded))\b"
)
_NEGATIVE_WORDS: Final = re.compile(
    r"\b(?:missing|absent|lack\w*|without|gone|removed|none|nothing|no|not|problem\w*|issue\w*"
    r"|trouble\w*"
    r"|error\w*|failure\w*|fault\w*|wrong|difficult\w*|delay\w*|interruption\w*)\b"
)
_NESTED: Final = 20
REACH: Final = 42
"""How many characters a negator reaches forward inside its clause, about seven words."""


@lru_cache(maxsize=4096)
def pseudo_free(text: str) -> str:
    """The text with pseudo-negations blanked out, positions kept."""
    return _PSEUDO.sub(lambda mark: "_" * len(mark.group()), text)


def negated(text: str, start: int, end: int, own: Sequence[tuple[int, int]] = (), reach: int = REACH) -> bool:
    """True when the words at start..end of a plain sentence stand under an odd number of negations.

    Negators inside the spans `own` are part of what is said and do not negate it.
    """
    bare = pseudo_free(text)
    low, high = clause_of(bare, start)
    before = [
        m
        for m in _FORWARD.finditer(bare, low, start)
        if start - m.end() <= reach and not any(a < m.end() and m.start() < b for a, b in own)
    ]
    after = list(_BACKWARD.finditer(bare, end, high))
    return (len(before) + len(after)) % 2 == 1


_LEFT_UNDONE: Final = re.compile(
    r"\b(?:skip(?:s|ped|ping)?|omit(?:s|ted)?|forgot(?:ten)?|forget(?:s)?|lack(?:s|ed|ing)?|miss(?:es"
    r"|ed|ing)?"
    r"|los(?:es|t|ing)|without|nobody|no|not|never|instead of|rather than|stop(?:s|ped)?|can not|unable to"
    r"|prevent(?:s|ed)?|refus(?:es|ed))\b"
)
_UNDONE_REACH: Final = 5


@lru_cache(maxsize=4096)
def undone(text: str) -> tuple[str, ...]:
    """The words that a plain sentence says were not done or not there ("skipped its own build": build)."""
    found: dict[str, None] = {}
    for mark in _LEFT_UNDONE.finditer(text):
        _, high = clause_of(text, mark.start())
        after = re.findall(r"[^\W_]+", text[mark.end() : high])[:_UNDONE_REACH]
        found.update(dict.fromkeys(word for word in after if len(word) > _SHORT))
    return tuple(found)


_SHORT: Final = 3


def cancelled(text: str, end: int) -> bool:
    """True when a negator that ends at `end` only denies a lack or a trouble ("not missing")."""
    bare = pseudo_free(text)
    _, high = clause_of(bare, max(0, end - 1))
    found = _NEGATIVE_WORDS.search(bare, end, min(high, end + 26))
    return found is not None


def is_negator(word: str) -> bool:
    """True when a hit is itself a negating word."""
    first = word.split(" ")[0]
    return first in NEGATORS


def has_negator(words: str) -> bool:
    """True when a negating word is part of a hit ("no targets"): it says what it says, and nothing more."""
    return any(word in NEGATORS for word in words.split())


def meta_negated(text: str) -> bool:
    """True when the sentence as a whole is denied ("It is not true that ...")."""
    marks = list(_META.finditer(pseudo_free(text)))
    doubled = len(marks) == 2 and marks[1].start() - marks[0].end() < _NESTED
    return bool(marks) and not doubled


def disbelieved(text: str) -> bool:
    """True when what is denied is a belief ("I do not think it is the database"), which clears something."""
    return bool(_DISBELIEF.search(text))


def blanket_negation(text: str) -> bool:
    """True when the sentence denies what the others say ("None of the following is true")."""
    return bool(_BLANKET.search(text))


_EXONERATES: Final = re.compile(
    r"\b(?:(?:all|both|is|are|was|were|look(?:s|ed)?|seem(?:s|ed)?) (?:all |also |both |perfectly "
    r"|completely |quite )*"
    r"(?:fine|ok|okay|healthy|normal|idle|green|in (?:perfect |good )?order|good|innocent|unrelated|flat"
    r"|unchanged)"
    r"|(?:do|does|did) not explain|explains? nothing|nothing to do with|out of the question|ruled out"
    r"|can be excluded|crossed off|can be dismissed"
    r"|usual (?:explanations|suspects|causes|reasons))\b"
)


_SOUND: Final = re.compile(
    r"\b(?:is|are|was|were|has been|have been|looks?|looked|seems?|gets?|got)\s+(?:all |also |both "
    r"|perfectly |completely |quite"
    r" |still |indeed |in fact |really |absolutely )*(?:fine|ok|okay|healthy|valid|correct|intact"
    r"|in order|well-formed|sound"
    r"|alright|all right|present|there|in place|unchanged|untouched|as it should be|parsed without"
    r"|processed without"
    r"|working|the same|not (?:broken|missing|gone|removed|changed|involved"
    r"|the (?:cause|problem|reason|explanation)))\b"
    r"|\bstill (?:has|have|there|exists?|in place|works?|present)\b|\b(?:has|have|had) nothing to do with"
    r"|\b(?:nothing|never) (?:is |was |has been )?(?:wrong|happened"
    r"|removed|taken|changed)\b"
)


def sound(text: str, start: int, end: int) -> int | None:
    """Where a clause says of something that it is in order or still there; None when it does not."""
    found = _SOUND.search(text, start, end)
    if found is None or negated(text, found.start(), found.start()):
        return None
    return found.start()


_ACQUITS: Final = re.compile(
    r"\b(?:can|could|may|must|was|were|is|are|has been|have been) (?:also |both |all |safely |thus "
    r"|therefore )*"
    r"(?:be )?(?:crossed off|excluded|ruled out|dismissed|discarded|eliminated|struck off|set aside"
    r"|forgotten)\b"
    r"|\b(?:is|are|was|were) (?:\w+ly )?(?:harmless|innocent|irrelevant|unrelated|a coincidence"
    r"|out of the question"
    r"|not (?:to blame|at fault|guilty|involved|related|relevant|the (?:cause|reason|culprit)))\b"
    r"|\b(?:was|were|has been|have been|had been|is|are) (?:already |long )?(?:back|reset|reverted"
    r"|restored|undone"
    r"|put back|set back|turned off|switched off|rolled back|removed again)\b[\w /-]{0,30}"
    r"\b(?:long )?(?:before|as planned|in time|on time|by then|hours ago|days ago|weeks ago|earlier)\b"
)


def acquits(text: str) -> bool:
    """True when a sentence says of something that it is not to blame, or was in order long before."""
    found = _ACQUITS.search(text)
    return found is not None and not negated(text, found.start(), found.start())


def exonerates(text: str) -> bool:
    """True when a sentence clears what it speaks of ("locks and connections are all fine")."""
    return bool(_EXONERATES.search(text))


def dismissed(text: str) -> bool:
    """True when a sentence brings a thought up only to drop it."""
    return bool(_DISMISSED_LATER.search(text))
