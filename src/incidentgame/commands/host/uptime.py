"""uptime, w, who, last, users: how long the host is up and who is on it (api-503-host §4.4, §4.5)."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.commands.host.spans import uptime as up_for
from incidentgame.commands.host.spans import uptime_pretty
from incidentgame.kernel.instant import Instant, clock, ctime, to_datetime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import KERNEL, booted_at
from incidentgame.world.compute.processes import usage
from incidentgame.world.view import View


def logins(view: View, host: str) -> list[tuple[str, str, Instant]]:
    """Who got a terminal over ssh since boot: (user, from where, when), oldest first."""
    boot = booted_at(view.world, host)
    return [
        (str(c.request.get("user", "admin")), str(c.request.get("source", "10.0.0.15")), c.at)
        for c in view.changes
        if c.action == "host.login" and c.request.get("host") == host and c.at >= boot
        if c.request.get("tty", True)
    ]


def headline(view: View, host: str) -> str:
    """` 03:42:16 up  2:21,  0 user,  load average: 0.33, 0.25, 0.24`; 0 and 1 are singular (§0.18)."""
    count = min(1, len(logins(view, host)))
    loads = ", ".join(f"{load // 100}.{load % 100:02d}" for load in usage(view, host).loads)
    up = up_for(view.now - booted_at(view.world, host))
    return f" {clock(view.now)} up {up},  {count} user,  load average: {loads}"


def uptime(invocation: Invocation, bench: Bench) -> Outcome:
    """`uptime`, `uptime -p`, `uptime -s`."""
    try:
        options = parsed(invocation, "psVh", ("pretty", "since"))
    except UsageError as fault:
        return fault.outcome
    boot = booted_at(bench.view.world, bench.host)
    if options.has("-p", "--pretty"):
        return Outcome(uptime_pretty(bench.view.now - boot) + "\n")
    if options.has("-s", "--since"):
        return Outcome(f"{to_datetime(boot):%Y-%m-%d %H:%M:%S}\n")
    return Outcome(headline(bench.view, bench.host) + "\n")


def w(invocation: Invocation, bench: Bench) -> Outcome:
    """Who is on, and what they do."""
    rows = "".join(
        f"{user:<8} pts/0    {source:<16} {to_datetime(at):%H:%M}    0.00s  0.02s  0.00s w\n"
        for user, source, at in logins(bench.view, bench.host)[-1:]
    )
    head = "USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n"
    return Outcome(f"{headline(bench.view, bench.host)}\n{head}{rows}")


def who(invocation: Invocation, bench: Bench) -> Outcome:
    """Who has a terminal here; `who -b` says when the host came up."""
    if "-b" in invocation.argv:
        boot = booted_at(bench.view.world, bench.host)
        return Outcome(f"         system boot  {to_datetime(boot):%Y-%m-%d %H:%M}\n")
    rows = [
        f"{user:<8} pts/0        {to_datetime(at):%Y-%m-%d %H:%M} ({source})\n"
        for user, source, at in logins(bench.view, bench.host)[-1:]
    ]
    return Outcome("".join(rows))


def _until(number: int, count: int) -> str:
    return "still logged in" if number == count - 1 else "gone - no logout"


def last(invocation: Invocation, bench: Bench) -> Outcome:
    """Logins and boots, newest first."""
    view, host = bench.view, bench.host
    boot = booted_at(view.world, host)
    seen = logins(view, host)
    rows = [
        f"{user:<8} pts/0        {source:<16} {ctime(at)[:16]}   {_until(n, len(seen))}\n"
        for n, (user, source, at) in enumerate(seen)
    ]
    rows.reverse()
    rows.append(f"reboot   system boot  {KERNEL:<16} {ctime(boot)[:16]}   still running\n")
    counts = [word.lstrip("-n") for word in invocation.argv if word.lstrip("-n").isdigit()]
    shown = rows[: int(counts[0])] if counts else rows
    begins = ctime(boot).replace(" UTC", "")
    return Outcome("".join(shown) + f"\nwtmp begins {begins}\n")
