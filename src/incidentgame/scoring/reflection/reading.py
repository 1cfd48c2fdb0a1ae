"""From the words of an account to what it names, leaves out and makes up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from incidentgame.scoring.explanation.clean import clean
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.explanation.negation import meta_negated, negated
from incidentgame.scoring.explanation.sentences import split
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.path.naming import FAMILY_WORDS
from incidentgame.scoring.reflection.cues import CUES, FOUND_OUT, Cue, any_of
from incidentgame.scoring.reflection.model import (
    ACTS,
    SLIPS,
    Admitted,
    Invented,
    Mishap,
    MishapKind,
    Reflection,
)
from incidentgame.scoring.reflection.raising import raises

MOST_SENTENCES: Final = 60
_MOST_CHARS: Final = 4_000
_FEWEST_WORDS: Final = 3
_SELF: Final = re.compile(r"\b(?:i|we|my|our|me|us|myself|mine)\b")
_HEADLESS: Final = re.compile(
    r"^(?:(?:and|but|also|then|first|next|at first|so) )*"
    + any_of(r"""
        \w+ed|was|were|did|took|should|could|not|never|too|forgot|spent|lost|had|no|went|made|thought
        struck|got|ran|wrote|said|only|without|blind\w*|looking|being|having
    """)
)
"""A sentence without its subject: the writer's own deed, as notes and some languages put it."""
_HYPOTHETICAL: Final = re.compile(
    any_of("""
        next time|in (?:the )?future|from now on|tomorrow|would have been|if i had|always (?:check|look|read)
    """)
)
_FLAWLESS: Final = re.compile(
    any_of(r"""
        nothing (?:\w+ )?(?:wrong|bad)|no (?:mistakes?|errors?|slips?)|flawless\w*|everything was right
        did (?:everything|all) (?:right|well|correctly)
        (?:not|never) (?:\w+ )?(?:get|got|do|did|make|made) (?:anything|any mistakes?|a mistake)
    """)
)
_MERELY_WISHED: Final = re.compile(
    r"\b(?:should|could|would|might) (?:\w+ )?have (?:\w+ ){0,2}$|\binstead of (?:\w+ ){0,3}$"
)
_WISHED: Final = re.compile(r"\b(?:should|could|would|might) (?:not )?have\b")
_NEXT_CLAUSE: Final = re.compile(
    r"[;:]|\b(?:but|although|though|however|yet|so|because|since|while)\b(?= (?:i|we)\b)"
)
_FOUND_OUT: Final = re.compile(
    rf"(?P<verb>{FOUND_OUT})(?P<object>(?:(?!\b(?:and|but|so|or|because|before|after)\b)[^,;:.])+)"
)
_MY_DEED: Final = re.compile(
    r"\b(?:i|we|me|us|my|our|how to|(?:a|any|no) (?:\w+ )?(?:fix|way|chance|time|reason))\b"
)
_NOBODY: Final = re.compile(r"^\W*(?:\w+ )?(?:nothing|nobody|no one|none|no (?:user|customer|request)s?)\b")
_CONCRETE: Final = re.compile(
    r"#?\d|"
    + any_of(r"""
        logs?|metrics?|cloudtrail|dashboard|journal\w*|ssh|curl|psql|console|deploy\w*|health|history|hosts?
        pool|cache|key|alarm|page|support|customers?|confidence
    """)
)
_REFERENCE: Final = re.compile(r"#(\d{1,6})")
_REGRET: Final = re.compile(
    r"\b(?:wrong|mistake|should|wast\w+|unnecessar\w+|sorry|too|blind\w*|guess\w*|nothing|regret|not|never|error"
    r"|bad|careless|hast\w+|expected|thought|wrongly|needless\w*|hint)\b"
)


def reflected(
    text: str, found: Sequence[Mishap], verdicts: Verdicts, did: frozenset[MishapKind] = frozenset()
) -> Reflection:
    """Hold an account against the mishaps of a session; `did`: deeds there were that did not go wrong."""
    sentences = [one.text for one in split(clean(text[:_MOST_CHARS]))][:MOST_SENTENCES]
    named = tuple(_named(sentences, found))
    told = {id(admitted.mishap) for admitted in named}
    kinds = {admitted.mishap.kind for admitted in named}
    account = Reflection(
        text=text,
        named=named,
        missed=tuple(
            one for one in found if one.kind in SLIPS and id(one) not in told and one.kind not in kinds
        ),
        invented=tuple(_invented(sentences, found, did)),
    )
    return replace(account, raises=raises(account, verdicts))


def _named(sentences: Sequence[str], found: Sequence[Mishap]) -> Iterator[Admitted]:
    """Each mishap with the first sentence that admits it."""
    for mishap in found:
        sentence = next((one for one in sentences if _admits(one, mishap)), None)
        if sentence is not None:
            yield Admitted(mishap=mishap, sentence=sentence, concrete=_concrete(sentence, mishap))


