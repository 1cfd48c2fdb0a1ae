"""The only place that builds concrete objects: from a pack's name to an engine that can be played."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from incidentgame.adapters import packs
from incidentgame.commands.bench import Command
from incidentgame.commands.registry import commands
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.casecode import decode, fault_of_seed
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import Pack
from incidentgame.scoring.par import Step
from incidentgame.session.engine import Engine, Parts
from incidentgame.session.hosting import files_for, shell_for
from incidentgame.session.images import image_of


_PAR: dict[str, tuple[Step, ...]] = {}
"""Par of the cases this process has scored, by pack digest, fault and seed."""


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Command]:
    """Every command of the game, by name."""
    return commands()


def chosen(pack: Pack, code: str, fault: str, seed: int | None, chance: Callable[[int], int]) -> tuple[str, int]:
    """Which case is meant: a code, a fault and a seed, a seed alone, or one at random.

    `chance(n)` is a number below n. PackError for an unknown fault, CodeError for a code of another pack.
    """
    if code:
        return decode(pack.id, pack.fault_ids, code)
    if fault and fault not in pack.faults:
        where = f'{pack.id} has no fault "{fault}"'
        raise PackError([Problem("faults", 0, where, did_you_mean(fault, pack.faults))])
    if seed is None:
        seed = chance(30_000)
    return fault or fault_of_seed(pack.id, pack.fault_ids, seed), seed


def open_case(pack_name: str, fault: str, seed: int) -> CompiledCase:
    """A case, compiled; PackError with every mistake of the pack."""
    return compile_case(packs.load(pack_name), fault, seed)


def engine_for(pack_name: str, case: CompiledCase, mode: str = "practice") -> Engine:
    """An engine at the moment of the page."""
    parts = Parts(
        registry=registry(),
        files_of=files_for(image_of),
        shell_of=shell_for,
        compile_rival=lambda fault: open_case(pack_name, fault, case.seed),
        par_memo=_PAR,
    )
    return Engine(case, parts, mode)
