"""df and du (coreutils 9.1): space of file systems and of the file tree (api-503-host §4.4)."""

from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import Options, UsageError, parsed, table
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError, FileTree, IsDirectory
from incidentgame.world.compute.hosts import host_doc, memory_kib
from incidentgame.world.state import sim

_DISK_KIB = 8_074_772


def _filesystems(bench: Bench) -> list[tuple[str, str, int, int, str]]:
    """(device, type, size, used, mount point) in KiB; `sim.disk_used_percent` may fill the root."""
    world, host = bench.view.world, bench.host
    memory = memory_kib(world, host)
    base = 36 + bench.view.dice.below(7, "disk", host)
    percent = int(sim(host_doc(world, host)).get("disk_used_percent", base))
    root = min(_DISK_KIB, _DISK_KIB * percent // 100)
    return [
        ("udev", "devtmpfs", memory * 49 // 100, 0, "/dev"),
        ("tmpfs", "tmpfs", memory // 10, 480, "/run"),
        ("/dev/nvme0n1p1", "ext4", _DISK_KIB, root, "/"),
        ("tmpfs", "tmpfs", memory // 2, 20, "/dev/shm"),
        ("tmpfs", "tmpfs", 5120, 0, "/run/lock"),
        ("/dev/nvme0n1p15", "vfat", 126_678, 11_840, "/boot/efi"),
    ]


def df(invocation: Invocation, bench: Bench) -> Outcome:
    """`df [-h] [-i] [-T] [PATH…]`."""
    try:
        options = parsed(invocation, "hHiTkmalPt:x:", ("human-readable", "inodes", "print-type", "total"))
    except UsageError as fault:
        return fault.outcome
    systems = _filesystems(bench)
    rows, stderr = systems, ""
    if options.words:
        rows = []
        for word in options.words:
            path = normpath(join(invocation.cwd, word))
            if bench.files.stat(path) is None and path != "/":
                stderr += f"df: {word}: No such file or directory\n"
                continue
            rows.append(_mounted(systems, path))
    text = _inodes(rows) if options.has("-i", "--inodes") else _space(rows, options)
    return Outcome(text if rows else "", stderr, 1 if stderr else 0)


def _mounted(systems: list[tuple[str, str, int, int, str]], path: str) -> tuple[str, str, int, int, str]:
    inside = [s for s in systems if path == s[4] or path.startswith(s[4].rstrip("/") + "/")]
    return max(inside, key=lambda s: len(s[4]))


def _space(rows: list[tuple[str, str, int, int, str]], options: Options) -> str:
    human, kinds = options.has("-h", "-H", "--human-readable"), options.has("-T", "--print-type")
    names = ["Size", "Used", "Avail", "Use%"] if human else ["1K-blocks", "Used", "Available", "Use%"]
    head = ["Filesystem", *(["Type"] if kinds else []), *names, "Mounted on"]
    body = []
    for device, kind, size, used, mount in rows:
        available = max(0, size * 95 // 100 - used) if kind == "ext4" else size - used
        percent = -(-used * 100 // (used + available)) if used + available else 0
        cells = [(rounded(v) if human else str(v)).rjust(5) for v in (size, used, available)]
        body.append([device, *([kind] if kinds else []), *cells, f"{percent}%", mount])
    body = [[row[0].ljust(14), *row[1:]] for row in body]
    offset = 2 if kinds else 1
    return table([head, *body], right=range(offset, offset + 4))


def rounded(kib: int) -> str:
    """`7.7G`, `943M`, `0`: rounded up, one decimal below ten, as df -h and du -h print."""
    if kib == 0:
        return "0"
    value, units = kib * 10, "KMGT"
    for unit in units:
        if value < 100:
            return f"{value // 10}.{value % 10}{unit}" if unit != "K" or value % 10 else f"{value // 10}.0K"
        if -(-value // 10) < 1024 or unit == "T":
            return f"{-(-value // 10)}{unit}"
        value = -(-value // 1024)
    return f"{value // 10}P"


def _inodes(rows: list[tuple[str, str, int, int, str]]) -> str:
    body = []
    for device, kind, size, used, mount in rows:
        total = size // 16 if kind == "ext4" else (0 if kind == "vfat" else size // 8 + 1)
        taken = used // 34 if kind == "ext4" else (0 if kind == "vfat" else 1 + used // 4)
        percent = f"{-(-taken * 100 // total)}%" if total else "-"
        body.append([device.ljust(14), str(total).rjust(5), str(taken), str(total - taken), percent, mount])
    return table(
        [["Filesystem", "Inodes", "IUsed", "IFree", "IUse%", "Mounted on"], *body],
        right=range(1, 5),
    )


def du(invocation: Invocation, bench: Bench) -> Outcome:
    """`du [-s] [-h] [-a] [-c] [-d N] [PATH…]` over the files this host shows."""
    try:
        options = parsed(
            invocation, "shacd:kmxb", ("summarize", "human-readable", "all", "total", "max-depth=")
        )
    except UsageError as fault:
        return fault.outcome
    depth = options.last("-d", "--max-depth", default="0" if options.has("-s", "--summarize") else "99")
    if not depth.isdigit():
        return Outcome(stderr=f"du: invalid maximum depth ‘{depth}’\n", exit=1)
    walk = _Walk(bench.files, int(depth), options)
    for word in options.words or (".",):
        walk.start(word, normpath(join(invocation.cwd, word)))
    return Outcome("".join(walk.lines) + walk.total(), walk.stderr, 1 if walk.stderr else 0)


class _Walk:
    """One du over a tree: lines as du prints them, children before parents."""

    def __init__(self, files: FileTree, depth: int, options: Options) -> None:
        self._files, self._depth, self._options = files, depth, options
        self.lines: list[str] = []
        self.stderr = ""
        self._sum = 0

    def start(self, word: str, path: str) -> None:
        """Count one operand."""
        entry = self._files.stat(path)
        if entry is None and path != "/":
            self.stderr += f"du: cannot access '{word}': No such file or directory\n"
            return
        size = self._size(word, path, 0)
        self._sum += size
        if entry is not None and entry.kind != "dir":
            self._say(size, word)

    def _size(self, shown: str, path: str, level: int) -> int:
        entry = self._files.stat(path)
        if entry is not None and entry.kind != "dir":
            return -(-entry.size // 4096) * 4 if entry.kind == "file" else 0
        total = 4
        for name in self._names(shown, path):
            below = self._size(join(shown, name), join(path, name), level + 1)
            total += below
            child = self._files.stat(join(path, name))
            if child and child.kind != "dir" and self._options.has("-a", "--all") and level < self._depth:
                self._say(below, join(shown, name))
        if level <= self._depth:
            self._say(total, shown)
        return total

    def _names(self, shown: str, path: str) -> list[str]:
        try:
            return self._files.list(path)
        except IsDirectory:
            return []
        except FileError as fault:
            self.stderr += f"du: cannot read directory '{shown}': {fault.reason}\n"
            return []

    def _say(self, kib: int, shown: str) -> None:
        human = self._options.has("-h", "--human-readable")
        self.lines.append(f"{rounded(kib) if human else kib}\t{shown}\n")

    def total(self) -> str:
        """The `total` line of -c."""
        if not self._options.has("-c", "--total"):
            return ""
        human = self._options.has("-h", "--human-readable")
        return f"{rounded(self._sum) if human else self._sum}\ttotal\n"
