"""A script of lines: here-documents span lines; blanks and `#` comments are no lines."""

import re
from collections.abc import Callable, Iterable, Iterator

_DOCUMENT = re.compile(r"<<-?\s*['\"]?([A-Za-z_][\w.-]*)")
"""What may begin a here-document, with the word that would end it."""

_OPEN_LINES, _OPEN_CHARACTERS = 400, 24_000
"""A quotation or a loop left open for longer than this is taken as it stands: nothing will close it."""


def commands_of(lines: Iterable[str], unfinished: Callable[[str], bool]) -> Iterator[str]:
    """The commands of a script, each whole (several physical lines where the shell would go on reading)."""
    pending: list[str] = []
    until = ""
    for raw in lines:
        line = raw.rstrip("\n")
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        pending.append(line)
        if until and line.lstrip("\t") != until:
            continue
        text = "\n".join(pending)
        if unfinished(text) and (until or len(pending) == 1 or not _endless(pending, text)):
            until = _end_of_document(text, unfinished) if len(pending) == 1 else ""
        else:
            yield text
            pending, until = [], ""
    if pending:
        yield "\n".join(pending)


def _endless(pending: list[str], text: str) -> bool:
    return len(pending) > _OPEN_LINES or len(text) > _OPEN_CHARACTERS


def _end_of_document(text: str, unfinished: Callable[[str], bool]) -> str:
    """The line a here-document waits for when nothing else is open; empty when that is not sure.

    A long document need not be read anew with each of its lines: nothing but that word ends it.
    """
    for found in _DOCUMENT.finditer(text):
        end = found[1]
        if unfinished(f"{text}\nx{end}") and not unfinished(f"{text}\n{end}"):
            return end
    return ""
