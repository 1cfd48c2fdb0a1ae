"""How sure the writer says they are: `90%`, `0.8`, `fairly sure`."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation.model import Confidence, Explanation
from incidentgame.scoring.explanation.words import plain

_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)")
_FRACTION: Final = re.compile(r"(?<![\d.])(0?\.\d+|1\.0+|0|1)(?![\d.%])")
_NEAR: Final = re.compile(
    r"(?:\b(?:confiden\w*|certain\w*|sure)\b[^.\n]{0,25}?(\d{1,3})\s*%"
    r"|(\d{1,3})\s*%\s*(?:\w+\s){0,2}?(?:confiden\w*|certain\w*|sure)\b)"
)
_PHRASES: Final[tuple[tuple[str, float], ...]] = (
    (
        r"not (?:at all |very |really |entirely |completely |fully |100% )?(?:sure|certain"
        r"|confident)|unsure|uncertain|no idea",
        0.3,
    ),
    (r"(?:low|little|weak) confidence|just a guess|a guess|confidence:? low|^low", 0.3),
    (
        r"absolutely|100 ?percent|definitely|without (?:any |a )?doubt|no doubt|beyond doubt"
        r"|completely (?:sure|certain)|certainly|proven",
        0.99,
    ),
    (
        r"(?:fairly|pretty|quite|rather|reasonably|mostly) (?:sure|certain|confident)"
        r"|confidence:? medium|^(?:medium|moderate)",
        0.75,
    ),
    (
        r"(?:very|highly|really) (?:sure|certain|confident|likely)|high(?:ly)? confiden\w*"
        r"|confidence:? high|^(?:very )?high|almost certain",
        0.92,
    ),
    (
        r"i am (?:sure|certain|confident)|we are (?:sure|certain|confident)|^(?:sure|certain"
        r"|confident)",
        0.9,
    ),
    (r"fifty[- ]fifty|50/50|even odds|a coin (?:flip|toss)", 0.5),
    (r"most likely|very probably", 0.8),
)
_COMPILED: Final = tuple((re.compile(pattern), value) for pattern, value in _PHRASES)


_ONLY_CONFIDENCE: Final = re.compile(
    r"(?:i(?:'m| am)\s+|my\s+)?(?:about\s+)?(?:\d{1,3}\s*%\s*)?(?:\w+\s+)?"
    r"(?:confiden\w*|certain\w*|sure)[\s:=]*(?:is|of|about|level)?\s*(?:\d{1,3}\s*(?:%|per ?cent)?)?\s*[.;]?",
    re.IGNORECASE,
)


def only_confidence(text: str) -> bool:
    """True when a sentence says how sure its writer is and nothing else: its number is no claim's number."""
    return bool(_ONLY_CONFIDENCE.fullmatch(text.strip()))


def confidence_of(explanation: Explanation) -> Confidence | None:
    """The confidence a text states, from its field first, else from its sentences; None when it has none."""
    field = plain(explanation.confidence)
    if field:
        return _number(field) or _phrase(field)
    text = plain(f"{explanation.text}\n{explanation.root_cause}\n{explanation.unknowns}")
    near = _NEAR.search(text)
    if near:
        return _percent(near.group(1) or near.group(2), near.group())
    return _phrase(text)


def _number(text: str) -> Confidence | None:
    found = _PERCENT.search(text)
    if found:
        return _percent(found.group(1), found.group())
    fraction = _FRACTION.search(text)
    if fraction:
        return Confidence(value=min(1.0, float(fraction.group(1))), words=fraction.group())
    whole = re.match(r"\s*(\d{1,3})\b", text)
    return _percent(whole.group(1), whole.group()) if whole else None


def _percent(digits: str, words: str) -> Confidence:
    return Confidence(value=min(1.0, float(digits) / 100), words=words.strip())


def _phrase(text: str) -> Confidence | None:
    for pattern, value in _COMPILED:
        found = pattern.search(text)
        if found:
            return Confidence(value=value, words=found.group())
    return None
