"""Writes docs/example: one evening of play, its transcript, and its debrief as text and as a page.

`python tools/example.py` plays docs/example/session.play and writes everything beside it anew;
`tests/unit/test_example.py` fails when the files have drifted. Read the difference before keeping it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from incidentgame import bootstrap
from incidentgame.kernel.instant import SECOND
from incidentgame.report.debrief import debrief_of
from incidentgame.report.html import page
from incidentgame.report.share import share
from incidentgame.report.text import laid_out
from incidentgame.session.result import result_of
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt
from incidentgame.shell.unfinished import is_unfinished

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "example"
PACK, FAULT, SEED, PACE = "api-503", "rule-forwards-to-empty-group", 7, 25 * SECOND


@cache
def files() -> Mapping[str, str]:
    """Every generated file by its name."""
    case = bootstrap.open_case(PACK, FAULT, SEED)
    engine = bootstrap.engine_for(PACK, case)
    at, shown = case.paged_at, []
    script = (EXAMPLE / "session.play").read_text(encoding="utf-8").splitlines()
    for line in commands_of(script, is_unfinished):
        at = max(at + PACE, engine.now)
        before = prompt(engine)
        shown.append(entry(before, engine.submit(line, at)))
    result = result_of(engine)
    found = debrief_of(result)
    return {
        "transcript.txt": "".join(shown),
        "debrief.txt": laid_out(found),
        "debrief.html": page(found),
        "share.txt": share(result),
    }


def main() -> None:
    """Write every file."""
    for name, text in files().items():
        (EXAMPLE / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
