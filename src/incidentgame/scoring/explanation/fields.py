"""Split a submitted text into the explanation's fields: `field:` lines, or one free text."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation.clean import clean, too_long, unreadable
from incidentgame.scoring.explanation.model import FIELDS, Explanation, Field, Flag

_NAMES: Final[dict[str, Field]] = {
    "root_cause": "root_cause",
    "root cause": "root_cause",
    "cause": "root_cause",
    "what happened": "root_cause",
    "trigger": "root_cause",
    "chain": "chain",
    "causal chain": "chain",
    "mechanism": "chain",
    "how": "chain",
    "evidence": "evidence",
    "proof": "evidence",
    "seen": "evidence",
    "impact": "impact",
    "mitigation": "mitigation",
    "mitigations": "mitigation",
    "fix": "mitigation",
    "next step": "mitigation",
    "next steps": "mitigation",
    "prevention": "prevention",
    "follow-up": "prevention",
    "follow up": "prevention",
    "unknowns": "unknowns",
    "unknown": "unknowns",
    "open questions": "unknowns",
    "open": "unknowns",
    "not ruled out": "unknowns",
    "confidence": "confidence",
    "text": "text",
}
_LABEL: Final = re.compile(
    r"^[ \t]*(?:[-*#]+[ \t]*)?\**("
    + "|".join(sorted((re.escape(name) for name in _NAMES), key=len, reverse=True))
    + r")\**[ \t]*:\**[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_REF: Final = re.compile(r"(?<![\w&])#(\d{1,5})\b")


def read_explanation(text: str) -> Explanation:
    """Read what a player submitted: `field:` lines anywhere, the rest is free text.

    A field may be given several times and go over several lines.  `#3, #7` anywhere are references
    to observations.  Any input is accepted; what is odd about it is in `flags`.
    """
    readable = clean(text)
    parts: dict[Field, list[str]] = {name: [] for name in FIELDS}
    for name, part in _parts(readable):
        parts[name].append(part)
    joined = {name: "\n".join(parts[name]).strip() for name in FIELDS}
    refs = tuple(dict.fromkeys(int(number) for number in _REF.findall(readable)))
    return Explanation(**joined, refs=refs, flags=_flags(text, readable))


def _parts(text: str) -> list[tuple[Field, str]]:
    marks = list(_LABEL.finditer(text))
    starts = [mark.start() for mark in marks] + [len(text)]
    parts: list[tuple[Field, str]] = [("text", text[: starts[0]])]
    for mark, end in zip(marks, starts[1:], strict=True):
        parts.append((_field(mark.group(1)), text[mark.end() : end]))
    return parts


def _field(label: str) -> Field:
    return _NAMES[label.lower()]


def _flags(raw: str, readable: str) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if too_long(raw):
        flags.append("too_long")
    if unreadable(readable):
        flags.append("not_text")
    return tuple(flags)
