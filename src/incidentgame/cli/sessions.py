"""`incidentgame sessions | resume | replay | report`: what was played before."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from incidentgame import __version__, bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.home import home
from incidentgame.adapters.outline import Outline, outline
from incidentgame.adapters.store import SessionFile, StoreError
from incidentgame.cli.grading import add_advice
from incidentgame.cli.problems import UsageError
from incidentgame.cli.recording import ended_at, record
from incidentgame.cli.sheet import FORMATS, laid_out, put
from incidentgame.kernel.events import FORMAT, AnyEvent, LineDone, Started
from incidentgame.kernel.instant import MINUTE
from incidentgame.session.engine import Engine, LineResult
from incidentgame.session.play import replayed
from incidentgame.session.transcript import entry, prompt

if TYPE_CHECKING:
    from incidentgame.session.result import Result


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
    replay.add_argument(
        "--check", action="store_true", help="exit 1 unless every byte and the score are as they were"
    )
    replay.set_defaults(run=replay_session)
    report = verbs.add_parser("report", help="the debrief of a session")
    report.add_argument("id", nargs="?", default="", help="a session; without one the newest that is over")
    report.add_argument("--format", choices=FORMATS, default="text", help="html: one self-contained page")
    report.add_argument("--out", metavar="FILE", help="write it to a file")
    add_advice(report)
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


def path_of_over(session: str) -> Path:
    """The file of a session id; the newest that is over for an empty one, StoreError when there is none."""
    if session:
        return path_of(session)
    for path in session_paths():
        about = outline(path)
        if about is not None and about.over:
            return path
    raise StoreError("no session is over yet; `finish` or `give-up` ends one")


def list_sessions(arguments: Namespace) -> int:
    """One line a session: id, case, mode, how far it went."""
    paths = session_paths()
    if not paths:
        print("No sessions yet. `incidentgame play` starts one.")
    for path in paths:
        print(f"{path.stem}  {_told(outline(path))}")
    return 0


_WHYS = {"solved": "finished", "gave-up": "given up"}
"""Why a session ended, in words; whether the case was solved is for the debrief to say."""


def _told(about: Outline | None) -> str:
    if about is None:
        return "damaged"
    first = about.started
    state = f"over ({_WHYS.get(about.why, about.why)})" if about.over else "open"
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
        about.pack, bootstrap.open_case(about.pack, about.fault, about.seed), about.mode, about.minutes
    )


def replay_session(arguments: Namespace) -> int:
    """The transcript again; with --check the digests of every line are compared."""
    from incidentgame.session.play import done_event

    with SessionFile(path_of(arguments.id)) as file:
        events = list(file.events())
    engine = reopened(started_of(events))
    differing, lines = [], 0
    for count, (result, done) in enumerate(_shown(engine, events, silent=arguments.check), start=1):
        lines = count
        if done is not None and done_event(result).sha256 != done.sha256:
            differing.append(result.observation.n)
    if arguments.check:
        where = ", ".join(f"#{n}" for n in differing)
        print(f"differs in {where}" if differing else f"identical: {lines} lines")
        return max(int(bool(differing)), _check_score(engine, events))
    return 0


def _check_score(engine: Engine, events: Sequence[AnyEvent]) -> int:
    """Is the score what it was when the case ended? 1 when it is not; nothing is said where none was kept."""
    from incidentgame.adapters.rules import rules
    from incidentgame.session.earned import earned, kept_score, moved
    from incidentgame.session.result import result_of

    old = kept_score(events)
    if old is None or not engine.ended:
        return 0
    found = moved(old, earned(result_of(engine), __version__, rules()))
    told = ", ".join(f"{what.name} {what.old} → {what.new}" for what in found)
    print(f"the score differs: {told}" if found else f"the same score: total {old.scores.get('total')}")
    return int(bool(found))


def started_of(events: Sequence[AnyEvent]) -> Started:
    """The event a session begins with; StoreError when it begins otherwise."""
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
        shown = prompt(engine.branches.current)
        yield result, done


def finished(path: Path) -> "Result":
    """The result of a stored session, played again; UsageError while its case is not over."""
    from incidentgame.session.result import result_of

    with SessionFile(path) as file:
        events = list(file.events())
    engine = reopened(started_of(events))
    for _ in replayed(engine, events):
        pass
    if not engine.ended:
        raise UsageError("this case is not over, and its report tells the answer; `resume` goes on")
    return result_of(engine)


def report_session(arguments: Namespace) -> int:
    """The debrief, as text, a page or JSON, on the screen or in a file."""
    path = path_of_over(arguments.id)
    result = finished(path)
    record(result, path, ended_at(path))
    put(laid_out(result, arguments.format), arguments.out)
    if arguments.judge or arguments.judge_model or arguments.embedding:
        from incidentgame.cli.advice import of_session

        print(of_session(arguments, result), file=sys.stderr if arguments.format == "json" else sys.stdout)
    return 0
