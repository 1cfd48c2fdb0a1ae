"""`expect "…"` held against what the next look showed: kept, broken, or it cannot be told.

Read are states and their opposites, HTTP codes, quoted words, names, amounts of something, and emptiness,
each with `no`, `not` or `still` before it. Alternatives are kept when one is, parts when all are. What is
said in other words than these cannot be told, and that costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from incidentgame.scoring.wordlist import listed

Answer = bool | None
"""Kept, broken, or it cannot be told."""


class Shown(msgspec.Struct, frozen=True):
    """What a look showed: its text, and the lists an API gave back with nothing in them."""

    text: str
    empty: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Was nothing listed: no output at all, an empty list, or a count of nought?"""
        bare = self.text.strip()
        return bool(self.empty) or bare in ("", "[]", "{}", "0", "null", "None") or "[]" in bare


class Part(msgspec.Struct, frozen=True):
    """One thing expected, and whether it is denied."""

    kind: Literal["state", "code", "quoted", "amount", "nothing", "name", "time-out"]
    word: str
    denied: bool = False
    all: bool = False
    number: int = 0


_GROUPS: Final = (
    frozenset(listed("healthy unhealthy unused draining initial")),
    frozenset(listed("ok alarm insufficient_data")),
    frozenset(listed("running stopped terminated pending stopping shutting-down")),
    frozenset(listed("active inactive failed activating deactivating")),
    frozenset(listed("noerror nxdomain servfail refused nodata")),
    frozenset(listed("enabled disabled")),
    frozenset(listed("inservice terminating standby")),
)
"""States of which one thing has one at a time: another one shown breaks a prediction of this one."""
_STATES: Final = {state: group for group in _GROUPS for state in group}
_AMBIGUOUS: Final = frozenset(listed("active failed initial enabled disabled refused alarm pending stopped"))
"""States that are ordinary words, too: another state of their group does not break them."""

