"""How the branches beside the scored one went, for the debrief."""

from collections.abc import Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant
from incidentgame.session.branches import Branch, Branches
from incidentgame.session.ending import ending


@dataclass(frozen=True, slots=True)
class BranchEnd:
    """A branch in a few values: where it began (`origin` is the branch it left, `since` the line), its own
    lines, when users were served again and the cause was gone on it, and what was explained on it."""

    number: int
    origin: int
    since: int
    lines: tuple[str, ...]
    mitigated_at: Instant | None
    fixed_at: Instant | None
    explanation: str = ""


def branch_ends(branches: Branches) -> tuple[BranchEnd, ...]:
    """Every branch but the first, in the order they were begun."""
    return tuple(_ends(branches))


def _ends(branches: Branches) -> Iterator[BranchEnd]:
    for branch in branches.all[1:]:
        end = ending(branch.engine)
        yield BranchEnd(
            number=branch.number,
            origin=branch.origin,
            since=branch.since,
            lines=tuple(o.line for o in branch.engine.observations[branch.since :]),
            mitigated_at=end.mitigated_at,
            fixed_at=end.fixed_at,
            explanation=_explained(branch),
        )


def _explained(branch: Branch) -> str:
    """What was explained on the branch itself; what it shares with the one it left counts there."""
    said = branch.engine.statements.explanation
    return said.text if said is not None and said.n > branch.since else ""
