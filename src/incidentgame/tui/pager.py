"""Long output a screen at a time: the keys of less, full screen, nothing but reading."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_focus
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.scroll import (
    scroll_backward,
    scroll_forward,
    scroll_half_page_down,
    scroll_half_page_up,
)
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import Processor, TabsProcessor
from prompt_toolkit.widgets import SearchToolbar

Handler = Callable[[KeyPressEvent], None]

_KEYS = (
    "space: on · b: back · /: find · n: again · g G: ends · q: leave ",
    "space: on · b: back · /: find · g G: ends · q: leave ",
    "space: on · b: back · q: leave ",
    "q: leave ",
)
"""What the last line says of the keys: the first that fits."""
_SGR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Pager:
    """A full-screen view of a text. `visible` is what stood on the screen when it was left."""

    text: str

    def __post_init__(self) -> None:
        self._search = SearchToolbar(forward_search_prompt="/", backward_search_prompt="?")
        buffer = Buffer(document=Document(_SGR.sub("", self.text).rstrip("\n"), 0), read_only=True)
        control = BufferControl(
            buffer, search_buffer_control=self._search.control, focusable=True, input_processors=[tabs()]
        )
        self._window = Window(control, wrap_lines=True)
        self._lines = buffer.document.lines
        self._status = Window(FormattedTextControl(self._told), height=1, style="reverse")
        self.application: Application[None] = Application(
            layout=Layout(HSplit([self._window, self._search, self._status]), focused_element=self._window),
            key_bindings=self._keys(),
            full_screen=True,
        )

    def visible(self) -> str:
        """The lines on the screen when the pager was left, and how many there are in all."""
        first, last = self._range()
        return "".join(line + "\n" for line in self._lines[first : last + 1])

    def _range(self) -> tuple[int, int]:
        info = self._window.render_info
        if info is None or not info.displayed_lines:
            return 0, min(len(self._lines), 20) - 1
        return info.first_visible_line(), info.last_visible_line()

    def _told(self) -> FormattedText:
        first, last = self._range()
        where = f" lines {first + 1}–{last + 1} of {len(self._lines)}   "
        wide = get_app().output.get_size().columns
        keys = next((keys for keys in _KEYS if len(where) + len(keys) <= wide), _KEYS[-1])
        return FormattedText([("", where + keys)])

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        reading = has_focus(self._window)
        for names, action in (
            (("space", "f", "pagedown", "c-f"), scroll_forward),
            (("b", "pageup", "c-b"), scroll_backward),
            (("d", "c-d"), scroll_half_page_down),
            (("u", "c-u"), scroll_half_page_up),
        ):
            for name in names:
                keys.add(name, filter=reading)(action)
        for name in ("q", "Q", "c-c", "escape"):
            keys.add(name, filter=reading, eager=True)(_leave)
        keys.add("j", filter=reading)(self._by(1))
        keys.add("e", filter=reading)(self._by(1))
        keys.add("down", filter=reading)(self._by(1))
        keys.add("enter", filter=reading)(self._by(1))
        keys.add("k", filter=reading)(self._by(-1))
        keys.add("y", filter=reading)(self._by(-1))
        keys.add("up", filter=reading)(self._by(-1))
        for name in ("g", "home", "<"):
            keys.add(name, filter=reading)(self._to(0))
        for name in ("G", "end", ">"):
            keys.add(name, filter=reading)(self._to(len(self._lines) - 1))
        self._searching(keys)
        return keys

    def _searching(self, keys: KeyBindings) -> None:
        from prompt_toolkit.key_binding.bindings import search

        reading = has_focus(self._window)
        keys.add("/", filter=reading)(search.start_forward_incremental_search)
        keys.add("?", filter=reading)(search.start_reverse_incremental_search)

        @keys.add("n", filter=reading)
        def _again(event: KeyPressEvent) -> None:
            state = event.app.current_search_state
            event.current_buffer.apply_search(state, include_current_position=False)

        @keys.add("N", filter=reading)
        def _back(event: KeyPressEvent) -> None:
            state = event.app.current_search_state
            event.current_buffer.apply_search(~state, include_current_position=False)

    def _by(self, lines: int) -> Handler:
        def move(event: KeyPressEvent) -> None:
            first, last = self._range()
            row = max(0, first - 1) if lines < 0 else min(len(self._lines) - 1, last + 1)
            self._put(row)

        return move

    def _to(self, row: int) -> Handler:
        def move(event: KeyPressEvent) -> None:
            self._put(row)

        return move

    def _put(self, row: int) -> None:
        buffer = get_app().current_buffer
        buffer.cursor_position = buffer.document.translate_row_col_to_index(row, 0)


def tabs() -> Processor:
    """Tabs as blanks up to the next column of eight, as terminals have them."""
    return TabsProcessor(tabstop=8, char1=" ", char2=" ")


def _leave(event: KeyPressEvent) -> None:
    event.app.exit()


def show_paged(text: str) -> str:
    """Let the player read a text; the part that stays on the screen afterwards."""
    pager = Pager(text)
    pager.application.run()
    total = len(text.splitlines())
    shown = pager.visible()
    left = total - shown.count("\n")
    return shown + (f"… {total} lines in all; `timeline` has the line's number\n" if left > 0 else "")
