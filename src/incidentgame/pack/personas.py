"""People to ask. Each knows what an author wrote down, recognises it in other words, and says so when not.

A question matches an intent by the words it shares with one of its authored ways to ask, typing mistakes
allowed. Nothing here knows the fault: what a person says is the same for every fault of a pack.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.pack.expressions import Expression, evaluate

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COMMON = """\
a an and any are at be been can could did do does for from had has have hi hello how i if in
is it its me my of on or our please she so tell thanks that the their them there they this
to us was we were what when where which who why will with would you your
"""
_STOP = frozenset(_COMMON.split())
_ENOUGH = 55


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """One thing a person can be asked; several `says` are given in turn."""

    id: str
    asks: tuple[frozenset[str], ...]
    says: tuple[str, ...]
    guard: Expression


@dataclass(frozen=True, slots=True)
class Character:
    """A persona: id to type, name, role, what they know, and their ways to say they do not."""

    id: str
    name: str
    role: str
    unsure: tuple[str, ...]
    knows: tuple[KnownAnswer, ...] = field(repr=False, default=())


def words(text: str) -> frozenset[str]:
    """The words of a question that carry meaning, plurals and endings cut."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def answer(
    character: Character, question: str, variables: Mapping[str, Any], dice: Dice, asked: int
) -> tuple[str, str]:
    """(id of the intent or "", what they say). `asked` counts the questions before this one."""
    heard = words(question)
    best: tuple[int, KnownAnswer] | None = None
    for known in character.knows:
        score = max((_score(heard, ask) for ask in known.asks), default=0)
        if score >= _ENOUGH and (best is None or score > best[0]) and evaluate(known.guard, variables):
            best = (score, known)
    if best is None:
        return "", character.unsure[(dice.number("unsure", character.id) + asked) % len(character.unsure)]
    return best[1].id, best[1].says[asked % len(best[1].says)]


def _score(heard: frozenset[str], ask: frozenset[str]) -> int:
    """0–100: how much of the authored question was heard, less what else was said."""
    if not ask or not heard:
        return 0
    found = sum(1 for word in sorted(ask) if _heard(word, heard))
    extra = max(0, len(heard) - found)
    return (100 * found - 8 * min(extra, 5)) // len(ask)


def _heard(word: str, heard: frozenset[str]) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein  # late: nobody has been asked anything yet

    if word in heard:
        return True
    slips = 1 if len(word) > 4 else 0
    return slips > 0 and any(
        abs(len(other) - len(word)) <= 1 and DamerauLevenshtein.distance(word, other) <= slips
        for other in heard
    )


def told(character: Character) -> Sequence[str]:
    """Everything this person could ever say, for the linter."""
    return [*character.unsure, *(text for known in character.knows for text in known.says)]
