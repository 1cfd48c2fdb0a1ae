"""uptime, w, who, last, users: how long the host is up and who is on it (api-503-host §4.4, §4.5)."""

from dataclasses import dataclass, replace

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.commands.host.spans import uptime as up_for
from incidentgame.commands.host.spans import uptime_pretty
from incidentgame.kernel.instant import MINUTE, Instant, clock, ctime, to_datetime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import KERNEL, booted_at, host_doc, login_of
from incidentgame.world.compute.processes import usage
from incidentgame.world.view import View


@dataclass(frozen=True, slots=True)
class Login:
    """A terminal that somebody got over ssh; `left` is None while it is open."""

    user: str
    source: str
    at: Instant
    left: Instant | None = None


def logins(view: View, host: str) -> list[Login]:
    """Who got a terminal over ssh since boot, oldest first. A logout ends the newest that is open."""
    boot = booted_at(view.world, host)
    found: list[Login] = []
    for change in view.changes:
        asked = change.request
        if change.at < boot or asked.get("host") != host:
            continue
        if change.action == "host.login" and asked.get("tty", True):
            user = str(asked.get("user") or login_of(host_doc(view.world, host)))
            source = str(asked.get("source", "10.0.0.15"))
            found.append(Login(user, source, change.at))
        elif change.action == "host.logout":
            number = next((n for n in reversed(range(len(found))) if found[n].left is None), None)
            if number is not None:
                found[number] = replace(found[number], left=change.at)
    return found


def present(view: View, host: str) -> list[Login]:
    """Who is on now: the newest login that is open, or nobody."""
    return [login for login in logins(view, host) if login.left is None][-1:]


def headline(view: View, host: str) -> str:
    """` 03:42:16 up  2:21,  0 user,  load average: 0.33, 0.25, 0.24`; 0 and 1 are singular (§0.18)."""
    count = len(present(view, host))
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
        f"{on.user:<8} pts/0    {on.source:<16} {to_datetime(on.at):%H:%M}    0.00s  0.02s  0.00s w\n"
        for on in present(bench.view, bench.host)
    )
    head = "USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n"
    return Outcome(f"{headline(bench.view, bench.host)}\n{head}{rows}")


def who(invocation: Invocation, bench: Bench) -> Outcome:
    """Who has a terminal here; `who -b` says when the host came up."""
    if "-b" in invocation.argv:
        boot = booted_at(bench.view.world, bench.host)
        return Outcome(f"         system boot  {to_datetime(boot):%Y-%m-%d %H:%M}\n")
    rows = [
        f"{on.user:<8} pts/0        {to_datetime(on.at):%Y-%m-%d %H:%M} ({on.source})\n"
        for on in present(bench.view, bench.host)
    ]
    return Outcome("".join(rows))


def _until(login: Login, newest: bool) -> str:
    if login.left is None:
        return "  still logged in" if newest else "  gone - no logout"
    minutes = (login.left - login.at) // MINUTE
    return f"- {to_datetime(login.left):%H:%M}  ({minutes // 60:02d}:{minutes % 60:02d})"


def last(invocation: Invocation, bench: Bench) -> Outcome:
    """Logins and boots, newest first."""
    view, host = bench.view, bench.host
    boot = booted_at(view.world, host)
    seen = logins(view, host)
    rows = [
        f"{one.user:<8} pts/0        {one.source:<16} {ctime(one.at)[:16]} {_until(one, one is seen[-1])}\n"
        for one in seen
    ]
    rows.reverse()
    rows.append(f"reboot   system boot  {KERNEL:<16} {ctime(boot)[:16]}   still running\n")
    counts = [word.lstrip("-n") for word in invocation.argv if word.lstrip("-n").isdigit()]
    shown = rows[: int(counts[0])] if counts else rows
    begins = ctime(boot).replace(" UTC", "")
    return Outcome("".join(shown) + f"\nwtmp begins {begins}\n")
