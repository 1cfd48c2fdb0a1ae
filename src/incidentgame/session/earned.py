"""What a session earned: kept when it ends, compared with what the present rules give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidentgame.kernel.events import AnyEvent, CaseScored, Ended
from incidentgame.session.result import Result


@dataclass(frozen=True, slots=True)
class Moved:
    """A dimension, a total or a claim (`claim ID`) that came out otherwise; None: it was not given."""

    name: str
    old: int | str | None
    new: int | str | None


def earned(result: Result, engine: str, rules: str) -> CaseScored:
    """The log's entry for a result, made by this version of the program and these rules."""
    scored = result.scored
    return CaseScored(
        at=result.engine.now,
        scores=scored.card.scores(),
        claims={verdict.id: verdict.state for verdict in scored.verdicts.claims},
        engine=engine,
        rules=rules,
    )


def kept_score(events: Iterable[AnyEvent]) -> CaseScored | None:
    """The scores kept when the case ended; None when none were."""
    kept = None
    for event in events:
        if isinstance(event, CaseScored):
            kept = event
        elif isinstance(event, Ended):
            kept = None  # of what came before
    return kept


def moved(old: CaseScored, new: CaseScored) -> tuple[Moved, ...]:
    """All that differs: dimensions and totals in the scorecard's order, then claims in the rubric's."""
    claims = _differing(_claims(old), _claims(new))
    return (*_differing(old.scores, new.scores), *claims)


def _claims(score: CaseScored) -> dict[str, str]:
    return {f"claim {name}": state for name, state in score.claims.items()}


def _differing(old: Mapping[str, int | str | None], new: Mapping[str, int | str | None]) -> tuple[Moved, ...]:
    names = dict.fromkeys((*new, *old))
    return tuple(Moved(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n))
