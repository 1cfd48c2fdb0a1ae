"""status: what anybody outside sees, and which alarms ring. Nothing about where the trouble is."""

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import MINUTE, clock
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world import kinds
from incidentgame.world.path import Path
from incidentgame.world.state import sim

_BARS = " ▁▂▃▄▅▆▇█"
_MINUTES = 30


def _class_of(path: Path) -> tuple[str, ...]:
    if path.edge is None:
        return ()
    return ("all", f"{path.status // 100}xx" if path.status else "none", str(path.status))


def status(invocation: Invocation, bench: Bench) -> Outcome:
    """Requests and errors as viewers get them over the last half hour, and the alarms."""
    now = bench.view.now
    end = now - now % MINUTE
    start = end - _MINUTES * MINUTE
    table = bench.view.traffic.tables(start, end, MINUTE, _class_of)
    requests = table.get("all", [0] * _MINUTES)
    failing = table.get("5xx", [0] * _MINUTES)
    return Outcome(
        f"As viewers see it (CloudFront, all sites)                {clock(start)}–{clock(end)} UTC\n"
        + _row("requests/min", requests, f"{requests[-1]:>6} now")
        + _row("5xx %", _percent(failing, requests), f"{_percent(failing, requests)[-1]:>5}% now")
        + _by_status(table)
        + "\nAlarms\n"
        + _alarms(bench)
    )


def _percent(part: list[int], whole: list[int]) -> list[int]:
    return [100 * p // w if w else 0 for p, w in zip(part, whole, strict=True)]


def _row(name: str, values: list[int], now: str) -> str:
    top = max(values) or 1
    bars = "".join(_BARS[-(-v * 8 // top)] for v in values)
    return f"  {name:<13} {bars}  {now}   (in words: {min(values)} to {max(values)})\n"


def _by_status(table: dict[str, list[int]]) -> str:
    codes = [(code, sum(row[-5:])) for code, row in table.items() if code.isdigit()]
    shown = "   ".join(f"{code}: {count}" for code, count in sorted(codes) if count)
    return f"  last 5 minutes by status   {shown}\n"


def _alarms(bench: Bench) -> str:
    from incidentgame.world.watching.alarms import states

    found = states(bench.view, list(bench.view.world.all(kinds.ALARM)))
    rows = [
        f"  {verdict.state:<18} {doc['AlarmName']:<36} {sim(doc).get('region', '')}\n"
        for doc, verdict in found
    ]
    return "".join(sorted(rows)) or "  none\n"
