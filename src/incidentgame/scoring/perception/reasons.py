"""Why two texts are perceptibly different, in one short sentence that quotes what decides.

``showed `State: unused`; with this fault `healthy` ``: what the player saw first, what the rival's world
would have shown second. Of all differences the one that tells most is quoted: two values of one name, a
name that only one side has, two lines that differ in a few words, amounts and ages, then ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from incidentgame.scoring.perception.pairing import Line
from incidentgame.scoring.perception.templates import alike
from incidentgame.scoring.perception.values import Value
from incidentgame.scoring.wordlist import listed

WIDEST: Final = 120
"""Letters of a whole sentence at most, its subject included."""
SUBJECT: Final = 24
"""Letters kept free for the subject, which the caller knows."""
LOOKED_AT: Final = 40
"""Lines of either side that are searched for the telling pair."""
_ROOM: Final = WIDEST - SUBJECT - len(" showed ``; with this fault ``")

_NAMED: Final = re.compile(
    r"^[\s\-*|<>#]*(?:[\"'](?P<quoted>[^\"']{1,40})[\"']\s*:|(?P<bare>[A-Za-z_][\w .\-/]{0,38}?)\s*:(?=\s|$)"
    r"|(?P<set>[A-Za-z_][\w.\-]{0,38})=)"
    r"\s*[\"']?(?P<value>.*?)[\"']?\s*[,;]?\s*$"
)
_EDGES: Final = " \t\r,;|[]{}()\"'"
_BREAKS: Final = re.compile(r"\s*\t\s*|\s*\|\s*|\s+")
_DULL: Final = frozenset(
    listed("date etag last-modified x-amz-cf-id x-amz-cf-pop via age content-length expires")
)
"""Headers that differ for many reasons: quoted only when nothing else differs."""
_MEASURES: Final = frozenset({"time", "count", "percent", "duration"})
_EMPTY: Final = ("[]", "{}")
_PREAMBLE: Final = 15
"""Letters of times and ids before a line's first word from which they are not quoted."""
_TAG: Final = re.compile(r"<[^>]*>")
_PROSE: Final = re.compile(r"[A-Za-z]{3}")
_DOCUMENT: Final = 40
"""Letters from which a word that opens a bracket is a document inside a line."""
_READ: Final = 2_000
"""Letters of a line that are read for words."""
_PAIRED: Final = ('""', "''", "()")
CROWD: Final = 6
"""From so many lines without a partner on, a word that only one side has tells more than any one line."""


class _Pair(msgspec.Struct, frozen=True):
    """Two texts that stand against each other; an empty one means that side has none. A smaller rank tells
    more."""

    rank: tuple[int, int, int, int]
    label: str
    here: str
    there: str


def sentence(mine: Sequence[Line], theirs: Sequence[Line], lines: int, others: int) -> str:
    """What was shown and what would have been; `lines` and `others` are the lengths of the two texts."""
    if not lines:
        return f"showed nothing; with this fault {_quoted(_first(theirs), 50)}{_more(theirs)}"
    if not others:
        return f"showed {_quoted(_first(mine), 50)}{_more(mine)}; with this fault nothing"
    near = (mine[:LOOKED_AT], theirs[:LOOKED_AT])
    best = min((*_pairs(*near), *_missing(*near)), key=lambda pair: pair.rank, default=None)
    if len(mine) + len(theirs) >= CROWD and (best is None or best.rank[:2] > (1, 3)):
        word = _telling(mine, theirs)
        if word:
            return word
    return _alone(mine, theirs) if best is None else _against(best)


def _telling(mine: Sequence[Line], theirs: Sequence[Line]) -> str:
    """The word that most lines of one side have and none of the other; empty when there is none."""
    ours, others = _counted(mine), _counted(theirs)
    here, there = _most(ours, others, len(mine)), _most(others, ours, len(theirs))
    if here[1] and there[1]:
        return f"showed {_in_lines(*here)}; with this fault {_in_lines(*there)}"
    if here[1]:
        return f"showed {_in_lines(*here)}; with this fault in none"
    return f"did not show {_quoted(there[0], 30)}; with this fault in {there[1]} lines" if there[1] else ""


def _in_lines(word: str, lines: int) -> str:
    return f"{_quoted(word, 26)} in {lines} lines"


def _counted(lines: Sequence[Line]) -> dict[str, int]:
    """In how many lines each word stands; amounts, ages and ids are no words."""
    found: dict[str, int] = {}
    for line in lines:
        for word in dict.fromkeys(_words(line.template.text)):
            if len(word) > 2 and "<" not in word and any(letter.isalnum() for letter in word):
                found[word] = found.get(word, 0) + 1
    return found


def _most(ours: dict[str, int], others: dict[str, int], lines: int) -> tuple[str, int]:
    """The word in the most lines that the other side lacks, in a third of them at least."""
    only = [(count, word) for word, count in ours.items() if word not in others and count * 3 >= lines]
    best = max(only, key=lambda pair: pair[0], default=(0, ""))
    return (best[1], best[0]) if best[0] >= 3 else ("", 0)


