"""ps (procps-ng 4.0.2): aux, -ef, -C, -p, -u, -o, --sort, --ppid (api-503-host §4.4)."""

from collections.abc import Callable, Sequence

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.spans import short_start
from incidentgame.kernel.instant import Instant, ctime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import memory_kib
from incidentgame.world.compute.processes import Process, processes

_USAGE = """error: {fault}

Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
"""


class _Asked:
    """What the words ask for."""

    def __init__(self) -> None:
        self.every = False
        self.format = "default"
        self.columns: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.pids: list[int] = []
        self.parents: list[int] = []
        self.users: list[str] = []
        self.sort: list[str] = []
        self.headers = True
        self.forest = False
        self.fault = ""


def ps(invocation: Invocation, bench: Bench) -> Outcome:
    """`ps aux`, `ps -ef`, `ps -o pid,cmd -C nginx`, `ps --sort=-%mem` …"""
    asked = _asked(list(invocation.argv))
    if asked.fault:
        return Outcome(stderr=_USAGE.format(fault=asked.fault), exit=1)
    table = [p for p in _all(bench) if _chosen(p, asked, invocation.user)]
    for key in reversed(asked.sort):
        table.sort(key=_sort_key(bench, key.lstrip("+-")), reverse=key.startswith("-"))
    return Outcome(_printed(bench, table, asked), exit=0 if table else 1)


def _all(bench: Bench) -> list[Process]:
    """The processes, the player's own shell and this ps among them."""
    table = processes(bench.view, bench.host)
    last = max((p.pid for p in table), default=1000)
    now = bench.view.now
    shell = Process(
        last + 11,
        1,
        bench.user,
        "bash",
        "-bash",
        now - 60_000,
        rss=5120,
        vsz=8100,
        tty="pts/0",
        state="Ss",
    )
    own = Process(
        last + 30,
        shell.pid,
        bench.user,
        "ps",
        "ps",
        now,
        rss=4100,
        vsz=11_000,
        tty="pts/0",
        state="R+",
    )
    return [*table, shell, own]


def _asked(words: list[str]) -> _Asked:
    asked = _Asked()
    while words and not asked.fault:
        word = words.pop(0)
        if word.startswith("--"):
            _long(asked, word, words)
        elif word.startswith("-"):
            _dashed(asked, word[1:], words)
        elif word.replace(",", "").isdigit():
            asked.pids.extend(int(pid) for pid in word.split(",") if pid)
        else:
            _plain(asked, word, words)
    return asked


def _long(asked: _Asked, word: str, words: list[str]) -> None:
    name, _, value = word.partition("=")
    if name in ("--sort", "--pid", "--ppid", "--user", "--format") and not value and words:
        value = words.pop(0)
    if name == "--sort":
        asked.sort.extend(value.split(","))
    elif name in ("--pid", "--ppid"):
        kept = asked.pids if name == "--pid" else asked.parents
        kept.extend(int(pid) for pid in value.split(",") if pid.isdigit())
    elif name == "--user":
        asked.users.extend(value.split(","))
    elif name == "--format":
        _columns(asked, value)
    elif name in ("--no-headers", "--no-heading"):
        asked.headers = False
    elif name == "--forest":
        asked.forest = True
    elif name not in ("--cols", "--width", "--columns", "--headers"):
        asked.fault = "unknown gnu long option"


_TAKES = "CopuUtkG"


def _dashed(asked: _Asked, letters: str, words: list[str]) -> None:
    for number, letter in enumerate(letters):
        value = ""
        if letter in _TAKES:
            value = letters[number + 1 :] or (words.pop(0) if words else "")
            if not value:
                asked.fault = (
                    "list of process IDs must follow -p"
                    if letter == "p"
                    else f"option requires an argument -{letter}"
                )
                return
        _dash(asked, letter, value)
        if value:
            return


