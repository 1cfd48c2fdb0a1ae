"""Refuses the few lines the interpreter cannot be stopped in, with the words a real host would have."""

import re
from collections.abc import Callable, Iterator
from posixpath import join, normpath

from incidentgame.shell.files import FileError, FileTree

_MOST_PATTERNS = 128 * 1024
_PARTS = re.compile(r"[|;&\n()`{}]+")
_WORDS = re.compile(r"""[^\s'"]+""")
_GREP = re.compile(r"(?:^|/)([efz]{0,2}grep)$")
_FILE = re.compile(r"^(?:-[a-zA-Z]*f|--file=?)(.*)$")
_ANY = re.compile(r"\s(?:-[a-zA-Z]*f|--file)")
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_ASSIGNED = re.compile(r"""(?:^|[\s;&|(])(\w+)=['"]?([^\s;&|'"()]*)""")

Lookup = Callable[[str], str]


def refusal(line: str, cwd: str, files: FileTree, lookup: Lookup = lambda name: "") -> tuple[str, int] | None:
    """What to say instead of running the line, and the exit code; None for nearly every line.

    `grep -f` with a huge file of patterns builds one automaton of all of them, for seconds and in a
    gigabyte, and no limit reaches it. Variables are those the line sets, or else what `lookup` knows; a list
    that comes out of a pipe is not seen here.
    """
    if not _ANY.search(line):
        return None
    names = dict(_ASSIGNED.findall(line))

    def filled(text: str) -> str:
        return _VARIABLE.sub(lambda found: names.get(found[1]) or lookup(found[1]), text)

    for part in _PARTS.split(filled(line)):
        for name, path in _lists(part):
            if _size(files, normpath(join(cwd, path))) > _MOST_PATTERNS:
                return f"{name}: memory exhausted\n", 2
    return None


def _lists(part: str) -> Iterator[tuple[str, str]]:
    """(grep's name, file of patterns) for each grep in one command, whoever calls it (`xargs`, `sudo` …)."""
    words = _WORDS.findall(part)
    for start, word in enumerate(words):
        found = _GREP.search(word)
        if not found:
            continue
        rest = words[start + 1 :]
        for place, option in enumerate(rest):
            given = _FILE.match(option)
            if given:
                following = rest[place + 1] if place + 1 < len(rest) else ""
                yield found[1], given[1] or following


def _size(files: FileTree, path: str) -> int:
    try:
        stat = files.stat(files.resolve(path))
    except FileError:
        return 0
    return stat.size if stat else 0
