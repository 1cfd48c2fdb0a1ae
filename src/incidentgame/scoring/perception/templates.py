"""A line becomes a template: words stay, ids, times and amounts become values."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from incidentgame.scoring.perception import identifiers, times
from incidentgame.scoring.perception.identifiers import RoleOf
from incidentgame.scoring.perception.values import (
    WHOLE,
    Value,
    like_count,
    like_duration,
    like_percent,
)
from incidentgame.scoring.wordlist import listed

_AMOUNT: Final = (
    r"(?P<percent>(?<!\.)\d+(?:\.\d+)?\s?%)"
    r"|(?P<duration>(?<!\.)\d+(?:\.\d+)?\s?(?:ms|msec|milliseconds?|us|seconds?|secs?|s|min"
    r"|minutes?|hours?|h)(?![\w/]))"
    r"|(?P<timing>(?<=[= \t,\"])\d+\.\d{3,6}(?![\w.]))"
    r"|(?P<count>(?<![.:/-])\d+(?:\.\d+)?(?:[KMGT]i?B?)?(?![\w]|[.:/-]\w))"
)
_TOKEN: Final = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    rf"(?=\d)(?:{times.DIGIT_PATTERN}|{identifiers.DIGIT_PATTERN})"
    rf"|(?=[A-Z])(?:{times.NAME_PATTERN})"
    rf"|(?=[A-Za-z]){identifiers.LETTER_PATTERN}"
    rf"|(?=[^\s\"',]{{12}}){identifiers.ANY_PATTERN_IN_GROUP}"
    rf"|(?=\d)(?:{_AMOUNT}))"
)
STATUSES: Final = frozenset(
    int(code)
    for code in listed("""200 201 202 204 206 301 302 303 304 307 308 400 401 403 404 405 408 409 410
        413 414 415 422 429 431 460 463 464 499 500 501 502 503 504 505 520 561""")
)
"""HTTP status codes that occur on the request path."""
_NAMED_NUMBER: Final = re.compile(
    r"(?:HTTP/[\d.]+\"?\s|\"\s|(?:[Ss]tatus|code|us|elb_status|[Pp]ort|[Pp]riority"
    r"|rule)\"?[=:]?\s*\"?)$"
)
_SPACES: Final = re.compile(r"[ \t]+")
MAX_LINE: Final = 4000
"""Characters of a line that are compared."""
_RULES: Final = re.compile(r"[-=+|]{3,}")
_SCALE: Final = {"u": 1, "m": 1000, "s": 1_000_000, "h": 3_600_000_000}
_SIZES: Final = {"K": 10, "M": 20, "G": 30, "T": 40}


class Template(msgspec.Struct, frozen=True):
    """A line as its template and the values at its marks, in order."""

    text: str
    values: tuple[Value, ...]


def template(line: str, role_of: RoleOf, now: int) -> Template:
    """Read a line.  Alignment, the width of a table's rules and a list's last comma do not tell."""
    line = line[:MAX_LINE]
    values: list[Value] = []
    pieces: list[str] = []
    last = 0
    for found in _TOKEN.finditer(line):
        value = _read(found, line, role_of, now)
        if value is None:
            continue
        pieces += (line[last : found.start()], value.mark)
        values.append(value)
        last = found.end()
    pieces.append(line[last:])
    text = _RULES.sub("--", _SPACES.sub(" ", "".join(pieces)).strip())
    return Template(text.removesuffix(","), tuple(values))


def alike(one: Value, other: Value) -> bool:
    """True when a person would not tell the two values apart."""
    if one.kind == "time":
        return times.same_age(one.size, other.size)
    if one.kind == "count":
        return like_count(one.size, other.size)
    if one.kind == "percent":
        return like_percent(one.size, other.size)
    return one.kind != "duration" or like_duration(one.size, other.size)


def _read(found: re.Match[str], line: str, role_of: RoleOf, now: int) -> Value | None:
    kind, text = found.lastgroup or "", found.group()
    if kind in times.KINDS:
        return times.read_time(kind, text, now)
    if kind in identifiers.KINDS:
        return identifiers.read_id(kind, text, role_of)
    if kind == "percent":
        return Value("percent", "<percent>", round(float(text.rstrip(" %")) * 100))
    if kind == "duration":
        return Value("duration", "<duration>", _microseconds(text))
    if kind == "timing":
        return _timing(text)
    return None if _is_word(text, line, found.start()) else _count(text)


def _is_word(text: str, line: str, start: int) -> bool:
    """A status code, a port or a rule's priority is a name, not an amount.

    A status code is one after `HTTP/…`, `status`, a quoted request, or standing alone or in a table of
    two columns (`curl -w %{http_code}`, `uniq -c`).
    """
    if not text.isdigit() or len(text) > 5:
        return False
    if _NAMED_NUMBER.search(line, max(0, start - 16), start):
        return True
    return int(text) in STATUSES and len(line.split()) <= 2


def _timing(text: str) -> Value:
    """Seconds with three or more decimals, as logs write durations."""
    return Value("duration", "<duration>", round(float(text) * 1_000_000))


def _count(text: str) -> Value:
    """A count; a size such as 12K in bytes."""
    digits = text.rstrip("KMGTiB")
    unit = text[len(digits) :][:1]
    return Value("count", "<count>", round(float(digits) * WHOLE) << _SIZES.get(unit, 0))


@lru_cache(maxsize=2048)
def _microseconds(text: str) -> int:
    digits = re.match(r"[\d.]+", text)
    number = float(digits.group()) if digits else 0.0
    unit = text[digits.end() :].strip() if digits else "s"
    if unit.startswith("mi") and not unit.startswith("milli"):
        return round(number * 60_000_000)
    return round(number * _SCALE.get(unit[:1], 1_000_000))
