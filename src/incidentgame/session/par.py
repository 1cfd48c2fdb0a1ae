"""Par of a case: what each sensible look would have shown under every suspect, and the best way through."""

from collections.abc import Iterable, Mapping, Sequence

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.par import LAYER_ORDER, Observable, Step, Survey, par_steps
from incidentgame.scoring.perception import Reader, compare_read
from incidentgame.session.catalogue import PAUSE, looks
from incidentgame.session.engine import Engine
from incidentgame.session.stage import Stage

Shown = Mapping[str, str]
"""Suspect → what a line showed."""


def par_of(engine: Engine) -> Sequence[Step]:
    """The best path for this case's truth, by greedy search."""
    return survey_of(engine).steps


def survey_of(engine: Engine) -> Survey:
    """What every sensible look would show under every suspect at the page; computed once per case."""
    case, memo = engine.case, engine.parts.surveys
    key = f"{case.pack_digest} {case.fault} {case.seed} {len(case.suspects)}"
    if key not in memo:
        looks = tuple(_catalogue(engine))
        memo[key] = Survey(looks, tuple(par_steps(looks, case.fault)))
    return memo[key]


def _catalogue(engine: Engine) -> list[Observable]:
    """The looks from the outside in. A layer is asked only about suspects that no layer before it tells
    apart: the search never takes a deeper look while a shallower one tells something."""
    stages = {s.id: engine.fresh(s.id) for s in engine.case.suspects}
    asked = looks(stages[engine.case.fault].sim, engine.case.page["url"])
    times = {line: engine.case.paged_at + (n + 1) * PAUSE for n, (_, line) in enumerate(asked)}
    found: list[Observable] = []
    for layer in LAYER_ORDER:
        wanted = _alike(found, stages)
        for line in [line for one, line in asked if one == layer]:
            shown = {suspect: _shown(stages[suspect], line, times[line], engine) for suspect in wanted}
            found.append((line, layer, dict.fromkeys(stages, "") | _signatures(shown, times[line], engine)))
    for stage in stages.values():
        stage.rest()
    return found


def _alike(found: Sequence[Observable], suspects: Iterable[str]) -> list[str]:
    """The suspects that show the same as another in every look so far."""
    classes: dict[tuple[str, ...], list[str]] = {}
    for suspect in suspects:
        classes.setdefault(tuple(shows[suspect] for _, _, shows in found), []).append(suspect)
    return [suspect for members in classes.values() if len(members) > 1 for suspect in members]


def _shown(stage: Stage, line: str, at: Instant, engine: Engine) -> str:
    ran = stage.run(line, at, engine.player)
    return ran.stdout + ran.stderr


def _signatures(shown: Shown, at: Instant, engine: Engine) -> dict[str, str]:
    """Suspects with the same signature would have shown perceptibly the same."""
    leaders: dict[str, str] = {}
    found: dict[str, str] = {}
    reader = Reader(engine.case.roles.get, at)
    for suspect, text in shown.items():
        same = (one for other, one in leaders.items() if not _different(other, text, reader))
        found[suspect] = next(same, suspect)
        if found[suspect] == suspect:
            leaders[text] = suspect
    return found


def _different(one: str, other: str, reader: Reader) -> bool:
    return one != other and compare_read(one, other, reader, reader, why=False).different
