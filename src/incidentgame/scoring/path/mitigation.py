"""P5: users ignored (0), mitigates late or by luck (1), once justified (2), and proves it, twice (3)."""

from __future__ import annotations

from typing import Final

from incidentgame.scoring.level import Level
from incidentgame.scoring.path.facts import PathFacts, PathObservation
from incidentgame.scoring.path.numbers import numbered

CYCLE_MS: Final = 30_000
"""The second proof must come this much later: one health-check or error-cache cycle (house rule)."""


def mitigation(facts: PathFacts) -> Level:
    """Whether harm was stopped, when it was justified, and how that was proved."""
    if not facts.writes:
        if facts.recommends_change:
            return Level(name="P5", level=1, reasons=("recommended a change; made none",))
        return Level(name="P5", level=0, reasons=("nothing was done for the users",))
    over = _over(facts)
    if over is None:
        made = numbered(_numbers(facts.writes))
        return _level(0, f"the changes ({made}) did not end the harm", _numbers(facts.writes))
    cure = _cure(facts, over)
    if cure is not None and _by_luck(cure, facts):
        return _level(1, f"#{cure.n} helped, with {len(cure.suspects_before)} suspects still open", (cure.n,))
    proved = _numbers(proofs(facts))
    done = () if cure is None else (cure.n,)
    ended = f"#{cure.n} ended the harm" if cure is not None else "the harm ended"
    if _twice(proofs(facts)):
        how = f"proved from the user's side in {numbered(proved)}, a cycle between them"
        return Level(name="P5", level=3, reasons=(ended, how), observations=(*done, *proved))
    once = f"proved once ({numbered(proved)}), not after a cycle"
    missing = once if proved else "not proved from the user's side"
    return Level(name="P5", level=2, reasons=(ended, missing), observations=(*done, *proved))


def _over(facts: PathFacts) -> int | None:
    """When the harm ended."""
    return min((t for t in (facts.mitigated_at, facts.fixed_at) if t is not None), default=None)


def _twice(proved: tuple[PathObservation, ...]) -> bool:
    return len(proved) >= 2 and proved[-1].at - proved[0].at >= CYCLE_MS


def _level(level: int, reason: str, numbers: tuple[int, ...]) -> Level:
    return Level(name="P5", level=level, reasons=(reason,), observations=numbers)


def _cure(facts: PathFacts, over: int) -> PathObservation | None:
    """The last change before the harm ended."""
    earlier = [write for write in facts.writes if write.at <= over]
    return earlier[-1] if earlier else None


def _by_luck(cure: PathObservation, facts: PathFacts) -> bool:
    """Justified is a change made when at most half of the suspects were open."""
    return len(cure.suspects_before) * 2 > max(2, len(facts.suspects))


def proofs(facts: PathFacts) -> tuple[PathObservation, ...]:
    """The looks from the user's side that confirm that the harm ended; none while it goes on."""
    over = _over(facts)
    if over is None or not facts.writes:
        return ()
    cure = _cure(facts, over)
    after = facts.writes[-1].n if cure is None else cure.n
    return tuple(o for o in facts.outside if o.n > after and not o.errors)


def _numbers(observations: tuple[PathObservation, ...]) -> tuple[int, ...]:
    return tuple(observation.n for observation in observations)
