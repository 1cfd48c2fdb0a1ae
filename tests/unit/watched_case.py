"""Running cases of the shipped pack, for tests of what watches them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from incidentgame.api.answer import answer
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.reading import Pack, read_pack
from incidentgame.session.opening import begin
from incidentgame.world.change import Call
from incidentgame.world.simulation import Simulation

_INCIDENTS = Path(__file__).parents[2] / "incidents"
MINUTE = 60_000
GLOBAL = "us-east-1"


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@cache
def _pack() -> Pack:
    return read_pack(_files(_INCIDENTS / "api-503"), _files(_INCIDENTS / "_blueprints" / "three-tier-web"))


@cache
def case_of(fault: str) -> CompiledCase:
    """The case of a fault under seed 1."""
    return compile_case(_pack(), fault, 1)


@cache
def running(fault: str, minutes: int = 3) -> Simulation:
    """The case some minutes after its page."""
    case = case_of(fault)
    return begin(case, {}).advance(case.paged_at + minutes * MINUTE)


def asked(
    view: Simulation, service: str, operation: str, region: str = "", **request: Any
) -> Mapping[str, Any]:
    """The response to a call by the player."""
    where = region or view.account.region
    return answer(view, _call(view, service, operation, request, where)).response


def done(view: Simulation, service: str, operation: str, **request: Any) -> Simulation:
    """The simulation after a call by the player."""
    return view.called(_call(view, service, operation, request, view.account.region), "player")


def _call(view: Simulation, service: str, operation: str, request: Mapping[str, Any], region: str) -> Call:
    return Call(service, operation, request, case_of("routing-key-deleted").player, region)
