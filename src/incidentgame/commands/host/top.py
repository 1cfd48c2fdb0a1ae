"""top -b (procps-ng 4.0.2); the interactive form belongs to the front end (api-503-host §4.4)."""

from collections.abc import Callable

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.commands.host.ps import memory_percent
from incidentgame.commands.host.uptime import headline
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.processes import Process, Usage, processes, usage

_MOST = 20
_Key = Callable[[Process], tuple[int, int]]


def top(invocation: Invocation, bench: Bench) -> Outcome:
    """`top -b [-n N] [-d SECONDS] [-o FIELD] [-u USER] [-p PID,…]`; without -b one screen is shown."""
    try:
        options = parsed(invocation, "bn:d:o:u:p:cHi1w:", ("batch",), mixed=False)
    except UsageError as fault:
        return fault.outcome
    count = options.last("-n", default="1")
    count_number = min(_MOST, int(count)) if count.isdigit() and int(count) else 1
    delay = options.last("-d", default="3")
    pause = int(float(delay) * SECOND) if delay.replace(".", "", 1).isdigit() else 3 * SECOND
    frames = []
    for number in range(count_number):
        if number:
            bench.wait(pause, "top")
        frames.append(
            _frame(bench, options.last("-o", default="%CPU"), options.last("-u"), options.last("-p"))
        )
    return Outcome("\n".join(frames))


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def _frame(bench: Bench, order: str, user: str, pids: str) -> str:
    view, host = bench.view, bench.host
    table, used = processes(view, host), usage(view, host)
    running = max(1, sum(p.state.startswith("R") for p in table))
    stopped = sum(p.state.startswith("T") for p in table)
    asleep = len(table) - running - stopped
    lines = [
        f"top - {headline(view, host).strip()}",
        f"Tasks: {len(table):3d} total, {running:3d} running, {asleep:3d} sleeping,"
        f" {stopped:3d} stopped,   0 zombie",
        _cpu(used),
        *_memory(used),
        "",
        "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND",
    ]
    shown = [p for p in table if (not user or p.user == user) and (not pids or str(p.pid) in pids.split(","))]
    shown.sort(key=_order(order))
    return "\n".join([*lines, *(_line(bench, p) for p in shown)]) + "\n"


def _order(name: str) -> _Key:
    keys: dict[str, _Key] = {
        "%CPU": lambda p: (-p.share, p.pid),
        "%MEM": lambda p: (-p.rss, p.pid),
        "RES": lambda p: (-p.rss, p.pid),
        "TIME+": lambda p: (-p.cpu_ms, p.pid),
        "PID": lambda p: (-p.pid, 0),
    }
    return keys.get(name.lstrip("+-"), keys["%CPU"])


def _cpu(used: Usage) -> str:
    idle = max(0, 1000 - used.user - used.system - used.steal)
    parts = (
        (used.user, "us"),
        (used.system, "sy"),
        (0, "ni"),
        (idle, "id"),
        (0, "wa"),
        (0, "hi"),
        (0, "si"),
        (used.steal, "st"),
    )
    return "%Cpu(s):" + ",".join(f"{_tenths(value):>5} {name}" for value, name in parts) + " "


def _mebibytes(kib: int) -> str:
    return f"{kib / 1024:.1f}"


def _memory(used: Usage) -> tuple[str, str]:
    values = [
        _mebibytes(value) for value in (used.memory, used.free, used.used, used.cache, used.free + used.cache)
    ]
    first = (
        f"MiB Mem : {values[0]:>8} total, {values[1]:>8} free, "
        f"{values[2]:>8} used, {values[3]:>8} buff/cache     "
    )
    return (
        first,
        f"MiB Swap:      0.0 total,      0.0 free,      0.0 used. {values[4]:>8} avail Mem ",
    )


def _line(bench: Bench, process: Process) -> str:
    minutes, hundredths = process.cpu_ms // 60_000, process.cpu_ms % 60_000 // 10
    time = f"{minutes}:{hundredths // 100:02d}.{hundredths % 100:02d}"
    user = process.user if len(process.user) <= 8 else process.user[:7] + "+"
    shared = process.rss * 2 // 5
    return (
        f"{process.pid:7d} {user:<8}  20   0 {process.vsz:7d} {process.rss:6d} "
        f"{shared:6d} {process.state[0]} "
        f"{_tenths(process.share):>5} {memory_percent(bench, process):>5} {time:>9} {process.comm}"
    )
