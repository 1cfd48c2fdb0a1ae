"""What the path score is computed from: the observations, what was said, and how the case went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

Kind = Literal["read", "write", "verb", "wait", "setup"]
"""What a line was; `setup` keeps its output in a variable and shows nothing."""


OUTSIDE = frozenset({"user-side", "edge"})
"""The layers from which one sees what viewers get."""


class PathObservation(msgspec.Struct, frozen=True, kw_only=True):
    """One line the player entered, with what it told them and what it did.

    `at`: case time in ms.  `layer`: name, edge, routing, targets, host, app, data, change-history or
    user-side, the deepest of `layers`.  `shows`: names of the evidence first seen here.  `errors`: 1 when
    the line failed.
    `harm`: requests that failed because of it, beyond the untouched twin.
    """

    n: int
    at: int
    line: str
    kind: Kind = "read"
    layer: str = ""
    layers: tuple[str, ...] = ()
    host: str = ""
    channel: str = "shell"
    suspects_before: tuple[str, ...] = ()
    suspects_after: tuple[str, ...] = ()
    ruled_out: dict[str, str] = {}
    bits: float = 0.0
    changes: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    errors: int = 0
    harm: int = 0
    irreversible: bool = False

    @property
    def outside(self) -> bool:
        """True when it shows what a viewer gets; a request made on a host itself does not."""
        found = {self.layer, *self.layers}
        return bool(found & OUTSIDE) and "host" not in found and self.kind in ("read", "verb")

    @property
    def wrote(self) -> bool:
        """True when the line changed the world."""
        return bool(self.changes) or (self.kind == "write" and not self.errors)


class Said(msgspec.Struct, frozen=True):
    """A note, a thought or an update: the number of its line, its time and its words."""

    n: int
    at: int
    text: str


class Thought(Said, frozen=True):
    """Something believed aloud: the suspects and families it named, the families it cleared, and the
    observations by which all suspects of what it believed in were gone (none: it was never given up)."""

    suspects: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    dropped_by: tuple[int, ...] = ()


class Expectation(msgspec.Struct, frozen=True):
    """What the player said the next line would show, and whether it did (None: it cannot be told).

    `shown_by`: the line it was held against.  `why`: the words the answer rests on.
    """

    n: int
    text: str
    shown_by: int | None = None
    came_true: bool | None = None
    why: str = ""


class Strike(msgspec.Struct, frozen=True):
    """Suspects struck out by hand, held against what had been seen.

    `verdict`: `shown` (all were ruled out by then), `early` (what was seen later rules them out), `open`
    (nothing seen ever did), `against` (among them the truth, while something seen spoke for it), `truth`
    (among them the truth, before anything spoke for it), `unclear` (nobody is named).  `by`: the
    observations it rests on.
    """

    n: int
    text: str
    suspects: tuple[str, ...] = ()
    verdict: Literal["shown", "early", "open", "against", "truth", "unclear"] = "unclear"
    by: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        """Was a suspect let go that what was seen, then or later, rules out?"""
        return self.verdict in ("shown", "early")


class PathFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A whole session as the path score sees it.

    `strikes`: suspects struck out by hand.  `recommends_change`: the submitted text recommends a change
    with its risk and its way back.  `clears_layers`: the explanation says what was ruled out.
    `impact_text`: its impact part.  `hint_cost`: points the hints taken cost, as was said before.
    `failed_requests_caused_by_player`: beyond the untouched twin.
    """

    observations: tuple[PathObservation, ...]
    suspects: tuple[str, ...]
    started_at: int = 0
    notes: tuple[Said, ...] = ()
    thoughts: tuple[Thought, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    updates: tuple[Said, ...] = ()
    strikes: tuple[Strike, ...] = ()
    mitigated_at: int | None = None
    fixed_at: int | None = None
    recommends_change: bool = False
    clears_layers: bool = False
    impact_text: str = ""
    failed_requests_caused_by_player: int = 0
    par_observations: int = 4
    hint_cost: int = 0

    @property
    def writes(self) -> tuple[PathObservation, ...]:
        """The lines that changed the world, in order."""
        return tuple(seen for seen in self.observations if seen.wrote)

    @property
    def reads(self) -> tuple[PathObservation, ...]:
        """The lines that looked, in order."""
        return tuple(seen for seen in self.observations if seen.kind == "read")

    @property
    def outside(self) -> tuple[PathObservation, ...]:
        """The looks at what viewers get, in order; the `status` page is one."""
        return tuple(seen for seen in self.observations if seen.outside)

    def words(self) -> Iterator[Said]:
        """Everything the player said on the way, in order of line."""
        yield from sorted((*self.notes, *self.thoughts, *self.updates), key=lambda said: said.n)
