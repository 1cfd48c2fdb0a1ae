"""`incidentgame play`: in the terminal, or from a script."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable
from pathlib import Path

from incidentgame import __version__
from incidentgame.adapters import packs
from incidentgame.adapters.store import MemoryStore
from incidentgame.cli import choosing
from incidentgame.kernel.instant import SECOND
from incidentgame.pack.problems import did_you_mean
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt
from incidentgame.tui.unfinished import goes_on


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The `play` command."""
    play = verbs.add_parser("play", help="play a case", description="Play a case.")
    play.add_argument("pack", nargs="?", default="", help="a pack; without one you choose from a list")
    play.add_argument(
        "code", nargs="?", default="", help="a case code such as K7Q2: the same case as somebody else's"
    )
    choosing.add(play)
    play.add_argument("--script", metavar="FILE", help="play the lines of a file instead of a terminal")
    play.add_argument(
        "--pace", type=int, default=20, metavar="S", help="seconds between a script's lines (20)"
    )
    play.add_argument("--json", metavar="OUT", help="write the result as JSON")
    play.add_argument(
        "--plain", action="store_true", help="linear output, for screen readers and odd terminals"
    )
    play.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Play from a script or pipe, else in the terminal."""
    if arguments.script is None and sys.stdin.isatty():
        return _run_in_terminal(arguments)
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


def _run_in_terminal(arguments: Namespace) -> int:
    from incidentgame.cli.terminal import play_in_terminal

    arguments.pack = arguments.pack or _chosen_pack()
    return play_in_terminal(arguments) if arguments.pack else 0


def _chosen_pack() -> str:
    """Let the player choose from the list; empty when they leave."""
    names = packs.pack_ids()
    for number, name in enumerate(names, 1):
        about = packs.load(name).pack.data
        print(f" {number}  {name:<12} {about['level']:<7} {about['minutes']:>3} min  {about['title']}")
    while True:
        try:
            answer = input(f"Which one? [1-{len(names)}, Enter for 1, q to leave] ").strip()
        except (EOFError, KeyboardInterrupt):
            return ""
        if answer.lower() in ("q", "quit"):
            return ""
        if answer in names:
            return answer
        if (answer or "1").isdigit() and 1 <= int(answer or 1) <= len(names):
            return names[int(answer or 1) - 1]
        print(did_you_mean(answer, names))


def play_script(arguments: Namespace, lines: Iterable[str]) -> int:
    """Play lines one after another; the next starts at start + max(pace, duration)."""
    play = Play(choosing.chosen(arguments).engine(), MemoryStore())
    play.open(__version__)
    at = play.engine.case.paged_at
    pace = max(0, arguments.pace) * SECOND
    for text in commands_of(lines, goes_on):
        engine = play.engine
        at = max(at + pace, engine.now)
        shown = prompt(engine)
        sys.stdout.write(entry(shown, play.line(text, at)))
        sys.stdout.flush()
        if play.engine is not engine:
            at = play.engine.now
        if play.engine.leaving:
            break
    return write_result(play.engine, arguments.json)


def write_result(engine: Engine, path: str | None) -> int:
    """The result as JSON, if a file was named; 2 when it cannot be written."""
    if not path:
        return 0
    from incidentgame.session.result import as_json, result_of  # late: only what has ended is scored

    written = json.dumps(as_json(result_of(engine)), indent=1, ensure_ascii=False) + "\n"
    try:
        Path(path).write_text(written, encoding="utf-8")
    except OSError as error:
        print(f"incidentgame: cannot write {path}: {error.strerror}", file=sys.stderr)
        return 2
    return 0
