"""The submitted text made ready: plain sentences, and for each whether it can state anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import msgspec

from incidentgame.scoring.explanation.acts import leaves_open
from incidentgame.scoring.explanation.cues import IMPERATIVE, PROPOSES
from incidentgame.scoring.explanation.model import FIELDS, Explanation, Field, Flag
from incidentgame.scoring.explanation.moods import Mood, moods
from incidentgame.scoring.explanation.negation import blanket_negation, meta_negated
from incidentgame.scoring.explanation.pasted import Shown, looks_printed
from incidentgame.scoring.explanation.prose import is_prose, jumbled, soup_margin, telegram
from incidentgame.scoring.explanation.references import resolved
from incidentgame.scoring.explanation.sentences import MAX_SENTENCES, Sentence, sentences, split
from incidentgame.scoring.explanation.spelling import spelled
from incidentgame.scoring.explanation.transitions import between_values, told
from incidentgame.scoring.explanation.words import plain, words
from incidentgame.scoring.rubric import Rubric

_DOUBT: Final = 1.5
"""Deviations by which a text may miss being prose and still be looked at by a person."""
_STATEMENT: Final = 3
"""A statement has this many words."""
_PREFIX: Final[dict[Mood, str]] = {"ruled_out": "ruled out: "}


class Part(msgspec.Struct, frozen=True):
    """One sentence of the player's in their order, from 1, and why it states nothing, if so."""

    n: int
    sentence: Sentence
    why: Flag | None = None


class Stretch(msgspec.Struct, frozen=True):
    """A sentence, or some neighbours, as matched against claims."""

    text: str
    written: str
    field: Field
    question: bool
    meta: bool
    proposal: bool
    bullet: bool
    joins: bool
    mood: Mood
    numbers: tuple[int, ...]
    scrap: bool = False
    """A word or two: part of something, but no statement by itself."""


class Reading(msgspec.Struct, frozen=True):
    """All that may state something, singly and joined with neighbours, and what was set aside."""

    singles: tuple[Stretch, ...]
    pairs: tuple[Stretch, ...]
    triples: tuple[Stretch, ...]
    whole: str
    flags: tuple[Flag, ...]
    parts: tuple[Part, ...]
    doubtful: bool = False


def read(explanation: Explanation, rubric: Rubric, shown: Iterable[str]) -> Reading:
    """Sort a text's sentences into those that can state something and those that cannot."""
    printed = Shown([*(item.text for item in rubric.evidence), *shown])
    brief = Shown(sentence.text for sentence in sentences(Explanation(text=rubric.brief)))
    parts = _without_soup(list(_parts(explanation, printed, brief)))
    margin = soup_margin([part.sentence.text for part in parts if part.why in (None, "dump")])
    doubtful = -_DOUBT < margin < 0
    singles = _stretches(parts)
    flags: dict[Flag, None] = dict.fromkeys(explanation.flags)
    flags.update(dict.fromkeys(part.why for part in parts if part.why))
    if any(single and single.meta for single in singles):
        flags["meta_negation"] = None
    ready = tuple(single for single in singles if single)
    whole = " . ".join(stretch.text for stretch in ready)
    joined = (_joined(singles, 2), _joined(singles, 3))
    return Reading(ready, *joined, whole, tuple(flags), tuple(parts), doubtful)


def in_order(explanation: Explanation, printed: Shown) -> list[tuple[Sentence, bool]]:
    """The player's sentences, free text first, then field by field; each with whether it is pasted output."""
    found: list[tuple[Sentence, bool]] = []
    for name in sorted(FIELDS, key=lambda name: name != "text"):
        lines = explanation.part(name).split("\n")
        for output, run in groupby(lines, key=lambda line: looks_printed(line) or printed.has(line)):
            if output:
                found += [(Sentence(line.strip(), name), True) for line in run]
            else:
                found += [(sentence, False) for sentence in split("\n".join(run), name)]
    return found[:MAX_SENTENCES]


