"""dig's command line: `dig [@server] [-options] name [type] [+flags] …`, several questions allowed."""

from dataclasses import dataclass, field, replace

from incidentgame.world.dns.names import reverse

TYPES = frozenset(
    [
        "A",
        "AAAA",
        "ANY",
        "CAA",
        "CNAME",
        "DNSKEY",
        "DS",
        "HINFO",
        "HTTPS",
        "MX",
        "NAPTR",
        "NS",
        "PTR",
        "SOA",
        "SPF",
        "SRV",
        "SVCB",
        "TLSA",
        "TXT",
    ]
)
_SECTIONS = ("question", "answer", "authority", "additional", "stats", "comments")
_FLAGS = frozenset(
    (
        *_SECTIONS,
        "all",
        "cmd",
        "short",
        "trace",
        "recurse",
        "rec",
        "tcp",
        "vc",
        "dnssec",
        "edns",
        "ttlid",
        "class",
        "cookie",
        "identify",
        "multiline",
        "search",
        "adflag",
        "cdflag",
        "fail",
        "ignore",
        "nssearch",
        "qr",
        "keepopen",
        "cl",
        "crypto",
        "rrcomments",
        "showsearch",
        "besteffort",
        "stat",
    )
)
_VALUED = frozenset(("time", "timeout", "tries", "retry", "bufsize", "ndots", "subnet", "split"))
_SHOWN: frozenset[str] = frozenset((*_SECTIONS, "cmd", "ttlid", "class"))
_ALL = frozenset((*_SECTIONS, "cmd"))
_TAKES_WORD = "bcfkpqtxy"


class Usage(Exception):  # noqa: N818 - what the program prints is its usage
    """A command line dig refuses: the text on stderr and the exit code."""

    def __init__(self, text: str, exit: int = 1) -> None:
        super().__init__(text)
        self.text, self.exit = text, exit


@dataclass(frozen=True, slots=True)
class Question:
    """One query: name, type, server (empty: the resolver), what to show, and the words it came from."""

    name: str
    rtype: str = "A"
    server: str = ""
    port: int = 53
    shown: frozenset[str] = _SHOWN
    flags: frozenset[str] = frozenset({"recurse"})
    time: int = 5
    tries: int = 3

    def has(self, flag: str) -> bool:
        """Is a `+flag` on?"""
        return flag in self.flags

    def shows(self, part: str) -> bool:
        """Is a part of the output wanted?"""
        return part in self.shown


@dataclass(slots=True)
class _Reader:
    words: list[str]
    base: Question = field(default_factory=lambda: Question(""))
    current: Question | None = None
    found: list[Question] = field(default_factory=list)

    def settings(self) -> Question:
        """What the next flag changes."""
        return self.current or self.base

    def keep(self, changed: Question) -> None:
        """Flags before the first name hold for all questions, later ones for theirs."""
        if self.current is None:
            self.base = changed
        else:
            self.current = changed

    def ask(self, name: str, rtype: str = "") -> None:
        """Begin a question; the one before is complete."""
        if self.current is not None:
            self.found.append(self.current)
        self.current = replace(self.base, name=name, rtype=rtype or self.base.rtype)


def parse(argv: tuple[str, ...]) -> list[Question]:
    """The questions of a command line; Usage when dig would refuse it. Without a name: the root's NS."""
    reader = _Reader(list(argv))
    while reader.words:
        _word(reader, reader.words.pop(0))
    if reader.current is not None:
        reader.found.append(reader.current)
    return reader.found or [replace(reader.base, name=".", rtype="NS")]


def _word(reader: _Reader, word: str) -> None:
    if word.startswith("@"):
        reader.keep(replace(reader.settings(), server=word[1:]))
    elif word.startswith("+"):
        reader.keep(_flag(reader.settings(), word[1:]))
    elif word.startswith("-") and len(word) > 1:
        _option(reader, word)
    elif word.upper() in TYPES and (reader.current is not None or not _is_last_name(reader)):
        reader.keep(replace(reader.settings(), rtype=word.upper()))
    elif word.upper() not in ("IN", "CH", "HS"):
        reader.ask(word)


def _is_last_name(reader: _Reader) -> bool:
    """`dig ns` alone asks for the name `ns`... as dig does when nothing else could be the name."""
    return not any(not w.startswith(("+", "-", "@")) for w in reader.words)


def _option(reader: _Reader, word: str) -> None:
    letter = word[1]
    if letter in "46":
        return
    if letter == "v":
        raise Usage("DiG 9.18.49\n", 0)
    if letter not in _TAKES_WORD:
        raise Usage(f"Invalid option: {word}\n{USAGE}")
    value = word[2:] or (reader.words.pop(0) if reader.words else "")
    if not value:
        raise Usage(f"Invalid option: {word}\n{USAGE}")
    _lettered(reader, letter, value)


def _lettered(reader: _Reader, letter: str, value: str) -> None:
    if letter == "t":
        if value.upper() not in TYPES:
            raise Usage(f";; Warning, ignoring invalid type {value}\n{USAGE}")
        reader.keep(replace(reader.settings(), rtype=value.upper()))
    elif letter == "q":
        reader.ask(value)
    elif letter == "x":
        try:
            reader.ask(reverse(value), "PTR")
        except ValueError:
            raise Usage(f"Invalid IP address {value}\n") from None
    elif letter == "p":
        if not value.isdigit():
            raise Usage(f"dig: invalid port number '{value}': must be 0 to 65535\n")
        reader.keep(replace(reader.settings(), port=int(value)))


def _flag(question: Question, text: str) -> Question:
    name, _, value = text.lower().partition("=")
    if name in _VALUED:
        return _valued(question, name, value)
    wanted = not name.startswith("no")
    bare = name if wanted else name[2:]
    if bare not in _FLAGS:
        raise Usage(f"Invalid option: +{text}\n{USAGE}")
    bare = {"rec": "recurse", "cl": "class", "stat": "stats"}.get(bare, bare)
    if bare == "all":
        shown = question.shown | _ALL if wanted else question.shown - _ALL
        return replace(question, shown=shown)
    if bare in _SHOWN:
        shown = question.shown | {bare} if wanted else question.shown - {bare}
        return replace(question, shown=shown)
    flags = question.flags | {bare} if wanted else question.flags - {bare}
    return replace(question, flags=flags)


def _valued(question: Question, name: str, value: str) -> Question:
    if name in ("time", "timeout", "tries", "retry"):
        if not value.isdigit():
            raise Usage(
                f"Couldn't parse {'timeout' if name.startswith('time') else 'tries'}: not a valid number\n"
            )
        number = max(1, int(value) + (1 if name == "retry" else 0))
        if name.startswith("time"):
            return replace(question, time=number)
        return replace(question, tries=number)
    return question


USAGE = """Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
"""
