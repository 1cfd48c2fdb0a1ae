"""journalctl (systemd 252): the journal of this host (api-503-host §4.3)."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

from incidentgame.commands.bench import Bench, Interrupted
from incidentgame.commands.host.journal_format import FORMATS
from incidentgame.commands.host.journal_time import parse_time
from incidentgame.commands.host.options import Options, UsageError, parsed
from incidentgame.kernel.instant import SECOND, Instant, systemd
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import boot_id, booted_at, hostname
from incidentgame.world.compute.journal import Entry, backwards, journal
from incidentgame.world.compute.units import full_name, units

FOLLOWED = 10 * SECOND
"""How long `-f` follows before it stops by itself (house rule)."""

MOST = 20_000
"""The most entries one call prints, the newest (house rule: what the pager would let anybody read)."""

_LONG = (
    "unit=",
    "lines=",
    "since=",
    "until=",
    "priority=",
    "output=",
    "dmesg",
    "reverse",
    "grep=",
    "no-pager",
    "list-boots",
    "disk-usage",
    "follow",
    "boot=",
    "catalog",
    "pager-end",
    "quiet",
    "all",
    "no-tail",
    "utc",
    "identifier=",
    "no-hostname",
    "follow-for=",
    "case-sensitive=",
    "version",
    "no-full",
    "full",
    "system",
    "user",
    "vacuum-time=",
    "vacuum-size=",
    "rotate",
    "flush",
    "header",
    "fields",
    "field=",
)
_PRIORITIES = {
    "emerg": 0,
    "alert": 1,
    "crit": 2,
    "err": 3,
    "error": 3,
    "warning": 4,
    "warn": 4,
    "notice": 5,
    "info": 6,
    "debug": 7,
}


@dataclass(frozen=True)
class _RefusedError(Exception):
    text: str


@dataclass(frozen=True, slots=True)
class _Query:
    """What is asked for."""

    names: tuple[str, ...]
    since: Instant
    until: Instant
    gravest: int
    wanted: Callable[[Entry], bool]


def journalctl(invocation: Invocation, bench: Bench) -> Outcome:
    """`journalctl [-u UNIT] [-n N] [-f] [--since T] …`."""
    try:
        argv = _optional_values(invocation.argv)
        options = parsed(
            Invocation("journalctl", argv, b"", False, invocation.env, invocation.cwd, invocation.user),
            "u:n:fp:o:krg:b:xeqat:S:U:l",
            _LONG,
        )
        return _answer(bench, options)
    except UsageError as fault:
        return fault.outcome
    except _RefusedError as refusal:
        return Outcome(stderr=f"{refusal.text}\n", exit=1)


def _optional_values(argv: tuple[str, ...]) -> tuple[str, ...]:
    """`-b`, `-n` and `--boot` may stand without a value: give them their defaults."""
    found: list[str] = []
    for number, word in enumerate(argv):
        after = argv[number + 1] if number + 1 < len(argv) else ""
        bare = word in ("-b", "--boot") or re.fullmatch(r"-[a-z]*b", word)
        if bare:
            found.extend([word] if re.fullmatch(r"-?\d+", after) else [word, "0"])
        elif word in ("-n", "--lines") and not re.fullmatch(r"\+?\d+|all", after):
            found.extend([word, "10"])
        else:
            found.append(word)
    return tuple(found)


def _answer(bench: Bench, options: Options) -> Outcome:
    view, host = bench.view, bench.host
    if options.has("--version"):
        return Outcome("systemd 252 (252.39-1~deb12u1)\n")
    if options.has("--list-boots"):
        return Outcome(_boots(bench))
    if options.has("--disk-usage"):
        mebibytes = 8 + view.dice.below(480, "journal size", host) // 8
        return Outcome(f"Archived and active journals take up {mebibytes}.0M in the file system.\n")
    if options.has("--vacuum-time", "--vacuum-size", "--rotate", "--flush"):
        return Outcome(stderr="Vacuuming done, freed 0B of archived journals from /var/log/journal.\n")
    boot = options.last("-b", "--boot", default="0")
    if boot not in ("0", "-0", "") and boot != boot_id(view.dice, host, booted_at(view.world, host)):
        raise _RefusedError("Data from the specified boot is not available: No such boot ID in journal")
    return _listing(bench, options, _query(bench, options))


def _query(bench: Bench, options: Options) -> _Query:
    now = bench.view.now
    words = [word.partition("=") for word in options.words]
    fields = [value for name, _, value in words if name in ("_SYSTEMD_UNIT", "UNIT")]
    identifiers = options.all("-t", "--identifier")
    identifiers += [value for name, _, value in words if name in ("_COMM", "SYSLOG_IDENTIFIER")]
    return _Query(
        names=_names(bench, [*options.all("-u", "--unit"), *fields]),
        since=_time(options.last("-S", "--since"), now, 0),
        until=_time(options.last("-U", "--until"), now, now) + 1,
        gravest=_priority(options.last("-p", "--priority", default="7")),
        wanted=_filter(options, identifiers),
    )


def _names(bench: Bench, given: list[str]) -> tuple[str, ...]:
    """Full unit names; patterns match what is there, and one that matches nothing stays as it is."""
    found: list[str] = []
    for name in map(full_name, given):
        name = "ssh.service" if name == "sshd.service" else name
        matching = [n for n in units(bench.view.world, bench.host) if fnmatchcase(n, name)]
        found.extend(matching or [name])
    return tuple(dict.fromkeys(found))


def _time(text: str, now: Instant, default: Instant) -> Instant:
    if not text:
        return default
    at = parse_time(text, now)
    if at is None:
        raise _RefusedError(f"Failed to parse timestamp: {text}")
    return at


def _priority(text: str) -> int:
    last = text.rpartition("..")[2]
    if last in _PRIORITIES or (last.isdigit() and int(last) <= 7):
        return _PRIORITIES.get(last, int(last) if last.isdigit() else 7)
    raise _RefusedError(f"Unknown log level {text}")


def _filter(options: Options, identifiers: list[str]) -> Callable[[Entry], bool]:
    pattern = options.last("-g", "--grep")
    kernel = options.has("-k", "--dmesg")
    try:
        flags = re.IGNORECASE if pattern == pattern.lower() else 0
        found = re.compile(pattern, flags)
    except re.error:
        raise _RefusedError(f'Bad pattern "{pattern}": invalid regular expression') from None

    def wanted(entry: Entry) -> bool:
        named = not identifiers or entry.identifier in identifiers
        return named and (entry.kernel or not kernel) and bool(not pattern or found.search(entry.message))

    return wanted


def _listing(bench: Bench, options: Options, query: _Query) -> Outcome:
    render = _renderer(bench, options)
    following = options.has("-f", "--follow")
    default = "10" if following else "1000" if options.has("-e", "--pager-end") else "all"
    lines = options.last("-n", "--lines", default=default).lstrip("+")
    if not lines.isdigit() and lines != "all":
        raise _RefusedError(f"Failed to parse lines '{lines}'")
    entries = _newest(bench, query, min(MOST, int(lines)) if lines.isdigit() else MOST)
    if not options.has("-r", "--reverse"):
        entries.reverse()
    text = "".join(map(render, entries))
    if following:
        return _follow(bench, options, query, render, text)
    return Outcome(text or ("" if options.has("-q", "--quiet") else "-- No entries --\n"))


def _renderer(bench: Bench, options: Options) -> Callable[[Entry], str]:
    name = options.last("-o", "--output", default="short")
    if name not in FORMATS:
        raise _RefusedError(f"Unknown output format '{name}'.")
    host = hostname(bench.view.world, bench.host)
    return lambda entry: FORMATS[name](host, entry)


def _newest(bench: Bench, query: _Query, count: int) -> list[Entry]:
    """The newest entries that match, newest first."""
    return list(islice(_matching(bench, query), count))


def _matching(bench: Bench, query: _Query) -> Iterator[Entry]:
    entries = backwards(bench.view, bench.host, query.until, query.names, query.gravest, query.since)
    return filter(query.wanted, entries)


def _follow(
    bench: Bench, options: Options, query: _Query, render: Callable[[Entry], str], text: str
) -> Outcome:
    """Wait a while, then show what came: the shell has no endless output."""
    seconds = options.last("--follow-for", default=str(FOLLOWED // SECOND))
    duration = int(seconds.rstrip("s")) * SECOND if seconds.rstrip("s").isdigit() else FOLLOWED
    start = bench.view.now + 1
    with suppress(Interrupted):
        bench.wait(duration, "following the journal")
    found = journal(bench.view, bench.host, start, bench.view.now + 1, query.names, query.gravest)
    text += "".join(render(entry) for entry in found if query.wanted(entry))
    return Outcome(text, stderr=f"-- followed for {(bench.view.now - start + 1) // SECOND} s --\n")


def _boots(bench: Bench) -> str:
    view, host = bench.view, bench.host
    boot = booted_at(view.world, host)
    return (
        "IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY\n"
        f"  0 {boot_id(view.dice, host, boot)} {systemd(boot)} {systemd(view.now)}\n"
    )
