"""The terminal front end: asks for lines, has the driver play them, shows what came of them."""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompt_toolkit.patch_stdout import patch_stdout

from incidentgame.commands.modes import MODES
from incidentgame.kernel.instant import MINUTE
from incidentgame.session.engine import Engine
from incidentgame.tui import intercept
from incidentgame.tui.driver import Driver, Shown
from incidentgame.tui.keyboard import Keyboard
from incidentgame.tui.nudge import nudge
from incidentgame.tui.page import first_screen
from incidentgame.tui.psqlprompt import (
    NO_TRANSACTION,
    NOTE,
    PsqlPrompt,
    begins_transaction,
    is_bare_psql,
    is_game_word,
)
from incidentgame.tui.screen import Screen
from incidentgame.tui.waiting import Waiting

if TYPE_CHECKING:
    from incidentgame.tui import form

_ONCE_READABLE = 0.3
"""Seconds from the first prompt until the days before the page are played: nobody types so soon."""

_LISTEN_EVERY = 3.0
_TICK = 0.1
_ASKED_FIRST = {
    "give-up": "End the case and read what it was?",
    "restart": "Leave this session and start the same case anew?",
}
_LEAVES_FIRST = "Go back? Your first branch ends here, it alone is scored, and there is no way back to it."


@dataclass(frozen=True)
class Surroundings:
    """What the terminal is given: how a case is told in the end, and which errors are the store's."""

    debrief: Callable[[Engine], str]
    store_errors: tuple[type[Exception], ...] = ()
    greeting: str = ""
    beginning: str = ""


