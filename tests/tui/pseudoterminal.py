"""The game in a pseudo-terminal, as a person sits before it; answers what prompt_toolkit asks a terminal."""

import os
import re
import sys
import time
from pathlib import Path

import pexpect

_PROGRAM = ["-c", "import sys; from incidentgame.cli import main; sys.exit(main())"]
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Played:
    """One process. `seen` is everything it wrote, without escape sequences."""

    def __init__(self, home: Path, *words: str, **environment: str) -> None:
        env = {**os.environ, "INCIDENTGAME_HOME": str(home), "TERM": "xterm-256color", **environment}
        self.process = pexpect.spawn(
            sys.executable, [*_PROGRAM, *words], env=env, dimensions=(40, 110), encoding="utf-8", timeout=30
        )
        self.raw = ""

    @property
    def seen(self) -> str:
        return _ESCAPES.sub("", self.raw).replace("\r", "")

    def until(self, pattern: str, within: float = 30.0, since: int = 0) -> str:
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

    def line(self, text: str, pattern: str, within: float = 30.0) -> str:
        """Type a line and read until something of its outcome shows."""
        mark = len(self.seen)
        self.process.send(text + "\r")
        return self.until(pattern, within, mark)

    def send(self, text: str) -> None:
        self.process.send(text)

    def ended(self, within: float = 30.0) -> int | None:
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
        for _ in range(text.count("\x1b[6n")):
            self.process.send("\x1b[20;1R")
        return True
