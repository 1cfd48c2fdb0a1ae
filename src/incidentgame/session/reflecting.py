"""`reflect "…"`, held against the log when the session is scored."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.path import PathFacts
from incidentgame.scoring.reflection import Beside, Reflection, deeds, mishaps, reflected

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

_EARLIER = 4
"""So many of the explanations before the counted one are looked at."""


def reflection_of(
    engine: "Engine", facts: PathFacts, verdicts: Verdicts, seen: Iterable[str]
) -> Reflection | None:
    """The last account given, held against what happened; None when there was none. `seen`: the evidence."""
    said = engine.statements.of("reflect")
    if not said:
        return None
    beside = Beside(
        hints=tuple(hint.n for hint in engine.statements.of("hint")),
        wrong_explanations=tuple(_wrong_explanations(engine, frozenset(seen))),
        explained=engine.statements.count("explain"),
    )
    found = mishaps(facts, verdicts, beside)
    return reflected(said[-1].text, found, verdicts, deeds(facts, beside))


def _wrong_explanations(engine: "Engine", seen: frozenset[str]) -> Iterator[int]:
    """The lines of earlier explanations that named no cause, or another."""
    for one in engine.statements.of("explain")[:-1][-_EARLIER:]:
        verdicts = grade(engine.case.rubric, read_explanation(one.text), seen)
        if verdicts.level_of("E1").level == 0:
            yield one.n
