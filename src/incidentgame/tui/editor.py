"""A small full-screen editor for the files of a simulated host: nano's keys, or vi's with `:wq`."""

from collections.abc import Callable
from dataclasses import dataclass

from prompt_toolkit.application import Application
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, has_focus, vi_navigation_mode
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.widgets import SearchToolbar, TextArea

from incidentgame.tui.pager import tabs

Save = Callable[[str], str]
"""Writes the text; what went wrong, or empty."""


@dataclass
class Editor:
    """One file being edited. `save` is called for every write the player asks for."""

    title: str
    text: str
    save: Save
    vi: bool

    def __post_init__(self) -> None:
        self._message, self._saved, self._asks = "", self.text, False
        search = SearchToolbar()
        self._area = TextArea(
            self.text, scrollbar=True, search_field=search, wrap_lines=False, input_processors=[tabs()]
        )
        self._area.buffer.cursor_position = 0
        self._colon = TextArea(
            height=1, prompt=":", multiline=False, accept_handler=lambda buffer: self._command()
        )
        self._at_colon = has_focus(self._colon)
        top = Window(FormattedTextControl(self._heading), height=1, style="reverse")
        bottom = Window(FormattedTextControl(self._footing), height=1)
        colon = ConditionalContainer(self._colon, self._at_colon)
        self.application: Application[None] = Application(
            layout=Layout(HSplit([top, self._area, search, colon, bottom]), focused_element=self._area),
            key_bindings=self._vi_keys() if self.vi else self._nano_keys(),
            editing_mode=EditingMode.VI if self.vi else EditingMode.EMACS,
            full_screen=True,
        )

    @property
    def changed(self) -> bool:
        """Is there something not saved?"""
        return self._area.text != self._saved

    def write(self) -> bool:
        """Save; True when it worked."""
        problem = self.save(self._area.text)
        if problem:
            self._message = problem.strip().splitlines()[-1].removeprefix("-bash: ")
            return False
        self._saved = self._area.text
        self._message = f"[ Wrote {len(self._saved.splitlines())} lines ]"
        return True

    def _heading(self) -> FormattedText:
        return FormattedText([("", f" {self.title}{'  (modified)' if self.changed else ''} ")])

    def _footing(self) -> FormattedText:
        if self._asks:
            return FormattedText([("bold", " Save the changes?  y yes · n no · ^C back to the text ")])
        keys = ":w save · :q leave · :wq both" if self.vi else "^S or ^O save · ^X leave · ^W find"
        return FormattedText([("", f" {self._message or keys}")])

    def _nano_keys(self) -> KeyBindings:
        keys = KeyBindings()
        asks = Condition(lambda: self._asks)

        @keys.add("c-s", filter=~asks, eager=True)
        @keys.add("c-o", filter=~asks, eager=True)
        def _write(event: KeyPressEvent) -> None:
            self.write()

        @keys.add("c-x", filter=~asks, eager=True)
        def _leave(event: KeyPressEvent) -> None:
            if self.changed:
                self._asks = True
            else:
                event.app.exit()

        @keys.add("c-w", filter=~asks, eager=True)
        def _find(event: KeyPressEvent) -> None:
            from prompt_toolkit.search import start_search

            start_search(self._area.control)

        self._asking(keys, asks)
        return keys

    def _asking(self, keys: KeyBindings, asks: Condition) -> None:
        @keys.add("<any>", filter=asks, eager=True)
        def _ignored(event: KeyPressEvent) -> None:
            return None

        @keys.add("y", filter=asks, eager=True)
        def _yes(event: KeyPressEvent) -> None:
            self._asks = False
            if self.write():
                event.app.exit()

        @keys.add("n", filter=asks, eager=True)
        def _no(event: KeyPressEvent) -> None:
            event.app.exit()

        @keys.add("c-c", filter=asks, eager=True)
        def _back(event: KeyPressEvent) -> None:
            self._asks = False

    def _vi_keys(self) -> KeyBindings:
        keys = KeyBindings()
        reading = vi_navigation_mode & has_focus(self._area)

        @keys.add(":", filter=reading, eager=True)
        def _colon(event: KeyPressEvent) -> None:
            self._colon.text = ""
            event.app.layout.focus(self._colon)
            event.app.vi_state.reset()

        @keys.add("Z", "Z", filter=reading)
        def _both(event: KeyPressEvent) -> None:
            self._run("x")

        @keys.add("escape", filter=self._at_colon, eager=True)
        @keys.add("c-c", filter=self._at_colon, eager=True)
        def _back(event: KeyPressEvent) -> None:
            self._to_text()

        return keys

    def _command(self) -> bool:
        self._run(self._colon.text.strip())
        return False

    def _run(self, command: str) -> None:
        """`:w`, `:q`, `:wq`, `:x` and their forms with `!`."""
        plain = command.rstrip("!")
        if plain not in ("w", "q", "wq", "x"):
            self._message = f"E492: Not an editor command: {command}"
        elif plain == "q" and self.changed and not command.endswith("!"):
            self._message = "E37: No write since last change (add ! to override)"
        elif plain == "q" or (plain == "x" and not self.changed) or (self.write() and plain != "w"):
            self.application.exit()
            return
        self._to_text()

    def _to_text(self) -> None:
        from prompt_toolkit.key_binding.vi_state import InputMode

        self.application.layout.focus(self._area)
        self.application.vi_state.input_mode = InputMode.NAVIGATION


def edit(title: str, text: str, save: Save, vi: bool) -> None:
    """Open the editor and return when the player leaves it."""
    editor = Editor(title, text, save, vi)
    if vi:
        from prompt_toolkit.key_binding.vi_state import InputMode

        editor.application.run(
            pre_run=lambda: setattr(editor.application.vi_state, "input_mode", InputMode.NAVIGATION)
        )
    else:
        editor.application.run()
