"""The only place that builds concrete objects: from a pack's name to an engine that can be played."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from time import process_time
from typing import NoReturn

from incidentgame.adapters import packs
from incidentgame.adapters.cache import Cache
from incidentgame.adapters.sql import WorldSql
from incidentgame.commands.bench import Command
from incidentgame.commands.modes import FAMILIES
from incidentgame.commands.registry import commands
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.casecode import decode, fault_of_seed
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import Pack
from incidentgame.scoring.par import Survey
from incidentgame.session.engine import Engine, Parts
from incidentgame.session.hosting import files_for, shell_for
from incidentgame.session.images import image_of
from incidentgame.session.opening import History

_SURVEYS: dict[str, Survey] = {}
"""The looks and the par of the cases this process has scored, by pack digest, fault and seed."""

_KEPT = [Cache(None)]
_HISTORIES: dict[str, History] = {}
"""What is known of the case opened last, up to the page, by its key."""


def keep_in(directory: Path) -> None:
    """Keep parsed packs and opened cases in this directory from one start to the next."""
    _KEPT[:] = [Cache(directory)]
    packs.keep_in(_KEPT[-1])


def keep_nowhere() -> None:
    """Keep nothing, as it is until `keep_in`."""
    _KEPT[:] = [Cache(None)]
    packs.keep_in(_KEPT[-1])


@dataclass(frozen=True, slots=True)
class Opened:
    """A case and its history up to the page, as they are kept."""

    case: CompiledCase
    history: History


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Command]:
    """Every command of the game, by name."""
    return commands(WorldSql())


def chosen(
    pack: Pack, code: str, fault: str, seed: int | None, chance: Callable[[int], int], topic: str = ""
) -> tuple[str, int]:
    """Which case is meant: a code, a fault and a seed, a seed alone, or one at random; of the family `topic`
    if one is given.

    `chance(n)` is a number below n. PackError for an unknown fault and for a family the pack or the fault
    has nothing to do with, CodeError for a code of another pack.
    """
    faults = _about(pack, topic)
    if code:
        found = decode(pack.id, pack.fault_ids, code)
        return found if found[0] in faults else _not_about(pack, topic)
    if fault and fault not in pack.faults:
        where = f'{pack.id} has no fault "{fault}"'
        raise PackError([Problem("faults", 0, where, did_you_mean(fault, pack.faults))])
    if seed is None:
        seed = chance(30_000)
    if fault and fault not in faults:
        return _not_about(pack, topic)
    return fault or fault_of_seed(pack.id, faults, seed), seed


def _about(pack: Pack, topic: str) -> tuple[str, ...]:
    """The faults of a family; all without one."""
    family = {fault: str(document.data["family"]) for fault, document in pack.faults.items()}
    found = tuple(fault for fault in pack.fault_ids if topic in ("", family[fault]))
    if not found:
        known = ", ".join(name for name in FAMILIES if name in family.values())
        raise PackError([Problem(pack.id, 0, f"it has no fault about {topic}", f"it has: {known}")])
    return found


def _not_about(pack: Pack, topic: str) -> NoReturn:
    raise PackError([Problem(pack.id, 0, f"the case you named is not about {topic}")])


def open_case(pack_name: str, fault: str, seed: int) -> CompiledCase:
    """A case, compiled; PackError with every mistake of the pack."""
    pack = packs.load(pack_name)
    known = _KEPT[-1].find("case", pack.digest, fault, str(seed))
    if not isinstance(known, Opened):
        return _compiled(pack_name, pack, fault, seed)
    _HISTORIES.clear()
    _HISTORIES[_key(known.case)] = known.history
    return known.case


def _compiled(pack_name: str, pack: Pack, fault: str, seed: int) -> CompiledCase:
    from incidentgame.pack.compiler import compile_case  # late: a case kept from before needs none of it

    try:
        return compile_case(pack, fault, seed)
    except PackError:
        return compile_case(packs.read(pack_name), fault, seed)  # a kept pack does not know its lines


def engine_for(pack_name: str, case: CompiledCase, mode: str = "practice", minutes: int = 0) -> Engine:
    """An engine at the moment of the page; `minutes` other than 0 replace the mode's own."""
    known = _HISTORIES.get(_key(case))
    parts = Parts(
        registry=registry(),
        files_of=files_for(image_of),
        shell_of=partial(shell_for, worked=process_time),
        compile_rival=lambda fault: open_case(pack_name, fault, case.seed),
        known=known,
        keep=lambda history: _keep(Opened(case, history)),
        surveys=_SURVEYS,
        bank=packs.bank,
        interview=packs.interview,
    )
    return Engine(case, parts, mode, minutes)


def _keep(opened: Opened) -> None:
    case = opened.case
    _KEPT[-1].keep(opened, "case", case.pack_digest, case.fault, str(case.seed))


def _key(case: CompiledCase) -> str:
    return f"{case.pack_digest} {case.fault} {case.seed}"