_NUMBERS: Final = {
    word: n for n, word in enumerate(listed("zero one two three four five six seven eight nine ten"))
}
_QUOTED: Final = re.compile(r"`([^`]+)`|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)|[“”]([^“”]+)[“”]")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_*/][\w.\-/*%:]*[\w%*]|\w")
_SPLIT: Final = re.compile(r"\s*(?:,|;|\.\s|\band\b|\bbut\b|\bso\b|\bbecause\b)\s*", re.IGNORECASE)
_OR: Final = re.compile(r"\s*,?\s*\bor\b\s*", re.IGNORECASE)
_DENIES: Final = frozenset(
    listed("no not none isn't aren't won't doesn't don't never without nobody nothing neither")
)
_COMPARES: Final = frozenset(
    listed(
        "before after under over above below than least most about around nearly almost since until within by"
    )
)
_EMPTY: Final = frozenset(listed("empty nothing nobody none blank"))
_TIMES_OUT: Final = re.compile(r"\btime(?:s|d)?[ -]?out\b|\btimeout\b", re.IGNORECASE)
_CODE: Final = re.compile(
    r"(?:HTTP/[\d.]+\"?\s+|\bstatus\W{1,4}|(?<![\w.:/-]))([1-5]\d\d)(?![\w.:/%-]|\s*(?:ms|s|bytes|kB)\b)"
)
_ALL: Final = frozenset(listed("all every each everything only"))
_STATUS: Final = re.compile(r"[1-5](?:\d\d|xx)")


def kept(expected: str, shown: Shown) -> Answer:
    """Was a prediction borne out by what the next look showed?"""
    return verdict(expected, shown)[0]


def verdict(expected: str, shown: Shown) -> tuple[Answer, str]:
    """The answer, and the words it rests on."""
    found = [_together(list(_parts(way)), shown) for way in _OR.split(expected)]
    held = next((pair for pair in found if pair[0]), None)
    if held is not None:
        return held
    return found[0] if all(answer is False for answer, _ in found) else (None, "")


def _together(parts: Sequence[Part], shown: Shown) -> tuple[Answer, str]:
    """Parts that are all expected: one that broke breaks them, one that cannot be told leaves it open."""
    answers = [(_holds(part, shown), part.word) for part in parts]
    broken = next((word for answer, word in answers if answer is False), None)
    if broken is not None:
        return False, broken
    held = [word for answer, word in answers if answer]
    return (True, ", ".join(held)) if held else (None, "")


def _parts(text: str) -> Iterator[Part]:
    """The things a sentence expects, in order."""
    for clause in _SPLIT.split(text):
        yield from _of_clause(clause)


def _of_clause(clause: str) -> Iterator[Part]:
    bare = _QUOTED.sub(" ", clause)
    words = [word.lower() for word in _TOKEN.findall(bare.replace("’", "'").replace("n't", " not"))]
    for groups in _QUOTED.findall(clause):
        text = next(group for group in groups if group)
        yield Part("quoted", text, _denied(bare.lower().split()))
    if _TIMES_OUT.search(bare):
        yield Part("time-out", "timed out", _denied(words))
    tokens = _TOKEN.findall(bare)
    empty = next((word for word in words if word in _EMPTY), "")
    telling = list(_telling(tokens, words))
    if empty and not any(part.kind in ("state", "code") for part in telling):
        turned = "not" in words or "never" in words
        yield Part("nothing", empty, denied=turned)
        return
    if _denied(words) and not telling and _listed(words):
        yield Part("nothing", "no " + _listed(words))
    yield from telling


def _denied(words: Sequence[str]) -> bool:
    return any(word in _DENIES for word in words)


def _listed(words: Sequence[str]) -> str:
    """What `no X` denies: the word after `no`."""
    after = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "no"]
    return after[0] if after else ""


def _telling(tokens: Sequence[str], words: Sequence[str]) -> Iterator[Part]:
    """States, codes, amounts and names among the words of a clause."""
    every = any(word in _ALL for word in words)
    lower = [token.lower() for token in tokens]
    for at, (token, word) in enumerate(zip(tokens, lower, strict=True)):
        denied = any(earlier in _DENIES for earlier in lower[max(0, at - 4) : at])
        before = lower[at - 1] if at else ""
        number = _NUMBERS.get(word, int(word) if word.isascii() and word.isdigit() and len(word) < 7 else -1)
        if word in _STATES:
            yield Part("state", word, denied, every or "both" in words)
        elif _STATUS.fullmatch(word):
            yield Part("code", word, denied)
        elif number >= 0:
            if word != "one" and before not in _COMPARES and not denied:
                yield Part("amount", " ".join([word, *_counted(lower[at + 1 :])]), number=number)
        elif _is_name(token):
            yield Part("name", token, denied)


def _counted(after: Sequence[str]) -> Iterator[str]:
    """The state that a number counts, within the next few words (`four instances are healthy`)."""
    yield from [word for word in after[:5] if word in _STATES][:1]


def _is_name(token: str) -> bool:
    """Is a word a name rather than a word of the language: with a digit, a dash, a slash or CamelCase?"""
    if len(token) < 3 or token[0].isdigit():
        return False
    inner = token[1:]
    marked = any(mark in inner for mark in "-_/*.") and not token.endswith(("-", "."))
    return (
        marked
        or any(letter.isdigit() for letter in inner)
        or (any(letter.isupper() for letter in inner) and any(letter.islower() for letter in token))
    )


def _holds(part: Part, shown: Shown) -> Answer:
    """Is one part borne out?"""
    answer = _HOLDS[part.kind](part, shown)
    return answer if answer is None or not part.denied else not answer


def _state(part: Part, shown: Shown) -> Answer:
    words = {word.lower() for word in re.findall(r"[\w\-]+", shown.text)}
    others = (words & _STATES[part.word]) - {part.word}
    if part.word in words:
        return not (part.all and others)
    if others and part.word not in _AMBIGUOUS:
        return False
    return False if shown.nothing and part.word not in _AMBIGUOUS else None


def _code(part: Part, shown: Shown) -> Answer:
    codes = set(_CODE.findall(shown.text))
    if not codes:
        return None
    wanted = part.word.replace("x", ".")
    return any(re.fullmatch(wanted, code) for code in codes)


def _quoted(part: Part, shown: Shown) -> Answer:
    plain = " ".join(shown.text.lower().split())
    return " ".join(part.word.lower().split()) in plain


def _amount(part: Part, shown: Shown) -> Answer:
    """A number of things in a state, else a number that stands in the output."""
    counted = part.word.split()[1:]
    if counted:
        found = len(re.findall(rf"(?<![\w-]){re.escape(counted[0])}(?![\w-])", shown.text, re.IGNORECASE))
        return found == part.number if found else (False if shown.nothing else None)
    if shown.nothing:
        return part.number == 0
    digits = re.findall(r"(?<![\w.:/-])\d+(?![\w:/-]|\.\d)", shown.text)
    return True if str(part.number) in digits else None


def _nothing(part: Part, shown: Shown) -> Answer:
    """`nothing`, `empty`, or `no X`; the last is broken only by an output that speaks of X."""
    if shown.nothing:
        return True
    noun = part.word.removeprefix("no ") if part.word.startswith("no ") else ""
    if not noun:
        return False
    stem = noun.rstrip("s")
    return False if stem and stem in shown.text.lower() else None


def _named(part: Part, shown: Shown) -> Answer:
    if part.word.lower() in shown.text.lower():
        return True
    return None if shown.nothing else False


def _time_out(part: Part, shown: Shown) -> Answer:
    return True if _TIMES_OUT.search(shown.text) else (False if _CODE.search(shown.text) else None)


_HOLDS: Final[dict[str, Callable[[Part, Shown], Answer]]] = {
    "state": _state,
    "code": _code,
    "quoted": _quoted,
    "amount": _amount,
    "nothing": _nothing,
    "name": _named,
    "time-out": _time_out,
}
