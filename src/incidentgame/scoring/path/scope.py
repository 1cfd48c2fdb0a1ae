"""P1: acts on the alert (0), reproduces it (1), who, when, what still works (2), quantifies (3)."""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts
from incidentgame.scoring.path.numbers import numbered

_AMOUNT: Final = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:%|per ?cent|percent|requests?|rps|orders?|of \d+|in \d+|min\b|minutes?"
    r"|hours?|h\b|k\b)"
    r"|\b(?:half|a third|two thirds|a quarter|one in|nine in|every"
    r"|all) (?:of )?(?:the )?\w*\s?(?:requests?|calls?|users?|customers?|orders?|checkouts?)",
    re.IGNORECASE,
)


_ADDRESS: Final = re.compile(r"https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)")


def scope(facts: PathFacts) -> Level:
    """How the player found out what is broken, for whom, since when and how much."""
    first_write = facts.writes[0].n if facts.writes else None
    outside = facts.outside
    before = [o for o in outside if first_write is None or o.n < first_write]
    numbers = tuple(o.n for o in before)
    if not before:
        reason = "changed something before looking" if outside or first_write else "never looked from outside"
        return Level(name="P1", level=0, reasons=(reason,))
    ways = {_way(o.line) for o in before}
    if len(ways) < 2:
        reasons: tuple[str, ...] = (f"reproduced the failure in {numbered(numbers)}", "looked no other way")
        return Level(name="P1", level=1, reasons=reasons, observations=numbers)
    looked = f"looked from outside in {len(ways)} ways: {numbered(numbers)}"
    said = next((s for s in facts.words() if _AMOUNT.search(s.text)), None)
    amount = _AMOUNT.search(said.text if said else facts.impact_text)
    if not amount:
        reasons = (looked, "gave no number for it")
        return Level(name="P1", level=2, reasons=reasons, observations=numbers)
    where = f"in #{said.n}" if said else "in the explanation"
    reasons = (looked, f'said how much: "{amount.group()}" {where}')
    return Level(name="P1", level=3, reasons=reasons, observations=numbers)


def _way(line: str) -> str:
    """Lines that ask the same thing are one: the command and its URL, else the command and its verb."""
    words = [word.strip("'\"") for word in line.split() if not word.startswith("-")]
    addresses = [word for word in words[1:] if _ADDRESS.match(word)]
    return " ".join((*words[:1], *addresses) if addresses else words[:3])
