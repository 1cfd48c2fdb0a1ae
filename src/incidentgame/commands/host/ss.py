"""ss (iproute2 6.1.0): sockets of this host (api-503-host §4.4)."""

from collections.abc import Sequence
from itertools import pairwise

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import Options, UsageError, parsed
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.processes import processes
from incidentgame.world.compute.sockets import Socket, bound_udp, connected, listening

_LONG = (
    "listening",
    "tcp",
    "udp",
    "numeric",
    "processes",
    "all",
    "summary",
    "no-header",
    "ipv4",
    "ipv6",
    "info",
    "extended",
)
_STATES = {
    "established": "ESTAB",
    "listening": "LISTEN",
    "listen": "LISTEN",
    "time-wait": "TIME-WAIT",
    "close-wait": "CLOSE-WAIT",
}
_SERVICES = {
    "80": "http",
    "443": "https",
    "22": "ssh",
    "5432": "postgresql",
    "53": "domain",
    "68": "bootpc",
}


def ss(invocation: Invocation, bench: Bench) -> Outcome:
    """`ss [-l] [-t] [-u] [-n] [-p] [-a] [-s] [state S] [sport = :P | dport = :P]`."""
    try:
        options = parsed(invocation, "ltunpasH46ioemwx", _LONG, exit=255)
    except UsageError as fault:
        return fault.outcome
    if options.has("-s", "--summary"):
        return Outcome(_summary(bench))
    chosen = [socket for socket in _asked(bench, options) if _passes(socket, options.words)]
    return Outcome(_table(chosen, options, invocation.user, bench))


def _asked(bench: Bench, options: Options) -> list[Socket]:
    view, host = bench.view, bench.host
    listens, everything = options.has("-l", "--listening"), options.has("-a", "--all")
    listed = "state" in options.words and {"listening", "listen"} & set(options.words)
    udp = options.has("-u", "--udp")
    tcp = options.has("-t", "--tcp") or not udp
    found: list[Socket] = []
    if udp and (listens or everything):
        found += bound_udp(view, host)
    if tcp and (listens or everything or listed):
        found += listening(view, host)
    if tcp and not listens:
        found += connected(view, host)
    return [
        s
        for s in found
        if not (options.has("-4") and "[" in s.local) and not (options.has("-6") and "[" not in s.local)
    ]


def _passes(socket: Socket, words: Sequence[str]) -> bool:
    """The filters people use: state, sport, dport, dst; others let everything through."""
    text = " ".join(words).replace("(", " ").replace(")", " ").replace("=", " ").split()
    for name, value in pairwise(text):
        port = value.lstrip(":")
        if name == "state" and value in _STATES and socket.state != _STATES[value]:
            return False
        if name == "sport" and not socket.local.endswith(f":{port}"):
            return False
        if name == "dport" and not socket.peer.endswith(f":{port}"):
            return False
        if name == "dst" and not socket.peer.startswith(value):
            return False
    return True


def _table(sockets: Sequence[Socket], options: Options, user: str, bench: Bench) -> str:
    names = options.has("-p", "--processes")
    owners = {p.pid: p.user for p in processes(bench.view, bench.host)} if names else {}
    both = (options.has("-u", "--udp") and options.has("-t", "--tcp")) or not (
        options.has("-u", "--udp", "-t", "--tcp")
    )
    numeric = options.has("-n", "--numeric")
    rows = [_row(s, _users(s, owners, user) if names else "", numeric) for s in sockets]
    header = [
        "State",
        "Recv-Q",
        "Send-Q",
        "Local Address",
        "Port",
        "Peer Address",
        "Port",
        "Process",
    ]
    lead = ["Netid", *header] if both else header
    body = [[s.protocol, *row] if both else row for s, row in zip(sockets, rows, strict=True)]
    shown = body if options.has("-H", "--no-header") else [lead, *body]
    return "".join(_aligned(shown, both)) if shown else ""


def _row(socket: Socket, users: str, numeric: bool) -> list[str]:
    local, _, local_port = socket.local.rpartition(":")
    peer, _, peer_port = socket.peer.rpartition(":")
    ports = [port if numeric else _SERVICES.get(port, port) for port in (local_port, peer_port)]
    return [
        socket.state,
        str(socket.recvq),
        str(socket.sendq),
        local,
        ports[0],
        peer,
        ports[1],
        users,
    ]


def _users(socket: Socket, owners: dict[int, str], user: str) -> str:
    """Only root sees whose sockets they are; others see their own (§0.20)."""
    seen = [(n, pid, fd) for n, pid, fd in socket.users if user in ("root", owners.get(pid, "root"))]
    return "users:(" + ",".join(f'("{n}",pid={pid},fd={fd})' for n, pid, fd in seen) + ")" if seen else ""


def _aligned(rows: list[list[str]], both: bool) -> list[str]:
    """Addresses right-aligned against their port, as iproute2 lays its columns out."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    start = 1 if both else 0
    lines = []
    for row in rows:
        cells = [row[n].ljust(widths[n]) for n in range(start + 3)]
        local = f"{row[start + 3].rjust(widths[start + 3])}:{row[start + 4].ljust(widths[start + 4])}"
        peer = f"{row[start + 5].rjust(widths[start + 5])}:{row[start + 6].ljust(widths[start + 6])}"
        lines.append(" ".join([*cells, local, peer]) + f"{row[-1].ljust(widths[-1])}\n")
    return lines


def _summary(bench: Bench) -> str:
    listens, established = listening(bench.view, bench.host), connected(bench.view, bench.host)
    udp = bound_udp(bench.view, bench.host)
    four = [s for s in (*listens, *established) if "[" not in s.local]
    tcp, total = len(listens) + len(established), len(listens) + len(established) + len(udp)
    waiting = bench.view.dice.below(6, "time-wait", bench.host, bench.view.now // 10_000)
    rows = (
        ("RAW", 1, 0),
        ("UDP", len(udp), len(udp)),
        ("TCP", tcp, len(four)),
        ("INET", total + 1, len(four) + len(udp)),
        ("FRAG", 0, 0),
    )
    lines = "".join(f"{name}\t  {count:<9} {ip:<9} {count - ip:<9}\n" for name, count, ip in rows)
    return (
        f"Total: {total + 118}\n"
        f"TCP:   {tcp + waiting} (estab {len(established)}, "
        f"closed {waiting}, orphaned 0, timewait {waiting})\n\n"
        f"Transport Total     IP        IPv6\n{lines}\n"
    )
