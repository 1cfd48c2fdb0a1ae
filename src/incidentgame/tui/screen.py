"""Where text goes: lines of output, people's words, the game's own remarks, and the progress of waiting."""

import re
import shutil
import sys
import textwrap
import threading
from collections.abc import Iterable

from incidentgame.session.storyteller import Spoken
from incidentgame.session.transcript import spoken
from incidentgame.tui.look import Look

_COMMAND = re.compile(r"\s*(?:sudo|aws|curl|ssh|psql|for) ")
"""Lines to be copied: the terminal breaks them without putting anything in between."""
_DRAWN = re.compile(r"^\s*(?:─+\s*$|[\d.]*\s*[┤│└])")


class Screen:
    """Writes to whatever standard output is at the moment, so that text can appear above a waiting prompt."""

    def __init__(self, look: Look, paged: bool) -> None:
        self.look, self._paged = look, paged and not look.plain
        self._lock = threading.Lock()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return shutil.get_terminal_size().columns

    def write(self, text: str) -> None:
        """Text as it is."""
        with self._lock:
            sys.stdout.write(text)
            sys.stdout.flush()

    def output(self, text: str, forced: bool = False) -> None:
        """A tool's output; through the pager when it is longer than the screen."""
        if not text:
            return
        whole = self.look.safe(text if text.endswith("\n") else text + "\n")
        rows = shutil.get_terminal_size().lines
        if self._paged and whole.count("\n") > rows - (1 if forced else 2):
            from incidentgame.tui.pager import show_paged  # late: the first prompt does not wait for it

            self.write(show_paged(whole))
        else:
            self.write(whole)

    def prose(self, text: str) -> str:
        """Text with its sentences wrapped at words; commands to be copied stay as they are."""
        if self.look.plain:
            return text
        wide = max(40, self.width - 1)
        return "".join(_sentence(line, wide) + "\n" for line in text.splitlines())

    def told(self, text: str) -> None:
        """Something long to read from its top; all of it stays on the screen afterwards."""
        whole = _undrawn(text) if self.look.plain else self.prose(text)
        whole = whole if whole.endswith("\n") else whole + "\n"
        if self._paged and whole.count("\n") > shutil.get_terminal_size().lines - 2:
            from incidentgame.tui.pager import show_paged

            show_paged(whole)
        self.write(whole)

    def say(self, text: str) -> None:
        """The game speaking."""
        self.write("".join(self.look.quiet(line) + "\n" for line in text.splitlines()))

    def heard(self, words: Iterable[Spoken]) -> None:
        """What people said meanwhile."""
        for one in words:
            text = _wrapped(self.look.safe(spoken(one)), self.width)
            name = f" {one.sender} "
            shown = self.look.person(name) + text[len(name) :] if text.startswith(name) else text
            self.write(shown + "\n")

    def progress(self, text: str) -> None:
        """One line that `clear` takes away again; in plain mode an ordinary line."""
        self.write(self.look.quiet(text) + "\n" if self.look.plain else "\r" + self.look.quiet(text))

    def wipe(self) -> None:
        """An empty screen. Nothing in plain mode."""
        if not self.look.plain:
            self.write("\x1b[H\x1b[2J")

    def clear(self) -> None:
        """Take the progress line away."""
        if not self.look.plain:
            self.write("\r\x1b[K")


def _undrawn(text: str) -> str:
    """Without rules and the bars of a chart; what a chart says is said in words beside it."""
    return "\n".join(line for line in text.splitlines() if not _DRAWN.match(line))


def _sentence(line: str, wide: int) -> str:
    """A line too wide for the screen, at words, its rest under the last column in the line's left half."""
    if len(line) <= wide or _COMMAND.match(line):
        return line
    columns = [gap.end() for gap in re.finditer(r"^ +|  +", line) if gap.end() < wide // 2]
    indent = " " * max(columns, default=0)
    return textwrap.fill(line, wide, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _wrapped(text: str, width: int) -> str:
    """Somebody's words within the screen's width, later lines under the first."""
    lines = text.split("\n")
    head = re.match(r" \S+ \d\d:\d\d   ", lines[0])
    indent = " " * (head.end() if head else 1)
    wide = max(40, width - 1)
    return "\n".join(
        textwrap.fill(line, wide, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
        for line in lines
    )
