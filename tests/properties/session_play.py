"""Sessions of the shipped packs, for the tests of the session."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from incidentgame import bootstrap
from incidentgame.kernel.events import AnyEvent
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import entry, prompt

PACK = "api-503"
SCRIPTS = Path(bootstrap.__file__).resolve().parents[2] / "incidents" / PACK / "tests"
FAULTS = sorted(path.name for path in SCRIPTS.iterdir() if path.is_dir())


@cache
def case_of(fault: str, seed: int) -> CompiledCase:
    """A case, compiled once."""
    return bootstrap.open_case(PACK, fault, seed)


def engine_of(fault: str, seed: int = 11) -> Engine:
    """A new engine at the moment of the page."""
    return bootstrap.engine_for(PACK, case_of(fault, seed))


def expert(engine: Engine, fault: str) -> list[str]:
    """The lines of the pack's own expert."""
    text = (SCRIPTS / fault / "expert.txt").read_text()
    return list(commands_of(text.splitlines(), engine.stage.shell_on("laptop", "oncall").is_unfinished))


def played(engine: Engine, lines: Iterable[str], gap: int = 20_000) -> str:
    """The transcript of lines, twenty seconds apart."""
    at, parts = int(engine.case.paged_at), []
    for line in lines:
        at = max(at + gap, int(engine.now))
        shown = prompt(engine)
        parts.append(entry(shown, engine.submit(line, at)))
    return "".join(parts)


@dataclass
class MemoryStore:
    """An event store that forgets when the test ends."""

    kept: list[AnyEvent] = field(default_factory=list)

    def append(self, event: AnyEvent) -> None:
        """Keep an event."""
        self.kept.append(event)

    def events(self) -> Iterable[AnyEvent]:
        """All of them, in order."""
        return list(self.kept)
