"""One dimension's level: 0 to 3, the reasons, and what they rest on (rubric: anchored levels)."""

from __future__ import annotations

import msgspec


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A level with its reasons, the claims and the observation numbers that back it."""

    name: str
    level: int
    reasons: tuple[str, ...]
    claims: tuple[str, ...] = ()
    observations: tuple[int, ...] = ()
