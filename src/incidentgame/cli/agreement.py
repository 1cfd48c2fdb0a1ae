"""`incidentgame agree`: every pair of raters, how far they agree and where they differ most."""

import json
from argparse import Namespace
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

from incidentgame.cli.problems import UsageError
from incidentgame.cli.scores_file import ratings_of
from incidentgame.scoring.agreement import Agreement, agreement

_MOST = 10
_FEW = 20


def run(arguments: Namespace) -> int:
    """Print the agreement of every pair; UsageError when no two raters scored the same item."""
    ratings = ratings_of(arguments.files)
    found = [agreement(one, ratings[one], other, ratings[other]) for one, other in combinations(ratings, 2)]
    pairs = [pair for pair in found if pair is not None]
    if not pairs:
        raise UsageError(f"no item was scored by two raters ({', '.join(ratings)})")
    print(json.dumps([_as_json(pair) for pair in pairs], indent=1) if arguments.json else _told(pairs))
    return 0


def _as_json(pair: Agreement) -> dict[str, Any]:
    return {
        "raters": [pair.one, pair.other],
        "n": pair.n,
        "kappa": None if pair.kappa is None else _decimal(pair.kappa),
        "exact": _decimal(pair.exact),
        "adjacent": _decimal(pair.adjacent),
        "mean_difference": _decimal(pair.mean_difference),
        "differing": [{"item": d.item, "scores": [_plain(d.one), _plain(d.other)]} for d in pair.differing],
    }


def _told(pairs: list[Agreement]) -> str:
    names = [f"{pair.one} – {pair.other}" for pair in pairs]
    wide = max(map(len, names))
    lines = [f"{'':<{wide}}     n   kappa   exact   within 1   mean difference"]
    for name, pair in zip(names, pairs, strict=True):
        kappa = "–" if pair.kappa is None else f"{float(pair.kappa):.2f}"
        lines.append(
            f"{name:<{wide}}  {pair.n:>4}  {kappa:>6}  {float(pair.exact):>6.0%}"
            f"  {float(pair.adjacent):>9.0%}   {float(pair.mean_difference):>+15.2f}"
        )
    for name, pair in zip(names, pairs, strict=True):
        lines += _differences(name, pair)
    return "\n".join([*lines, *_notes(pairs)])


def _differences(name: str, pair: Agreement) -> Iterator[str]:
    """The items that differ most, the farthest apart first."""
    if not pair.differing:
        return
    yield f"\n{name}, farthest apart:"
    for d in pair.differing[:_MOST]:
        yield f"  {d.item}   {_plain(d.one)} and {_plain(d.other)}"
    if len(pair.differing) > _MOST:
        yield f"  and {len(pair.differing) - _MOST} more (--json has all)"


def _notes(pairs: list[Agreement]) -> Iterator[str]:
    if any(pair.n < _FEW for pair in pairs):
        yield f"\nUnder {_FEW} items kappa moves much with a single one."
    if any(pair.kappa is None for pair in pairs):
        yield "\nkappa –: all scores are the same, so chance would agree as well."


def _decimal(value: Fraction) -> float:
    return round(float(value), 4)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
