"""Permission bits as text."""

from incidentgame.shell.files import Kind

_TYPES = {"file": "-", "dir": "d", "link": "l"}


def mode_text(kind: Kind, mode: int) -> str:
    """`drwxr-xr-x`, with set-id and sticky letters."""
    text = [_TYPES[kind]]
    for shift, special, letter in ((6, 0o4000, "s"), (3, 0o2000, "s"), (0, 0o1000, "t")):
        bits = mode >> shift
        run = ("x" if bits & 1 else "-") if not mode & special else (letter if bits & 1 else letter.upper())
        text.append(("r" if bits & 4 else "-") + ("w" if bits & 2 else "-") + run)
    return "".join(text)


def human(size: int) -> str:
    """`4.0K`, rounded up as `ls -h` does."""
    if size < 1024:
        return str(size)
    for power, unit in enumerate("KMGTP", 1):
        whole = 1024**power
        if size * 10 <= 99 * whole:
            tenths = -(-size * 10 // whole)
            return f"{tenths // 10}.{tenths % 10}{unit}"
        if -(-size // whole) < 1024:
            return f"{-(-size // whole)}{unit}"
    return str(size)


def blocks(kind: Kind, size: int) -> int:
    """1 KiB blocks an entry takes on ext4: whole 4 KiB for files and directories, none for short links."""
    if kind == "link":
        return 0
    return 4 if kind == "dir" else -(-size // 4096) * 4
