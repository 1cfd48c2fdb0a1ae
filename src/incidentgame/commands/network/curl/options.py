"""curl's command line (7.88.1): long, short and combined options, and the words that are URLs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n"


class Usage(Exception):  # noqa: N818 - what the program prints is its usage
    """A command line curl refuses, with the text it prints and its exit code."""

    def __init__(self, text: str, exit: int = 2) -> None:
        super().__init__(text)
        self.text, self.exit = text, exit


@dataclass(slots=True)
class Options:
    """What a command line asks for. Durations in ms; `data` is the body's parts as (kind, text)."""

    urls: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    silent: bool = False
    show_error: bool = False
    verbose: bool = False
    include: bool = False
    head: bool = False
    location: bool = False
    insecure: bool = False
    fail: bool = False
    fail_with_body: bool = False
    http1: bool = False
    get: bool = False
    compressed: bool = False
    globoff: bool = False
    family: int = 4
    method: str = ""
    headers: list[str] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)
    write_out: str = ""
    agent: str = ""
    user: str = ""
    referer: str = ""
    cookie: str = ""
    dump_header: str = ""
    resolve: list[str] = field(default_factory=list)
    connect_to: list[str] = field(default_factory=list)
    connect_timeout: int = 0
    max_time: int = 0
    retry: int = 0
    retry_delay: int = 0
    retry_all: bool = False
    max_redirects: int = 50
    form: list[str] = field(default_factory=list)
    progress: bool = True


_FLAGS: Mapping[str, Mapping[str, object]] = {
    "silent": {"silent": True},
    "show-error": {"show_error": True},
    "verbose": {"verbose": True},
    "include": {"include": True},
    "head": {"head": True},
    "location": {"location": True},
    "location-trusted": {"location": True},
    "insecure": {"insecure": True},
    "fail": {"fail": True},
    "fail-with-body": {"fail_with_body": True},
    "http1.1": {"http1": True},
    "http1.0": {"http1": True},
    "http2": {"http1": False},
    "http2-prior-knowledge": {"http1": False},
    "http3": {},
    "get": {"get": True},
    "compressed": {"compressed": True},
    "globoff": {"globoff": True},
    "ipv4": {"family": 4},
    "ipv6": {"family": 6},
    "retry-all-errors": {"retry_all": True},
    "retry-connrefused": {"retry_all": True},
    "no-progress-meter": {"progress": False},
    "progress-bar": {"progress": False},
    "remote-name": {},
    "no-keepalive": {},
    "no-buffer": {},
    "path-as-is": {},
    "tcp-nodelay": {},
    "tlsv1.2": {},
    "tlsv1.3": {},
    "tlsv1": {},
    "anyauth": {},
    "basic": {},
    "create-dirs": {},
    "raw": {},
    "styled-output": {},
    "no-styled-output": {},
    "no-alpn": {"http1": True},
    "no-sessionid": {},
    "disable": {},
    "parallel": {},
}
_TEXTS: Mapping[str, str] = {
    "request": "method",
    "write-out": "write_out",
    "user-agent": "agent",
    "user": "user",
    "referer": "referer",
    "cookie": "cookie",
    "dump-header": "dump_header",
}
_LISTS: Mapping[str, str] = {
    "header": "headers",
    "output": "outputs",
    "resolve": "resolve",
    "connect-to": "connect_to",
    "url": "urls",
    "form": "form",
}
_SECONDS: Mapping[str, str] = {"connect-timeout": "connect_timeout", "max-time": "max_time"}
_COUNTS: Mapping[str, str] = {"retry": "retry", "retry-delay": "retry_delay", "max-redirs": "max_redirects"}
_DATA = ("data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json")
_IGNORED = (
    "cacert", "capath", "ciphers", "tls-max", "retry-max-time", "limit-rate", "interface", "cookie-jar",
    "keepalive-time", "happy-eyeballs-timeout-ms", "expect100-timeout", "range", "speed-time", "speed-limit",
)  # fmt: skip
_SHORT = {
    "s": "silent", "S": "show-error", "v": "verbose", "i": "include", "I": "head", "L": "location",
    "k": "insecure", "f": "fail", "G": "get", "g": "globoff", "4": "ipv4", "6": "ipv6", "O": "remote-name",
    "#": "progress-bar", "N": "no-buffer", "q": "disable", "0": "http1.0", "Z": "parallel", "X": "request",
    "w": "write-out", "A": "user-agent", "u": "user", "e": "referer", "b": "cookie", "D": "dump-header",
    "H": "header", "o": "output", "F": "form", "m": "max-time", "d": "data", "c": "cookie-jar", "r": "range",
    "y": "speed-time", "Y": "speed-limit", "h": "help", "V": "version",
}  # fmt: skip
_ALL = (*_FLAGS, *_TEXTS, *_LISTS, *_SECONDS, *_COUNTS, *_DATA, *_IGNORED, "help", "version")


