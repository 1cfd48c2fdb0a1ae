"""Who and where: `hostname`, `whoami`, `id`, `uname` (api-503-host §4.5)."""

from posixpath import join

from incidentgame.commands.bench import Bench
from incidentgame.commands.files.options import BadOption, Grammar, complaint
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError

KERNEL = "6.1.0-37-cloud-amd64"
BUILD = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)"
"""Debian 12's cloud kernel as `uname -v` shows it [D]."""

_ID = Grammar("ugGnrz", "", {"user": "", "group": "", "groups": "", "name": "", "real": ""})
_UNAME = Grammar(
    "asnrvmpio",
    "",
    {
        "all": "",
        "kernel-name": "",
        "nodename": "",
        "kernel-release": "",
        "kernel-version": "",
        "machine": "",
        "operating-system": "",
    },
)


def read_text(bench: Bench, path: str) -> str:
    """A file's text, empty when it cannot be read."""
    try:
        return bench.files.read(path).decode("utf-8", "replace")
    except FileError:
        return ""


def host_name(bench: Bench) -> str:
    """The host's name as /etc/hostname has it."""
    return read_text(bench, "/etc/hostname").strip() or bench.host


def hostname(invocation: Invocation, bench: Bench) -> Outcome:
    """`hostname [-s|-f]`; setting the name is refused."""
    name = host_name(bench)
    if any(not word.startswith("-") for word in invocation.argv):
        return Outcome(stderr="hostname: you must be root to change the host name\n", exit=1)
    short = {"-s", "--short"} & set(invocation.argv)
    return Outcome((name.partition(".")[0] if short else name) + "\n")


def whoami(invocation: Invocation, bench: Bench) -> Outcome:
    """`whoami`"""
    return Outcome(invocation.user + "\n")


def uname(invocation: Invocation, bench: Bench) -> Outcome:
    """`uname [-asnrvmo]`"""
    try:
        words = _UNAME.read(invocation.argv)
    except BadOption as problem:
        return Outcome(stderr=complaint("uname", problem), exit=1)
    every = words.has("a", "all")
    parts = [
        ("Linux", ("s", "kernel-name")),
        (host_name(bench), ("n", "nodename")),
        (KERNEL, ("r", "kernel-release")),
        (BUILD, ("v", "kernel-version")),
        ("x86_64", ("m", "machine")),
        ("GNU/Linux", ("o", "operating-system")),
    ]
    shown = [text for text, names in parts if every or words.has(*names)]
    if not shown:
        shown = ["unknown"] if words.has("p", "i") else ["Linux"]
    return Outcome(" ".join(shown) + "\n")


def identity(invocation: Invocation, bench: Bench) -> Outcome:
    """`id [-u|-g|-G] [-n] [USER]` from /etc/passwd and /etc/group."""
    try:
        words = _ID.read(invocation.argv)
    except BadOption as problem:
        return Outcome(stderr=complaint("id", problem), exit=1)
    name = words.rest[0] if words.rest else invocation.user
    found = _user(bench, name)
    if found is None and (words.rest or name != "root"):
        return Outcome(stderr=f"id: ‘{name}’: no such user\n", exit=1)
    uid, gid = found or ("0", "0")
    groups = _groups(bench, name, gid)
    if words.has("u", "user"):
        return Outcome((name if words.has("n", "name") else uid) + "\n")
    if words.has("g", "group"):
        return Outcome((groups[0][1] if words.has("n", "name") else gid) + "\n")
    if words.has("G", "groups"):
        return Outcome(" ".join(g[1] if words.has("n", "name") else g[0] for g in groups) + "\n")
    listed = ",".join(f"{number}({title})" for number, title in groups)
    return Outcome(f"uid={uid}({name}) gid={gid}({groups[0][1]}) groups={listed}\n")


def _user(bench: Bench, name: str) -> tuple[str, str] | None:
    for line in read_text(bench, "/etc/passwd").splitlines():
        fields = line.split(":")
        if len(fields) > 3 and name in (fields[0], fields[2]):
            return fields[2], fields[3]
    return None


def _groups(bench: Bench, name: str, gid: str) -> list[tuple[str, str]]:
    """The user's groups as (number, name), the primary one first."""
    lines = [line.split(":") for line in read_text(bench, join("/etc", "group")).splitlines()]
    rows = [fields for fields in lines if len(fields) > 3]
    first = next((fields[0] for fields in rows if fields[2] == gid), name)
    more = [(f[2], f[0]) for f in rows if name in f[3].split(",") and f[2] != gid]
    return [(gid, first), *more]
