"""The submitted text made ready: plain sentences, and for each whether it can state anything."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import msgspec

from incidentgame.scoring.explanation.cues import IMPERATIVE, PROPOSES
from incidentgame.scoring.explanation.model import FIELDS, Explanation, Field, Flag
from incidentgame.scoring.explanation.negation import blanket_negation, meta_negated
from incidentgame.scoring.explanation.pasted import Shown, looks_printed
from incidentgame.scoring.explanation.prose import is_prose, soup_margin
from incidentgame.scoring.explanation.sentences import Sentence, sentences
from incidentgame.scoring.explanation.words import plain, words
from incidentgame.scoring.rubric import Rubric

_DOUBT: Final = 1.5
"""Deviations by which a text may miss being prose and still be looked at by a person."""
_UNKNOWN_PREFIX: Final = "not yet known: "


class Stretch(msgspec.Struct, frozen=True):
    """A sentence, or two neighbours, as matched against claims."""

    text: str
    written: str
    field: Field
    question: bool
    meta: bool
    proposal: bool
    pairs: bool


class Reading(msgspec.Struct, frozen=True):
    """All that may state something, in single sentences and pairs, and what was set aside."""

    singles: tuple[Stretch, ...]
    pairs: tuple[Stretch, ...]
    whole: str
    flags: tuple[Flag, ...]
    set_aside: tuple[str, ...]
    doubtful: bool = False


def read(explanation: Explanation, rubric: Rubric, shown: Iterable[str]) -> Reading:
    """Sort a text's sentences into those that can state something and those that cannot."""
    printed = Shown([*(item.text for item in rubric.evidence), *shown])
    brief = Shown(sentence.text for sentence in sentences(Explanation(text=rubric.brief)))
    flags: dict[Flag, None] = dict.fromkeys(explanation.flags)
    kept: list[Sentence | None] = []
    aside: list[str] = []
    written, pasted = _without_output(explanation, printed)
    if pasted:
        flags["pasted"] = None
        aside.extend(pasted)
    for sentence in sentences(written):
        why = _why_not(sentence, printed, brief)
        kept.append(None if why else sentence)
        if why:
            flags[why] = None
            aside.append(sentence.text)
    margin = soup_margin([sentence.text for sentence in kept if sentence])
    if margin < 0:
        flags["dump"] = None
        kept = [None] * len(kept)
    blanket = _first_blanket(kept)
    denied = [bool(s) and meta_negated(plain(s.text)) for s in kept if s]
    all_denied = len(denied) >= 2 and sum(denied) * 5 >= len(denied) * 2
    singles = [_stretch(s, meta=all_denied or i > blanket) if s else None for i, s in enumerate(kept)]
    if any(s and s.meta for s in singles):
        flags["meta_negation"] = None
    ready = tuple(s for s in singles if s)
    whole = " . ".join(stretch.text for stretch in ready)
    return Reading(ready, _pairs(singles), whole, tuple(flags), tuple(aside), -_DOUBT < margin < 0)


def _without_output(explanation: Explanation, printed: Shown) -> tuple[Explanation, list[str]]:
    """The explanation without its lines of pasted output, and those lines."""
    pasted: list[str] = []
    parts: dict[str, str] = {}
    for name in FIELDS:
        lines = explanation.part(name).split("\n")
        output = [line for line in lines if looks_printed(line) or printed.has(line)]
        pasted += output
        parts[name] = "\n".join("" if line in output else line for line in lines)
    return msgspec.structs.replace(explanation, **parts), pasted


def _why_not(sentence: Sentence, printed: Shown, brief: Shown) -> Flag | None:
    if looks_printed(sentence.text) or printed.has(sentence.text):
        return "pasted"
    if not is_prose(sentence.text):
        return "dump"
    return "brief_copied" if brief.has(sentence.text) and len(words(sentence.text)) > 5 else None


def _first_blanket(kept: list[Sentence | None]) -> int:
    """Where a sentence denies all that follow; beyond the end when none does."""
    for i, sentence in enumerate(kept):
        if sentence and blanket_negation(plain(sentence.text)):
            return i - 1
    return len(kept)


def _stretch(sentence: Sentence, *, meta: bool) -> Stretch:
    text = plain(sentence.text)
    denied = meta or meta_negated(text)
    if sentence.field == "unknowns":
        text = _UNKNOWN_PREFIX + text
    proposal = sentence.bullet or bool(PROPOSES.search(text) or IMPERATIVE.match(text))
    pairs = not (sentence.question or sentence.bullet) and len(words(text)) > 2
    return Stretch(text, sentence.text, sentence.field, sentence.question, denied, proposal, pairs)


def _pairs(singles: list[Stretch | None]) -> tuple[Stretch, ...]:
    pairs: list[Stretch] = []
    for one, two in pairwise(singles):
        if one and two and one.field == two.field and one.pairs and two.pairs:
            pairs.append(
                Stretch(
                    f"{one.text} ; {two.text}",
                    f"{one.written} {two.written}",
                    one.field,
                    False,
                    one.meta or two.meta,
                    one.proposal or two.proposal,
                    False,
                )
            )
    return tuple(pairs)
