"""What "that call" and "this change" refer to: the names in the sentence before."""

from __future__ import annotations

import re
from typing import Final

_POINTS_BACK: Final = re.compile(
    r"\b(?:that|this|the same|said) (?:api )?(?:call|change|command|request|edit|commit|deploy(?:ment)?"
    r"|release|script"
    r"|job|rule|update|migration|run|record|message|host|machine|pod|node|switch|setting|step|move)\b"
)
_NAME: Final = re.compile(
    r"\b(?:[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+|[a-z0-9]+(?:[-_][a-z0-9]+)+|(?:PR|MR|CHG|OPS|RL)[- #]?\d+)\b"
)
_MOST: Final = 2


def resolved(text: str, before: str) -> str:
    """A plain sentence with the names it points back to put beside what points; `before` is as written."""
    mark = _POINTS_BACK.search(text)
    names = list(dict.fromkeys(_NAME.findall(before)))[:_MOST] if mark else []
    if mark is None or not names:
        return text
    return f"{text[: mark.end()]} {' '.join(names).lower()}{text[mark.end() :]}"
