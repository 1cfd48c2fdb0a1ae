"""Which lines of two texts have no partner on the other side.

Lines of one template form a group.  How many there are compares as a count.  In groups of four and more,
an amount that differs from line to line (a log's durations and sizes) compares by its middle value, a
time by first, middle and last, so that the same traffic under other dice looks the same.
"""

from __future__ import annotations

from typing import Final

import msgspec

from incidentgame.scoring.perception.templates import Template, alike
from incidentgame.scoring.perception.values import WHOLE, Value, like_count

CROWD: Final = 4


class Line(msgspec.Struct, frozen=True):
    """A line with its number and template."""

    number: int
    raw: str
    template: Template


def unpaired(here: list[Line], there: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of either side that the other side does not show, in order."""
    mine, theirs = _groups(here), _groups(there)
    only_here: list[Line] = []
    only_there: list[Line] = []
    for text in dict.fromkeys([*mine, *theirs]):
        left, right = _compare(mine.get(text, []), theirs.get(text, []))
        only_here += left
        only_there += right
    return sorted(only_here, key=_number), sorted(only_there, key=_number)


def _number(line: Line) -> int:
    return line.number


def _groups(lines: list[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.template.text, []).append(line)
    return groups


def _compare(mine: list[Line], theirs: list[Line]) -> tuple[list[Line], list[Line]]:
    if not mine or not theirs:
        return mine, theirs
    loose = _loose(mine, theirs)
    as_many = like_count(len(mine) * WHOLE, len(theirs) * WHOLE)
    if len(loose) == len(mine[0].template.values) and as_many:
        return [], []
    left, right = _pair(mine, theirs, loose)
    if as_many:
        left = [line for line in left if not any(_same(line, other, loose) for other in theirs)]
        right = [line for line in right if not any(_same(line, other, loose) for other in mine)]
    return left, right


def _loose(mine: list[Line], theirs: list[Line]) -> frozenset[int]:
    """Positions of amounts whose middle values are alike in two crowds."""
    if min(len(mine), len(theirs)) < CROWD:
        return frozenset()
    kinds = [value.kind for value in mine[0].template.values]
    return frozenset(
        at
        for at, kind in enumerate(kinds)
        if kind == "id" or all(alike(a, b) for a, b in zip(_marks(mine, at), _marks(theirs, at), strict=True))
    )


def _marks(lines: list[Line], at: int) -> tuple[Value, ...]:
    """The middle value at a position; of times also the first and the last."""
    values = sorted((line.template.values[at] for line in lines), key=lambda value: value.size)
    middle = values[len(values) // 2]
    return (values[0], middle, values[-1]) if middle.kind == "time" else (middle,)


def _pair(mine: list[Line], theirs: list[Line], loose: frozenset[int]) -> tuple[list[Line], list[Line]]:
    """Pair greedily in order; what is left on either side."""
    waiting = list(theirs)
    alone: list[Line] = []
    for line in mine:
        at = next((i for i, other in enumerate(waiting) if _same(line, other, loose)), None)
        if at is None:
            alone.append(line)
        else:
            waiting.pop(at)
    return alone, waiting


def _same(one: Line, other: Line, loose: frozenset[int]) -> bool:
    pairs = zip(one.template.values, other.template.values, strict=False)
    return all(at in loose or alike(a, b) for at, (a, b) in enumerate(pairs))
