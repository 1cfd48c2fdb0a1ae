"""How things look: colours that read on light and dark, or none; text made safe to show."""

import os
import re
import sys
from dataclasses import dataclass
from typing import TextIO

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal may use. `plain`: linear, no box drawing, no toolbar, no full-screen views."""

    colour: bool
    plain: bool

    def styled(self, text: str, codes: str) -> str:
        """The text in ANSI `codes` (such as "1" bold, "31" red), or as it is."""
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        """Standing out."""
        return self.styled(text, "1")

    def alarm(self, text: str) -> str:
        """Severity and failure: bold red reads on black and on white."""
        return self.styled(text, "1;31")

    def quiet(self, text: str) -> str:
        """The game speaking, beside the world's own output."""
        return self.styled(text, "2")

    def person(self, text: str) -> str:
        """Somebody's name."""
        return self.styled(text, "1;35")

    def safe(self, text: str) -> str:
        """A tool's output without what could move the cursor or rename the window; colours stay if wanted."""
        kept = _ESCAPE.sub(lambda m: m.group() if self.colour and _SGR.fullmatch(m.group()) else "", text)
        return _CONTROL.sub(
            lambda m: m.group() if m.group() == "\x1b" and self.colour else _caret(m.group()), kept
        )


def _caret(character: str) -> str:
    return "" if character == "\x1b" else f"^{chr(ord(character) ^ 64)}"


def look_for(plain: bool, stream: TextIO | None = None) -> Look:
    """The look for this terminal: no colour with NO_COLOR, TERM=dumb, --plain, or when it is none."""
    shown = stream or sys.stdout
    dumb = os.environ.get("TERM", "") in ("", "dumb")
    linear = plain or dumb or not shown.isatty()
    return Look(colour=not linear and not os.environ.get("NO_COLOR"), plain=linear)
