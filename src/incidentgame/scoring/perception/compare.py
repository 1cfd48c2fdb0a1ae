"""*Perceptibly different* (DESIGN section 9): would a person have seen another answer?

Lines compare as a multiset of templates.  A difference counts only within the first or last 60 lines
shown, or when it makes up at least 5 % of them.  A line that names an id the rival world does not
know gives no verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import msgspec

from incidentgame.scoring.perception.identifiers import RoleOf, names_in
from incidentgame.scoring.perception.pairing import Line, unpaired
from incidentgame.scoring.perception.reasons import sentence
from incidentgame.scoring.perception.templates import Template, template

SHOWN: Final = 60
SHARE: Final = 20
"""A difference counts from one line in SHARE (5 %)."""
SAMPLES: Final = 3
MAX_LINES: Final = 4000


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison's answer.  `here` and `there` are sample lines that only one side has, `reason` says
    without a subject what was shown and what would have been (`reasons.sentence`)."""

    kind: Literal["same", "different", "no_verdict"]
    reason: str = ""
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()

    @property
    def different(self) -> bool:
        """True when the rival would have shown something perceptibly different."""
        return self.kind == "different"


def compare(
    truth: str,
    rival: str,
    *,
    role_of: RoleOf,
    now: int,
    rival_role_of: RoleOf | None = None,
    line: str = "",
    known_to_rival: Callable[[str], bool] | None = None,
) -> Verdict:
    """Compare what the player saw with what the same line would have shown under a rival.

    `role_of` gives the role of an id in the world, None when it has none; `rival_role_of` the same in
    the rival's world where ids differ.  `line` is what the player typed: when it names a resource that
    `known_to_rival` denies, there is no verdict.  `now`: milliseconds since the epoch.
    """
    if known_to_rival and any(not known_to_rival(name) for name in names_in(line)):
        return Verdict(kind="no_verdict", reason="names something the rival world does not have")
    mine = Reader(role_of, now)
    theirs = mine if rival_role_of is None else Reader(rival_role_of, now)
    return compare_read(truth, rival, mine, theirs)


def compare_read(truth: str, rival: str, mine: Reader, theirs: Reader, *, why: bool = True) -> Verdict:
    """Compare two texts with readers that remember lines: for many rivals of one observation.

    Without `why` the reason is left out: finding the words for it takes longer than the comparison.
    """
    if truth == rival:
        return Verdict(kind="same")
    lines, others = _split(truth), _split(rival)
    if sorted(lines) == sorted(others) and mine is theirs:
        return Verdict(kind="same")
    left, right = unpaired(mine.read(lines), theirs.read(others))
    left, right = _counting(left, len(lines)), _counting(right, len(others))
    if not left and not right:
        return Verdict(kind="same")
    return Verdict(
        kind="different",
        reason=sentence(left, right, len(lines), len(others)) if why else "",
        here=tuple(item.raw for item in left[:SAMPLES]),
        there=tuple(item.raw for item in right[:SAMPLES]),
    )


class Reader:
    """Turns lines into templates for one world at one instant; a line seen before is not read again."""

    def __init__(self, role_of: RoleOf, now: int) -> None:
        self._role_of = role_of
        self._now = now
        self._known: dict[str, Template] = {}

    def read(self, lines: list[str]) -> list[Line]:
        """The numbered lines with their templates."""
        known = self._known
        for raw in lines:
            if raw not in known:
                known[raw] = template(raw, self._role_of, self._now)
        return [Line(number, raw, known[raw]) for number, raw in enumerate(lines)]


def _split(text: str) -> list[str]:
    """The lines that carry something; of a very long text its first and last two thousand."""
    lines = [line for line in text.splitlines() if line.strip()]
    half = MAX_LINES // 2
    return lines if len(lines) <= MAX_LINES else lines[:half] + lines[-half:]


def _counting(lines: list[Line], total: int) -> list[Line]:
    """The differing lines that count: near an end, or all when they are at least 5 %."""
    if len(lines) * SHARE >= total:
        return lines
    return [line for line in lines if line.number < SHOWN or line.number >= total - SHOWN]
