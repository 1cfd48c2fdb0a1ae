"""What a note says it is about: `fix: ...`, `ruled out: ...`, `still open: ...` inside a free text.

A label holds for its sentence and for what follows in the same paragraph, up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from incidentgame.scoring.explanation.sentences import Sentence
from incidentgame.scoring.explanation.words import plain

Mood = Literal["", "mitigation", "prevention", "unknowns", "ruled_out", "other"]

_LABELS: Final[tuple[tuple[Mood, str], ...]] = (
    (
        "unknowns",
        r"open(?: questions?| points?| issues?)?|(?:still |yet )?(?:open|unclear|unknown|missing)|unknowns?"
        r"|(?:not|not yet|what is not) (?:clear|known|verified|checked|established|proven|sure)(?: yet)?"
        r"|(?:what )?(?:i|we) (?:still )?(?:do not|did not|could not|can not) "
        r"(?:yet )?(?:know|check|verify|say|establish|find out)(?: yet)?|questions?|to be (?:checked"
        r"|verified)|tb[dc]"
        r"|not ruled out|to check|to verify|still to (?:check|find out|verify)|doubts?",
    ),
    (
        "ruled_out",
        r"ruled out|excluded|exclude|checked(?: and (?:\w+))?|looked at(?: and (?:\w+))?|discarded|eliminated"
        r"|cleared|innocent|not (?:the (?:cause|problem|reason)|it|guilty|involved)|red herrings?|dismissed"
        r"|not related|unrelated|healthy|what it is not|also checked",
    ),
    (
        "prevention",
        r"(?:in|for) (?:the )?future|afterwards?|later|then|(?:in the )?long(?:er)?[ -]?(?:term|run)"
        r"|prevent(?:ion|ive)?|to prevent(?: this| it)?|to ?do|follow[ -]?ups?|lessons?(?: learned| learnt)?"
        r"|next time|action items?|improvements?|so it does not happen again|longer|going forward|hardening",
    ),
    (
        "mitigation",
        r"(?:do )?(?:right )?now|immediate(?:ly)?(?: action)?|fix(?:es|ed)?|mitigations?|short[ -]?term"
        r"|repair"
        r"|solution|remedy|resolution|next steps?|first aid|workaround|cure|action|do first|first|actions"
        r"|to fix(?: it)?|recovery|for repair|what to do",
    ),
    (
        "other",
        r"root cause|cause|why|reason|trigger|impact|effect|timeline|chain|mechanism|how|what happened"
        r"|symptoms?|summary|evidence|proof|confidence|known|what i know|what we know|facts|status|result"
        r"|consequence|background|sequence|situation",
    ),
)
_LABEL: Final = re.compile(
    r"^(?:and |but |so |my |the )?(?:"
    + "|".join(f"(?P<m{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS))
    + r")(?: [\w']+){0,2}\s?[:\u2013]|^(?:"
    + "|".join(f"(?P<n{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS))
    + r") - "
)
_OF_FIELD: Final[dict[str, Mood]] = {
    "mitigation": "mitigation",
    "prevention": "prevention",
    "unknowns": "unknowns",
}


def moods(sentences: Sequence[Sentence]) -> list[Mood]:
    """The mood of each sentence, in order."""
    found: list[Mood] = []
    held: Mood = ""
    place: tuple[str, int] = ("", -1)
    for sentence in sentences:
        here = (sentence.field, sentence.paragraph)
        if here != place:
            held, place = _OF_FIELD.get(sentence.field, ""), here
        held = _labelled(sentence) or held
        found.append("" if held == "other" else held)
    return found


def _labelled(sentence: Sentence) -> Mood:
    mark = _LABEL.match(plain(sentence.text))
    if mark is None:
        return ""
    name = next(name for name, value in mark.groupdict().items() if value is not None)
    return _LABELS[int(name[1:])][0]
