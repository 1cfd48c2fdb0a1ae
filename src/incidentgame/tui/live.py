"""A view that shows one command's output and runs it again on request (`top`)."""

from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl


def live(again: Callable[[], str]) -> str:
    """Show what `again` gives; space asks anew (each time is a logged line), q leaves. The last text."""
    shown = [again()]
    keys = KeyBindings()

    @keys.add("space")
    @keys.add("enter")
    def _anew(event: KeyPressEvent) -> None:
        shown[0] = again()

    @keys.add("q")
    @keys.add("c-c")
    @keys.add("escape", eager=True)
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit()

    body = Window(FormattedTextControl(lambda: shown[0]))
    told = FormattedText([("", " space: again · q: leave ")])
    foot = Window(FormattedTextControl(told), height=1, style="reverse")
    application: Application[None] = Application(
        Layout(HSplit([body, foot])), key_bindings=keys, full_screen=True
    )
    application.run()
    rows = application.output.get_size().rows
    return "".join(line + "\n" for line in shown[0].splitlines()[: rows - 2])
