"""Writes tests/transcripts: what a player sees in one short play of every fault, byte for byte.

`python tools/transcripts.py` writes them anew; `tests/transcripts/test_transcripts.py` fails when a play
looks different. Read the difference before keeping it: it is what players will see.
"""

from pathlib import Path

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.kernel.instant import SECOND
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt
from incidentgame.shell.unfinished import is_unfinished

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "transcripts"
PACK, SEED, PACE = "api-503", 1, 20 * SECOND


def faults() -> tuple[str, ...]:
    """The faults of the pack, sorted."""
    return tuple(sorted(packs.load(PACK).fault_ids))


def transcript(fault: str) -> str:
    """The play of tests/transcripts/look.play under one fault."""
    case = bootstrap.open_case(PACK, fault, SEED)
    engine = bootstrap.engine_for(PACK, case)
    at, shown = case.paged_at, []
    script = (GOLDEN / "look.play").read_text(encoding="utf-8").splitlines()
    for line in commands_of(script, is_unfinished):
        at = max(at + PACE, engine.now)
        before = prompt(engine)
        shown.append(entry(before, engine.submit(line, at)))
    return "".join(shown)


def main() -> None:
    """Write every transcript."""
    for fault in faults():
        (GOLDEN / f"{fault}.txt").write_bytes(transcript(fault).encode())


if __name__ == "__main__":
    main()
