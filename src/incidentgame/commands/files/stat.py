"""`stat` in GNU's shape (api-503-host §4.5)."""

import re
from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.files.listing import full_time, inode, number_of
from incidentgame.commands.files.modes import blocks, mode_text
from incidentgame.commands.files.options import BadOption, Grammar, complaint
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError, NotFound, Stat

GRAMMAR = Grammar(
    "Lft", "c", {"format": "=", "printf": "=", "dereference": "", "terse": "", "file-system": ""}
)
_KINDS = {"file": "regular file", "dir": "directory", "link": "symbolic link"}
_FIELD = re.compile(r"%([-0#]?\d*)([a-zA-Z%])")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", '\\"': '"'}


def stat(invocation: Invocation, bench: Bench) -> Outcome:
    """`stat [-L] [-c FORMAT | --printf=FORMAT] FILE...`; exit 1 when any file is missing."""
    try:
        words = GRAMMAR.read(invocation.argv)
    except BadOption as problem:
        return Outcome(stderr=complaint("stat", problem), exit=1)
    if not words.rest:
        missing = "stat: missing operand\nTry 'stat --help' for more information.\n"
        return Outcome(stderr=missing, exit=1)
    pattern, end = words.value("c", "format"), "\n"
    if words.has("printf"):
        pattern, end = _unescaped(words.value("printf") or ""), ""
    out, errors = [], []
    for shown in words.rest:
        try:
            path, found = _found(shown, invocation.cwd, bench, words.has("L", "dereference"))
        except FileError as problem:
            errors.append(f"stat: cannot statx '{shown}': {problem.reason}\n")
            continue
        out.append(
            _default(shown, path, found) if pattern is None else _formatted(pattern, shown, path, found) + end
        )
    return Outcome("".join(out), "".join(errors), 1 if errors else 0)


def _found(shown: str, cwd: str, bench: Bench, follow: bool) -> tuple[str, Stat]:
    path = normpath(join(cwd, shown))
    if follow:
        path = bench.files.resolve(path)
    found = bench.files.stat(path)
    if found is None:
        raise NotFound(shown)
    return path, found


def _kind(found: Stat) -> str:
    return "regular empty file" if found.kind == "file" and not found.size else _KINDS[found.kind]


def _default(shown: str, path: str, found: Stat) -> str:
    arrow = f" -> {found.target}" if found.kind == "link" else ""
    times = full_time(found.mtime)
    uid, gid = number_of(found.owner).rjust(5), number_of(found.group).rjust(5)
    return (
        f"  File: {shown}{arrow}\n"
        f"  Size: {found.size:<10}\tBlocks: {_blocks(found):<10} IO Block: 4096   {_kind(found)}\n"
        f"Device: 259,1\tInode: {inode(path):<11} Links: {2 if found.kind == 'dir' else 1}\n"
        f"Access: ({found.mode:04o}/{mode_text(found.kind, found.mode)})"
        f"  Uid: ({uid}/{found.owner.rjust(8)})   Gid: ({gid}/{found.group.rjust(8)})\n"
        f"Access: {times}\nModify: {times}\nChange: {times}\n Birth: {times}\n"
    )


def _blocks(found: Stat) -> int:
    return blocks(found.kind, found.size) * 2


def _formatted(pattern: str, shown: str, path: str, found: Stat) -> str:
    seconds = found.mtime // 1000
    values = {
        "n": shown,
        "N": f"'{shown}' -> '{found.target}'" if found.kind == "link" else f"'{shown}'",
        "s": found.size,
        "b": _blocks(found),
        "B": 512,
        "o": 4096,
        "a": f"{found.mode:o}",
        "A": mode_text(found.kind, found.mode),
        "F": _kind(found),
        "U": found.owner,
        "G": found.group,
        "u": number_of(found.owner),
        "g": number_of(found.group),
        "h": 2 if found.kind == "dir" else 1,
        "i": inode(path),
        "f": f"{ ({'file': 0o100000, 'dir': 0o40000, 'link': 0o120000}[found.kind] | found.mode):x}",
        "m": "/",
        "%": "%",
        **dict.fromkeys("xyzw", full_time(found.mtime)),
        **dict.fromkeys("XYZW", seconds),
    }
    return _FIELD.sub(lambda m: _wide(str(values.get(m[2], "?")), m[1]), pattern)


def _wide(value: str, width: str) -> str:
    digits = width.lstrip("-0#")
    if not digits:
        return value
    return value.ljust(int(digits)) if width.startswith("-") else value.rjust(int(digits))


def _unescaped(pattern: str) -> str:
    return re.sub(r"\\[nt\\\"]", lambda m: _ESCAPES[m[0]], pattern)
