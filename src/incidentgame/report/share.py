"""What a player may pass on: the case, steps against par, a strip of bits, sums. No fault and no commands."""

from collections.abc import Iterator

from incidentgame.report.words import several
from incidentgame.session.result import Result

_WIDTH = 40
_BARS = ((2.0, "█"), (1.0, "▄"), (0.5, "▂"), (0.0, "▁"))
"""A character for more than so many bits."""
NOTHING = "·"


def share(result: Result) -> str:
    """A few lines to paste, the same for everybody who played the same."""
    case = result.engine.case
    strip = "".join(_strip(result))
    rows = [f"incidentgame {case.pack} {case.code}", _steps(result, len(strip))]
    rows += [strip[n : n + _WIDTH] for n in range(0, len(strip), _WIDTH)]
    if case.scored:
        rows.append(_sums(result))
    rows.append(f"the same case: incidentgame play {case.pack} {case.code}")
    return "\n".join(rows) + "\n"


def _strip(result: Result) -> Iterator[str]:
    """One character for each look: how much it told."""
    for look in result.scored.facts.reads:
        yield bar(look.bits)


def bar(bits: float) -> str:
    """`·` for nothing, then four heights."""
    return next((mark for above, mark in _BARS if bits > above), NOTHING)


def _steps(result: Result, looks: int) -> str:
    par = f", par {len(result.par)}" if result.par else ""
    return f"{several(looks, 'look')}{par} · {result.engine.mode}"


def _sums(result: Result) -> str:
    """Levels as sums only: which of them is which would say too much."""
    levels = result.scored.card.levels
    path = [level.level for level in levels if level.name.startswith("P")]
    explained = [level.level for level in levels if level.name.startswith("E")]
    return f"path {sum(path)} of {3 * len(path)} · explanation {sum(explained)} of {3 * len(explained)}"
