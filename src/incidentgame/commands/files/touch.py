"""`touch` on the case's clock."""

import re
from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.files.moments import BadMoment, parse_moment
from incidentgame.commands.files.options import BadOption, Grammar, Words, complaint
from incidentgame.kernel.instant import Instant, to_datetime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError

GRAMMAR = Grammar(
    "acmfh",
    "drt",
    {"date": "=", "reference": "=", "no-create": "", "time": "=", "no-dereference": ""},
)
_STAMP = re.compile(r"(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?")


def touch(invocation: Invocation, bench: Bench) -> Outcome:
    """`touch [-c] [-d STRING | -t STAMP | -r FILE] FILE...`; exit 1 when any file could not be touched."""
    try:
        words = GRAMMAR.read(invocation.argv)
        at = _moment(words, invocation, bench)
    except BadOption as problem:
        return Outcome(stderr=complaint("touch", problem), exit=1)
    except BadMoment as problem:
        return Outcome(stderr=f"touch: {problem}\n", exit=1)
    if not words.rest:
        missing = "touch: missing file operand\nTry 'touch --help' for more information.\n"
        return Outcome(stderr=missing, exit=1)
    errors = []
    for shown in words.rest:
        try:
            _touch(bench, normpath(join(invocation.cwd, shown)), at, words.has("c", "no-create"))
        except FileError as problem:
            errors.append(f"touch: cannot touch '{shown}': {problem.reason}\n")
    return Outcome("", "".join(errors), 1 if errors else 0)


def _touch(bench: Bench, path: str, at: Instant, only_existing: bool) -> None:
    if bench.files.stat(bench.files.resolve(path)) is None:
        if only_existing:
            return
        bench.files.write(path, b"")
    bench.files.touch(path, at)


def _moment(words: Words, invocation: Invocation, bench: Bench) -> Instant:
    now = bench.view.now
    reference = words.value("r", "reference")
    if reference is not None:
        found = bench.files.stat(bench.files.resolve(normpath(join(invocation.cwd, reference))))
        if found is None:
            raise BadMoment(f"failed to get attributes of '{reference}': No such file or directory")
        now = found.mtime
    stamp = words.value("t")
    if stamp is not None:
        return _stamped(stamp, now)
    text = words.value("d", "date")
    return now if text is None else _dated(text, now)


def _dated(text: str, now: Instant) -> Instant:
    try:
        return parse_moment(text, now)
    except BadMoment as problem:
        raise BadMoment(f"invalid date format '{text}'") from problem


def _stamped(stamp: str, now: Instant) -> Instant:
    """`[[CC]YY]MMDDhhmm[.ss]`"""
    found = _STAMP.fullmatch(stamp)
    if not found:
        raise BadMoment(f"invalid date format '{stamp}'")
    century, year, month, day, hour, minute, second = found.groups()
    if century and not year:
        century, year = "20", century
    head = f"{century}{year}-" if century else _year(now)
    return _dated(f"{head}{month}-{day} {hour}:{minute}:{second or '00'}", now)


def _year(now: Instant) -> str:
    return f"{to_datetime(now).year}-"
