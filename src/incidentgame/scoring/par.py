"""Par: the observations a good investigator needs, by greedy search over a catalogue.

Each step takes the line that splits what is left best; lines that follow the request path from the
outside in cost nothing, and count only when they tell something (rubric P2, investigation-paths section 0).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log2
from typing import Final

import msgspec

LAYER_ORDER: Final = (
    "user-side",
    "name",
    "edge",
    "routing",
    "targets",
    "host",
    "app",
    "data",
    "change-history",
)
"""The request path from the outside in; the list of changes is looked at when the layer is known."""

FREE_BONUS: Final = 10.0
"""Added to a line along the request path, so that it is taken first whenever it tells anything."""

Signature = str
Observable = tuple[str, str, Mapping[str, Signature]]
"""(line, layer, suspect -> what it would show): equal signatures are perceptibly the same."""


class Step(msgspec.Struct, frozen=True):
    """One line of par with what it leaves."""

    line: str
    layer: str
    left: int
    bits: float
    free: bool


def par(catalogue: Sequence[Observable], truth: str) -> list[str]:
    """The lines of the best path for this truth, in order."""
    return [step.line for step in par_steps(catalogue, truth)]


def par_steps(catalogue: Sequence[Observable], truth: str) -> list[Step]:
    """Par with the suspects left and the bits gained at every step.

    Ends when one suspect is left or no line separates the rest.  The result depends on the
    catalogue's order only between lines of equal worth.
    """
    left = tuple(sorted({suspect for _, _, shows in catalogue for suspect in shows}))
    steps: list[Step] = []
    depth = 0
    while len(left) > 1:
        telling = [item for item in catalogue if len(_left(item[2], truth, left)) < len(left)]
        if not telling:
            break
        nearest = _nearest(telling, depth)
        line, layer, shows = _best(telling, left, nearest)
        after = _left(shows, truth, left)
        free = _depth(layer) <= nearest
        steps.append(Step(line, layer, len(after), bits(len(left), len(after)), free))
        left, depth = after, max(depth, _depth(layer))
    return steps


class Survey(msgspec.Struct, frozen=True):
    """Every sensible look of a case with what it would show under each suspect, and par's way through."""

    looks: tuple[Observable, ...]
    steps: tuple[Step, ...]


class Split(msgspec.Struct, frozen=True):
    """What a look is worth while these suspects are open: how many stay together with each answer it may
    give, the largest group first, and the bits to be expected from it."""

    line: str
    layer: str
    parts: tuple[int, ...]
    bits: float


def best_split(looks: Sequence[Observable], left: Sequence[str], done: Collection[str] = ()) -> Split | None:
    """The look that splits what is left best, by the search par is made with; None when none splits it.

    `done`: lines already entered, which need no second look.
    """
    left = tuple(sorted(left))
    telling = [look for look in looks if look[0] not in done and len(_sizes(look[2], left)) > 1]
    if not telling:
        return None
    line, layer, shows = _best(telling, left, _nearest(telling, 0))
    parts = sorted(_sizes(shows, left).values(), reverse=True)
    return Split(line, layer, tuple(parts), _expected(shows, left))


def bits(before: int, after: int) -> float:
    """log2(before / after): what one observation told, uniform prior, truth included."""
    return log2(before / after) if before > 0 and after > 0 else 0.0


def cost(steps: Sequence[Step]) -> int:
    """How many of the steps cost something: those that do not follow the request path."""
    return sum(not step.free for step in steps)


def _nearest(telling: Sequence[Observable], depth: int) -> int:
    """How far along the request path the next layer lies at which something is to be learnt."""
    return min((d for _, layer, _ in telling if (d := _depth(layer)) >= depth), default=depth)


def _best(telling: Sequence[Observable], left: tuple[str, ...], nearest: int) -> Observable:
    """The line with the largest expected gain; a free one wins among those that tell nearly as much."""
    best = telling[0]
    best_worth = (-1.0, 0)
    for item in telling:
        _, layer, shows = item
        bonus = FREE_BONUS if _depth(layer) <= nearest else 0.0
        worth = (round(_expected(shows, left) + bonus, 9), -_depth(layer))
        if worth > best_worth:
            best, best_worth = item, worth
    return best


def _left(shows: Mapping[str, Signature], truth: str, left: tuple[str, ...]) -> tuple[str, ...]:
    """The suspects that would have shown the same as the truth; one without a signature stays."""
    mine = shows.get(truth)
    return tuple(s for s in left if s == truth or mine is None or shows.get(s, mine) == mine)


def _expected(shows: Mapping[str, Signature], left: tuple[str, ...]) -> float:
    """Expected bits over the suspects left: the entropy of the partition."""
    sizes = _sizes(shows, left)
    return sum(n / len(left) * bits(len(left), n) for _, n in sorted(sizes.items()))


def _sizes(shows: Mapping[str, Signature], left: Sequence[str]) -> dict[str, int]:
    """How many of the suspects left share each answer."""
    sizes: dict[str, int] = {}
    for suspect in left:
        signature = shows.get(suspect, "")
        sizes[signature] = sizes.get(signature, 0) + 1
    return sizes


def _depth(layer: str) -> int:
    return LAYER_ORDER.index(layer) if layer in LAYER_ORDER else len(LAYER_ORDER)
