"""URLs as curl takes them: scheme optional, `{a,b}` and `[1-3]` expanded, redirects joined."""

import re
from dataclasses import dataclass, replace
from itertools import product
from urllib.parse import urljoin, urlsplit

_SET = re.compile(r"\{([^{}]*)\}|\[(\d+)-(\d+)\]")
_MOST = 200
_PORTS = {"http": 80, "https": 443}


class BadUrl(Exception):  # noqa: N818 - a verdict on a URL, never seen as a traceback
    """curl's refusal of a URL: exit code and text."""

    def __init__(self, exit: int, text: str) -> None:
        super().__init__(text)
        self.exit, self.text = exit, text


@dataclass(frozen=True, slots=True)
class Url:
    """A URL taken apart. `shown` is the whole with its scheme; `bracketed` the host as in a Host header."""

    scheme: str
    host: str
    port: int
    path: str
    query: str
    user: str = ""

    @property
    def bracketed(self) -> str:
        """The host, IPv6 addresses in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def authority(self) -> str:
        """The Host header: the port only when it is not the scheme's own."""
        usual = _PORTS[self.scheme] == self.port
        return self.bracketed if usual else f"{self.bracketed}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query, as in the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def shown(self) -> str:
        """The URL in full."""
        return f"{self.scheme}://{self.authority}{self.target}"

    def with_query(self, more: str) -> "Url":
        """The URL with more put behind its query (-G)."""
        return replace(self, query=f"{self.query}&{more}" if self.query else more)


def parse(text: str) -> Url:
    """Take a URL apart; BadUrl with curl's own words when it is none."""
    scheme, sign, _ = text.partition("://")
    if sign and scheme.lower() not in _PORTS:
        raise BadUrl(1, f'Protocol "{scheme}" not supported or disabled in libcurl')
    whole = text if sign else f"http://{text}"
    if not text or any(c in whole for c in " \t\n\r\x00"):
        raise BadUrl(3, "URL using bad/illegal format or missing URL")
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        raise BadUrl(3, "URL using bad/illegal format or missing URL") from None
    if not parts.hostname or port == 0:
        raise BadUrl(3, "URL using bad/illegal format or missing URL")
    name = parts.scheme.lower()
    user = whole.split("://", 1)[1].split("/", 1)[0].rpartition("@")[0]
    return Url(name, parts.hostname, port or _PORTS[name], parts.path or "/", parts.query, user)


def redirected(url: Url, location: str) -> Url:
    """Where a Location header leads from a URL."""
    return parse(urljoin(url.shown, location))


def expand(text: str) -> list[str]:
    """The URLs a pattern stands for, at most 200."""
    if not _SET.search(text):
        return [text]
    pieces = _SET.split(text)
    alternatives: list[list[str]] = []
    for index in range(0, len(pieces) - 1, 4):
        plain, listed, low, high = pieces[index : index + 4]
        alternatives.append([plain])
        alternatives.append(listed.split(",") if listed is not None else _numbers(low, high))
    alternatives.append([pieces[-1]])
    found = []
    for combination in product(*alternatives):
        found.append("".join(combination))
        if len(found) == _MOST:
            break
    return found


def _numbers(low: str, high: str) -> list[str]:
    width = len(low) if low.startswith("0") else 0
    start, end = int(low), min(int(high), int(low) + _MOST)
    return [str(number).zfill(width) for number in range(start, end + 1)]
