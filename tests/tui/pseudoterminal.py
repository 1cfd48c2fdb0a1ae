"""The game in a pseudo-terminal, as a person sits before it; answers what prompt_toolkit asks a terminal."""

import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

import pexpect

_PROGRAM = ["-c", "import sys; from incidentgame.cli import main; sys.exit(main())"]
_PATIENCE = 120.0
"""Seconds a busy machine may take. A game that works is not waited for longer than it takes."""

_ASKS_PLACE = "\x1b[6n"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*(?:[A-Za-z]|$)|\x1b$")  # also one that has only begun to arrive


class Played:
    """One process. `seen` is everything it wrote, without escape sequences."""

    def __init__(self, home: Path, *words: str, **environment: str) -> None:
        env = {**os.environ, "INCIDENTGAME_HOME": str(home), "TERM": "xterm-256color", **environment}
        self.process = pexpect.spawn(
            sys.executable,
            [*_PROGRAM, *words],
            env=env,
            dimensions=(40, 110),
            encoding="utf-8",
            timeout=_PATIENCE,
        )
        self.raw = ""
        self._answered = 0

    @property
    def seen(self) -> str:
        return _ESCAPES.sub("", self.raw).replace("\r", "")

    def until(self, pattern: str, within: float = _PATIENCE, since: int = 0) -> str:
        """Read until the text written since mark `since` has `pattern`; all of that text."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if re.search(pattern, self.seen[since:]):
                return self.seen[since:]
            if not self._read():
                break
        if re.search(pattern, self.seen[since:]):
            return self.seen[since:]
        raise AssertionError(f"{pattern!r} did not come; last: {self.seen[-600:]!r}")

    def line(self, text: str, pattern: str, within: float = _PATIENCE) -> str:
        """Type a line and read until something of its outcome shows."""
        mark = len(self.seen)
        self.process.send(text + "\r")
        return self.until(pattern, within, mark)

    def tab(self, text: str, pattern: str) -> None:
        """Type the beginning of a word and press Tab, again if nothing came of it in time."""
        mark = len(self.seen)
        self.process.send(text)
        for _ in range(12):
            self.process.send("\t")
            with suppress(AssertionError):
                self.until(pattern, _PATIENCE / 12, mark)
                return
        self.until(pattern, 0.0, mark)

    def send(self, text: str) -> None:
        self.process.send(text)

    def ended(self, within: float = _PATIENCE) -> int | None:
        """Read to the end; the exit code."""
        end = time.monotonic() + within
        while time.monotonic() < end and self._read():
            pass
        self.process.close()
        return self.process.exitstatus

    def kill(self) -> None:
        self.process.kill(9)
        self.process.wait()
        self.process.close()

    def _read(self) -> bool:
        try:
            text = self.process.read_nonblocking(65536, 0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += text
        for _ in range(self.raw.count(_ASKS_PLACE) - self._answered):
            self._answered += 1
            self.process.send("\x1b[20;1R")
        return True
