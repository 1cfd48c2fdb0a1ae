"""P3: none (0), one (1), two or more, tested (2), predicts, seeks disproof, drops what is falsified (3)."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts

_DROPS: Final = re.compile(
    r"\b(?:not|no longer|ruled out|rule out|drop(?:ped)?|wrong|instead|cleared|excluded?|fine"
    r"|innocent|only the relay)\b",
    re.IGNORECASE,
)


def hypotheses(facts: PathFacts) -> Level:
    """What was believed and expected aloud, tested, and let go."""
    thoughts, expectations = facts.thoughts, facts.expectations
    tested = [e for e in expectations if e.shown_by is not None]
    failed = [e for e in tested if e.came_true is False]
    dropped = [t for t in thoughts if _DROPS.search(t.text)]
    lines = tuple(sorted({s.n for s in thoughts} | {e.n for e in expectations}))
    stated = len(thoughts) + len(expectations)
    reasons = _reasons(len(thoughts), len(tested), len(failed), len(dropped) + len(facts.struck))
    lets_go = bool(failed or dropped or facts.struck)
    if stated >= 2 and tested and lets_go:
        level = 3
    elif stated >= 2 or tested:
        level = 2
    else:
        level = 1 if stated or facts.struck else 0
    return Level(name="P3", level=level, reasons=reasons, observations=lines)


def _reasons(thoughts: int, tested: int, failed: int, dropped: int) -> tuple[str, ...]:
    if not thoughts and not tested:
        return ("no hypothesis was stated (`think`, `expect`)",)
    parts = [f"{thoughts} thought(s)", f"{tested} prediction(s) tested", f"{failed} not borne out"]
    return (", ".join(parts), f"{dropped} idea(s) let go" if dropped else "nothing was let go")
