"""Whose change harmed whom: requests that failed beyond the untouched twin, counted for each change.

The total is counted minute by minute, as the noise of single requests evens out in a minute; within a minute
the ten seconds in which most was lost say which change it was.
"""

from collections.abc import Sequence

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.session import measures
from incidentgame.world.simulation import Simulation

_STEPS = MINUTE // measures.STEP

Made = tuple[int, Instant]
"""A change: the number of its line, and when that was entered."""


def harm_by_change(
    sim: Simulation, twin: Simulation, changes: Sequence[Made], until: Instant
) -> dict[int, int]:
    """Line → requests that failed because of its change, from it until the next; only where some did."""
    if not changes:
        return {}
    start = changes[0][1]
    ours = sim.traffic.counts(start, until, measures.STEP, measures.failed)
    theirs = twin.traffic.counts(start, until, measures.STEP, measures.failed)
    found: dict[int, int] = {}
    for first in range(0, len(ours), _STEPS):
        steps = list(zip(ours[first : first + _STEPS], theirs[first : first + _STEPS], strict=True))
        excess = sum(mine for mine, _ in steps) - sum(other for _, other in steps)
        if excess > 0:
            ends = [start + (first + n + 1) * measures.STEP for n in range(len(steps))]
            owner = _owner([max(0, mine - other) for mine, other in steps], ends, changes)
            found[owner] = found.get(owner, 0) + excess
    return found


def _owner(lost: Sequence[int], ends: Sequence[Instant], changes: Sequence[Made]) -> int:
    """The change after which most was lost within a minute; the earlier one of two equal ones."""
    shares: dict[int, int] = {}
    for count, end in zip(lost, ends, strict=True):
        by = [n for n, at in changes if at < end][-1]
        shares[by] = shares.get(by, 0) + count
    return max(shares, key=lambda n: (shares[n], -n))
