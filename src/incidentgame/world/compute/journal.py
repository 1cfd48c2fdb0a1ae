"""The systemd journal of a host: units, the app, cron, logins, timers. Computed whenever it is read.

Entries are made from the ledger (what happened to units), the traffic (what the app logged) and the clock
(cron, timers); nothing is stored (api-503-host §2.2, §4.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, SECOND, Instant, common_log, iso_offset
from incidentgame.world import kinds
from incidentgame.world.compute import cron
from incidentgame.world.compute.hosts import (
    KERNEL,
    KERNEL_BUILD,
    booted_at,
    first_boot,
    host_doc,
    login_of,
    role_of,
)
from incidentgame.world.compute.processes import worker_pid
from incidentgame.world.compute.served import Served, requests
from incidentgame.world.compute.timers import firings
from incidentgame.world.compute.unitfile import parse_unit
from incidentgame.world.compute.units import is_active, loaded_text, units
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, Put, World, sim
from incidentgame.world.view import View

_INFO = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. `unit` is what `-u` selects by, `priority` RFC 5424's 0 (gravest) to 7."""

    at: Instant
    micros: int
    identifier: str
    pid: int
    message: str
    unit: str = ""
    priority: int = 6
    kernel: bool = False


def journal(
    view: View,
    host: str,
    since: Instant,
    until: Instant,
    names: Sequence[str] = (),
    gravest: int = 7,
) -> list[Entry]:
    """The entries in [since, until), oldest first; `names` limits work and answer to these units.

    Only entries of priority `gravest` and graver (0 is gravest) are given.
    """
    since = max(since, first_boot(view.world, host) - 1)
    until = min(until, view.now + 1)
    if since >= until:
        return []
    made = (entry for name in names or ("",) for entry in _all(view, host, since, until, name, gravest))
    found = [entry for entry in made if since <= entry.at < until and entry.priority <= gravest]
    found.sort(key=lambda entry: (entry.at, entry.micros))
    return found


def backwards(
    view: View,
    host: str,
    until: Instant,
    names: Sequence[str] = (),
    gravest: int = 7,
    since: Instant = 0,
) -> Iterator[Entry]:
    """The entries before `until`, newest first, fetched in growing windows so that a few cost little."""
    first = max(first_boot(view.world, host) - 1, since)
    width = 10 * SECOND
    while until > first:
        start = max(first, until - width)
        yield from reversed(journal(view, host, start, until, names, gravest))
        until, width = start, min(width * 4, 30 * MINUTE)


def _all(view: View, host: str, since: Instant, until: Instant, unit: str, gravest: int) -> Iterator[Entry]:
    yield from _unit_entries(view, host, since, until, unit)
    if unit == "":
        yield from kernel_entries(view, host)
    if gravest < _INFO:
        return
    app = _app_unit(view.world, host)
    if app and unit in ("", app):
        yield from _app_entries(view, host, since, until)
    if unit in ("", "cron.service"):
        yield from _cron_entries(view, host, since, until)
    if unit in ("", "ssh.service"):
        yield from _logins(view, host, since, until)
        yield from _strangers(view, host, since, until)
    yield from _timers(view, host, since, until, unit)


def _micros(view: View, host: str, at: Instant, salt: str | int) -> int:
    return view.dice.below(1000, "journal", host, at, salt)


def _unit_entries(view: View, host: str, since: Instant, until: Instant, unit: str) -> Iterator[Entry]:
    """What happened to units: the steps the ledger holds, and how those never touched came up."""
    told: set[object] = set()
    counts: dict[Instant, int] = {}
    for name, doc in _unit_edits(view, host, since, until):
        told.add((name, int(doc.get("Since", 0))))
        said = sim(doc).get("said")
        if said and unit in ("", name) and (name, said["at"], said["lines"]) not in told:
            told.add((name, said["at"], said["lines"]))
            yield from _step(name, said, counts)
    for world in (view.world_at(since), view.world_at(until)):
        for name, doc in units(world, host).items():
            if unit in ("", name) and (name, int(doc.get("Since", 0))) not in told:
                told.add((name, int(doc.get("Since", 0))))
                yield from _came_up(view, host, name, doc)
    for name, doc in units(view.world_at(until), host).items():
        if unit in ("", name) and sim(doc).get("period"):
            yield from _looping(name, doc, since, until)


