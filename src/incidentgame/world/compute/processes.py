"""The process table, derived from the units: `ps`, `ss`, `systemctl`, `pgrep` and `top` all read it here."""

import re
from dataclasses import dataclass, replace
from zlib import crc32

from incidentgame.kernel.instant import Instant
from incidentgame.world.compute.hosts import booted_at, cpus, host_doc, steal_percent
from incidentgame.world.compute.nginx import parse_files
from incidentgame.world.compute.nginx.model import NginxConfig
from incidentgame.world.compute.units import is_active, units
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

PID_MAX = 4_194_304
_OPTION = re.compile(r"--(\w[\w-]*)[= ](\S+)")


@dataclass(frozen=True, slots=True)
class Process:
    """One process. Sizes in KiB, `cpu_ms` used so far, `share` permille of one CPU lately."""

    pid: int
    ppid: int
    user: str
    comm: str
    command: str
    since: Instant
    unit: str = ""
    rss: int = 0
    vsz: int = 0
    threads: int = 1
    cpu_ms: int = 0
    share: int = 0
    tty: str = "?"
    state: str = "S"


def pid_at(view: View, host: str, at: Instant, unit: str = "") -> int:
    """A fresh process id for something started at an instant: grows with time since boot."""
    ticks = max(0, at - booted_at(view.world, host)) // 40
    return (1000 + ticks + crc32(unit.encode()) % 20) % PID_MAX


def processes(view: View, host: str) -> list[Process]:
    """All processes of a host, by pid."""
    found = [*_kernel(view, host), *_agents(view, host)]
    stopped: dict[str, tuple[int, ...]] = {}
    for name, doc in units(view.world, host).items():
        if is_active(doc) and int(doc.get("MainPid", 0)):
            found.extend(unit_processes(view, host, name, doc))
            stopped[name] = sim(doc).get("stopped", ())
    return [
        replace(process, state="T", share=0) if process.pid in stopped.get(process.unit, ()) else process
        for process in _distinct(found)
    ]


def _distinct(found: list[Process]) -> list[Process]:
    """By pid; of two that would share one, the later moves up to the next free number."""
    taken: dict[int, Process] = {}
    for process in sorted(found, key=lambda p: (p.ppid not in (0, 1), p.pid)):
        pid = process.pid
        while pid in taken:
            pid += 1
        taken[pid] = process if pid == process.pid else replace(process, pid=pid)
    return [taken[pid] for pid in sorted(taken)]


def processes_of(view: View, host: str, name: str) -> list[Process]:
    """The processes of a unit as the table has them, main process first."""
    return sorted((p for p in processes(view, host) if p.unit == name), key=lambda p: p.ppid != 1)


def unit_processes(view: View, host: str, name: str, doc: Doc) -> list[Process]:
    """The processes of an active unit, main process first."""
    command = str(doc.get("ExecStart", "")).lstrip("-@+!")
    program = command.split()[0].rpartition("/")[2] if command.split() else name
    maker = {"nginx": _nginx, "gunicorn": _gunicorn}.get(program, _plain)
    return maker(view, host, name, doc)


def main_process(view: View, host: str, name: str, doc: Doc) -> Process:
    """A unit's main process as its document gives it."""
    command = str(doc.get("ExecStart", name)).lstrip("-@+!")
    program = (command.split() or [name])[0].rpartition("/")[2]
    pid, since = int(doc["MainPid"]), int(doc["Since"])
    size = 3000 + view.dice.below(14_000, "rss", host, name)
    age = max(0, view.now - since)
    return Process(
        pid=pid,
        ppid=1,
        user=str(doc.get("User", "root")),
        comm=program[:15],
        command=command,
        since=since,
        unit=name,
        rss=size,
        vsz=size * 3 + 9000,
        cpu_ms=30 + age // (6_000 + view.dice.below(400_000, "cpu", host, name)),
        state="S",
    )


def _plain(view: View, host: str, name: str, doc: Doc) -> list[Process]:
    main = main_process(view, host, name, doc)
    if main.comm == "sshd":
        listening = "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"
        return [replace(main, command=listening, rss=9200, vsz=15_440)]
    if "agent" in main.comm:
        return [replace(main, threads=9, rss=48_000 + main.rss, vsz=1_240_000 + main.rss, share=3)]
    return [main]


def _nginx(view: View, host: str, name: str, doc: Doc) -> list[Process]:
    main = main_process(view, host, name, doc)
    first = worker_pid(doc, main.pid)
    command = f"nginx: master process /usr/sbin/nginx -g {_bare(doc)}"
    master = replace(main, command=command, comm="nginx", rss=1712, vsz=55_340, cpu_ms=21)
    since = int(sim(doc).get("reloaded", main.since))
    worker = replace(
        main, ppid=main.pid, user="www-data", comm="nginx", command="nginx: worker process", since=since,
        rss=6120, vsz=55_940, share=9, cpu_ms=max(0, view.now - since) // 110,
    )  # fmt: skip
    count = _nginx_workers(view, host, doc)
    return [master, *(replace(worker, pid=first + n, rss=6120 + 4 * n) for n in range(count))]


def _bare(doc: Doc) -> str:
    words = str(doc.get("ExecStart", "")).partition("-g")[2].strip()
    return words.strip("'\"") or "daemon on; master_process on;"


def _nginx_workers(view: View, host: str, doc: Doc) -> int:
    files = sim(doc).get("files")
    config = parse_files(files) if files else None
    if isinstance(config, NginxConfig) and config.workers.isdigit():
        return max(1, int(config.workers))
    return cpus(view.world, host)