class Terminal:
    """One player at one terminal, until the case is left."""

    def __init__(self, driver: Driver, keyboard: Keyboard, screen: Screen, given: Surroundings) -> None:
        self._driver, self._keyboard, self._screen, self._given = driver, keyboard, screen, given
        self._prompting = threading.Event()
        self._over = threading.Event()
        self._trouble: Exception | None = None
        self._draft: form.Values = {}
        self._warned = self._minutes_over()

    def run(self) -> str:
        """Play until the case is left; why it was: quit, solved, gave-up, restarted."""
        engine = self._driver.engine
        self._screen.write(first_screen(engine, self._screen.look, self._screen.width, self._given.beginning))
        self._screen.say(self._given.greeting)
        listening = threading.Thread(target=self._listen, name="listening", daemon=True)
        listening.start()
        try:
            while not self._driver.engine.leaving:
                self._next()
                if self._trouble is not None:
                    raise self._trouble
        finally:
            self._over.set()
            listening.join()
        engine = self._driver.engine
        if engine.ended and engine.leaving != "restarted":
            self._tell()
        return engine.leaving

    def joined(self, shown: Shown) -> None:
        """A second terminal of the same session ran a line."""
        self._screen.say(f"[other terminal] {shown.prompt}{shown.result.observation.line}")

    def _next(self) -> None:
        """Ask for one line and play it."""
        try:
            line = self._typed(self._keyboard.line, self._driver.prompt)
        except KeyboardInterrupt:
            return
        except EOFError:
            self._leave_here()
            return
        if line.strip() and not line.lstrip().startswith("#"):
            with suppress(KeyboardInterrupt):
                self.enter(line)
            self._warn()

    def _typed(self, ask: Callable[[str], str], prompt: str) -> str:
        """What is typed at a prompt; people may speak meanwhile."""
        with patch_stdout(raw=True):
            self._prompting.set()
            try:
                return ask(prompt)
            finally:
                self._prompting.clear()

    def enter(self, line: str) -> None:
        """Play a typed line, with the front end's own part in it where it has one."""
        word = intercept.leaving(line)
        edit = intercept.editing(line)
        if word == "exit":
            self._leave_here()
        elif self._asked_first(word, line) and not self._agreed(self._asked_first(word, line)):
            return
        elif edit:
            self._edit(edit)
        elif intercept.is_bare_editor(line):
            self._screen.say(f"{line.split()[-1]}: say which file")
        elif intercept.is_clear(line):
            self._screen.wipe()
        elif intercept.is_top(line):
            self._top()
        elif intercept.is_explain_alone(line):
            self._explain()
        elif is_bare_psql(line):
            self._psql(line)
        else:
            self.play(intercept.watched(line) or line, intercept.is_paged(line))

    def _asked_first(self, word: str, line: str) -> str:
        """What to ask before a line that cannot be taken back; empty before any other."""
        engine = self._driver.engine
        leaves_first = MODES[engine.mode].rewinds and engine.branches.number == 1
        if intercept.is_rewind(line) and leaves_first and engine.observations:
            return _LEAVES_FIRST
        return _ASKED_FIRST.get(word, "")

    def play(self, line: str, paged: bool = False, silent: bool = False) -> Shown | None:
        """Play a line and show it; None when the store would not take it."""
        waiting = Waiting(self._screen.progress, self._screen.clear)
        played = len(self._driver.engine.observations)
        future = self._driver.line(line, waiting)
        try:
            shown = _awaited(future, waiting)
        except self._given.store_errors as error:
            self._not_kept(str(error), played)
            return None
        if not silent:
            self._show(shown, paged)
        return shown

    def _not_kept(self, why: str, played: int) -> None:
        """The store took the line not at all, or only its beginning: then it is played and replayed whole."""
        seen = self._driver.engine.observations
        if len(seen) > played:
            self._screen.output(seen[-1].screen)
            self._screen.say(f"{why}\nThe line is kept, what it showed is worked out again on resume.")
        else:
            self._screen.say(f"{why}\nThe line was not run; enter it again then.")

    def _show(self, shown: Shown, paged: bool) -> None:
        result, seen = shown.result, shown.result.observation
        self._screen.heard(result.before)
        out = seen.screen if not seen.screen or seen.screen.endswith("\n") else seen.screen + "\n"
        self._screen.output(self._screen.prose(out) if seen.verb else out, paged)
        if seen.cut:
            self._screen.write("^C\n")
        self._screen.say(nudge(seen.line, seen.exit))
        self._screen.heard(result.after)

    def _leave_here(self) -> None:
        """Ctrl-D: back from a host, or away from the game."""
        if len(self._driver.engine.stage.hosts) > 1:
            self.play("exit")
        elif self._agreed("Leave for now? The case is kept.", at_end=True):
            self.play("quit")

    def _agreed(self, question: str, at_end: bool = False) -> bool:
        """Was a question answered with y? `at_end` stands for no more input (Ctrl-D, a hang-up)."""
        try:
            answer = self._keyboard.answer(f"{question} [y/N] ")
        except KeyboardInterrupt:
            return False
        except EOFError:
            return at_end
        return answer.strip().lower() in ("y", "yes")

    def _edit(self, edit: intercept.Edit) -> None:
        """Show the file, let it be edited, and save by a logged line."""
        if self._screen.look.plain:
            self._screen.say(f"No full-screen editor in a plain terminal. `{edit.reading}` shows the file;")
            self._screen.say(
                f"`{edit.writing('…').splitlines()[0]}`, its lines and a last line EOF write it."
            )
            return
        read = self.play(edit.reading, silent=True)
        if read is None:
            return
        seen = read.result.observation
        if seen.exit and "No such file" not in seen.stderr:
            self._screen.output(seen.stderr)
        elif "\x00" in seen.stdout or "�" in seen.stdout:
            self._screen.say(f"{edit.path}: not a text file")
        else:
            self._open_editor(edit, "" if seen.exit else seen.stdout)

    def _open_editor(self, edit: intercept.Edit, text: str) -> None:
        from incidentgame.tui.editor import edit as open_editor

        def save(content: str) -> str:
            shown = self.play(edit.writing(content), silent=True)
            if shown is None:
                return "not saved"
            seen = shown.result.observation
            return seen.stderr or f"exit code {seen.exit}" if seen.exit else ""

        open_editor(edit.path, text, save, edit.vi)

    def _top(self) -> None:
        if self._screen.look.plain:
            self.play("top -bn1")
            return
        from incidentgame.tui.live import live

        def again() -> str:
            shown = self.play("top -bn1", silent=True)
            return self._screen.look.safe(shown.result.observation.screen) if shown else ""

        self._screen.write(live(again))

    def _psql(self, line: str) -> None:
        """psql's prompt: what is entered there is played as psql lines."""
        psql = PsqlPrompt(line)
        opened = self.play(psql.opening)
        if opened is None or opened.result.observation.exit:
            return
        psql.learn(opened.result.observation.stdout)
        self._screen.say(NOTE)
        hosts = tuple(self._driver.engine.stage.hosts)
        while not (psql.ended or self._driver.engine.leaving or self._trouble):
            try:
                typed = self._typed(self._keyboard.statement, psql.prompt)
            except KeyboardInterrupt:
                psql.cleared()
                continue
            except EOFError:
                self._screen.write("\\q\n")
                return
            if tuple(self._driver.engine.stage.hosts) != hosts:
                return
            with suppress(KeyboardInterrupt):
                self._at_psql(psql, typed)
            self._warn()

    def _at_psql(self, psql: PsqlPrompt, typed: str) -> None:
        if psql.idle and is_game_word(typed):
            self.play(typed)
            return
        lines = psql.feed(typed)
        for line in lines:
            shown = self.play(line)
            if shown is not None:
                psql.learn(shown.result.observation.stdout)
        if len(lines) == 1 and begins_transaction(typed) and "commit" not in typed.lower():
            self._screen.say(NO_TRANSACTION)

    def _explain(self) -> None:
        from incidentgame.tui import form

        engine = self._driver.engine
        said = engine.statements.explanation
        filled = self._draft or (form.earlier(said.text) if said else {})
        looked_at = [f" #{o.n:<3} {o.line.splitlines()[0]}" for o in engine.observations if not o.verb][-8:]
        plain = self._screen.look.plain
        left = self._asked(dict(filled)) if plain else form.filled_in(filled, looked_at)
        line = form.as_line(left.values)
        if line and left.handed_in and self.play(line) is not None:
            self._draft = {}
            return
        self._draft = left.values
        kept = " What you wrote is kept: `explain` goes on with it." if left.values != filled else ""
        self._screen.say(f"Nothing handed in.{kept}")

    def _asked(self, filled: "form.Values") -> "form.Filled":
        """The form as questions, one after another; Ctrl-C leaves it."""
        from incidentgame.tui import form

        try:
            form.asked_one_by_one(filled, self._keyboard.answer)
        except (KeyboardInterrupt, EOFError):
            self._screen.write("\n")
            return form.Filled(filled, False)
        return form.Filled(filled, True)

    def _listen(self) -> None:
        """Let the story speak while the player sits at the prompt."""
        if not self._over.wait(_ONCE_READABLE):
            self._driver.asked(lambda engine: engine.prepare())
        while not self._over.wait(_LISTEN_EVERY):
            if self._screen.look.plain or not self._prompting.is_set() or self._driver.busy:
                continue
            try:
                words = self._driver.heard().result()
            except CancelledError:
                return
            except Exception as error:  # raised again where the player's loop can tell of it
                self._trouble = error
                return
            self._screen.heard(words)
            self._warn()

    def _minutes_over(self) -> bool:
        case = self._driver.engine.case
        return self._driver.clock.now() - case.paged_at >= case.minutes * MINUTE

    def _warn(self) -> None:
        """Once, when the pack's minutes are over."""
        if not self._warned and self._minutes_over():
            self._warned = True
            engine = self._driver.engine
            minutes, mode = engine.case.minutes, MODES[engine.mode]
            if mode.interviewed:
                return  # the interviewer says so
            usual = "this drill's length" if mode.focused else "this pack's usual length"
            self._screen.say(f"{minutes} minutes have passed, {usual}. Nothing ends; take your time.")

    def _tell(self) -> None:
        """The debrief, once the case is over."""
        self._screen.progress("Working out what each of your steps told you …")
        told = self._driver.asked(self._given.debrief).result()
        self._screen.clear()
        self._screen.told(told)


def _awaited(future: "Future[Shown]", waiting: Waiting) -> Shown:
    """The line's outcome; Ctrl-C meanwhile stops simulated waiting."""
    while True:
        try:
            return future.result(timeout=_TICK)
        except TimeoutError:
            if future.done():
                return future.result()
        except KeyboardInterrupt:
            waiting.stop()
