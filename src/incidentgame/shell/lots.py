"""Commands that draw chance: `shuf`, `mktemp`, `uuidgen`. Each run draws anew from the case's dice, so the
same line typed at the same point of a case gives the same bytes (embedded-shell, trap 10)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import join, normpath

from incidentgame.kernel.chance import Dice
from incidentgame.shell.command import Command, Invocation, Outcome
from incidentgame.shell.files import AlreadyExists, FileError, FileTree

Draw = Callable[[], Dice]
"""Fresh dice for one run of a command."""

_COUNT = re.compile(r"(?:-n|--head-count=)(\d+)")
_RANGE = re.compile(r"(?:-i|--input-range=)(\d+)-(\d+)")
_MOST = 100_000


def chance_commands(draw: Draw, files: FileTree) -> dict[str, Command]:
    """The commands by name."""
    return {
        "shuf": lambda invocation: shuf(invocation, draw(), files),
        "mktemp": lambda invocation: mktemp(invocation, draw(), files),
        "uuidgen": lambda invocation: Outcome(draw().uuid("uuidgen") + "\n"),
    }


@dataclass
class _Shuffle:
    """What one `shuf` was asked for."""

    count: int = _MOST
    repeat: bool = False
    echo: bool = False
    span: list[str] | None = None
    rest: list[str] = field(default_factory=list)


def shuf(invocation: Invocation, dice: Dice, files: FileTree) -> Outcome:
    """`shuf [-n COUNT] [-r] [-i LO-HI | -e ARG... | FILE]`"""
    try:
        asked = _asked(list(invocation.argv))
    except ValueError as problem:
        return Outcome(
            stderr=f"shuf: invalid option -- '{problem}'\nTry 'shuf --help' for more information.\n", exit=1
        )
    try:
        lines = asked.rest if asked.echo else asked.span
        if lines is None:
            lines = _input(asked.rest, invocation, files)
    except FileError as problem:
        return Outcome(stderr=f"shuf: {asked.rest[0]}: {problem.reason}\n", exit=1)
    return Outcome("".join(f"{line}\n" for line in _picked(lines, asked, dice)))


def _asked(argv: list[str]) -> _Shuffle:
    asked = _Shuffle()
    while argv:
        word = argv.pop(0)
        if word in ("-n", "-i") and argv:
            word += argv.pop(0)
        if word in ("-r", "--repeat"):
            asked.repeat = True
        elif word in ("-e", "--echo"):
            asked.echo = True
        elif found := _COUNT.fullmatch(word):
            asked.count = min(int(found[1]), _MOST)
        elif found := _RANGE.fullmatch(word):
            low = int(found[1])
            asked.span = [str(n) for n in range(low, min(int(found[2]), low + _MOST) + 1)]
        elif word.startswith("-") and len(word) > 1 and not word.startswith("--random-source"):
            raise ValueError(word[1:])
        elif not word.startswith("--random-source"):
            asked.rest.append(word)
    return asked


def _picked(lines: list[str], asked: _Shuffle, dice: Dice) -> list[str]:
    if asked.repeat and lines:
        return [dice.pick(lines, "shuf", n) for n in range(asked.count)]
    return dice.shuffled(lines, "shuf")[: asked.count]


def _input(rest: list[str], invocation: Invocation, files: FileTree) -> list[str]:
    named = rest and rest[0] != "-"
    data = files.read(normpath(join(invocation.cwd, rest[0]))) if named else invocation.stdin
    return data.decode("utf-8", "replace").splitlines()


def mktemp(invocation: Invocation, dice: Dice, files: FileTree) -> Outcome:
    """`mktemp [-d] [-t] [-p DIR] [TEMPLATE]`; makes the file, mode 600 (700 for a directory)."""
    argv = [word for word in invocation.argv if word not in ("-q", "--quiet")]
    folder = "-d" in argv or "--directory" in argv
    given = _option_value(argv, "-p")
    templates = [word for word in argv if not word.startswith("-")]
    template = templates[0] if templates else "tmp.XXXXXXXXXX"
    marks = re.search(r"X{3,}(?=[^X]*$)", template)
    if not marks:
        return Outcome(stderr=f"mktemp: too few X's in template '{template}'\n", exit=1)
    base = given or ("/tmp" if "-t" in argv or not templates else "")
    for attempt in range(10):
        letters = dice.base62(len(marks.group()), "mktemp", attempt)
        shown = join(base, template[: marks.start()] + letters + template[marks.end() :])
        try:
            _make(files, normpath(join(invocation.cwd, shown)), folder)
        except AlreadyExists:
            continue
        except FileError as problem:
            kind = "directory" if folder else "file"
            said = (
                f"mktemp: failed to create {kind} via template '{join(base, template)}': {problem.reason}\n"
            )
            return Outcome(stderr=said, exit=1)
        return Outcome(shown + "\n")
    return Outcome(stderr="mktemp: failed to create file: File exists\n", exit=1)


def _option_value(argv: list[str], name: str) -> str:
    if name not in argv or argv.index(name) + 1 >= len(argv):
        return ""
    at = argv.index(name)
    argv.pop(at)
    return argv.pop(at)


def _make(files: FileTree, path: str, folder: bool) -> None:
    if files.stat(path):
        raise AlreadyExists(path)
    if folder:
        files.mkdir(path)
    else:
        files.write(path, b"")
    files.chmod(path, 0o700 if folder else 0o600)
