"""`think "…"`: what was believed, and whether it was given up once the looks spoke against it."""

from __future__ import annotations

from collections.abc import Sequence

from incidentgame.scoring.path.facts import PathObservation, Said, Thought
from incidentgame.scoring.path.naming import Suspected, named
from incidentgame.scoring.path.strikes import ruled_out_by


def thoughts(
    said: Sequence[Said], suspects: Sequence[Suspected], observations: Sequence[PathObservation]
) -> tuple[Thought, ...]:
    """Every thought with what it named and by what that was ruled out afterwards."""
    gone = ruled_out_by(observations)
    found = []
    for one in said:
        about = named(one.text, suspects)
        meant = about.suspects or tuple(s.id for s in suspects if s.family in about.families)
        left = [suspect for suspect in meant if gone.get(suspect, one.n + 1) > one.n]
        over = bool(left) and all(suspect in gone for suspect in left)
        dropped = tuple(sorted({gone[suspect] for suspect in left})) if over else ()
        found.append(Thought(one.n, one.at, one.text, about.suspects, about.families, about.cleared, dropped))
    return tuple(found)
