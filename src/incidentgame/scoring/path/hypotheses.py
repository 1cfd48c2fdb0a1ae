"""P3: none (0), one (1), two or more, tested (2), predicts, seeks disproof, drops what is falsified (3)."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts
from incidentgame.scoring.path.numbers import numbered

_DROPS: Final = re.compile(
    r"\b(?:not|no longer|ruled out|rule out|drop(?:ped)?|wrong|instead|cleared|excluded?|fine"
    r"|innocent|only the relay)\b",
    re.IGNORECASE,
)
_SAYS: Final = {
    "open": "struck out, though nothing seen rules it out",
    "truth": "struck out, though it was so",
    "against": "struck out against what was seen",
}


def hypotheses(facts: PathFacts) -> Level:
    """What was believed and expected aloud, tested, and let go."""
    tested = [made for made in facts.expectations if made.shown_by is not None]
    let_go = _let_go(facts)
    stated = len(facts.thoughts) + len(facts.expectations)
    if stated >= 2 and tested and let_go:
        level = 3
    elif stated >= 2 or tested:
        level = 2
    else:
        level = 1 if stated or facts.strikes else 0
    lines = {said.n for said in facts.thoughts} | {made.n for made in facts.expectations}
    lines |= {strike.n for strike in facts.strikes}
    return Level(name="P3", level=level, reasons=_reasons(facts, let_go), observations=tuple(sorted(lines)))


def _let_go(facts: PathFacts) -> tuple[int, ...]:
    """The lines that let an idea go: a prediction that broke, a thought that drops one, a sound strike."""
    broken = {made.n for made in facts.expectations if made.came_true is False}
    dropped = {said.n for said in facts.thoughts if said.cleared or _DROPS.search(said.text)}
    return tuple(sorted(broken | dropped | {strike.n for strike in facts.strikes if strike.sound}))


def _reasons(facts: PathFacts, let_go: tuple[int, ...]) -> tuple[str, ...]:
    if not (facts.thoughts or facts.expectations or facts.strikes):
        return ("no hypothesis was stated (`think`, `expect`)",)
    reasons = []
    if facts.thoughts:
        reasons.append(f"believed aloud in {numbered(said.n for said in facts.thoughts)}")
    reasons += [_predicted(facts)] if facts.expectations else []
    reasons.append(f"let go in {numbered(let_go)}" if let_go else "nothing was let go")
    reasons += [
        f"#{strike.n}: {_SAYS[strike.verdict]}" for strike in facts.strikes if strike.verdict in _SAYS
    ]
    return tuple(reasons)


def _predicted(facts: PathFacts) -> str:
    """`predicted in #6 (kept by #9), #11 (broken by #12)`."""
    words = {True: "kept by", False: "broken by", None: "looked at in"}
    made = [
        f"#{one.n} ({words[one.came_true]} #{one.shown_by})" if one.shown_by else f"#{one.n} (never tested)"
        for one in facts.expectations
    ]
    return "predicted in " + ", ".join(made)
