"""`tail`, with `-f` on the case's clock: it follows for a while of simulated time, then stops."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from posixpath import join, normpath

from incidentgame.commands.bench import Bench, Interrupted
from incidentgame.commands.files.options import BadOption, Grammar, Words, complaint
from incidentgame.kernel.instant import SECOND, Millis
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError, IsDirectory

FOLLOWED: Millis = 10 * SECOND
"""How long -f follows (house rule: nobody is there to press Ctrl-C in a recorded line)."""

GRAMMAR = Grammar(
    "fFqvz",
    "ncs",
    {
        "lines": "=",
        "bytes": "=",
        "follow": "?",
        "quiet": "",
        "silent": "",
        "verbose": "",
        "retry": "",
        "pid": "=",
        "sleep-interval": "=",
        "zero-terminated": "",
    },
)
_COUNT = re.compile(r"([+-]?)(\d+)([kKMG]?)B?")
_UNITS = {"": 1, "k": 1024, "K": 1024, "M": 1024**2, "G": 1024**3}


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a file to show: the last `count` lines or bytes, or all from the count-th on."""

    count: int = 10
    octets: bool = False
    onward: bool = False

    def of(self, data: bytes) -> bytes:
        """That part of the data."""
        if self.octets:
            return (
                data[max(0, self.count - 1) :] if self.onward else data[-self.count :] if self.count else b""
            )
        lines = data.splitlines(keepends=True) if b"\r" not in data else _split(data)
        if self.onward:
            return b"".join(lines[max(0, self.count - 1) :])
        return b"".join(lines[-self.count :]) if self.count else b""


def _split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    kept = [line + b"\n" for line in lines[:-1]]
    return [*kept, lines[-1]] if lines[-1] else kept


def tail(invocation: Invocation, bench: Bench) -> Outcome:
    """`tail [-n [+]N | -c [+]N | -N] [-f|-F] [-q|-v] [FILE]...`; exit 1 when a file cannot be read."""
    try:
        words = GRAMMAR.read([re.sub(r"^-(\d+)(f?)$", r"-\2n\1", word) for word in invocation.argv])
        part = _part(words)
    except BadOption as problem:
        return Outcome(stderr=complaint("tail", problem), exit=1)
    return _Tail(invocation, bench, words, part).outcome()


def _part(words: Words) -> Part:
    last = words.last("n", "c", "lines", "bytes")
    text = words.value("n", "c", "lines", "bytes") if last else "10"
    found = _COUNT.fullmatch(text or "")
    kind = "bytes" if last in ("c", "bytes") else "lines"
    if not found:
        raise BadOption(f"invalid number of {kind}: ‘{text}’")
    return Part(int(found[2]) * _UNITS[found[3]], kind == "bytes", found[1] == "+")


class _Tail:
    """One run of tail."""

    def __init__(self, invocation: Invocation, bench: Bench, words: Words, part: Part) -> None:
        self._invocation = invocation
        self._bench = bench
        self._words = words
        self._part = part
        self._errors: list[str] = []
        self._out: list[bytes] = []
        self._titled = ""

    def outcome(self) -> Outcome:
        """Each operand's part, then what arrives while following."""
        operands = self._words.rest or ("-",)
        self._many = len(operands) > 1 or self._words.has("v", "verbose")
        seen = {}
        for shown in operands:
            data = self._read(shown)
            if data is not None:
                self._show(shown, self._part.of(data))
                seen[shown] = len(data)
        if self._words.has("f", "F", "follow"):
            self._follow(seen)
        return Outcome(b"".join(self._out), "".join(self._errors), 1 if self._errors else 0)

    def _read(self, shown: str) -> bytes | None:
        if shown == "-":
            return self._invocation.stdin
        try:
            return self._bench.files.read(normpath(join(self._invocation.cwd, shown)))
        except IsDirectory:
            self._errors.append(f"tail: error reading '{shown}': Is a directory\n")
        except FileError as problem:
            self._errors.append(f"tail: cannot open '{shown}' for reading: {problem.reason}\n")
        return None

    def _show(self, shown: str, data: bytes) -> None:
        if self._many and not self._words.has("q", "quiet", "silent") and self._titled != shown:
            name = "standard input" if shown == "-" else shown
            gap = "\n" if self._titled else ""
            self._out.append(f"{gap}==> {name} <==\n".encode())
            self._titled = shown
        self._out.append(data)

    def _follow(self, seen: dict[str, int]) -> None:
        files: Sequence[str] = [shown for shown in seen if shown != "-"]
        if not files:
            if self._errors:
                self._errors.append("tail: no files remaining\n")
            return
        with suppress(Interrupted):
            self._bench.wait(FOLLOWED, "tail -f")
        for shown in files:
            data = self._read(shown)
            if data is not None and len(data) < seen[shown]:
                self._errors.append(f"tail: {shown}: file truncated\n")
                seen[shown] = 0
            if data is not None and len(data) > seen[shown]:
                self._show(shown, data[seen[shown] :])
