"""From the command to the first prompt, on a pseudo-terminal, against importing the four libraries alone."""

import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from figures import Figure

_LIBRARIES = "import prompt_toolkit, rich, yaml, jinja2"
_GAME = "import sys; from incidentgame.cli import main; sys.exit(main(sys.argv[1:]))"
_PROMPT = b"oncall@laptop"
_PATIENCE = 20.0
_RUNS = 7


def figures() -> Iterator[Figure]:
    """Starting a case played before, starting one nobody has seen, and the first start of all."""
    with tempfile.TemporaryDirectory() as home:
        _python(_LIBRARIES, home)
        _prompt(home, 3)  # compiles every module once, as the first start after installing does
        shutil.rmtree(Path(home, "cache"), ignore_errors=True)
        first = _prompt(home, 1, then=b"quit\r")
        _prompt(home, 2)
        again, fresh, libraries, bare = [], [], [], []
        for number in range(_RUNS):  # one of each in turn, so that a busy moment hits them alike
            libraries.append(_python(_LIBRARIES, home))
            again.append(_prompt(home, 1))
            fresh.append(_prompt(home, 100 + number))
            bare.append(_python("pass", home))
    base = statistics.median(libraries)
    about = (
        f"libraries alone {base * 1000:.0f} ms, an empty interpreter {statistics.median(bare) * 1000:.0f} ms"
    )
    yield _figure("Start to first prompt, a case known", statistics.median(again), base, about)
    yield _figure("Start to first prompt, a new random case", statistics.median(fresh), base, "")
    yield Figure(
        "Start to first prompt, the first ever",
        f"{first * 1000:.0f} ms",
        "-",
        None,
        "no target; packs are parsed",
    )


def _figure(name: str, took: float, base: float, text: str) -> Figure:
    told = f"{took * 1000:.0f} ms as processes" + (f"; {text}" if text else "")
    return Figure(name, f"{took / base:.2f} x", "<= 2 x", took <= 2 * base, told)


def _environment(home: str) -> dict[str, str]:
    """Compiled modules are kept beside the home, whatever the caller's environment says about them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": f"{home}/compiled", "INCIDENTGAME_HOME": home}


def _python(code: str, home: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=_environment(home))
    return time.perf_counter() - start


def _prompt(home: str, seed: int, then: bytes = b"") -> float:
    """Seconds from the start of the process until its prompt can be read; then it is killed, or ends itself.

    A case is kept once its first line was played, so that it is known the next time.
    """
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        where = {**_environment(home), "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
        words = ["play", "api-503", "--fault", "new-maintenance-rule", "--seed", str(seed)]
        os.execve(sys.executable, [sys.executable, "-c", _GAME, *words], where)
    try:
        _wait(terminal)
        took = time.perf_counter() - start
        if then:
            os.write(terminal, then)
            _drain(terminal)
        return took
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def _drain(terminal: int) -> None:
    """Read until the program has ended."""
    with suppress(OSError):
        while os.read(terminal, 65_536):
            pass


def _wait(terminal: int) -> None:
    seen, until = b"", time.perf_counter() + _PATIENCE
    while _PROMPT not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.perf_counter()))
        if not ready:
            raise RuntimeError(f"no prompt within {_PATIENCE} s: {seen[-300:]!r}")
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            raise RuntimeError(f"the game ended before its prompt: {seen[-300:]!r}") from None
        seen += part
        if b"\x1b[6n" in part:  # where is the cursor? every terminal answers
            os.write(terminal, b"\x1b[1;1R")
