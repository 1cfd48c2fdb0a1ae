"""nginx's configuration grammar: words, quotes, comments, `;` and blocks (1.22.1).

Only the shape is judged here; what a directive means is `rules`. Errors carry nginx's own text without the
place, which the reader adds as ` in FILE:LINE`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ENDS = (";", "{", "}", "")
"""The marks that end a run of words; the empty one is the end of the file."""


class NginxFault(Exception):  # noqa: N818 - nginx calls it no error but [emerg]
    """What nginx logs at [emerg] when it refuses a configuration, as it prints it after the pid."""

    def __init__(self, text: str, *, after_syntax: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.after_syntax = after_syntax


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive; `block` is None for a simple one. `file` and `line` are where it ends its words."""

    name: str
    args: tuple[str, ...]
    file: str
    line: int
    block: "tuple[Directive, ...] | None" = None


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words and the mark that ended it."""

    words: tuple[str, ...]
    end: str
    line: int


def runs(text: str, file: str) -> Iterator[Words]:
    """The runs of words of a file in order; the last one ends with "" (the end of the file)."""
    words: list[str] = []
    for kind, value, line in _tokens(text, file):
        if kind == "word":
            words.append(value)
            continue
        yield Words(tuple(words), value, line)
        words = []


def _tokens(text: str, file: str) -> Iterator[tuple[str, str, int]]:
    at, line = 0, 1
    while at < len(text):
        char = text[at]
        if char in " \t\r\n":
            line += char == "\n"
            at += 1
        elif char == "#":
            at = _end_of_line(text, at)
        elif char in ";{}":
            yield "end", char, line
            at += 1
        else:
            value, after, lines = _word(text, at, file, line)
            line += lines
            yield "word", value, line
            at = after
    yield "end", "", line


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _word(text: str, at: int, file: str, line: int) -> tuple[str, int, int]:
    """A quoted or bare word from `at`: its value, where it ends, how many line ends it holds."""
    if text[at] in "\"'":
        return _quoted(text, at, file, line)
    start = at
    while at < len(text) and not _breaks(text, at):
        at += 2 if text[at] == "\\" else 1
    return _unescape(text[start:at]), at, 0


def _breaks(text: str, at: int) -> bool:
    """Does a bare word end here? `${name}` does not open a block."""
    char = text[at]
    if char == "{":
        return text[at - 1] != "$"
    return char in " \t\r\n;"


def _quoted(text: str, at: int, file: str, line: int) -> tuple[str, int, int]:
    quote, start = text[at], at + 1
    at = start
    while at < len(text) and text[at] != quote:
        at += 2 if text[at] == "\\" else 1
    lines = text.count("\n", start, at)
    if at >= len(text):
        raise NginxFault(f'unexpected end of file, expecting ";" or "}}" in {file}:{line + lines}')
    after = text[at + 1 : at + 2]
    if after and after not in " \t\r\n;{)":
        raise NginxFault(f'unexpected "{after}" in {file}:{line + lines}')
    return _unescape(text[start:at]), at + 1, lines


_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "t": "\t", "r": "\r", "n": "\n"}


def _unescape(raw: str) -> str:
    """nginx keeps a backslash before anything but its own six escapes."""
    if "\\" not in raw:
        return raw
    out, at = [], 0
    while at < len(raw):
        follower = raw[at + 1 : at + 2]
        known = raw[at] == "\\" and follower in _ESCAPES
        out.append(_ESCAPES[follower] if known and follower else raw[at])
        at += 2 if known and follower else 1
    return "".join(out)
