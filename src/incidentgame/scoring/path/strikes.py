"""`suspects strike WHAT because WHY`, held against what the player had seen when they said it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from incidentgame.scoring.path.facts import PathObservation, Strike
from incidentgame.scoring.path.naming import Suspected, resolved


def strike(
    n: int,
    text: str,
    suspects: Sequence[Suspected],
    truth: str,
    observations: Sequence[PathObservation],
    spoke: Sequence[int] = (),
) -> Strike:
    """What a strike of line `n` was worth.  `spoke`: the observations that showed evidence of the truth."""
    named = resolved(text.partition(" because ")[0], suspects)
    if not named:
        return Strike(n, text)
    if truth in named:
        before = tuple(number for number in spoke if number < n)
        return Strike(n, text, named, "against" if before else "truth", before)
    gone = ruled_out_by(observations)
    by = tuple(sorted({gone[suspect] for suspect in named if suspect in gone}))
    if any(suspect not in gone for suspect in named):
        return Strike(n, text, named, "open", by)
    return Strike(n, text, named, "shown" if by[-1] < n else "early", by)


def ruled_out_by(observations: Sequence[PathObservation]) -> Mapping[str, int]:
    """Suspect → the number of the observation that ruled it out."""
    return {suspect: seen.n for seen in observations for suspect in seen.ruled_out}
