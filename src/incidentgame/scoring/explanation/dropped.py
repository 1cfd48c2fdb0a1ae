"""Thoughts brought up only to be dropped: first suspicions, theories that did not hold, red herrings.

A post-mortem tells how it was found.  "My first suspicion was a broken drive" asserts no broken drive, and
says nothing against the cause either.
"""

from __future__ import annotations

import re
from typing import Final

_THOUGHT: Final = (
    r"(?:thoughts?|ideas?|guess(?:es)?|suspicions?|theor(?:y|ies)|reflex(?:es)?|hunch(?:es)?|suspects?"
    r"|assumptions?|instincts?|hypothes[ie]s|candidates?|impressions?|beliefs?|accusations?)"
)
_ONCE: Final = re.compile(
    rf"\b(?:first|next|second|third|initial|early|earlier|original|obvious|other|natural)\s+{_THOUGHT}\b"
    rf"|\b{_THOUGHT} (?:(?:in|of) (?:the|my|our) \w+ )?(?:was|were|had been) (?:that|the|a|an|on|of|about)\b"
    r"|\b(?:was|were|had been|been|felt) (?:\w+ly )?(?:convinced|certain|sure|tempted|inclined)\b"
    r"|\b(?:at first|initially|originally|in the beginning|for a (?:while|moment|time)|first),? "
    r"(?:\w+ ){0,3}?(?:thought|believed|suspected|assumed|blamed|guessed|looked|took|went|chased|feared"
    r"|bet)\b"
    r"|\b(?:i|we|everybody|everyone|people|somebody|someone|most of us|they) (?:\w+ )?"
    r"(?:first |at first |initially |originally |had )(?:thought|believed|suspected|assumed|blamed|guessed)\b"
    r"|\b(?:wasted|lost|spent) [\w ]{1,40}(?:on|with|convinced|chasing|looking|blaming|suspecting)\b"
)
_NOT_IT: Final = re.compile(
    r"\b(?:that|this|it|which) (?:is|was) not it\b|\b(?:is|was|are|were) not (?:it|the case)\b(?! that)"
    r"|\bred herrings?\b|\bturned out (?:to be )?(?:\w+ )?(?:innocent|fine|healthy|unrelated|wrong"
    r"|false|a dead end"
    r"|not to|nothing|harmless|clean|ok)\b|\bdead ends?\b|\bfalse (?:lead|trail|alarm|track|scent)\b"
    r"|\bwrong (?:track|trail|tree|lead)\b|\b(?:did|does|do) not hold(?: up| water)?\b"
)
_LOOKED: Final = re.compile(
    r"\b(?:it|this|that|everything|all) (?:first |at first )?(?:looked|seemed|sounded|smelled"
    r"|smelt) (?:\w+ )?"
    r"(?:like|as if|as though)\b"
    r"|\beasy to (?:blame|suspect|mistake)\b|\btempting to\b"
)
_TURN: Final = re.compile(r"\b(?:but|until|however|instead|actually|in fact|in reality|yet)\b")


def dropped(text: str, place: int) -> bool:
    """True when what stands at a place of a plain sentence was thought once, or is said not to be it."""
    return once_thought(text, place) or bool(_NOT_IT.search(text) or _LOOKED.search(text))


def once_thought(text: str, place: int) -> bool:
    """True when what stands at a place of a plain sentence is told as a former thought, not as so."""
    mark = _ONCE.search(text)
    if mark is None:
        return False
    turn = _TURN.search(text, mark.end())
    return turn is None or place < turn.start()
