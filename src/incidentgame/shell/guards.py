"""Refuses the few lines the interpreter cannot be stopped in, with the words a real host would have."""

import re
from posixpath import join, normpath

from incidentgame.shell.files import FileError, FileTree

_PATTERN_FILE = re.compile(r"\b([ef]?grep)\b[^|;&\n]{0,300}?\s(?:-[a-zA-Z]*f\s*|--file=)([^\s;|&<>()]+)")
_MOST_PATTERNS = 128 * 1024


def refusal(line: str, cwd: str, files: FileTree) -> tuple[str, int] | None:
    """What to say instead of running the line, and the exit code; None for nearly every line.

    `grep -f` with a huge file of patterns builds one automaton of all of them, for seconds and in a
    gigabyte, and no limit reaches it.
    """
    for found in _PATTERN_FILE.finditer(line):
        if _size(files, normpath(join(cwd, found[2]))) > _MOST_PATTERNS:
            return f"{found[1]}: memory exhausted\n", 2
    return None


def _size(files: FileTree, path: str) -> int:
    try:
        stat = files.stat(files.resolve(path))
    except FileError:
        return 0
    return stat.size if stat else 0
