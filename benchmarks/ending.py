"""The result of a played case, once par has been computed while the player was thinking."""

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, milliseconds

from incidentgame import bootstrap
from incidentgame.session.engine import Engine
from incidentgame.session.par import par_of
from incidentgame.session.result import result_of
from incidentgame.session.scriptfile import commands_of
from incidentgame.shell.unfinished import is_unfinished

_EXPERT = Path(__file__).parent.parent / "incidents" / "api-503" / "tests"


def figures() -> Iterator[Figure]:
    """Par by itself, and the result after it."""
    engine = _played("new-maintenance-rule")
    par = milliseconds(lambda: par_of(engine))
    took = milliseconds(lambda: result_of(engine))
    yield Figure("Result after the end", f"{took:.0f} ms", "<= 1 s", took <= 1000, "par known by then")
    yield Figure("Par of a case", f"{par:.0f} ms", "<= 1.5 s", par <= 1500, "what it costs where it is not")


def _played(fault: str) -> Engine:
    case = bootstrap.open_case("api-503", fault, 1)
    engine = bootstrap.engine_for("api-503", case)
    path = next(p for p in sorted(_EXPERT.rglob("*expert.txt")) if fault in str(p))
    at = case.paged_at
    for line in commands_of(path.read_text().splitlines(), is_unfinished):
        at = max(at + 20_000, engine.now)
        engine.submit(line, at)
        engine.settle()
        if engine.leaving:
            break
    return engine
