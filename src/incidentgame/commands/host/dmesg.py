"""dmesg: the kernel's ring buffer; only root may read it (api-503-host §4.6)."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.kernel.instant import ctime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import booted_at
from incidentgame.world.compute.journal import Entry, kernel_entries

_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")


def dmesg(invocation: Invocation, bench: Bench) -> Outcome:
    """`dmesg [-T] [-H] [-l LEVEL,…]`."""
    try:
        options = parsed(
            invocation,
            "THl:wxkut",
            ("ctime", "human", "level=", "follow", "decode", "nopager", "notime"),
        )
    except UsageError as fault:
        return fault.outcome
    if invocation.user != "root":
        return Outcome(stderr="dmesg: read kernel buffer failed: Operation not permitted\n", exit=1)
    levels = [level for level in options.last("-l", "--level").split(",") if level]
    if bad := [level for level in levels if level not in _LEVELS]:
        return Outcome(stderr=f"dmesg: unknown level '{bad[0]}'\n", exit=1)
    boot = booted_at(bench.view.world, bench.host)
    chosen = [
        e for e in kernel_entries(bench.view, bench.host) if not levels or _LEVELS[e.priority] in levels
    ]
    dated, bare = options.has("-T", "--ctime", "-H", "--human"), options.has("-t", "--notime")
    lines = (("" if bare else _stamp(e, boot, dated)) + e.message + "\n" for e in chosen)
    return Outcome("".join(lines))


def _stamp(entry: Entry, boot: int, dated: bool) -> str:
    if dated:
        return f"[{ctime(entry.at).replace(' UTC', '')}] "
    since = max(0, entry.at - boot)
    return f"[{since // 1000:5d}.{since % 1000:03d}{entry.micros:03d}] "
