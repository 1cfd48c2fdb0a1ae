"""Which case is played, in which mode and for how long: the arguments of `play` that say so."""

import secrets
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.cli.problems import UsageError
from incidentgame.commands.modes import FAMILIES, MODES
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.casecode import MAX_SEED
from incidentgame.session.engine import Engine

_LONGEST = 480
"""Minutes that a rehearsal may take."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case and the way it is to be played."""

    pack: str
    case: CompiledCase
    mode: str
    minutes: int

    def engine(self) -> Engine:
        """A new engine at the moment of the page."""
        return bootstrap.engine_for(self.pack, self.case, self.mode, self.minutes)


def add(play: ArgumentParser) -> None:
    """The arguments that choose a case and a mode."""
    play.add_argument("--fault", default="", metavar="ID", help="which fault (see `packs PACK --spoilers`)")
    play.add_argument(
        "--seed", type=_seed, metavar="N", help="names, times and decoys; alone it picks the fault too"
    )
    play.add_argument(
        "--mode",
        choices=tuple(MODES),
        default=None,
        help="exam: no suspects, no hints; drill: one layer, five minutes; rehearsal: an interview",
    )
    play.add_argument("--rehearsal", action="store_true", help="the same as --mode rehearsal")
    play.add_argument(
        "--minutes", type=_minutes, default=0, metavar="N", help="how long a rehearsal or drill takes"
    )
    play.add_argument("--topic", choices=tuple(FAMILIES), default="", help="which layer a drill is about")


def _seed(text: str) -> int:
    """A seed that a case code can hold; ArgumentTypeError says what one is."""
    if not text.isdecimal() or int(text) > MAX_SEED:
        raise ArgumentTypeError(f"{text!r} is no seed: a whole number from 0 to {MAX_SEED}")
    return int(text)


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= _LONGEST):
        raise ArgumentTypeError(f"{text!r} are no minutes: a whole number from 1 to {_LONGEST}")
    return int(text)


def mode_of(arguments: Namespace) -> str:
    """The mode asked for; UsageError when arguments do not go together."""
    asked = arguments.mode or (
        "rehearsal" if arguments.rehearsal else "drill" if arguments.topic else "practice"
    )
    mode = MODES[asked]
    if arguments.rehearsal and not mode.interviewed:
        raise UsageError(f"--rehearsal is a mode of its own; it does not go with --mode {mode.name}")
    if arguments.topic and not mode.focused:
        raise UsageError(f"--topic is for a drill; it does not go with --mode {mode.name}")
    if arguments.minutes and not mode.minutes:
        raise UsageError(f"--minutes is for a rehearsal or a drill; nothing is timed in --mode {mode.name}")
    return asked


def chosen(arguments: Namespace) -> Chosen:
    """The case that is meant. UsageError, PackError or CodeError when there is none."""
    mode = mode_of(arguments)
    pack = packs.load(arguments.pack)
    fault, seed = bootstrap.chosen(
        pack, arguments.code, arguments.fault, arguments.seed, secrets.randbelow, arguments.topic
    )
    return Chosen(arguments.pack, bootstrap.open_case(arguments.pack, fault, seed), mode, arguments.minutes)


def the_same(engine: Engine, plain: bool) -> Namespace:
    """Arguments that choose an engine's case and mode once more."""
    case = engine.case
    return Namespace(
        pack=case.pack,
        code="",
        fault=case.fault,
        seed=case.seed,
        mode=engine.mode,
        rehearsal=False,
        minutes=engine.minutes,
        topic="",
        plain=plain,
        json=None,
    )
