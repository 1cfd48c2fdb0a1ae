"""Completion of the word being typed: names of commands in command position, else paths."""

import re
from collections.abc import Iterable
from posixpath import join, normpath

from incidentgame.shell.files import FileError, FileTree

_LAST_WORD = re.compile(r"(?:[^\s;&|()<>=:'\"`\\]|\\.)*$")
_COMMAND_POSITION = re.compile(r"(?:^|[;&|(`{]|\b(?:then|do|else|if|while|until|sudo|xargs|time|exec)\s)\s*$")
_SPECIAL = re.compile(r"([\s;&|()<>'\"`\\$*?\[\]!#])")


def candidates(text: str, names: Iterable[str], tree: FileTree, cwd: str, home: str) -> list[str]:
    """Whole words that may replace the last word of `text`, sorted; directories end in `/`."""
    found = _LAST_WORD.search(text)
    word = found.group() if found else ""
    before = text[: len(text) - len(word)]
    if _COMMAND_POSITION.search(before) and "/" not in word:
        return sorted({name for name in names if name.startswith(word)})
    return paths(word, tree, cwd, home)


def paths(word: str, tree: FileTree, cwd: str, home: str) -> list[str]:
    """Paths that begin as the word does, escaped for the shell; hidden ones only when asked for."""
    plain = re.sub(r"\\(.)", r"\1", word)
    folder, slash, start = plain.rpartition("/")
    typed = folder + slash
    real = normpath(join(cwd, re.sub(r"^~(?=/)", home, typed) or "."))
    try:
        names = tree.list(real)
    except FileError:
        return []
    fits = [n for n in names if n.startswith(start) and (start or not n.startswith("."))]
    return [_escaped(typed) + _escaped(n) + _mark(tree, join(real, n)) for n in fits]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _mark(tree: FileTree, path: str) -> str:
    try:
        stat = tree.stat(tree.resolve(path))
    except FileError:
        return ""
    return "/" if stat and stat.kind == "dir" else ""
