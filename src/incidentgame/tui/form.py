"""The form of an explanation: a field each, filled in with what was said before; handed in as one line."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from prompt_toolkit.application import Application
from prompt_toolkit.filters import has_focus
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.focus import focus_next, focus_previous
from prompt_toolkit.layout import Dimension, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.widgets import TextArea

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.tui.intercept import document_end
from incidentgame.tui.wordwrap import WordWrap

FIELDS: Mapping[str, str] = {
    "root_cause": "what broke, where, who did it",
    "chain": "how users came to see it",
    "evidence": "by line number: #3, #7",
    "impact": "who noticed what, how long",
    "mitigation": "what you did, and its way back",
    "prevention": "what keeps it from returning",
    "unknowns": "what you have not ruled out",
    "confidence": "0-100 %",
}
"""Field names as `explain` takes them, with what each asks: one row of the label's column."""

Values = dict[str, str]

_LABEL = 32


def earlier(text: str) -> Values:
    """The fields of an explanation handed in before; free text goes to the first field."""
    read = read_explanation(text)
    values = {name: str(getattr(read, name)) for name in FIELDS}
    if read.text:
        values["root_cause"] = "\n".join(part for part in (values["root_cause"], read.text) if part)
    return values


def as_line(values: Mapping[str, str]) -> str:
    """The `explain` line of filled-in fields; empty when nothing was filled in."""
    body = "".join(f"{name}: {values[name].strip()}\n" for name in FIELDS if values.get(name, "").strip())
    if not body:
        return ""
    end = document_end("END", body)
    return f"explain <<'{end}'\n{body}{end}"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stood in the form when it was left, and whether it was handed in."""

    values: Values
    handed_in: bool


class Form:
    """A full-screen form; `looked_at` are the player's lines, the newest last. Newest are shown first."""

    def __init__(self, filled: Mapping[str, str], looked_at: Sequence[str]) -> None:
        self._handed_in = False
        self._areas = {name: _area(filled.get(name, "")) for name in FIELDS}
        rows = [self._row(name) for name in FIELDS]
        title = Window(
            FormattedTextControl(" explain   Tab next · Shift-Tab back · ^S hand in · ^C leave, words kept "),
            height=1,
            style="reverse",
        )
        lines = FormattedText([("", "\n".join(reversed(looked_at)))])
        seen = Window(FormattedTextControl(lines), height=Dimension(max=8, preferred=len(looked_at)))
        heading = Window(FormattedTextControl(" Your lines, the newest first:"), height=1, style="bold")
        self.application: Application[None] = Application(
            layout=Layout(HSplit([title, *rows, Window(height=1), heading, seen])),
            key_bindings=self._keys(),
            full_screen=True,
        )

    @property
    def filled(self) -> Filled:
        """The fields as they stand."""
        return Filled({name: area.text for name, area in self._areas.items()}, self._handed_in)

    def _row(self, name: str) -> VSplit:
        label = FormattedText([("bold", f" {name}\n"), ("", f" {FIELDS[name]}")])
        area = self._areas[name]

        def height() -> Dimension:
            """The field being written in gets the room, also on a screen of 24 rows."""
            focused = has_focus(area)() and name != "confidence"
            return Dimension(min=2, preferred=5 if focused else 2, max=5 if focused else 2)

        return VSplit([Window(FormattedTextControl(label), width=_LABEL), area], height=height)

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        keys.add("tab")(focus_next)
        keys.add("s-tab")(focus_previous)

        @keys.add("c-s", eager=True)
        def _hand_in(event: KeyPressEvent) -> None:
            self._handed_in = True
            event.app.exit()

        @keys.add("c-c", eager=True)
        @keys.add("c-q", eager=True)
        def _leave(event: KeyPressEvent) -> None:
            event.app.exit()

        return keys


def _area(text: str) -> TextArea:
    return TextArea(text, wrap_lines=True, style="underline", input_processors=[WordWrap()])


def filled_in(filled: Mapping[str, str], looked_at: Sequence[str]) -> Filled:
    """Show the form until it is handed in or left."""
    form = Form(filled, looked_at)
    form.application.run()
    return form.filled


def asked_one_by_one(filled: MutableMapping[str, str], ask: Callable[[str], str]) -> None:
    """The same without a screen: a question each; an empty answer keeps what was said before.

    Each answer goes into `filled` at once, so an interrupt in the middle (KeyboardInterrupt, EOFError,
    raised by `ask`) loses none of those before it.
    """
    for name, about in FIELDS.items():
        before = filled.get(name, "")
        kept = f" [{before}]" if before else ""
        filled[name] = ask(f"{name} ({about}){kept}: ").strip() or before
