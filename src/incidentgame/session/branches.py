"""The branches of a session: `rewind N` goes on from just after line N, on an engine of its own.

The trunk, what was played first, stays as it stood and is what is scored. A branch is a fresh engine that
replays the lines up to N at their instants; its own lines are numbered on from there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incidentgame.commands.player import Fork
from incidentgame.kernel.instant import Instant

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

MOST = 24
"""Branches of one session."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch, numbered from 1 (the trunk): which one it left, after which line, at which instant."""

    number: int
    origin: int
    since: int
    at: Instant
    engine: "Engine" = field(repr=False)


class Branches:
    """All branches of one session, the trunk first; one of them is played."""

    def __init__(self, trunk: "Engine", fresh: "Callable[[], Engine]") -> None:
        """`fresh` makes an engine at the moment of the page that belongs to these branches."""
        self._fresh = fresh
        self.all: list[Branch] = [Branch(1, 0, 0, trunk.case.paged_at, trunk)]

    @property
    def trunk(self) -> "Engine":
        """What was played first."""
        return self.all[0].engine

    @property
    def current(self) -> "Engine":
        """What is played now."""
        return self.all[-1].engine

    @property
    def number(self) -> int:
        """The number of the branch played now; 1 is the trunk."""
        return self.all[-1].number

    def refusal(self, to: int, lines: int) -> str:
        """Why one cannot go back to a line; empty when one can. `lines`: how many came before this one."""
        if len(self.all) >= MOST:
            return f"{MOST} branches are enough for one session; `restart` begins anew"
        if not 0 <= to <= lines:
            return f"there are lines 0 (the page) to {lines} to go back to; `timeline` lists them"
        return ""

    def follow(self) -> "Engine":
        """The engine that goes on: a new branch when the last line asked for one and the case is not over."""
        present = self.current
        to = present.rewinding
        if to is None or present.ended:
            return present
        present.rewinding = None
        return self._branched(to)

    def forks(self) -> Iterator[Fork]:
        """The jumps that lie on the way of the branch played now, and how far what they left had come."""
        branch, shared = self.all[-1], self.all[-1].since + 1
        while branch.number > 1:
            left = self.all[branch.origin - 1]
            if branch.since < shared:
                shared = branch.since
                yield Fork(branch.number, branch.since, branch.at, len(left.engine.observations))
            branch = left

    def _branched(self, to: int) -> "Engine":
        """A new branch: the lines up to `to` are played again, cut ones as they were cut."""
        left, found = self.current, self._fresh()
        for seen in left.observations[:to]:
            found.submit(seen.line, seen.at, seen.by, stop_at=seen.ended if seen.cut else None)
        left.rest()
        self.all.append(Branch(len(self.all) + 1, self.number, to, found.now, found))
        return found
