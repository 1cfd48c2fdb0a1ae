"""crontab: list, install and remove one's table of jobs."""

from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import UsageError, parsed
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError
from incidentgame.world.compute.cron import SPOOL
from incidentgame.world.compute.files import read_file


def crontab(invocation: Invocation, bench: Bench) -> Outcome:
    """`crontab -l`, `crontab -r`, `crontab FILE`, `… | crontab -`; root may add `-u USER`."""
    try:
        options = parsed(invocation, "u:lrei")
    except UsageError as fault:
        return fault.outcome
    user = options.last("-u", default=invocation.user)
    if user != invocation.user and invocation.user != "root":
        return Outcome(stderr="must be privileged to use -u\n", exit=1)
    if options.has("-l"):
        return _listed(bench, user)
    if options.has("-r"):
        if read_file(bench.view.world, bench.host, f"{SPOOL}/{user}") is None:
            return Outcome(stderr=f"no crontab for {user}\n", exit=1)
        bench.act("host.remove_file", host=bench.host, path=f"{SPOOL}/{user}")
        return Outcome()
    if options.has("-e"):
        return Outcome(stderr="crontab: needs a terminal; use `crontab FILE` here\n", exit=1)
    return _installed(invocation, bench, user, options.words[0] if options.words else "-")


def _listed(bench: Bench, user: str) -> Outcome:
    text = read_file(bench.view.world, bench.host, f"{SPOOL}/{user}")
    if text is None:
        return Outcome(stderr=f"no crontab for {user}\n", exit=1)
    return Outcome(text)


def _installed(invocation: Invocation, bench: Bench, user: str, source: str) -> Outcome:
    try:
        raw = invocation.stdin if source == "-" else bench.files.read(normpath(join(invocation.cwd, source)))
    except FileError as fault:
        return Outcome(stderr=f"{source}: {fault.reason}\n", exit=1)
    bench.act("host.crontab", host=bench.host, user=user, content=raw.decode("utf-8", "replace"))
    return Outcome()
