"""`date` on the case's clock, UTC (api-503-host §4.5; kernel/instant)."""

import re
from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.files.moments import BadMoment, parse_moment
from incidentgame.commands.files.options import BadOption, Grammar, Words, complaint
from incidentgame.kernel.instant import Instant, to_datetime
from incidentgame.shell.command import Invocation, Outcome

GRAMMAR = Grammar(
    "uR",
    "dfrIs",
    {
        "utc": "",
        "universal": "",
        "date": "=",
        "iso-8601": "?",
        "rfc-3339": "=",
        "rfc-email": "",
        "reference": "=",
        "set": "=",
        "help": "",
    },
)
_ISO = {"": "%F", "date": "%F", "hours": "%FT%H+00:00", "minutes": "%FT%H:%M+00:00"}
_ISO |= {"seconds": "%FT%H:%M:%S+00:00", "ns": "%FT%H:%M:%S,%N+00:00"}
_RFC = {"date": "%F", "seconds": "%F %H:%M:%S+00:00", "ns": "%F %H:%M:%S.%N+00:00"}
_FIELD = re.compile(r"%([-_0^#]?)(\d*)(:{0,3}[a-zA-Z%+])")
_PLAIN = set("aAbBcCdDeFgGhHIjklmMnNpPqrRsStTuUVwWxXyYzZ%")


def date(invocation: Invocation, bench: Bench) -> Outcome:
    """`date [-u] [-d STRING] [-I[FMT]] [-R] [+FORMAT]`; the clock cannot be set."""
    argv = [re.sub(r"^-I(.+)", r"--iso-8601=\1", re.sub("^-I$", "--iso-8601", w)) for w in invocation.argv]
    try:
        words = GRAMMAR.read(argv)
        at = _moment(words, invocation, bench)
    except BadOption as problem:
        return Outcome(stderr=complaint("date", problem), exit=1)
    except BadMoment as problem:
        return Outcome(stderr=f"date: {problem}\n", exit=1)
    if words.has("s", "set"):
        return Outcome(f"{formatted(at, DEFAULT)}\n", "date: cannot set date: Operation not permitted\n", 1)
    return _shown(words, at)


DEFAULT = "%a %b %e %H:%M:%S UTC %Y"


def _moment(words: Words, invocation: Invocation, bench: Bench) -> Instant:
    reference = words.value("r", "reference")
    if reference is not None:
        path = normpath(join(invocation.cwd, reference))
        stat = bench.files.stat(bench.files.resolve(path))
        if stat is None:
            raise BadMoment(f"{reference}: No such file or directory")
        return stat.mtime
    text = words.value("d", "date", "s", "set")
    return bench.view.now if text is None else parse_moment(text, bench.view.now)


def _shown(words: Words, at: Instant) -> Outcome:
    formats = [word[1:] for word in words.rest if word.startswith("+")]
    extra = [word for word in words.rest if not word.startswith("+")]
    if extra or len(formats) > 1:
        return Outcome(stderr=_refused(words.rest), exit=1)
    pattern = formats[0] if formats else _named(words)
    if pattern is None:
        return Outcome(stderr="date: invalid argument for '--iso-8601'\n", exit=1)
    return Outcome(formatted(at, pattern) + "\n")


def _refused(rest: tuple[str, ...]) -> str:
    word = next((w for w in rest if not w.startswith("+")), rest[-1])
    if word.startswith("+"):
        return f"date: extra operand '{word}'\nTry 'date --help' for more information.\n"
    return f"date: invalid date '{word}'\n"


def _named(words: Words) -> str | None:
    if words.has("iso-8601"):
        return _ISO.get(words.value("iso-8601") or "")
    if words.has("rfc-3339"):
        return _RFC.get(words.value("rfc-3339") or "")
    return "%a, %d %b %Y %H:%M:%S +0000" if words.has("R", "rfc-email") else DEFAULT


def formatted(at: Instant, pattern: str) -> str:
    """The instant in a `date` format; unknown fields stay as they are."""
    return _FIELD.sub(lambda match: _field(at, match), pattern)


def _field(at: Instant, match: re.Match[str]) -> str:
    flag, width, letter = match.groups()
    moment = to_datetime(at)
    value = {
        "s": str(at // 1000),
        "N": f"{at % 1000:03d}000000"[: int(width) if width else 9],
        "z": "+0000",
        ":z": "+00:00",
        "Z": "UTC",
        "e": f"{moment.day:2d}",
        "k": f"{moment.hour:2d}",
        "l": f"{(moment.hour - 1) % 12 + 1:2d}",
        "P": moment.strftime("%p").lower(),
        "q": str((moment.month - 1) // 3 + 1),
        "c": moment.strftime("%a %b ") + f"{moment.day:2d}" + moment.strftime(" %H:%M:%S %Y"),
        "r": moment.strftime("%I:%M:%S %p"),
        "C": f"{moment.year // 100:02d}",
        "x": moment.strftime("%m/%d/%y"),
        "X": moment.strftime("%H:%M:%S"),
        "D": moment.strftime("%m/%d/%y"),
        "h": moment.strftime("%b"),
        "n": "\n",
        "t": "\t",
        "%": "%",
    }.get(letter)
    if value is None:
        value = moment.strftime(f"%{letter}") if letter in _PLAIN else match[0]
    return _padded(value, flag)


def _padded(value: str, flag: str) -> str:
    if flag == "-":
        return value.lstrip("0 ") or "0"
    if flag == "_":
        bare = value.lstrip("0") or "0"
        return bare.rjust(len(value))
    if flag == "0":
        return value.replace(" ", "0")
    return value.upper() if flag in ("^", "#") else value