def _dash(asked: _Asked, letter: str, value: str) -> None:
    if letter in "eA":
        asked.every = True
    elif letter in "fF":
        asked.format = "full"
    elif letter == "C":
        asked.names.extend(value.split(","))
    elif letter == "p":
        asked.pids.extend(int(pid) for pid in value.replace(" ", ",").split(",") if pid.isdigit())
    elif letter in "uU":
        asked.users.extend(value.split(","))
    elif letter == "o":
        _columns(asked, value)
    elif letter == "k":
        asked.sort.extend(value.split(","))
    elif letter == "H":
        asked.forest = True
    elif letter not in "alLTmwyjMZ":
        asked.fault = "unsupported SysV option"


def _plain(asked: _Asked, letters: str, words: list[str]) -> None:
    """BSD options: no dash. `u` is the user format, `a` and `x` together are everything."""
    for letter in letters:
        if letter == "u":
            asked.format = "user"
        elif letter in "ax":
            asked.every = True
        elif letter == "f":
            asked.forest = True
        elif letter == "o" and words:
            _columns(asked, words.pop(0))
        elif letter == "h":
            asked.headers = False
        elif letter not in "wegljv":
            asked.fault = "unsupported option (BSD syntax)"
            return


def _columns(asked: _Asked, text: str) -> None:
    for part in text.replace(" ", ",").split(","):
        name, equals, header = part.partition("=")
        if not name:
            continue
        if name not in _COLUMNS:
            asked.fault = f'unknown user-defined format specifier "{name}"'
            return
        asked.columns.append((name, header if equals else _COLUMNS[name][0]))
    asked.format = "own"


def _chosen(process: Process, asked: _Asked, user: str) -> bool:
    lists = (asked.names, asked.pids, asked.parents, asked.users)
    if any(lists):
        return (
            process.comm in asked.names
            or process.pid in asked.pids
            or process.ppid in asked.parents
            or process.user in asked.users
        )
    return asked.every or (process.user == user and process.tty == "pts/0")


def _printed(bench: Bench, table: Sequence[Process], asked: _Asked) -> str:
    if asked.format == "own":
        columns = asked.columns
    else:
        columns = [(name, _COLUMNS[name][0]) for name in _FORMATS[asked.format].split()]
        if asked.format == "user":
            columns = [(n, {"tty": "TTY", "stat": "STAT"}.get(n, h)) for n, h in columns]
        if asked.format == "full":
            columns = [(n, {"user": "UID", "start": "STIME"}.get(n, h)) for n, h in columns]
    rows = [[_COLUMNS[name][2](bench, process) for name, _ in columns] for process in table]
    headers = [header for _, header in columns]
    widths = [max([_COLUMNS[n][1], len(h), *(len(r[i]) for r in rows)]) for i, (n, h) in enumerate(columns)]
    shown = [headers, *rows] if asked.headers and any(headers) else rows
    return "".join(_row(row, columns, widths) for row in shown)


def _row(row: Sequence[str], columns: Sequence[tuple[str, str]], widths: Sequence[int]) -> str:
    cells = []
    for cell, (name, _), width in zip(row, columns, widths, strict=True):
        cells.append(cell.ljust(width) if _COLUMNS[name][3] else cell.rjust(width))
    return " ".join(cells).rstrip() + "\n"


