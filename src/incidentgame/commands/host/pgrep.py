"""pgrep and pkill (procps-ng 4.0.2), pidof."""

import re

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.kill import send
from incidentgame.commands.host.options import Options, UsageError, parsed
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.processes import Process, processes
from incidentgame.world.compute.signals import signal_number

_USAGE = "\nUsage:\n {name} [options] <pattern>\n\nFor more details see {name}(1).\n"


def pgrep(invocation: Invocation, bench: Bench) -> Outcome:
    """`pgrep [-a] [-f] [-l] [-c] [-x] [-u USER] PATTERN`."""
    try:
        options = parsed(
            invocation,
            "aflcnoxvu:P:d:i",
            ("full", "list-name", "list-full", "count", "exact", "newest"),
            exit=2,
        )
    except UsageError as fault:
        return fault.outcome
    found = matching(bench, options)
    if found is None:
        return _no_pattern(invocation.name)
    code = 0 if found else 1
    if options.has("-c", "--count"):
        return Outcome(f"{len(found)}\n", exit=code)
    full, named = options.has("-a", "--list-full"), options.has("-l", "--list-name")
    tails = [f" {p.command}" if full else f" {p.comm}" if named else "" for p in found]
    separator = options.last("-d", default="\n")
    lines = [f"{p.pid}{tail}" for p, tail in zip(found, tails, strict=True)]
    return Outcome(separator.join(lines) + "\n" if lines else "", exit=code)


def _no_pattern(name: str) -> Outcome:
    text = f"{name}: no matching criteria specified\nTry `{name} --help' for more information.\n"
    return Outcome(stderr=text, exit=2)


def matching(bench: Bench, options: Options) -> list[Process] | None:
    """The processes a pattern and the options choose; None when nothing is asked for."""
    pattern = options.words[0] if options.words else ""
    users, parents = options.last("-u"), options.last("-P")
    if not (pattern or users or parents):
        return None
    whole = options.has("-x", "--exact")
    try:
        regex = re.compile(
            f"^(?:{pattern})$" if whole else pattern, re.IGNORECASE if options.has("-i") else 0
        )
    except re.error:
        return []
    full = options.has("-f", "--full")
    found = [
        p
        for p in processes(bench.view, bench.host)
        if bool(regex.search(p.command if full else p.comm)) != options.has("-v")
        and (not users or p.user in users.split(","))
        and (not parents or str(p.ppid) in parents.split(","))
    ]
    if options.has("-n", "--newest"):
        return sorted(found, key=lambda p: (p.since, p.pid))[-1:]
    return sorted(found, key=lambda p: (p.since, p.pid))[:1] if options.has("-o") else found


def pkill(invocation: Invocation, bench: Bench) -> Outcome:
    """`pkill [-SIGNAL] [-f] PATTERN`."""
    signal, argv = 15, []
    for word in invocation.argv:
        number = signal_number(word[1:]) if word.startswith("-") and len(word) > 2 else None
        if number is None:
            argv.append(word)
        else:
            signal = number
    rest = Invocation("pkill", tuple(argv), b"", False, invocation.env, invocation.cwd, invocation.user)
    try:
        options = parsed(rest, "fxnou:P:ei", ("full", "exact", "newest"), exit=2)
    except UsageError as fault:
        return fault.outcome
    found = matching(bench, options)
    if found is None:
        return _no_pattern("pkill")
    texts = [send(bench, invocation.user, p.pid, signal) for p in found]
    bad = [f"pkill: killing pid {p.pid} failed: {t}\n" for p, t in zip(found, texts, strict=True) if t]
    return Outcome(stderr="".join(bad), exit=0 if found and not bad else 1)


def pidof(invocation: Invocation, bench: Bench) -> Outcome:
    """`pidof NAME…`: pids, newest first."""
    names = [word for word in invocation.argv if not word.startswith("-")]
    found = [p.pid for p in processes(bench.view, bench.host) if p.comm in names]
    return Outcome(" ".join(map(str, sorted(found, reverse=True))) + "\n") if found else Outcome(exit=1)
