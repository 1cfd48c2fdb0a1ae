"""Par of a case: what each sensible look would have shown under every suspect, and the best way through."""

from collections.abc import Mapping, Sequence

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.par import Observable, Step, par_steps
from incidentgame.scoring.perception import compare
from incidentgame.session.catalogue import PAUSE, looks
from incidentgame.session.engine import Engine
from incidentgame.session.stage import Stage

Shown = Mapping[str, str]
"""Suspect → what a line showed."""


def par_of(engine: Engine) -> Sequence[Step]:
    """The best path for this case's truth, by greedy search; computed once per case."""
    case, memo = engine.case, engine.parts.par_memo
    key = f"{case.pack_digest} {case.fault} {case.seed}"
    if key not in memo:
        memo[key] = tuple(par_steps(_catalogue(engine), case.fault))
    return memo[key]


def _catalogue(engine: Engine) -> list[Observable]:
    stages = {s.id: engine.fresh(s.id) for s in engine.case.suspects}
    asked = looks(stages[engine.case.fault].sim, engine.case.page["url"])
    found: list[Observable] = []
    for index, (layer, line) in enumerate(asked):
        at = engine.case.paged_at + (index + 1) * PAUSE
        shown = {suspect: _shown(stage, line, at, engine) for suspect, stage in stages.items()}
        found.append((line, layer, _signatures(shown, at, engine)))
    for stage in stages.values():
        stage.rest()
    return found


def _shown(stage: Stage, line: str, at: Instant, engine: Engine) -> str:
    ran = stage.run(line, at, engine.player)
    return ran.stdout + ran.stderr


def _signatures(shown: Shown, at: Instant, engine: Engine) -> dict[str, str]:
    """Suspects with the same signature would have shown perceptibly the same."""
    leaders: list[str] = []
    found: dict[str, str] = {}
    for suspect, text in shown.items():
        same = next((one for one in leaders if not _different(shown[one], text, at, engine)), None)
        if same is None:
            leaders.append(suspect)
        found[suspect] = same or suspect
    return found


def _different(one: str, other: str, at: Instant, engine: Engine) -> bool:
    return one != other and compare(one, other, role_of=engine.case.roles.get, now=at).different