def _concrete(sentence: str, mishap: Mishap) -> bool:
    """Does it say where, when or about what?"""
    text = plain(sentence)
    return mishap.kind in ACTS or bool(_CONCRETE.search(sentence.lower())) or bool(_families(text))


def _families(text: str) -> set[str]:
    words = set(re.findall(r"[a-z][a-z0-9\-]+", text))
    return {name for name, known in FAMILY_WORDS.items() if name in words or words & known}


def _admits(sentence: str, mishap: Mishap) -> bool:
    text = plain(sentence)
    if not _is_about_oneself(sentence, text):
        return False
    named = {int(number) for number in _REFERENCE.findall(sentence)}
    if named & set(mishap.lines) and _REGRET.search(text):
        return not _denies(text, mishap.kind)
    return _said(text, mishap.kind) and not _denies(text, mishap.kind) and _same_idea(text, mishap)


def _is_about_oneself(sentence: str, text: str) -> bool:
    """A statement of what the writer did or believed; no question, no good resolution."""
    if sentence.rstrip().endswith("?") or len(text.split()) < _FEWEST_WORDS or meta_negated(text):
        return False
    hypothetical = _HYPOTHETICAL.search(text)
    mine = _SELF.search(text) or _HEADLESS.match(text) or _REFERENCE.search(sentence)
    return not hypothetical and bool(mine)


def _same_idea(text: str, mishap: Mishap) -> bool:
    """An idea given up is named by its family, or by none at all."""
    if mishap.kind != "thought":
        return True
    families = _families(text)
    return not families or bool(families & set(mishap.families))


def _said(text: str, kind: MishapKind) -> bool:
    cue = CUES[kind]
    if cue.own:
        return _left_undone(text, cue)
    if cue.alone and _compiled(cue.alone).search(text):
        return True
    return bool(cue.beside and _compiled(cue.beside).search(text) and _compiled(cue.sign).search(text))


def _left_undone(text: str, cue: Cue) -> bool:
    """Does one clause hold both the lack and the writer's own deed?"""
    for clause in _NEXT_CLAUSE.split(text):
        mine = _FOUND_OUT.sub(_objectless, clause)
        if _compiled(cue.beside).search(mine) and _compiled(cue.sign).search(mine):
            return True
    return False


def _objectless(mark: re.Match[str]) -> str:
    """What was found out or not, without its object, unless that is about the writer or a way to help."""
    return mark[0] if _MY_DEED.search(mark["object"]) else mark["verb"]


def _denies(text: str, kind: MishapKind) -> bool:
    """Is the act said not to have happened, wherever the sentence speaks of it?"""
    cue = CUES[kind]
    if not cue.act:
        return False
    marks = list(_compiled(cue.alone or cue.sign).finditer(text)) or list(_compiled(cue.sign).finditer(text))
    return bool(marks) and all(_did_not_happen(text, mark) for mark in marks)


def _did_not_happen(text: str, mark: re.Match[str]) -> bool:
    """Negated, wished for, or done to nobody ("I broke nothing")."""
    return bool(
        negated(text, mark.start(), mark.end())
        or _MERELY_WISHED.search(text[: mark.start()])
        or _NOBODY.match(text[mark.end() :])
    )


def _invented(
    sentences: Sequence[str], found: Sequence[Mishap], did: frozenset[MishapKind]
) -> Iterator[Invented]:
    """Deeds that never were, real ones denied, and an evening without a fault that had one."""
    by_kind = {mishap.kind: mishap for mishap in reversed(found)}
    slips = [mishap for mishap in found if mishap.kind in SLIPS]
    for sentence in sentences:
        text = plain(sentence)
        why = _contradicted(text, by_kind, did)
        if not why and slips and _FLAWLESS.search(text) and not sentence.rstrip().endswith("?"):
            why = slips[0].words
        if why:
            yield Invented(sentence=sentence, why=why)


def _contradicted(text: str, by_kind: dict[MishapKind, Mishap], did: frozenset[MishapKind]) -> str:
    """What the log says to a sentence that claims or denies a deed; empty when it does not contradict."""
    for kind, cue in CUES.items():
        if kind in by_kind:
            if cue.act and _flatly(text, kind, cue):
                return by_kind[kind].words
        elif cue.claims and kind not in did and _claimed(text, cue) and not _HYPOTHETICAL.search(text):
            return _NOTHING[kind]
    return ""


def _flatly(text: str, kind: MishapKind, cue: Cue) -> bool:
    """A denial of the writer's own deed: "I took no hint", "no user was harmed by me"."""
    if kind == "irreversible" or not _SELF.search(text) or _WISHED.search(text):
        return False
    return _said(text, kind) and _denies(text, kind)


def _claimed(text: str, cue: Cue) -> bool:
    mark = _compiled(cue.claims).search(text)
    return mark is not None and not _did_not_happen(text, mark)


_NOTHING: Final[dict[MishapKind, str]] = {
    "harm": "no request failed because of a change of yours",
    "strike": "nothing that was true was struck out",
    "explanation": "there was no earlier explanation that went wrong",
    "hint": "no hint was taken",
}


@lru_cache(maxsize=128)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
