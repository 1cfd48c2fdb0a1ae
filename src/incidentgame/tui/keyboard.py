"""Where lines come from: a prompt with completion, history and a toolbar, or plain linear input."""

from collections.abc import Callable, Iterator, Sequence
from os.path import commonprefix
from pathlib import Path
from typing import Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import completion_is_selected, has_focus
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style

from incidentgame.tui.completion import Candidates
from incidentgame.tui.look import Look
from incidentgame.tui.unfinished import goes_on

Complete = Callable[[str], Candidates]

_LONG = 40

_STYLE = Style.from_dict(
    {
        "bottom-toolbar": "noreverse",
        "bottom-toolbar.text": "noreverse",
        "prompt": "bold",
        "where": "bold ansigreen",
    }
)


class Keyboard(Protocol):
    """Asks the player for a line. EOFError is Ctrl-D on an empty line, KeyboardInterrupt Ctrl-C."""

    def line(self, prompt: str) -> str: ...

    def statement(self, prompt: str) -> str: ...

    def answer(self, question: str) -> str: ...


class _Completer(Completer):
    """Candidates of a text as prompt_toolkit wants them."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """One Completion a candidate, in place of the word before the cursor."""
        found = self._complete(document.text_before_cursor)
        for word, shown in zip(found.words, told_apart(found.words), strict=True):
            yield Completion(word, start_position=-found.length, display=shown)


def told_apart(words: Sequence[str]) -> list[str]:
    """How candidates are listed: long ones that begin alike (ARNs) without the part they share."""
    shared = commonprefix(list(words)) if len(words) > 1 else ""  # noqa: RUF071 - by letters is meant
    if max(map(len, words), default=0) <= _LONG or len(shared) < _LONG // 2:
        return list(words)
    cut = max(shared.rfind("/"), shared.rfind(":"), 0)
    return [f"…{word[cut:]}" for word in words]


def history_at(path: Path | None) -> History:
    """Lines of earlier sessions; only in memory when the file cannot be used."""
    if path is None:
        return InMemoryHistory()
    try:
        path.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


class PromptKeyboard:
    """The full prompt: Tab, Ctrl-R, several lines where bash would go on reading, a toolbar below."""

    def __init__(self, look: Look, complete: Complete, toolbar: Callable[[], str], history: History) -> None:
        self._toolbar, self._look = toolbar, look
        self._session: PromptSession[str] = PromptSession(
            history=history,
            completer=_Completer(complete),
            complete_in_thread=True,
            complete_while_typing=False,
            complete_style=CompleteStyle.MULTI_COLUMN,
            multiline=True,
            key_bindings=_bindings(),
            prompt_continuation=_continuation,
            bottom_toolbar=self._bottom,
            refresh_interval=1,
            style=_STYLE,
            color_depth=None if look.colour else ColorDepth.DEPTH_1_BIT,
            enable_open_in_editor=False,
        )
        self._psql: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),
            bottom_toolbar=self._bottom,
            refresh_interval=1,
            style=_STYLE,
            color_depth=None if look.colour else ColorDepth.DEPTH_1_BIT,
            enable_open_in_editor=False,
        )

    def line(self, prompt: str) -> str:
        """Ask for a line, which may span several physical ones."""
        where, mark, rest = prompt.partition(":")
        return self._session.prompt(FormattedText([("class:where", where), ("", mark + rest)]))

    def statement(self, prompt: str) -> str:
        """Ask for a line of psql, with a history of its own; a paste may span several."""
        return self._psql.prompt(prompt)

    def answer(self, question: str) -> str:
        """Ask something short, outside the history."""
        asking: PromptSession[str] = PromptSession(history=InMemoryHistory())
        return asking.prompt(question)

    def _bottom(self) -> FormattedText:
        text = self._toolbar()
        columns = self._session.app.output.get_size().columns
        return FormattedText([("", text.rjust(columns - 1)[-columns:])])


def _continuation(width: int, line: int, wrapped: int) -> str:
    """`> ` before a further line; nothing where a long line only wraps."""
    return "" if wrapped else "> "


def _bindings() -> KeyBindings:
    """Enter runs a finished command and continues an unfinished one."""
    keys = KeyBindings()
    typing = has_focus("DEFAULT_BUFFER")

    @keys.add("enter", filter=typing & ~completion_is_selected)
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if goes_on(buffer.text) and buffer.document.is_cursor_at_the_end:
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("enter", filter=typing & completion_is_selected)
    def _choose(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    return keys


class PlainKeyboard:
    """Linear input for screen readers and odd terminals: nothing is drawn again, nothing moves.

    Line editing, history and Tab are readline's where Python has it.
    """

    def __init__(self, complete: Complete, history: Path | None) -> None:
        self._complete, self._history = complete, history
        self._found: tuple[str, ...] = ()
        self._with_readline()

    def line(self, prompt: str) -> str:
        """Ask for a line; `> ` asks for the rest of an unfinished one."""
        text = input(prompt)
        while goes_on(text):
            text += "\n" + input("> ")
        self._remember()
        return text

    def statement(self, prompt: str) -> str:
        """Ask for a line of psql."""
        return input(prompt)

    def answer(self, question: str) -> str:
        """Ask something short."""
        return input(question)

    def _with_readline(self) -> None:
        try:
            import readline
        except ImportError:
            return
        readline.set_completer_delims(" \t\n=|;&(")
        readline.set_completer(self._completion)
        readline.parse_and_bind("tab: complete")
        try:
            if self._history is not None:
                readline.read_history_file(str(self._history))
        except OSError:
            return

    def _completion(self, word: str, index: int) -> str | None:
        import readline

        if index == 0:
            before = readline.get_line_buffer()[: readline.get_endidx()]
            self._found = self._complete(before).words
        return self._found[index] if index < len(self._found) else None

    def _remember(self) -> None:
        try:
            import readline

            if self._history is not None:
                readline.write_history_file(str(self._history))
        except (ImportError, OSError):
            return
