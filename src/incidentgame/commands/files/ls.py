"""`ls` in GNU's shape (api-503-host §4.5), one name per line as to a pipe."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from posixpath import basename, join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.files.listing import Row, long_lines
from incidentgame.commands.files.modes import blocks
from incidentgame.commands.files.options import BadOption, Grammar, Words, complaint
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError, FileTree, NotFound, Stat

GRAMMAR = Grammar(
    "aAlh1dtrSRFpinsgoULQmCxXcukGNBvHq",
    "wIT",
    {
        "all": "",
        "almost-all": "",
        "human-readable": "",
        "directory": "",
        "reverse": "",
        "recursive": "",
        "classify": "?",
        "file-type": "",
        "inode": "",
        "numeric-uid-gid": "",
        "size": "",
        "dereference": "",
        "full-time": "",
        "time-style": "=",
        "color": "?",
        "sort": "=",
        "no-group": "",
        "group-directories-first": "",
        "si": "",
        "time": "=",
        "width": "=",
        "hide": "=",
        "ignore": "=",
        "quote-name": "",
    },
)
_SORTS = {"t": "time", "S": "size", "U": "none", "X": "extension", "v": "version"}


@dataclass(frozen=True, slots=True)
class Place:
    """One operand: as typed, where it is, and what is there."""

    shown: str
    path: str
    stat: Stat


def ls(invocation: Invocation, bench: Bench) -> Outcome:
    """`ls [OPTION]... [FILE]...`; exit 2 when an operand cannot be reached, 1 for anything below one."""
    try:
        words = GRAMMAR.read(invocation.argv)
    except BadOption as problem:
        return Outcome(stderr=complaint("ls", problem), exit=2)
    return _Listing(words, invocation.cwd, bench.files, bench.view.now).outcome()


class _Listing:
    """One run of ls."""

    def __init__(self, words: Words, cwd: str, files: FileTree, now: int) -> None:
        self._words = words
        self._cwd = cwd
        self._files = files
        self._now = now
        self._errors: list[str] = []
        self._exit = 0

    def outcome(self) -> Outcome:
        """Files first, then directories, as GNU ls orders its operands."""
        operands = self._words.rest or (".",)
        found = [place for word in operands if (place := self._place(word))]
        single = [p for p in found if p.stat.kind != "dir" or self._words.has("d", "directory")]
        folders = [p for p in found if p not in single]
        parts = [self._block(self._sorted(single), None)] if single else []
        titled = len(operands) > 1 or self._recursive()
        for folder in self._sorted(folders):
            parts += self._folder(folder, titled)
        return Outcome("\n".join(part for part in parts), "".join(self._errors), self._exit)

    def _recursive(self) -> bool:
        return self._words.has("R", "recursive")

    def _place(self, word: str) -> Place | None:
        path = normpath(join(self._cwd, word))
        try:
            stat = self._files.stat(path)
            if stat is None:
                raise NotFound(word)
            return Place(word, path, self._seen_through(word, path, stat))
        except FileError as problem:
            self._complain(f"cannot access '{word}'", problem, 2)
            return None

    def _seen_through(self, word: str, path: str, stat: Stat) -> Stat:
        """A link given as an operand is shown as a link only by -l, -d and -F."""
        kept = self._words.has("l", "d", "F", "n", "g", "o", "directory") and not word.endswith("/")
        if stat.kind != "link" or (kept and not self._words.has("L", "dereference")):
            return stat
        return self._files.stat(self._files.resolve(path)) or stat

    def _folder(self, folder: Place, titled: bool) -> list[str]:
        try:
            names = self._files.list(folder.path)
        except FileError as problem:
            self._complain(f"cannot open directory '{folder.shown}'", problem, 2)
            return []
        inside = self._sorted(self._inside(folder, names))
        title = f"{folder.shown}:\n" if titled else ""
        parts = [title + self._block(inside, sum(_blocks(p) for p in inside))]
        if self._recursive():
            for place in inside:
                if place.stat.kind == "dir" and place.shown not in (".", ".."):
                    below = Place(join(folder.shown, place.shown), place.path, place.stat)
                    parts += self._folder(below, True)
        return parts

    def _inside(self, folder: Place, names: Iterable[str]) -> list[Place]:
        every = self._words.last("a", "A", "all", "almost-all")
        shown = [n for n in names if every or not n.startswith(".")]
        dots = [".", ".."] if every in ("a", "all") else []
        found = []
        for name in (*dots, *shown):
            path = normpath(join(folder.path, name))
            stat = self._files.stat(path)
            if stat is not None:
                found.append(Place(name, path, self._followed(path, stat)))
        return found

    def _followed(self, path: str, stat: Stat) -> Stat:
        if stat.kind == "link" and self._words.has("L", "dereference"):
            return self._files.stat(self._files.resolve(path)) or stat
        return stat

    def _sorted(self, places: Sequence[Place]) -> list[Place]:
        keys: dict[str, Callable[[Place], tuple[object, ...]]] = {
            "time": lambda p: (-p.stat.mtime, p.shown),
            "size": lambda p: (-p.stat.size, p.shown),
            "extension": lambda p: (basename(p.shown).rpartition(".")[2], p.shown),
            "version": lambda p: tuple(_natural(p.shown)),
            "none": lambda p: (),
        }
        last = self._words.last(*_SORTS)
        wanted = self._words.value("sort") or (_SORTS[last] if last else "name")
        key = keys.get(wanted, lambda p: (p.shown,))
        ordered = sorted(places, key=key)
        if self._words.has("r", "reverse"):
            ordered.reverse()
        if self._words.has("group-directories-first"):
            ordered.sort(key=lambda p: p.stat.kind != "dir")
        return ordered

    def _block(self, places: Sequence[Place], total: int | None) -> str:
        rows = [Row(p.shown, p.path, p.stat) for p in places]
        if self._words.has("l", "n", "g", "o", "full-time"):
            return long_lines(rows, self._words, self._files, self._now, total)
        names = [self._name(row) for row in rows]
        if self._words.has("m"):
            return ", ".join(names) + "\n" if names else ""
        return "".join(f"{name}\n" for name in names)

    def _name(self, row: Row) -> str:
        front = f"{row.inode} " if self._words.has("i", "inode") else ""
        if self._words.has("s", "size"):
            front += f"{_blocks(row)} "
        return front + row.name + row.mark(self._words)

    def _complain(self, what: str, problem: FileError, code: int) -> None:
        self._errors.append(f"ls: {what}: {problem.reason}\n")
        self._exit = max(self._exit, code)


def _blocks(place: Place | Row) -> int:
    return blocks(place.stat.kind, place.stat.size)


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d+|\D+", name)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