def _unit_edits(view: View, host: str, since: Instant, until: Instant) -> Iterator[tuple[str, Doc]]:
    """The units of this host the ledger's changes set, in order."""
    prefix = f"{host}|"
    for change in view.changes:
        if since - MINUTE <= change.at < until + MINUTE:
            for edit in change.edits:
                if isinstance(edit, Put) and edit.kind == kinds.UNIT and edit.id.startswith(prefix):
                    yield edit.id.removeprefix(prefix), edit.doc


def _step(name: str, said: Doc, counts: dict[Instant, int]) -> Iterator[Entry]:
    """The lines of one step; steps of one instant keep their order."""
    at = int(said["at"])
    for identifier, pid, priority, text in said["lines"]:
        number = counts[at] = counts.get(at, -1) + 1
        yield Entry(at + number // 45, number % 45 * 20, identifier, pid, text, name, priority)


def _came_up(view: View, host: str, name: str, doc: Doc) -> Iterator[Entry]:
    if sim(doc).get("said") or not is_active(doc):
        return
    at, title = int(doc.get("Since", 0)), f"{name} - {doc.get('Description', name)}"
    read = parse_unit(loaded_text(view.world, host, name))
    micros = _micros(view, host, at, name)
    if doc.get("SubState") == "exited" or read.type != "simple":
        yield Entry(at - 30, micros, "systemd", 1, f"Starting {title}...", name)
    word = "Finished" if doc.get("SubState") == "exited" else "Started"
    yield Entry(at, micros, "systemd", 1, f"{word} {title}.", name)


def _looping(name: str, doc: Doc, since: Instant, until: Instant) -> Iterator[Entry]:
    """A crash loop: the lines of its first turn again, each period, with the counter."""
    period, first = int(sim(doc)["period"]), int(doc["Since"])
    lines = sim(doc).get("turn", ())
    turn = max(1, (since - first) // period)
    while first + turn * period < until:
        at = first + turn * period
        again = f"{name}: Scheduled restart job, restart counter is at {turn}."
        yield Entry(at, 0, "systemd", 1, again, name)
        for number, (identifier, pid, priority, text) in enumerate(lines):
            yield Entry(
                at + 1,
                number * 20,
                identifier,
                pid if pid == 1 else pid + turn * 9,
                text,
                name,
                priority,
            )
        turn += 1


def _app_unit(world: World, host: str) -> str:
    """The unit that runs the app: the one whose program is gunicorn."""
    found = (n for n, d in units(world, host).items() if "/gunicorn" in str(d.get("ExecStart", "")))
    return next(found, "")


def _app_entries(view: View, host: str, since: Instant, until: Instant) -> Iterator[Entry]:
    """The app's own lines: a WARNING where it answered without a database, and the access line (§2.3)."""
    spans = list(view.worlds(since, until))
    index, name = 0, _app_unit(view.world, host)
    lines = any(_logs_access(world.find(kinds.UNIT, f"{host}|{name}") or {}) for _, world in spans)

    def wanted(path: Path) -> bool:
        return path.app is not None and path.app.host == host and (lines or bool(path.app.warning))

    for served in requests(view, host, max(since, view.account.begins), until, wanted):
        if served.path.app is None:
            continue
        while index + 1 < len(spans) and spans[index + 1][0] <= served.at:
            index += 1
        doc = spans[index][1].find(kinds.UNIT, f"{host}|{name}") or {}
        yield from app_entries(view, host, name, doc, served)


def app_entries(view: View, host: str, name: str, doc: Doc, served: Served) -> Iterator[Entry]:
    """The journal entries of one request the app answered."""
    app = served.path.app
    if app is None:
        return
    first = worker_pid(doc, int(doc.get("MainPid", 1)))
    pid = first + view.dice.below(_workers(doc), "worker", host, served.at, served.micros)
    if app.warning:
        stamp = iso_offset(served.at).replace("T", " ").replace("+00:00", " +0000")
        text = f"[{stamp}] [{pid}] [WARNING] {_own_words(app.warning, served)}"
        yield Entry(served.at - 1, served.micros, "gunicorn", pid, text, name)
    if _logs_access(doc):
        yield Entry(served.at - 1, served.micros, "gunicorn", pid, app_line(served), name)


def _own_words(warning: str, served: Served) -> str:
    """The warning about this very request: a path's text names one request of its kind."""
    method, _, rest = warning.partition(" ")
    _, _, tail = rest.partition(" ")
    return f"{method} {served.uri.partition('?')[0]} {tail}" if method == served.method else warning


def app_line(served: Served) -> str:
    """gunicorn's access line; its peer is nginx, so always 127.0.0.1 (§2.3)."""
    app = served.path.app
    status, size = (app.status, app.body_bytes) if app else (0, 0)
    if app and status == 200 and served.path.status == 200:
        size = served.body_bytes
    referer = served.referer or "-"
    request = f"{served.method} {served.uri} HTTP/1.1"
    return f'127.0.0.1 - - [{common_log(served.at)}] "{request}" {status} {size} "{referer}" "{served.agent}"'


def _workers(doc: Doc) -> int:
    words = str(doc.get("ExecStart", "")).split()
    count = next((words[i + 1] for i, word in enumerate(words[:-1]) if word == "--workers"), "1")
    return int(count) if count.isdigit() and int(count) else 1


def _logs_access(doc: Doc) -> bool:
    return "--access-logfile -" in str(doc.get("ExecStart", "")).replace("=", " ")


def _cron_entries(view: View, host: str, since: Instant, until: Instant) -> Iterator[Entry]:
    """Debian's three lines a job: session opened, the command, session closed."""
    for at, job in _cron_runs(view, host, since - MINUTE, until):
        pid = 1000 + (at - first_boot(view.world, host)) // 40 % 4_000_000
        micros = _micros(view, host, at, job.command)
        uid = 0 if job.user == "root" else 1000
        opened = f"pam_unix(cron:session): session opened for user {job.user}(uid={uid}) by (uid=0)"
        yield Entry(at, micros, "CRON", pid, opened, "cron.service")
        yield Entry(at + 1, micros, "CRON", pid + 1, f"({job.user}) CMD ({job.command})", "cron.service")
        closed = f"pam_unix(cron:session): session closed for user {job.user}"
        yield Entry(at + 4, micros, "CRON", pid, closed, "cron.service")


def _cron_runs(view: View, host: str, since: Instant, until: Instant) -> Iterator[tuple[Instant, cron.Job]]:
    """What cron started in [since, until), by the crontabs of each moment and while cron ran."""
    spans = view.worlds(since, until)
    for number, (begin, world) in enumerate(spans):
        end = spans[number + 1][0] if number + 1 < len(spans) else until
        if is_active(units(world, host).get("cron.service")):
            yield from cron.due(world, host, max(since, begin), min(until, end))


def _logins(view: View, host: str, since: Instant, until: Instant) -> Iterator[Entry]:
    """ssh logins the ledger knows of (act `host.login`)."""
    for change in view.changes:
        if change.action != "host.login" or change.request.get("host") != host:
            continue
        if since - MINUTE <= change.at < until:
            yield from _login(view, host, change.at, change.request)


def _login(view: View, host: str, at: Instant, request: Doc) -> Iterator[Entry]:
    user = str(request.get("user") or login_of(host_doc(view.world, host)))
    source = str(request.get("source", "10.0.0.15"))
    pid, port = (
        1000 + (at - first_boot(view.world, host)) // 40 % 4_000_000,
        40_000 + at // 1000 % 20_000,
    )
    key = "ED25519 SHA256:" + view.dice.base62(43, "ssh key", user)
    texts = (
        f"Accepted publickey for {user} from {source} port {port} ssh2: {key}",
        f"pam_unix(sshd:session): session opened for user {user}(uid=1000) by (uid=0)",
    )
    for number, text in enumerate(texts):
        yield Entry(at + number, _micros(view, host, at, number), "sshd", pid, text, "ssh.service")


def _strangers(view: View, host: str, since: Instant, until: Instant) -> Iterator[Entry]:
    """The internet tries the bastion's door every few minutes; it means nothing."""
    if role_of(view.world, host) != "bastion":
        return
    block = since // (7 * MINUTE)
    while block * 7 * MINUTE < until:
        at = block * 7 * MINUTE + view.dice.below(7 * MINUTE, "stranger", host, block)
        user = view.dice.pick(("admin1", "oracle", "ubuntu", "test", "git", "postgres"), "stranger", block)
        source = view.dice.ipv4("203.0.113", "stranger", block)
        pid, port = (
            1000 + (at - first_boot(view.world, host)) // 40 % 4_000_000,
            30_000 + block % 30_000,
        )
        yield Entry(at, 10, "sshd", pid, f"Invalid user {user} from {source} port {port}", "ssh.service")
        closed = f"Connection closed by invalid user {user} {source} port {port} [preauth]"
        yield Entry(at + 240, 20, "sshd", pid, closed, "ssh.service")
        block += 1


def _timers(view: View, host: str, since: Instant, until: Instant, unit: str) -> Iterator[Entry]:
    """The lines of timer-driven services."""
    for at, timer in firings(view, host, since - MINUTE, until):
        if unit not in ("", timer.service):
            continue
        title, micros = (
            f"{timer.service} - {timer.description}",
            _micros(view, host, at, timer.name),
        )
        yield Entry(at, micros, "systemd", 1, f"Starting {title}...", timer.service)
        done = at + 300 + view.dice.below(900, "timer took", host, timer.name, at)
        text = f"{timer.service}: Deactivated successfully."
        yield Entry(done, micros, "systemd", 1, text, timer.service)
        yield Entry(done, min(999, micros + 30), "systemd", 1, f"Finished {title}.", timer.service)


def kernel_entries(view: View, host: str) -> list[Entry]:
    """The kernel's ring buffer: boot messages, and `sim.kernel` lines [{at, text}] of the host's document."""
    boot = booted_at(view.world, host)
    lines = [(offset, text) for offset, text in _BOOT]
    found = [Entry(boot + ms, ms * 7 % 1000, "kernel", 0, text, "", 6, True) for ms, text in lines]
    extra = sim(view.world.find(kinds.HOST, host) or {}).get("kernel", ())
    found.extend(
        Entry(
            int(line["at"]),
            0,
            "kernel",
            0,
            str(line["text"]),
            "",
            int(line.get("priority", 4)),
            True,
        )
        for line in extra
        if int(line["at"]) <= view.now
    )
    return found


_BOOT = (
    (0, f"Linux version {KERNEL} (debian-kernel@lists.debian.org) "
        f"(gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) {KERNEL_BUILD}"),
    (0, f"Command line: BOOT_IMAGE=/boot/vmlinuz-{KERNEL} root=PARTUUID=3f2a1c0e-8d1c-4f0a-9f6e-2b7d0f0c1a55 "
        "ro console=tty0 console=ttyS0,115200 earlyprintk=ttyS0,115200 consoleblank=0"),
    (0, "BIOS-provided physical RAM map:"),
    (0, "DMI: Amazon EC2 t3.medium/, BIOS 1.0 10/16/2017"),
    (0, "Hypervisor detected: KVM"),
    (0, "kvm-clock: Using msrs 4b564d01 and 4b564d00"),
    (31, "smpboot: CPU0: AMD EPYC 7571 (family: 0x17, model: 0x1, stepping: 0x2)"),
    (62, "smp: Brought up 1 node, 2 CPUs"),
    (410, "nvme nvme0: pci function 0000:00:04.0"),
    (422, " nvme0n1: p1 p14 p15"),
    (655, "ena 0000:00:05.0: ENA device version: 0.10"),
    (790, "EXT4-fs (nvme0n1p1): mounted filesystem with ordered data mode. Quota mode: none."),
    (1310, "systemd[1]: systemd 252.39-1~deb12u1 running in system mode"),
    (1320, "systemd[1]: Detected virtualization amazon."),
    (2140, "ena 0000:00:05.0 ens5: renamed from eth0"),
    (2610, "EXT4-fs (nvme0n1p1): re-mounted. Quota mode: none."),
)  # fmt: skip
