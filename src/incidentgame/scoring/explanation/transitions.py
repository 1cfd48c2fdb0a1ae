"""Values that change: `900 -> 300`, `from 1Gi to 512Mi`, `.20→.77` say "lowered", "raised" or "changed"."""

from __future__ import annotations

import re
from typing import Final

_ARROW: Final = r"(?:-{1,2}>|=>|[\u2192\u21d2\u27f6])"
_UNIT: Final = (
    r"(ki|mi|gi|ti|kb|mb|gb|tb|k|m|g|t|ms|s|sec|seconds?|min|minutes?|h|hours?|d|days?|%|rps|req/s)?"
)
_VALUE: Final = rf"([$\u20ac]?\d[\d.,]*){_UNIT}"
_CHANGE: Final = re.compile(
    rf"(?:(?<![\w.])from )?(?<![\w.,:]){_VALUE}(?:/\w+)?\s?(?:{_ARROW}|\bchanged to\b|\bdown to\b"
    rf"|\bup to\b|\binto\b|\bto\b)\s?{_VALUE}(?!\w)"
)
_SWAP: Final = re.compile(rf"(?<=[\w.)])(?:{_ARROW})(?=[\w.])")
_STEP: Final = re.compile(rf"(?<=\d)\s{_ARROW}\s(?=[.$\u20ac]?\d)")
_SCALE: Final[dict[str, float]] = {
    "k": 1e3,
    "m": 1e6,
    "g": 1e9,
    "t": 1e12,
    "ms": 1e-3,
    "min": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3600,
    "hour": 3600,
    "hours": 3600,
    "d": 86400,
    "day": 86400,
    "days": 86400,
}


def between_values(text: str) -> str:
    """The text with arrows between two values, or between two names without a blank, as words.

    Other arrows are left: they are a terse "so".
    """
    return _SWAP.sub(" changed to ", _STEP.sub(" changed to ", text))


def told(text: str) -> str:
    """A plain text with what each change of a value amounts to said beside it: lowered or raised."""
    return _CHANGE.sub(_said, text)


def _said(mark: re.Match[str]) -> str:
    before, after = _number(mark.group(1), mark.group(2)), _number(mark.group(3), mark.group(4))
    words = mark.group()
    if before is None or after is None or before == after:
        return words
    if not words.startswith("from ") and " changed to " not in words and " down to " not in words:
        return words
    return f"{words} changed {'lowered' if after < before else 'raised'}"


def _number(digits: str, unit: str | None) -> float | None:
    bare = digits.lstrip("$\u20ac").rstrip(".,").replace(",", "")
    try:
        value = float(bare)
    except ValueError:
        return None
    scale = unit or ""
    return value * _SCALE.get(scale, _SCALE.get(scale[:1], 1.0) if scale[1:] in ("i", "b") else 1.0)
