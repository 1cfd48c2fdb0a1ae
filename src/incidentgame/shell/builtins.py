"""The shell's own commands in place of the interpreter's: those that would leak or need a terminal."""

from collections.abc import Callable, Sequence

from incidentgame.shell.command import Command, Invocation, Outcome, not_found
from incidentgame.shell.files import FileTree
from incidentgame.shell.programs import ABSENT

_VERSION = """GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)
Copyright (C) 2022 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
"""

_FULL_SCREEN = ("vi", "vim", "view", "nano", "emacs", "top", "htop", "watch", "tmux", "screen")


def own_commands(history: Callable[[], Sequence[str]], files: FileTree) -> dict[str, Command]:
    """The commands every shell has unless the game brings better ones of the same name."""
    made: dict[str, Command] = dict.fromkeys(ABSENT, not_found)
    made |= dict.fromkeys(_FULL_SCREEN, needs_terminal)
    made["__bash_version"] = lambda invocation: Outcome(_VERSION)
    made["__history"] = lambda invocation: show_history(invocation, history())
    made["which"] = lambda invocation: which(invocation, files)
    return made


def needs_terminal(invocation: Invocation) -> Outcome:
    """What a full-screen program says here; the front end runs it before the shell sees the line."""
    return Outcome(stderr=f"{invocation.name}: needs a terminal\n", exit=1)


def show_history(invocation: Invocation, lines: Sequence[str]) -> Outcome:
    """`history [N]`: the lines entered so far, numbered; other options say nothing."""
    word = invocation.argv[0] if invocation.argv else ""
    if word and not word.isdigit():
        return Outcome() if word.startswith("-") else _numeric(word)
    numbered = [f"{number:5}  {line}\n" for number, line in enumerate(lines, 1)]
    return Outcome("".join(numbered[-int(word) :] if word and int(word) else numbered))


def _numeric(word: str) -> Outcome:
    return Outcome(stderr=f"-bash: history: {word}: numeric argument required\n", exit=1)


def which(invocation: Invocation, files: FileTree) -> Outcome:
    """`which NAME...`: the first executable file in PATH; exit 1 when one is missing (Debian's which)."""
    every = "-a" in invocation.argv
    names = [word for word in invocation.argv if not word.startswith("-")]
    path = invocation.env.get("PATH", "/usr/local/bin:/usr/bin:/bin").split(":")
    found = [_places(name, path, files) for name in names]
    shown = [place for places in found for place in (places if every else places[:1])]
    return Outcome("".join(f"{place}\n" for place in shown), exit=0 if names and all(found) else 1)


def _places(name: str, path: Sequence[str], files: FileTree) -> list[str]:
    tried = [name] if "/" in name else [f"{folder}/{name}" for folder in path if folder]
    return [place for place in tried if place.startswith("/") and _runs(files, place)]


def _runs(files: FileTree, place: str) -> bool:
    stat = files.stat(place)
    if stat and stat.kind == "link":
        stat = files.stat(files.resolve(place))
    return stat is not None and stat.kind == "file" and bool(stat.mode & 0o111)