def cpu_percent(process: Process, now: Instant) -> str:
    """Share of one CPU over the process's life, one decimal."""
    age = max(1000, now - process.since)
    permille = max(process.cpu_ms * 1000 // age, process.share if process.share > 100 else 0)
    return f"{permille // 10}.{permille % 10}"


def memory_percent(bench: Bench, process: Process) -> str:
    """Resident memory as a part of all, one decimal."""
    permille = process.rss * 1000 // max(1, memory_kib(bench.view.world, bench.host))
    return f"{permille // 10}.{permille % 10}"


def _time(process: Process) -> str:
    seconds = process.cpu_ms // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _short_time(process: Process) -> str:
    seconds = process.cpu_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def _elapsed(bench: Bench, process: Process) -> str:
    seconds = max(0, bench.view.now - process.since) // 1000
    days, hours = divmod(seconds // 3600, 24)
    clock = f"{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{days}-{hours:02d}:{clock}" if days else f"{hours:02d}:{clock}" if hours else clock


def _state(process: Process) -> str:
    many = "l" if process.threads > 1 and "l" not in process.state else ""
    lead = (
        "s"
        if process.ppid == 1 and process.pid > 1 and "s" not in process.state and "I" not in process.state
        else ""
    )
    return process.state[:1] + lead + many + process.state[1:]


def _user(process: Process) -> str:
    return process.user if len(process.user) <= 8 else process.user[:7] + "+"


_Cell = Callable[[Bench, Process], str]
_COLUMNS: dict[str, tuple[str, int, _Cell, bool]] = {
    "user": ("USER", 8, lambda b, p: _user(p), True),
    "uid": ("UID", 5, lambda b, p: "0" if p.user == "root" else "1000", False),
    "pid": ("PID", 7, lambda b, p: str(p.pid), False),
    "ppid": ("PPID", 7, lambda b, p: str(p.ppid), False),
    "%cpu": ("%CPU", 4, lambda b, p: cpu_percent(p, b.view.now), False),
    "%mem": ("%MEM", 4, lambda b, p: memory_percent(b, p), False),
    "vsz": ("VSZ", 6, lambda b, p: str(p.vsz), False),
    "rss": ("RSS", 5, lambda b, p: str(p.rss), False),
    "tty": ("TTY", 8, lambda b, p: p.tty, True),
    "stat": ("STAT", 4, lambda b, p: _state(p), True),
    "c": ("C", 2, lambda b, p: cpu_percent(p, b.view.now).split(".")[0], False),
    "start": ("START", 5, lambda b, p: short_start(p.since, b.view.now), True),
    "time": ("TIME", 8, lambda b, p: _time(p), False),
    "bsdtime": ("TIME", 6, lambda b, p: _short_time(p), False),
    "etime": ("ELAPSED", 11, _elapsed, False),
    "etimes": ("ELAPSED", 7, lambda b, p: str(max(0, b.view.now - p.since) // 1000), False),
    "lstart": ("STARTED", 24, lambda b, p: ctime(p.since).replace(" UTC", ""), False),
    "ni": ("NI", 3, lambda b, p: "0", False),
    "nlwp": ("NLWP", 4, lambda b, p: str(p.threads), False),
    "comm": ("COMMAND", 7, lambda b, p: p.comm, True),
    "unit": ("UNIT", 7, lambda b, p: p.unit or "init.scope", True),
    "command": ("COMMAND", 7, lambda b, p: p.command, True),
    "cmd": ("CMD", 3, lambda b, p: p.command, True),
}
_ALIASES = {
    "args": "command",
    "pcpu": "%cpu",
    "pmem": "%mem",
    "tt": "tty",
    "stime": "start",
    "start_time": "start",
    "s": "stat",
    "state": "stat",
    "cputime": "time",
    "rssize": "rss",
    "vsize": "vsz",
    "ucmd": "comm",
    "ucomm": "comm",
    "euser": "user",
    "ruser": "user",
    "tname": "tty",
    "thcount": "nlwp",
    "nice": "ni",
}
_COLUMNS.update({alias: _COLUMNS[name] for alias, name in _ALIASES.items()})

_FORMATS = {
    "default": "pid tty time comm2",
    "user": "user pid %cpu %mem vsz rss tty stat start bsdtime command",
    "full": "user pid ppid c start tty time cmd",
}
_COLUMNS["comm2"] = ("CMD", 3, lambda b, p: p.comm, True)

_Key = int | str


def _sort_key(bench: Bench, name: str) -> Callable[[Process], _Key]:
    numbers: dict[str, Callable[[Process], int]] = {
        "pid": lambda p: p.pid,
        "ppid": lambda p: p.ppid,
        "rss": lambda p: p.rss,
        "%mem": lambda p: p.rss,
        "pmem": lambda p: p.rss,
        "vsz": lambda p: p.vsz,
        "%cpu": lambda p: max(p.cpu_ms * 1000 // max(1000, bench.view.now - p.since), p.share),
        "time": lambda p: p.cpu_ms,
        "start_time": lambda p: p.since,
        "etime": lambda p: bench.view.now - p.since,
    }
    numbers["pcpu"] = numbers["%cpu"]
    return numbers.get(name, lambda p: p.pid)