def exit_sentence(exit_code: int, other: int) -> str:
    """Two runs that printed nothing and ended differently."""
    return f"ended with exit code {exit_code}; with this fault {other}"


def whole(subject: str, reason: str) -> str:
    """Subject and reason as one sentence of at most WIDEST letters."""
    text = f"{subject} {reason}"
    return text if len(text) <= WIDEST else text[: WIDEST - 2].rstrip("` ") + "…`"


def _pairs(mine: Sequence[Line], theirs: Sequence[Line]) -> Iterator[_Pair]:
    for one in mine:
        for other in theirs:
            pair = _pair(one, other)
            if pair is not None:
                yield pair


def _pair(one: Line, other: Line) -> _Pair | None:
    """How two lines stand against each other; None when they have nothing in common."""
    if one.template.text == other.template.text:
        return _by_value(one, other)
    left, right = _named(one.raw), _named(other.raw)
    if left and right and _name(left) == _name(right):
        return _by_name(one, other, left, right)
    return _by_words(one, other)


def _by_name(one: Line, other: Line, left: re.Match[str], right: re.Match[str]) -> _Pair | None:
    """Two values of one name, such as a header's or a member's of a document."""
    here, there = left["value"], right["value"]
    if here == there or not (_says(here) and _says(there)):
        return None
    name = _name(left)
    size = min(len(here) + len(there), 200)
    rank = 6 if name.lower() in _DULL or (here[:1] == "{" and size > 40) else 3 if size > 160 else 0
    order = one.number + abs(one.number - other.number)
    return _Pair((rank, int(size > 80), order, size), name, *_differing(here, there))


def _differing(here: str, there: str) -> tuple[str, str]:
    """Two long values from where they part."""
    left, right = here.split(), there.split()
    head = _shared(left, right) if len(here) > 30 and len(there) > 30 else 0
    if not head or head in (len(left), len(right)):
        return here, there
    return f"… {' '.join(left[head:])}", f"… {' '.join(right[head:])}"


@lru_cache(maxsize=4096)
def _named(raw: str) -> re.Match[str] | None:
    """A line as a name and its value, if it is one."""
    return _NAMED.match(raw)


def _name(found: re.Match[str]) -> str:
    return str(found["quoted"] or found["bare"] or found["set"]).strip()


def _missing(mine: Sequence[Line], theirs: Sequence[Line]) -> Iterator[_Pair]:
    """Names with a value in words that only one side has, and lists that are empty on one side only."""
    ours, others = _names(mine), _names(theirs)
    for name, (number, value) in ours.items():
        if value in _EMPTY and name in others:
            yield _Pair((0, 8, number, 0), name, value, _first(theirs))
        elif name not in others and _says(value):
            yield _Pair((1, 8, number, 0), name, value, "")
    for name, (number, value) in others.items():
        if value in _EMPTY and name in ours:
            yield _Pair((0, 8, number, 0), "", _first(mine), f"{name}: {value}")
        elif name not in ours and _says(value):
            yield _Pair((1, 9, number, 0), name, "", value)


def _names(lines: Sequence[Line]) -> dict[str, tuple[int, str]]:
    """The names in lines that carry no amount, age or id, with the line's number and the value."""
    found: dict[str, tuple[int, str]] = {}
    for line in lines:
        named = _named(line.raw)
        if named and not line.template.values:
            found.setdefault(_name(named), (line.number, named["value"]))
    return found


def _says(value: str) -> bool:
    """Is there anything in a value, beyond the bracket that opens a list?"""
    return bool(value.strip(_EDGES))


def _by_value(one: Line, other: Line) -> _Pair | None:
    """Two lines of one form: the first amount, age or id in which they differ."""
    pairs = zip(one.template.values, other.template.values, strict=False)
    for index, (left, right) in enumerate(pairs):
        if not alike(left, right):
            name = _named(one.raw)
            label = _name(name) if name else _before(one, index)
            rank = (2 if left.kind in _MEASURES else 4) + (4 if label.lower() in _DULL else 0)
            here, there = _written(one, index, left), _written(other, index, right)
            return _Pair((rank, 0, one.number, 0), label, here, there)
    return None


def _by_words(one: Line, other: Line) -> _Pair | None:
    """Two lines that begin or end alike: the words in which they differ, and the word before."""
    left, right = _words(one.raw), _words(other.raw)
    head = _shared(left, right)
    tail = _shared(left[head:][::-1], right[head:][::-1])
    here, there = left[head : len(left) - tail], right[head : len(right) - tail]
    most = max(len(here), len(there))
    if head + tail == 0 or not (here or there) or (most > 6 and not head):
        return None
    label = left[head - 1] if head else ""
    nested = any(word[0] in "{[" and len(word) > _DOCUMENT for word in (*here, *there))
    rank = 5 if nested else 1 if most <= 6 else 3
    return _Pair((rank, most, one.number, 0), label, " ".join(here), " ".join(there))


@lru_cache(maxsize=4096)
def _words(raw: str) -> tuple[str, ...]:
    words = (_bare(word) for word in _BREAKS.split(raw[:_READ]))
    return tuple(word for word in words if word)


