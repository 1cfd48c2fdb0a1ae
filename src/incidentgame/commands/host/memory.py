"""free and vmstat (procps-ng 4.0.2): memory and CPU (api-503-host §4.4)."""

from incidentgame.commands.bench import Bench, Interrupted
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.processes import Usage, usage

_SHARED = 46 * 1024
_MOST = 60


def free(invocation: Invocation, bench: Bench) -> Outcome:
    """`free [-b|-k|-m|-g|-h]`."""
    try:
        options = parsed(invocation, "bkmghtws:c:", ("human", "mebi", "gibi", "kibi", "total", "wide"))
    except UsageError as fault:
        return fault.outcome
    used = usage(bench.view, bench.host)
    values = [used.memory, used.used, used.free, _SHARED, used.cache, used.free + used.cache]
    shown = [_sized(value, options.given) for value in values]
    swap = [_sized(0, options.given)] * 3
    head = "               total        used        free      shared  buff/cache   available\n"
    return Outcome(head + _line("Mem:", shown) + _line("Swap:", swap))


def _line(name: str, cells: list[str]) -> str:
    return f"{name:<8}{cells[0]:>12}" + "".join(f"{cell:>12}" for cell in cells[1:]) + "\n"


def _sized(kib: int, given: tuple[tuple[str, str], ...]) -> str:
    names = {name for name, _ in given}
    if {"-h", "--human"} & names:
        return human(kib)
    if "-b" in names:
        return str(kib * 1024)
    if {"-m", "--mebi"} & names:
        return str(kib // 1024)
    return str(kib // 1024**2) if {"-g", "--gibi"} & names else str(kib)


def human(kib: int) -> str:
    """`653Mi`, `1.7Gi`, `0B`, as free -h prints."""
    if kib == 0:
        return "0B"
    value, unit = kib * 10, "Ki"
    for larger in ("Mi", "Gi", "Ti"):
        if value < 10_000:
            break
        value, unit = value // 1024, larger
    return f"{value // 10}.{value % 10}{unit}" if value < 100 else f"{value // 10}{unit}"


def vmstat(invocation: Invocation, bench: Bench) -> Outcome:
    """`vmstat [DELAY [COUNT]]`: the first line is the mean since boot."""
    numbers = [int(word) for word in invocation.argv if word.isdigit()]
    if any(word.startswith("-") and word not in ("-w", "-n", "-t", "-a") for word in invocation.argv):
        bad = next(word for word in invocation.argv if word.startswith("-"))
        return Outcome(stderr=f"vmstat: invalid option -- '{bad.lstrip('-')[:1]}'\n", exit=1)
    delay = numbers[0] if numbers else 1
    count = min(_MOST, numbers[1]) if len(numbers) > 1 else 1 if not numbers else 5
    lines = [_HEAD]
    for number in range(max(1, count)):
        try:
            if number:
                bench.wait(delay * SECOND, "vmstat")
        except Interrupted:
            break
        lines.append(_row(bench, usage(bench.view, bench.host)))
    return Outcome("".join(lines))


_HEAD = (
    "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
    " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n"
)


def _row(bench: Bench, used: Usage) -> str:
    noise = bench.view.dice.below(90, "vmstat", bench.host, bench.view.now // 1000)
    user, system, steal = used.user // 10, used.system // 10, used.steal // 10
    idle = max(0, 100 - user - system - steal)
    runnable = 1 + (user + steal) // 60
    buffers = used.cache // 27
    return (
        f"{runnable:2d}  0      0 {used.free:6d} {buffers:6d} {used.cache - buffers:6d}    0    0 "
        f"{2 + noise % 5:5d} {20 + noise % 60:5d} {300 + noise:4d} {420 + 2 * noise:4d} "
        f"{user:2d} {system:2d} {idle:2d}  0 {steal:2d}\n"
    )