def _parts(explanation: Explanation, printed: Shown, brief: Shown) -> Iterable[Part]:
    for n, (sentence, output) in enumerate(in_order(explanation, printed), start=1):
        yield Part(n, sentence, "pasted" if output else _why_not(sentence, printed, brief))


def _without_soup(parts: list[Part]) -> list[Part]:
    """When the sentences together are no better ordered than a heap of words, none states anything."""
    texts = [part.sentence.text for part in parts if not part.why]
    if soup_margin(texts) >= 0 and not jumbled(texts) and not telegram(texts):
        return parts
    return [msgspec.structs.replace(part, why=part.why or "dump") for part in parts]


def _why_not(sentence: Sentence, printed: Shown, brief: Shown) -> Flag | None:
    if looks_printed(sentence.text) or printed.has(sentence.text):
        return "pasted"
    if not is_prose(sentence.text):
        return "dump"
    return "brief_copied" if brief.has(sentence.text) and len(words(sentence.text)) > 5 else None


def _stretches(parts: Sequence[Part]) -> list[Stretch | None]:
    """Each sentence as a stretch, None where it states nothing."""
    written = [part.sentence.text for part in parts]
    plains = [
        resolved(spelled(told(plain(between_values(text)))), before)
        for text, before in zip(written, ["", *written], strict=False)
    ]
    metas = _metas(parts, plains)
    denied = [meta for meta, part in zip(metas, parts, strict=True) if not part.why]
    all_denied = len(denied) >= 2 and sum(denied) * 5 >= len(denied) * 2
    blanket = _first_blanket(parts, plains)
    held = moods([part.sentence for part in parts])
    return [
        None if part.why else _stretch(part, text, mood, meta=metas[i] or all_denied or i > blanket)
        for i, (part, text, mood) in enumerate(zip(parts, plains, held, strict=True))
    ]


def _metas(parts: Sequence[Part], plains: Sequence[str]) -> list[bool]:
    """Which sentences are denied as a whole; what an arrow leads to shares the fate of what leads to it."""
    found: list[bool] = []
    for part, text in zip(parts, plains, strict=True):
        found.append(meta_negated(text) or (part.sentence.so and found[-1:] == [True]))
    return found


def _first_blanket(parts: Sequence[Part], plains: Sequence[str]) -> int:
    """Where a sentence denies all that follow; beyond the end when none does."""
    for i, part in enumerate(parts):
        if not part.why and blanket_negation(plains[i]):
            return i - 1
    return len(parts)


def _stretch(part: Part, text: str, mood: Mood, *, meta: bool) -> Stretch:
    sentence = part.sentence
    proposal = sentence.bullet or bool(PROPOSES.search(text) or IMPERATIVE.match(text))
    joins = not (sentence.question or sentence.bullet)
    opens = leaves_open(text, mood, question=sentence.question)
    text = ("not yet known: " if opens else _PREFIX.get(mood, "")) + ("so " if sentence.so else "") + text
    proposal = proposal or mood == "prevention"
    return Stretch(
        text,
        sentence.text,
        sentence.field,
        sentence.question,
        meta,
        proposal,
        sentence.bullet,
        joins,
        mood,
        (part.n,),
        len(sentence.text.split()) < _STATEMENT,
    )


def _joined(singles: Sequence[Stretch | None], size: int) -> tuple[Stretch, ...]:
    """Every `size` neighbours of one field and mood as one stretch."""
    found: list[Stretch] = []
    for i in range(len(singles) - size + 1):
        run = [single for single in singles[i : i + size] if single and single.joins]
        if (
            len(run) == size
            and not all(s.scrap for s in run)
            and len({(single.field, single.mood) for single in run}) == 1
        ):
            found.append(_one(run))
    return tuple(found)


def _one(run: Sequence[Stretch]) -> Stretch:
    first = run[0]
    return Stretch(
        " ; ".join(single.text for single in run),
        " ".join(single.written for single in run),
        first.field,
        False,
        any(single.meta for single in run),
        any(single.proposal for single in run),
        False,
        False,
        first.mood,
        tuple(n for single in run for n in single.numbers),
    )
