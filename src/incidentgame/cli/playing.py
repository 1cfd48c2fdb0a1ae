"""`incidentgame play`: in the terminal, or from a script."""

import json
import secrets
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable
from pathlib import Path

from incidentgame import __version__, bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.store import MemoryStore
from incidentgame.kernel.instant import SECOND
from incidentgame.session.play import Play
from incidentgame.session.result import as_json, result_of
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt
from incidentgame.shell.unfinished import is_unfinished

Verbs = "_SubParsersAction[ArgumentParser]"


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The `play` command."""
    play = verbs.add_parser("play", help="play a case", description="Play a case.")
    play.add_argument("pack", nargs="?", default="", help="a pack; without one you choose from a list")
    play.add_argument("code", nargs="?", default="", help="a case code such as K7Q2: the same case as somebody else's")
    play.add_argument("--fault", default="", metavar="ID", help="which fault (see `packs PACK --spoilers`)")
    play.add_argument("--seed", type=int, metavar="N", help="names, times and decoys; alone it picks the fault too")
    play.add_argument("--script", metavar="FILE", help="play the lines of a file instead of a terminal")
    play.add_argument("--pace", type=int, default=20, metavar="S", help="seconds between a script's lines (20)")
    play.add_argument("--json", metavar="OUT", help="write the result as JSON")
    play.add_argument("--mode", choices=("practice", "exam"), default="practice", help="exam: no suspects, no hints")
    play.add_argument("--plain", action="store_true", help="linear output, for screen readers and odd terminals")
    play.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Play from a script or pipe, else in the terminal."""
    scripted = arguments.script is not None or not sys.stdin.isatty()
    if not scripted:
        from incidentgame.tui.app import play_in_terminal

        return play_in_terminal(arguments)
    if not arguments.pack:
        print("incidentgame: a script needs a pack: " + ", ".join(packs.pack_ids()), file=sys.stderr)
        return 2
    if arguments.script is None:
        return play_script(arguments, sys.stdin)
    try:
        lines = Path(arguments.script).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        print(f"incidentgame: cannot read {arguments.script}: {error.strerror}", file=sys.stderr)
        return 2
    return play_script(arguments, lines)


def play_script(arguments: Namespace, lines: Iterable[str]) -> int:
    """Play lines one after another; the next starts at start + max(pace, duration)."""
    pack = packs.load(arguments.pack)
    fault, seed = bootstrap.chosen(pack, arguments.code, arguments.fault, arguments.seed, secrets.randbelow)
    case = bootstrap.open_case(arguments.pack, fault, seed)
    play = Play(bootstrap.engine_for(arguments.pack, case, arguments.mode), MemoryStore())
    play.open(__version__)
    engine, at = play.engine, case.paged_at
    pace = max(0, arguments.pace) * SECOND
    for text in commands_of(lines, is_unfinished):
        at = max(at + pace, engine.now)
        shown = prompt(engine)
        sys.stdout.write(entry(shown, play.line(text, at)))
        sys.stdout.flush()
        if engine.leaving:
            break
    if arguments.json:
        written = json.dumps(as_json(result_of(engine)), indent=1, ensure_ascii=False) + "\n"
        Path(arguments.json).write_text(written, encoding="utf-8")
    return 0
