"""What each line was for, in one word: the same reading that the levels rest on, for the debrief."""

from __future__ import annotations

from typing import Literal

from incidentgame.scoring.path.facts import PathFacts
from incidentgame.scoring.path.mitigation import proofs
from incidentgame.scoring.path.narrowing import charged, revisits

Label = Literal[
    "telling",
    "evidence",
    "confirms",
    "revisit",
    "dead end",
    "on the way",
    "change",
    "words",
    "waiting",
    "preparing",
]

_QUIET: dict[str, Label] = {"verb": "words", "wait": "waiting", "setup": "preparing"}
LABELS: dict[Label, str] = {
    "telling": "ruled something out",
    "evidence": "showed evidence",
    "confirms": "confirms the fix",
    "revisit": "seen before",
    "dead end": "told nothing new",
    "on the way": "on the way, free",
    "change": "a change",
    "words": "words",
    "waiting": "waiting",
    "preparing": "preparing",
}
"""Each label as the debrief may say it."""


def labels(facts: PathFacts) -> dict[int, Label]:
    """The label of every observation by its number. Nothing but more dead ends than par costs anything."""
    proved, again, idle = {o.n for o in proofs(facts)}, revisits(facts), charged(facts)
    found: dict[int, Label] = {}
    for seen in facts.observations:
        if seen.wrote:
            found[seen.n] = "change"
        elif seen.n in proved:
            found[seen.n] = "confirms"
        elif seen.kind in _QUIET:
            found[seen.n] = _QUIET[seen.kind]
        elif seen.bits > 0:
            found[seen.n] = "telling"
        elif seen.shows:
            found[seen.n] = "evidence"
        elif seen.n in again:
            found[seen.n] = "revisit"
        else:
            found[seen.n] = "dead end" if seen.n in idle else "on the way"
    return found
