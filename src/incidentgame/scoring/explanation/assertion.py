"""Does a sentence assert a cause or a mechanism about the system?"""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation.hedging import hedged
from incidentgame.scoring.explanation.negation import dismissed, negated
from incidentgame.scoring.explanation.reading import Stretch

_CAUSE: Final = re.compile(
    r"\b(?:because(?: of)?|due to|caus(?:e|es|ed|ing)|as a result|owing to|thanks to|triggered|leads? to"
    r"|led to|results? in|resulted in|that is why|which is why|root cause|reason (?:is|was|for)|(?:makes?"
    r"|made|making) (?:the|it|all|every|them)"
    r"|therefore|thus|hence|so that|comes? from|came from|fault of|to blame|responsible for|since then)\b"
    r"|^so "
)
_EVENT: Final = re.compile(
    r"\b(?:broke|broken|breaks?|fail(?:s|ed|ing)?|crash(?:es|ed|ing)?|died|dies|dead|remov(?:es|ed)"
    r"|delet(?:es|ed)"
    r"|chang(?:es|ed)|overload(?:s|ed)?|expir(?:es|ed)|exhaust(?:s|ed)?|block(?:s|ed|ing)?|reject(?:s|ed)"
    r"|refus(?:es|ed)|dropp?(?:s|ed)|corrupt(?:s|ed)?|leak(?:s|ed|ing)?|misconfigured|down|unreachable|full"
    r"|stuck|hang(?:s|ing)?|hung|melt(?:s|ed)?|attack(?:s|ed|ers?)?|hack(?:ed|ers?)?|stopped|restart(?:s|ed)"
    r"|deployed|released|slow(?:ed)?|wrong|lost|missing|timed out|times out|disabled|revoked|locked"
    r"|throttl(?:es|ed)|limit(?:s|ed)|ran out|runs out|filled|fills|empty|stale|bug|forgot|removed|ate|eats"
    r"|replaced|moved|pointed|points|routes?|routed|overwrit(?:es|ten)|overwrote|disappeared|vanished)\b"
)
_DEED: Final = re.compile(r"^(?:so |then |and |first |next |afterwards )*(?:i|we)\b")
_DEMAND: Final = re.compile(
    r"\b(?:should|must|need(?:s)? to|have to|has to|ought|would|will|let us|please)\b"
)
_WORDS: Final = 4


def asserts_a_cause(stretch: Stretch) -> bool:
    """True for a firm statement of what happened or why; not for questions, plans, guesses and own deeds."""
    text = stretch.text
    if stretch.question or stretch.mood in ("unknowns", "prevention", "mitigation", "ruled_out"):
        return False
    if len(text.split()) < _WORDS or dismissed(text) or _DEMAND.search(text) or stretch.field == "confidence":
        return False
    causal = _CAUSE.search(text)
    if causal:
        return not hedged(text, causal.start())
    if _DEED.match(text):
        return False
    event = _EVENT.search(text)
    if event is None:
        return stretch.field in ("root_cause", "chain")
    return not hedged(text, event.start()) and not negated(text, event.start(), event.end())
