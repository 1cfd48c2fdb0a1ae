"""`incidentgame sessions | resume | replay | report`: what was played before."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator, Sequence
from pathlib import Path

from incidentgame import __version__, bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.home import home
from incidentgame.adapters.outline import Outline, outline
from incidentgame.adapters.store import SessionFile, StoreError
from incidentgame.cli.problems import UsageError
from incidentgame.kernel.events import FORMAT, AnyEvent, LineDone, Started
from incidentgame.kernel.instant import MINUTE
from incidentgame.session.engine import Engine, LineResult
from incidentgame.session.play import replayed
from incidentgame.session.transcript import entry, prompt


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The commands about sessions."""
    listing = verbs.add_parser("sessions", help="list the sessions, the newest first")
    listing.set_defaults(run=list_sessions)
    resume = verbs.add_parser("resume", help="take a session up again")
    resume.add_argument("id", nargs="?", default="", help="a session; without one the newest")
    resume.add_argument("--plain", action="store_true", help="linear output")
    resume.add_argument(
        "--join", action="store_true", help="as a second terminal of a session being played now"
    )
    resume.set_defaults(run=resume_session)
    replay = verbs.add_parser("replay", help="print a session's transcript by playing it again")
    replay.add_argument("id")
    replay.add_argument("--check", action="store_true", help="exit 1 unless every byte comes out as it was")
    replay.set_defaults(run=replay_session)
    report = verbs.add_parser("report", help="the debrief of a session")
    report.add_argument("id")
    report.add_argument("--format", choices=("text", "json"), default="text")
    report.set_defaults(run=report_session)


def session_paths() -> list[Path]:
    """The session files, the newest first."""
    found = (home() / "sessions").glob("*.db")
    return sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name))


def path_of(session: str) -> Path:
    """The file of a session id; the newest that is not over for an empty one."""
    if session:
        return home() / "sessions" / f"{Path(session).name.removesuffix('.db')}.db"
    paths = session_paths()
    if not paths:
        raise StoreError("there is no session yet; `incidentgame play` starts one")
    abouts = ((path, outline(path)) for path in paths)
    return next((path for path, about in abouts if about is None or not about.over), paths[0])


def list_sessions(arguments: Namespace) -> int:
    """One line a session: id, case, mode, how far it went."""
    paths = session_paths()
    if not paths:
        print("No sessions yet. `incidentgame play` starts one.")
    for path in paths:
        print(f"{path.stem}  {_told(outline(path))}")
    return 0


def _told(about: Outline | None) -> str:
    if about is None:
        return "damaged"
    first = about.started
    state = f"over ({about.why})" if about.over else "open"
    minutes = (about.until - first.at) // MINUTE
    return f"{first.pack} {first.code}  {first.mode}  {about.lines} lines in {minutes} min  {state}"


def resume_session(arguments: Namespace) -> int:
    """Take a session up in the terminal, or join one that is being played."""
    from incidentgame.cli.terminal import join_in_terminal, resume_in_terminal

    path = path_of(arguments.id)
    if arguments.join:
        return join_in_terminal(path, arguments.plain)
    return resume_in_terminal(path, arguments.plain)


def reopened(about: Started) -> Engine:
    """A fresh engine for the case a session is about."""
    pack = packs.load(about.pack)
    if pack.digest != about.digest:
        print(f"note: the pack {about.pack} has changed since this was played", file=sys.stderr)
    if (about.format, about.engine) != (FORMAT, __version__):
        print(f"note: played with version {about.engine} (log format {about.format})", file=sys.stderr)
    return bootstrap.engine_for(
        about.pack, bootstrap.open_case(about.pack, about.fault, about.seed), about.mode
    )


def replay_session(arguments: Namespace) -> int:
    """The transcript again; with --check the digests of every line are compared."""
    from incidentgame.session.play import done_event

    with SessionFile(path_of(arguments.id)) as file:
        events = list(file.events())
    engine = reopened(_first(events))
    differing = []
    for result, done in _shown(engine, events, silent=arguments.check):
        if done is not None and done_event(result).sha256 != done.sha256:
            differing.append(result.observation.n)
    if arguments.check:
        where = ", ".join(f"#{n}" for n in differing)
        print(f"differs in {where}" if differing else f"identical: {len(engine.observations)} lines")
    return 1 if differing and arguments.check else 0


def _first(events: Sequence[AnyEvent]) -> Started:
    if events and isinstance(events[0], Started):
        return events[0]
    raise StoreError("the session file does not begin as a session does; it cannot be read")


def _shown(
    engine: Engine, events: Sequence[AnyEvent], silent: bool
) -> Iterator[tuple[LineResult, LineDone | None]]:
    shown = prompt(engine)
    for result, done in replayed(engine, events):
        if not silent:
            sys.stdout.write(entry(shown, result))
        shown = prompt(engine)
        yield result, done


def report_session(arguments: Namespace) -> int:
    """The debrief, as text or JSON."""
    with SessionFile(path_of(arguments.id)) as file:
        events = list(file.events())
    engine = reopened(_first(events))
    for _ in replayed(engine, events):
        pass
    if not engine.ended:
        raise UsageError("this case is not over, and its report tells the answer; `resume` goes on")
    from incidentgame.report.text import debrief
    from incidentgame.session.result import as_json, result_of

    result = result_of(engine)
    text = (
        json.dumps(as_json(result), indent=1, ensure_ascii=False)
        if arguments.format == "json"
        else debrief(result)
    )
    print(text)
    return 0
