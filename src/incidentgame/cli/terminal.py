"""The game in a terminal: builds what the front end needs, and takes sessions up again."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from incidentgame import __version__, bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.clock import CaseClock
from incidentgame.adapters.home import home
from incidentgame.adapters.join import Guest, Host
from incidentgame.adapters.store import SessionFile, StoreError
from incidentgame.cli.choosing import chosen, the_same
from incidentgame.cli.playing import write_result
from incidentgame.cli.recording import record
from incidentgame.cli.sheet import columns
from incidentgame.kernel.events import AnyEvent, Ended, Started
from incidentgame.kernel.instant import clock as clock_time
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play, done_event, last_instant, replayed
from incidentgame.session.transcript import entry
from incidentgame.tui import intercept
from incidentgame.tui.app import Surroundings, Terminal
from incidentgame.tui.completion import Candidates, complete
from incidentgame.tui.driver import Driver
from incidentgame.tui.keyboard import Complete, Keyboard, PlainKeyboard, PromptKeyboard, history_at
from incidentgame.tui.look import Look, look_for
from incidentgame.tui.screen import Screen
from incidentgame.tui.toolbar import toolbar

_TAB_PATIENCE = 3.0


def play_in_terminal(arguments: Namespace) -> int:
    """Play a new case until it is left; a restarted one is a new session of the same case."""
    place = home()
    bootstrap.keep_in(place / "cache")
    wanted = chosen(arguments)
    beginning = "" if any((place / "sessions").glob("*.db")) else packs.unscored()
    look = look_for(arguments.plain)
    why = "restarted"
    while why == "restarted":
        engine = wanted.engine()
        path = new_session_path(place / "sessions", wanted.case)
        with SessionFile(path, create=True) as file:
            play = Play(engine, file)
            play.open(__version__)
            why = _played(play, look, path, beginning=beginning)
        beginning = ""
    engine = play.engine
    _farewell(engine, path)
    if arguments.json and not engine.ended:
        print(f"{arguments.json} was not written: the case is not over, and its result tells the answer.")
        return 0
    return write_result(engine, arguments.json)


def resume_in_terminal(path: Path, plain: bool) -> int:
    """Take a session up where it was left; its lines are played again first, and compared."""
    look = look_for(plain)
    with SessionFile(path) as file:
        events = list(file.events())
        play = Play(_engine_of(events), file)
        print(f"Taking up {path.stem} …", flush=True)
        greeting = _caught_up(play, events)
        if any(isinstance(event, Ended) for event in events):
            print(f"This case is over. Its debrief (also: incidentgame report {path.stem}):\n")
            print(told(play.engine))
            return 0
        why = _played(play, look, path, greeting=greeting, start=last_instant(file.events()))
    if why == "restarted":
        return play_in_terminal(the_same(play.engine, plain))
    _farewell(play.engine, path)
    return 0


def join_in_terminal(path: Path, plain: bool) -> int:
    """A second terminal: lines go to the process that plays the session."""
    look = look_for(plain)
    guest = Guest(path)

    def completing(text: str) -> Candidates:
        found = guest.ask(ask="complete", text=text)
        return Candidates(tuple(found.get("words", ())), int(found.get("length", 0)))

    keyboard = _keyboard(look, completing, lambda: "second terminal", None)
    screen = Screen(look, paged=sys.stdout.isatty())
    screen.say(f"Joined {path.stem}. Both terminals are one shell; Ctrl-D leaves this one.")
    answer = guest.ask(ask="prompt")
    try:
        while not answer.get("left"):
            line = _line_or_none(keyboard, str(answer["prompt"]))
            if line is None:
                return 0
            if intercept.is_clear(line):
                screen.wipe()
            elif line.strip():
                line = intercept.watched(line) or line
                answer = guest.ask(ask="line", text=line)
                screen.output(str(answer["text"]))
    finally:
        guest.close()
    return 0


def _line_or_none(keyboard: Keyboard, prompt: str) -> str | None:
    try:
        return keyboard.line(prompt)
    except KeyboardInterrupt:
        return ""
    except EOFError:
        return None


def told(engine: Engine) -> str:
    """The debrief of a case as it stands."""
    from incidentgame.report.text import debrief
    from incidentgame.session.result import result_of

    return debrief(result_of(engine), columns())


def _telling(play: Play, path: Path) -> Callable[[Engine], str]:
    """The debrief, told once; what the case earned is kept beside its lines, and in the history, first."""

    def telling(engine: Engine) -> str:
        from incidentgame.adapters.rules import rules
        from incidentgame.report.text import debrief
        from incidentgame.session.earned import earned
        from incidentgame.session.result import result_of

        result = result_of(engine)
        with suppress(StoreError):  # the debrief is worth more than that its score is kept
            play.store.append(earned(result, __version__, rules()))
        record(result, path)
        return debrief(result, columns())

    return telling


def new_session_path(sessions: Path, case: CompiledCase) -> Path:
    """`2026-11-21-api-503-K7Q2-1.db`: the day, the case, and the first number that is free."""
    day = datetime.now(UTC).date().isoformat()
    stem = f"{day}-{case.pack}-{case.code}"
    number = 1
    while (sessions / f"{stem}-{number}.db").exists():
        number += 1
    return sessions / f"{stem}-{number}.db"


def _played(
    play: Play, look: Look, path: Path, *, greeting: str = "", start: int = 0, beginning: str = ""
) -> str:
    """Run the terminal over a session; why it was left."""
    driver = Driver(play, CaseClock(max(play.engine.now, start)))
    keyboard = _keyboard(look, _completing(driver), lambda: toolbar(driver), path.parent.parent / "history")
    given = Surroundings(_telling(play, path), (StoreError,), greeting, beginning)
    terminal = Terminal(driver, keyboard, Screen(look, paged=sys.stdout.isatty()), given)
    with _joinable(path, driver, terminal):
        try:
            return terminal.run()
        finally:
            if not play.engine.leaving:
                driver.suspend()
            driver.close()


@contextmanager
def _joinable(path: Path, driver: Driver, terminal: Terminal) -> Iterator[None]:
    completing = _completing(driver)

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        text = ""
        if request.get("ask") == "line" and not driver.engine.leaving:
            try:
                line = str(request.get("text", ""))
                shown = driver.line(line, shell="2").result()
                text = "".join(entry(shown.prompt, shown.result).partition(f"{shown.prompt}{line}\n")[::2])
                terminal.joined(shown)
            except StoreError as error:
                text = f"{error}\n"
        elif request.get("ask") == "complete":
            found = completing(str(request.get("text", "")))
            return {"words": found.words, "length": found.length}
        return {"text": text, "prompt": driver.prompt, "left": bool(driver.engine.leaving)}

    host = Host(path, answer)
    try:
        yield
    finally:
        host.close()


def _completing(driver: Driver) -> Complete:
    def completing(text: str) -> Candidates:
        try:
            return driver.asked(lambda engine: complete(engine, text)).result(timeout=_TAB_PATIENCE)
        except (TimeoutError, RuntimeError):
            return Candidates((), 0)

    return completing


def _keyboard(look: Look, completing: Complete, below: Callable[[], str], history: Path | None) -> Keyboard:
    if look.plain:
        return PlainKeyboard(completing, history)
    return PromptKeyboard(look, completing, below, history_at(history))


def _engine_of(events: Sequence[AnyEvent]) -> Engine:
    from incidentgame.cli.sessions import reopened

    if not events or not isinstance(events[0], Started):
        raise StoreError("the session file does not begin as a session does; it cannot be read")
    return reopened(events[0])


def _caught_up(play: Play, events: Sequence[AnyEvent]) -> str:
    """Play the lines again; what there is to say about it."""
    differing, unshown = [], ""
    for result, done in replayed(play.engine, events):
        if done is None:
            unshown = f"Your last line had not ended when the game did; it has now:\n{entry('$ ', result)}"
        elif done_event(result).sha256 != done.sha256:
            differing.append(f"#{result.observation.n}")
    play.take_up(events)
    engine = play.engine
    engine.leaving = "" if engine.leaving == "quit" else engine.leaving
    if not engine.ended:
        engine.pass_time(last_instant(play.store.events()))
        play.resume()
    told_of = f"Taken up at {clock_time(engine.now)}, {len(engine.observations)} lines so far (`timeline`)."
    if differing:
        told_of += (
            f" {', '.join(differing)} would show something else now than then: the game or its pack changed."
        )
    return "\n".join(part for part in (told_of, unshown, engine.interviewer.still_asked) if part)


def _farewell(engine: Engine, path: Path) -> None:
    if engine.ended:
        print(
            "\nThis debrief as a page:  incidentgame report --format html --out debrief.html\n"
            "Something to paste:      incidentgame share\n"
            f"Your lines again:        incidentgame replay {path.stem}\n"
            "What to practise next:   incidentgame progress"
        )
    else:
        print(f"incidentgame resume {path.stem}")
