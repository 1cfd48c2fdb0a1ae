"""The values of a reflection: what went wrong, what of it was named, what was left out or made up."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

MishapKind = Literal[
    "harm",
    "irreversible",
    "blind",
    "strike",
    "cause",
    "explanation",
    "unsupported",
    "overconfident",
    "dead_end",
    "expectation",
    "thought",
    "hint",
    "unproved",
    "silent",
    "unmitigated",
]

GRAVE: Final = frozenset({"harm", "irreversible", "blind", "strike", "cause"})
"""An account that leaves all of these out, where there are any, is not an honest one."""
SLIPS: Final = GRAVE | {"explanation", "unsupported", "overconfident", "dead_end"}
"""What a player may be told they left out. A prediction that failed, an idea given up, a hint taken are how
one works; naming them counts, leaving them out is nothing."""

ACTS: Final = frozenset({"harm", "irreversible", "blind", "strike", "explanation", "hint"})
"""What either happened or not: naming it is concrete enough."""


class Mishap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went otherwise than meant: kind, lines it happened in, and words for the player.

    `families`: what a given-up idea was about, so that it is not taken for another.
    """

    kind: MishapKind
    words: str
    lines: tuple[int, ...] = ()
    families: tuple[str, ...] = ()


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """A mishap and the sentence that names it. `concrete`: it says where or when, not only that."""

    mishap: Mishap
    sentence: str
    concrete: bool = True


class Invented(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence about oneself that the log contradicts, and what the log says."""

    sentence: str
    why: str


class Reflection(msgspec.Struct, frozen=True, kw_only=True):
    """An account of what went wrong, held against the log. `raises`: it lifts E3 by one level."""

    text: str
    named: tuple[Admitted, ...] = ()
    missed: tuple[Mishap, ...] = ()
    invented: tuple[Invented, ...] = ()
    raises: bool = False

    @property
    def honest(self) -> bool:
        """It names what really happened and says where, nothing that did not, and not all but what weighs."""
        told = {admitted.mishap.kind for admitted in self.named if admitted.concrete}
        heavy = GRAVE & {mishap.kind for mishap in self.missed}
        return bool(told) and not self.invented and (not heavy or bool(GRAVE & told))
