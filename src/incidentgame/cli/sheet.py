"""The debrief in the form that was asked for, on the screen or in a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from incidentgame.cli.problems import UsageError

if TYPE_CHECKING:
    from incidentgame.session.result import Result

FORMATS = ("text", "json", "html")


def laid_out(result: "Result", form: str) -> str:
    """A result as text, as one self-contained page, or as the documented JSON."""
    if form == "json":
        import json

        from incidentgame.session.result import as_json

        return json.dumps(as_json(result), indent=1, ensure_ascii=False) + "\n"
    if form == "html":
        from incidentgame.report.debrief import debrief_of
        from incidentgame.report.html import page

        return page(debrief_of(result))
    from incidentgame.report.text import debrief

    return debrief(result, columns())


def columns() -> int:
    """How wide a text may be where it is read: the screen's columns, or as wide as texts are in a file."""
    from shutil import get_terminal_size

    from incidentgame.report.text import WIDTH

    return get_terminal_size().columns - 1 if sys.stdout.isatty() else WIDTH


def put(text: str, out: str | None) -> None:
    """Write a text to a file, or to the screen; UsageError when the file cannot be written."""
    if not out:
        sys.stdout.write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from error
    print(f"written: {out}")