def _bare(word: str) -> str:
    """A word without what encloses it, a comma after it or a table's rule beside it."""
    word = word.strip(" \t\r,;|")
    while len(word) > 1 and word[0] + word[-1] in _PAIRED:
        word = word[1:-1]
    return word


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words, or letters, two sequences have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _before(line: Line, index: int) -> str:
    """The word before a value's mark in the line's template."""
    parts = line.template.text.split(line.template.values[index].mark)
    same = sum(value.mark == line.template.values[index].mark for value in line.template.values[:index])
    words = _words(parts[same]) if same < len(parts) else []
    return words[-1] if words and not words[-1].startswith("<") else ""


def _written(line: Line, index: int, value: Value) -> str:
    """A value as it stands in the line; its size in words where the line cannot be taken apart."""
    name = _named(line.raw)
    if name and len(line.template.values) == 1:
        return name["value"].strip(_EDGES).removesuffix("+00:00")
    return value.raw or _amount(value)


def _amount(value: Value) -> str:
    if value.kind == "time":
        return f"{_span(abs(value.size))} {'ahead' if value.size < 0 else 'ago'}"
    if value.kind == "count":
        return f"{value.size / 1000:g}"
    if value.kind == "percent":
        return f"{value.size / 100:g}%"
    return f"{value.size / 1_000_000:g} s"


def _span(age: int) -> str:
    """An age in milliseconds as a person says it: `4 min`, `3 h`, `12 days`."""
    minutes = age // 60_000
    if minutes < 1:
        return f"{age // 1000} s"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _against(pair: _Pair) -> str:
    label = f"{pair.label}: " if pair.label[:1].isalpha() else ""
    if not pair.here:
        return f"did not show {_quoted(label + pair.there, 50)}; with this fault it would"
    if not pair.there:
        return f"showed {_quoted(label + pair.here, 50)}; with this fault it would not"
    here, there = _ends(pair.here, pair.there)
    if len(label) + min(len(here), 24) + min(len(there), 24) > _ROOM:
        label = ""
    room = max(12, min(len(there), max(_ROOM // 2, _ROOM - len(label) - len(here))))
    return f"showed {_quoted(label + here, _ROOM - room)}; with this fault {_quoted(there, room)}"


def _ends(here: str, there: str) -> tuple[str, str]:
    """Two long texts without the beginning they share."""
    head = _shared(here, there)
    head = max(here.rfind(mark, 0, head) + 1 for mark in " /:-.")
    if head < 10 or len(here) + len(there) <= _ROOM:
        return here, there
    return f"…{here[head:]}", f"…{there[head:]}"


def _alone(mine: Sequence[Line], theirs: Sequence[Line]) -> str:
    """Lines without any partner: what only one side has, and how often."""
    if not theirs:
        return f"showed {_quoted(_first(mine), 46)}{_more(mine)}; with this fault not"
    if not mine:
        return f"did not show {_quoted(_first(theirs), 40)}{_more(theirs)}; with this fault it would"
    half = _ROOM // 2
    return f"showed {_quoted(_first(mine), half)}; with this fault {_quoted(_first(theirs), half)}"


def _more(lines: Sequence[Line]) -> str:
    return f" and {len(lines) - 1} more" if len(lines) > 1 else ""


def _first(lines: Sequence[Line]) -> str:
    """The line that tells most to a reader: a name with a value in words, else a line in words, else any."""
    named = [(line, found) for line in lines if (found := _named(line.raw)) and _says(found["value"])]
    bare = [found for line, found in named if not line.template.values]
    worded = [found for found in bare if re.search("[A-Za-z]", found["value"])]
    plain = [line for line in lines if not line.template.values and _PROSE.search(_TAG.sub("", line.raw))]
    if worded or (bare and not plain):
        return _stated((worded or bare)[0])
    if plain:
        return " ".join(_words(plain[0].raw))
    if named:
        return _stated(named[0][1])
    telling = [line for line in lines if re.search(r"[A-Za-z]{3}|\d", _TAG.sub("", line.raw))]
    return _spoken((telling or list(lines))[0]) if lines else ""


def _stated(found: re.Match[str]) -> str:
    return f"{_name(found)}: {found['value'].strip(_EDGES)}"


def _spoken(line: Line) -> str:
    """A line from its first own word on, where times and ids fill its beginning (a log's line)."""
    words = (word for word in line.template.text.split() if "<" not in word)
    first = next((word for word in words if re.search("[A-Za-z]{3}", word)), "")
    begins = line.raw.find(first) if first else -1
    return " ".join(_words(line.raw[begins:] if begins > _PREAMBLE else line.raw))


def _quoted(text: str, room: int) -> str:
    """Text between backquotes, shortened to `room` letters; an empty list stays one."""
    plain = " ".join(text.replace("`", "'").split())
    plain = _bare(plain) or plain or "nothing"
    short = plain if len(plain) <= room else plain[: room - 1].rstrip() + "…"
    return f"`{short}`"
