"""Every line of the expert transcripts: how long it takes, and how long its comparison with the rivals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from figures import Figure, milliseconds, quantile, spread

import incidentgame.cli  # noqa: F401 - sets the garbage collector as the game does
from incidentgame import bootstrap
from incidentgame.session.engine import Engine
from incidentgame.session.scriptfile import commands_of
from incidentgame.session.transcript import prompt
from incidentgame.shell.unfinished import is_unfinished

_TESTS = Path(__file__).parent.parent / "incidents" / "api-503" / "tests"
_LOG_WINDOW = re.compile(r"/var/log/|journalctl|filter-log-events|start-query|s3 cp|s3api get-object")
_PAUSE = 20_000


@dataclass(frozen=True, slots=True)
class Timed:
    """A line with its own milliseconds and those of the rivals."""

    fault: str
    line: str
    own: float
    rivals: float


def figures() -> Iterator[Figure]:
    """The distribution of both, log windows apart; the slowest lines by name."""
    timed = [one for path in sorted(_TESTS.rglob("*expert.txt")) for one in played(path)]
    plain = [one.own for one in timed if not _LOG_WINDOW.search(one.line)]
    slowest = sorted((one for one in timed if not _LOG_WINDOW.search(one.line)), key=lambda one: -one.own)[:3]
    p99 = quantile(plain, 990)
    text = f"{len(plain)} lines, ms: {spread(plain)}\n" + "\n".join(map(_named, slowest))
    yield Figure("Warm line, 99th hundredth", f"{p99:.0f} ms", "<= 50 ms", p99 <= 50, text)
    windows = [one.own for one in timed if _LOG_WINDOW.search(one.line)]
    yield Figure(
        "Lines that read log windows", f"{max(windows):.0f} ms", "-", None, f"no target; {spread(windows)}"
    )
    rivals = [one.rivals for one in timed]
    worst = max(timed, key=lambda one: one.rivals)
    text = f"ms: {spread(rivals)}\n{_named(worst, worst.rivals)}"
    yield Figure(
        "Rivals' verdicts after a line, longest", f"{max(rivals):.0f} ms", "<= 1 s", max(rivals) <= 1000, text
    )


def played(path: Path) -> Iterator[Timed]:
    """Play a transcript once to warm up the process and once to measure it."""
    fault = path.parent.name if path.name == "expert.txt" else path.name.split(".")[0]
    for _ in _through(_engine(fault), path, fault):
        pass
    yield from _through(_engine(fault), path, fault)


def _engine(fault: str) -> Engine:
    return bootstrap.engine_for("api-503", bootstrap.open_case("api-503", fault, 1))


def _through(engine: Engine, path: Path, fault: str) -> Iterator[Timed]:
    at = engine.case.paged_at
    prompt(engine)
    engine.prepare()  # as the terminal does while its player reads the page
    for line in commands_of(path.read_text().splitlines(), is_unfinished):
        at = max(at + _PAUSE, engine.now)
        own = milliseconds(lambda: (engine.submit(line, at), prompt(engine)))  # noqa: B023 called at once
        yield Timed(fault, line, own, milliseconds(engine.settle))
        if engine.leaving:
            return


def _named(one: Timed, took: float | None = None) -> str:
    return f"{one.own if took is None else took:7.1f} ms  {one.fault}: {one.line.splitlines()[0][:80]}"