def parse(argv: tuple[str, ...]) -> Options:
    """The options of a command line; Usage when curl would refuse it."""
    options, rest, plain = Options(), list(argv), False
    while rest:
        word = rest.pop(0)
        if plain or word == "-" or not word.startswith("-"):
            options.urls.append(word)
        elif word == "--":
            plain = True
        elif word.startswith("--"):
            _long(options, word, rest)
        else:
            _letters(options, word[1:], rest)
    return options


def _long(options: Options, word: str, rest: list[str]) -> None:
    name = _name(word)
    if _takes_value(name):
        _value(options, name, word, rest.pop(0) if rest else None)
    else:
        _flag(options, name)


def _name(word: str) -> str:
    """The option a word means: itself, or the only one it begins; `--no-x` of a flag is accepted."""
    bare = word[2:]
    if bare in _ALL:
        return bare
    starting = [name for name in _ALL if name.startswith(bare)]
    if len(starting) == 1:
        return starting[0]
    if len(starting) > 1:
        raise Usage(f"curl: option {word}: is ambiguous\n{HINT}")
    raise Usage(f"curl: option {word}: is unknown\n{HINT}")


def _letters(options: Options, letters: str, rest: list[str]) -> None:
    """`-sSo/dev/null`: flags together, the first that takes a value takes what is left of the word."""
    while letters:
        letter, letters = letters[0], letters[1:]
        name = _SHORT.get(letter, "")
        if not name:
            raise Usage(f"curl: option -{letter}: is unknown\n{HINT}")
        if _takes_value(name):
            value = letters or (rest.pop(0) if rest else None)
            _value(options, name, f"-{letter}", value)
            return
        _flag(options, name)


def _takes_value(name: str) -> bool:
    return (
        name in _TEXTS or name in _LISTS or name in _SECONDS or name in _COUNTS or name in (*_DATA, *_IGNORED)
    )


def _flag(options: Options, name: str) -> None:
    if name == "version":
        raise Usage(VERSION, 0)
    if name == "help":
        raise Usage(HELP, 0)
    if name == "remote-name":
        options.outputs.append("")  # named after the URL
    for member, value in _FLAGS[name].items():
        setattr(options, member, value)


def _value(options: Options, name: str, word: str, value: str | None) -> None:
    if value is None:
        raise Usage(f"curl: option {word}: requires parameter\n{HINT}")
    if name in _TEXTS:
        setattr(options, _TEXTS[name], value)
    elif name in _LISTS:
        getattr(options, _LISTS[name]).append(value)
    elif name in _SECONDS:
        setattr(options, _SECONDS[name], int(_number(float, word, value) * 1000))
    elif name in _COUNTS:
        setattr(options, _COUNTS[name], int(_number(int, word, value)))
    elif name in _DATA:
        options.data.append((name, value))


def _number(read: Callable[[str], float], word: str, value: str) -> float:
    try:
        number = read(value)
    except ValueError:
        number = -1
    if not 0 <= number < 1e7:
        raise Usage(f"curl: option {word}: expected a proper numerical parameter\n{HINT}")
    return number


VERSION = (
    "curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 "
    "libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13\n"
    "Release-Date: 2023-02-20, security patched: 7.88.1-10+deb12u12\n"
    "Protocols: http https\n"
    "Features: alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz "
    "NTLM NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd\n"
)
HELP = """Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -T, --upload-file <file>   Transfer local FILE to destination
 -u, --user <user:password> Server user and password
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit

This is not the full help, this menu is stripped into categories.
Use "--help category" to get an overview of all categories.
For all options use the manual or "--help all".
"""