def _gunicorn(view: View, host: str, name: str, doc: Doc) -> list[Process]:
    main = main_process(view, host, name, doc)
    options = dict(_OPTION.findall(main.command))
    workers, threads = _whole(options.get("workers"), 1), _whole(options.get("threads"), 1)
    path = main.command.split()[0]
    python = f"{path.rpartition('/')[0]}/python3 {main.command}"
    master = replace(main, comm="gunicorn", command=python, rss=26_008, vsz=105_984, cpu_ms=main.cpu_ms + 400)
    first = worker_pid(doc, main.pid)
    since = int(sim(doc).get("reloaded", main.since))
    worker = replace(
        master, ppid=main.pid, rss=50_816, vsz=948_880, threads=threads + 1, share=31, state="Sl",
        since=since, cpu_ms=max(0, view.now - since) // 32,
    )  # fmt: skip
    return [master, *(replace(worker, pid=first + n, rss=50_816 + 212 * n) for n in range(workers))]


def worker_pid(doc: Doc, main: int) -> int:
    """The first worker's pid: after the master's, or what a reload or respawn made of it."""
    return int(sim(doc).get("workers_from", main + 2))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


_KERNEL = (
    (2, "kthreadd"), (3, "rcu_gp"), (4, "rcu_par_gp"), (6, "kworker/0:0H-events_highpri"),
    (8, "mm_percpu_wq"),
    (11, "ksoftirqd/0"), (12, "rcu_preempt"), (13, "migration/0"), (15, "cpuhp/0"), (16, "cpuhp/1"),
    (17, "migration/1"), (18, "ksoftirqd/1"), (24, "kdevtmpfs"), (27, "kauditd"), (28, "khungtaskd"),
    (29, "oom_reaper"), (31, "kcompactd0"), (34, "khugepaged"), (57, "kswapd0"), (118, "nvme-wq"),
    (190, "jbd2/nvme0n1p1-8"), (191, "ext4-rsv-conver"),
)  # fmt: skip


def _kernel(view: View, host: str) -> list[Process]:
    boot = booted_at(view.world, host)
    age = max(0, view.now - boot)
    init = Process(
        1, 0, "root", "systemd", "/lib/systemd/systemd --system --deserialize=35 noprefixroute"[:20], boot,
        rss=12_240, vsz=168_300, cpu_ms=1500 + age // 20_000, state="Ss",
    )  # fmt: skip
    init = replace(init, command="/sbin/init")
    threads = [
        Process(
            pid,
            0 if pid == 2 else 2,
            "root",
            comm[:15],
            f"[{comm}]",
            boot,
            state="I" if "rcu" in comm else "S",
        )
        for pid, comm in _KERNEL
    ]
    return [init, *threads]


def _agents(view: View, host: str) -> list[Process]:
    """Other programs, from `sim.processes` of the host: {pid, user, command, since, rss, share}."""
    listed = sim(host_doc(view.world, host)).get("processes", ())
    return [_listed(view, host, number, entry) for number, entry in enumerate(listed)]


def _listed(view: View, host: str, number: int, entry: Doc) -> Process:
    command = str(entry.get("command", "sh"))
    since = int(entry.get("since", booted_at(view.world, host)))
    share = int(entry.get("share", 0))
    return Process(
        pid=int(entry.get("pid", pid_at(view, host, since, f"extra{number}"))),
        ppid=int(entry.get("ppid", 1)),
        user=str(entry.get("user", "root")),
        comm=command.split()[0].rpartition("/")[2][:15],
        command=command,
        since=since,
        rss=int(entry.get("rss", 20_000)),
        vsz=int(entry.get("vsz", 90_000)),
        share=share,
        cpu_ms=max(0, view.now - since) * share // 1000,
        state="R" if share > 500 else "S",
    )


@dataclass(frozen=True, slots=True)
class Usage:
    """How busy a host is, in tenths of a percent of all CPUs; loads in hundredths; memory in KiB."""

    user: int
    system: int
    steal: int
    loads: tuple[int, int, int]
    memory: int
    used: int
    cache: int

    @property
    def free(self) -> int:
        return self.memory - self.used - self.cache


def usage(view: View, host: str, at: Instant | None = None) -> Usage:
    """CPU and memory of a host; wobbles with time, follows its processes, shows the hypervisor's steal."""
    moment = (view.now if at is None else at) // 5000
    table = processes(view, host)
    busy = sum(process.share for process in table)
    wobble = view.dice.below(12, "cpu", host, moment)
    user = min(950, busy // (2 * cpus(view.world, host)) * 2 + wobble)
    steal = steal_percent(view.world, host) * 10
    steal = max(0, steal + view.dice.between(-15, 15, "steal", host, moment)) if steal else 0
    loads = tuple(_load(view, host, user + steal, minutes) for minutes in (1, 5, 15))
    memory = int(host_doc(view.world, host).get("MemoryMiB", 3900)) * 1024
    used = 180_000 + sum(process.rss for process in table) * 8 // 10
    cache = (memory - used) * 45 // 100
    return Usage(
        user,
        user // 4 + 2,
        min(steal, 990 - user),
        (loads[0], loads[1], loads[2]),
        memory,
        used,
        cache,
    )


def _load(view: View, host: str, busy: int, minutes: int) -> int:
    """Load average in hundredths: run queue length follows CPU demand, smoother over longer windows."""
    block = view.now // (minutes * 30_000)
    base = busy * cpus(view.world, host) // 10
    return max(0, base + view.dice.between(-6, 8, "load", host, minutes, block))
