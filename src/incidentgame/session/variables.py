"""The variables a story's guards may ask, computed from the session when asked (`pack.story.VARIABLES`)."""

from collections.abc import Callable, Iterator, Mapping
from math import ceil, log2
from typing import TYPE_CHECKING, Any

from incidentgame.kernel.instant import MINUTE
from incidentgame.pack.conditions import holds
from incidentgame.session import measures

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

_WORSE = 200
"""Failed requests beyond an untouched world's before the story speaks of harm."""


class _Lazy(Mapping[str, Any]):
    """A mapping whose values are computed when looked up."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> Any:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def variables(engine: "Engine") -> Mapping[str, Any]:
    """Every name of pack.story.VARIABLES for the session as it stands."""
    said, case = engine.statements, engine.case
    minutes = (engine.now - case.paged_at) // MINUTE
    updated = said.last_update or case.paged_at
    seen = [o for o in engine.observations if not o.verb]
    return _Lazy(
        {
            "minutes_since_page": lambda: minutes,
            "minutes_in_state": lambda: (engine.now - engine.story.passages[-1].at) // MINUTE,
            "observations": lambda: len(seen),
            "changed_anything": lambda: engine.first_change is not None,
            "mitigated": lambda: mitigated(engine),
            "fixed": lambda: mitigated(engine) and holds(case, engine.stage.sim),
            "made_worse": lambda: made_worse(engine),
            "bits_left": lambda: bits_left(engine),
            "updates": lambda: said.count("update"),
            "last_update_minutes": lambda: (engine.now - updated) // MINUTE,
            "submitted": lambda: said.explanation is not None,
            "gave_up": lambda: engine.leaving == "gave-up",
            "ended": lambda: engine.leaving in ("solved", "gave-up", "restarted"),
            "hints_used": lambda: said.count("hint"),
            "asked": lambda: lambda persona: engine.story.asked.get(persona, 0),
            "seen": lambda: lambda layer: sum(1 for o in seen if layer in o.layers),
            "used": lambda: lambda words: sum(1 for o in engine.observations if _uses(o.line, words)),
            "ran": lambda: lambda words: sum(1 for o in engine.observations if words in o.line),
            "worked": lambda: lambda words: sum(1 for o in seen if words in o.line and not o.exit),
        }
    )


def bits_left(engine: "Engine") -> int:
    """The suspects still possible as whole bits; what was seen is compared first, so it is exact."""
    engine.settle()
    return ceil(log2(max(1, len(engine.rivals.open))))


def _uses(line: str, words: str) -> bool:
    return f" {words} " in f" {' '.join(line.split())} "


def mitigated(engine: "Engine") -> bool:
    """Under 1 % of the paged route's requests failed for the last two minutes."""
    known = engine.mitigated_in
    if known[0] is not engine.stage.sim:
        known = engine.mitigated_in = (engine.stage.sim, _mitigated(engine))
    return known[1]


def _mitigated(engine: "Engine") -> bool:
    end = engine.now - engine.now % measures.STEP
    start = end - 2 * MINUTE
    counts = measures.route_health(engine.stage.sim, engine.route, start, end)
    bad, total = sum(b for b, _ in counts), sum(t for _, t in counts)
    return bool(total) and bad * 100 < total


def made_worse(engine: "Engine") -> bool:
    """Requests failed that would not have failed without the player."""
    if engine.first_change is None:
        return False
    twin = engine.twin(engine.now)
    return measures.harm(engine.stage.sim, twin, engine.first_change, engine.now) > _WORSE
