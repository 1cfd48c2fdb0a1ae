"""Regular expressions of the language, on Python's engine, kept from running away.

A person can type any pattern. Nested repetition is refused and subjects are cut, so matching stays quick
(house rule: the real runtime bounds compute time instead).
"""

import re
from functools import lru_cache

from incidentgame.world.edge.script.values import RegexValue, error

_LONGEST_PATTERN = 200
_NESTED = re.compile(r"\((?:[^()\\]|\\.)*[*+}](?:[^()\\]|\\.)*\)\s*[*+{]")
_SUBJECT = 4_096


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> "re.Pattern[str] | None":
    if len(pattern) > _LONGEST_PATTERN or _NESTED.search(pattern) or pattern.count("*") > 6:
        return None
    named = re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", pattern)
    try:
        return re.compile(named, re.IGNORECASE if "i" in flags else 0)
    except re.error:
        return None


def compiled(value: RegexValue) -> "re.Pattern[str]":
    """The pattern to match with; throws the language's SyntaxError when there is none."""
    found = _compiled(value.pattern, value.flags)
    if found is None:
        raise error("SyntaxError", f'Invalid regular expression "{value.pattern}"')
    return found


def search(value: RegexValue, subject: str) -> "re.Match[str] | None":
    """The first match."""
    return compiled(value).search(subject[:_SUBJECT])


def replace(value: RegexValue, subject: str, replacement: str) -> str:
    """String.replace with a pattern; `$1` and `$&` work, flag g replaces every match."""
    count = 0 if "g" in value.flags else 1

    def filled(match: "re.Match[str]") -> str:
        return re.sub(
            r"\$(\d|&)",
            lambda mark: (
                match.group(0 if mark[1] == "&" else int(mark[1])) or "" if _has(match, mark[1]) else mark[0]
            ),
            replacement,
        )

    return compiled(value).sub(filled, subject[:_SUBJECT], count=count)


def _has(match: "re.Match[str]", mark: str) -> bool:
    return mark == "&" or int(mark) <= (match.re.groups or 0)


def split(value: RegexValue, subject: str) -> list[str]:
    """String.split with a pattern."""
    return [part or "" for part in compiled(value).split(subject[:_SUBJECT])]
