"""The form of an explanation: a field each, filled in with what was said before; handed in as one line."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import fill

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.focus import focus_next, focus_previous
from prompt_toolkit.layout import Dimension, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.widgets import TextArea

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.tui.intercept import document_end

FIELDS: Mapping[str, str] = {
    "root_cause": "what broke, where, and who or what changed it",
    "chain": "how that led to what users saw",
    "evidence": "what showed it, by line number: #3, #7",
    "impact": "who noticed what, for how long",
    "mitigation": "what you did, or would do first, and how to undo it",
    "prevention": "what keeps it from happening again",
    "unknowns": "what you have not ruled out",
    "confidence": "0-100 %",
}
"""Field names as `explain` takes them, with what each asks."""

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


class Form:
    """A full-screen form. `values` is None when the player left it without handing in."""

    def __init__(self, filled: Mapping[str, str], looked_at: Sequence[str]) -> None:
        self.values: Values | None = None
        self._areas = {name: _area(name, filled.get(name, "")) for name in FIELDS}
        rows = [self._row(name) for name in FIELDS]
        title = Window(
            FormattedTextControl(" explain   Tab next · Shift-Tab back · ^S hand in · ^C leave without "),
            height=1,
            style="reverse",
        )
        lines = FormattedText([("", "\n".join(looked_at))])
        seen = Window(FormattedTextControl(lines), height=Dimension(max=8, preferred=len(looked_at)))
        heading = Window(FormattedTextControl(" Your lines:"), height=1, style="bold")
        self.application: Application[None] = Application(
            layout=Layout(HSplit([title, *rows, Window(height=1), heading, seen])),
            key_bindings=self._keys(),
            full_screen=True,
        )

    def _row(self, name: str) -> VSplit:
        about = fill(FIELDS[name], _LABEL - 2, initial_indent=" ", subsequent_indent=" ")
        label = FormattedText([("bold", f" {name}\n"), ("", about)])
        return VSplit([Window(FormattedTextControl(label), width=_LABEL), self._areas[name]])

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        keys.add("tab")(focus_next)
        keys.add("s-tab")(focus_previous)

        @keys.add("c-s", eager=True)
        def _hand_in(event: KeyPressEvent) -> None:
            self.values = {name: area.text for name, area in self._areas.items()}
            event.app.exit()

        @keys.add("c-c", eager=True)
        @keys.add("c-q", eager=True)
        def _leave(event: KeyPressEvent) -> None:
            event.app.exit()

        return keys


def _area(name: str, text: str) -> TextArea:
    rows = 1 if name == "confidence" else 2
    return TextArea(text, height=Dimension(min=1, preferred=rows, max=6), wrap_lines=True, style="underline")


def filled_in(filled: Mapping[str, str], looked_at: Sequence[str]) -> Values | None:
    """Show the form; the fields when handed in."""
    form = Form(filled, looked_at)
    form.application.run()
    return form.values


def asked_one_by_one(filled: Mapping[str, str], ask: Callable[[str], str]) -> Values | None:
    """The same without a screen: a question each; an empty answer keeps what was said before."""
    values: Values = {}
    for name, about in FIELDS.items():
        before = filled.get(name, "")
        kept = f" [{before}]" if before else ""
        values[name] = ask(f"{name} ({about}){kept}: ").strip() or before
    return values
