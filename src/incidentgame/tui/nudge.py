"""Beside `command not found`: a word of the game mistyped, or a question asked as it came to mind."""

import re

from incidentgame.session.engine import VERBS

_NOT_FOUND = 127
_NAME = re.compile(r"\s*(?P<name>[A-Za-z'-]{1,20})(?:\s|$)")
_SENTENCE = re.compile(
    r"\s*(?:what|what's|why|how|where|where's|which|is|are|can|could|should|do|does|did|i|i'm|please|tell|give)"
    r"(?:\s+[\w'/.-]+)+\s*[?!.]?\s*",
    re.IGNORECASE,
)


def nudge(line: str, exit_code: int) -> str:
    """What the game says beside `command not found`; empty where it has nothing to say.

    The shell's own answer stands: this is shown, and no part of the log.
    """
    found = _NAME.match(line)
    if exit_code != _NOT_FOUND or found is None:
        return ""
    from difflib import get_close_matches  # late: most lines are found

    close = get_close_matches(found["name"].lower(), sorted(VERBS), n=1, cutoff=0.75)
    if close and close[0] != found["name"]:
        return f"Did you mean `{close[0]}`?"
    if _SENTENCE.fullmatch(line):
        return "To ask the game: `help` and your question. To ask your team: `ask WHO` and your question."
    return ""
