"""Sockets of a host, derived from its processes: what listens and what is connected."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.compute.hosts import host_doc
from incidentgame.world.compute.nginx import UNIT, running
from incidentgame.world.compute.processes import Process, processes
from incidentgame.world.compute.served import requests
from incidentgame.world.compute.signals import is_hung
from incidentgame.world.compute.units import parse_environment
from incidentgame.world.dns.lookup import addresses
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

_POOL = 5


@dataclass(frozen=True, slots=True)
class Socket:
    """One socket; `users` are (name, pid, fd). For LISTEN, `sendq` is the backlog."""

    protocol: str
    state: str
    recvq: int
    sendq: int
    local: str
    peer: str
    users: tuple[tuple[str, int, int], ...] = ()


def listening(view: View, host: str) -> list[Socket]:
    """The listening TCP sockets, IPv4 before IPv6."""
    table = processes(view, host)
    found = [*_nginx(view, host, table), *_gunicorn(view, host, table), *_plain(table)]
    return sorted(found, key=lambda s: ("[" in s.local, s.local.rpartition(":")[0] != "0.0.0.0"))


def bound_udp(view: View, host: str) -> list[Socket]:
    """UDP sockets: the resolver's, and DHCP's."""
    address = str(host_doc(view.world, host).get("PrivateIp", "127.0.0.1"))
    by_name = {process.comm: process for process in processes(view, host)}
    rows = [("127.0.0.54:53", "systemd-resolve", 16), ("127.0.0.53%lo:53", "systemd-resolve", 14)]
    rows.append((f"{address}%ens5:68", "systemd-network", 19))
    return [
        Socket("udp", "UNCONN", 0, 0, local, "0.0.0.0:*", _user(by_name.get(comm[:15]), fd))
        for local, comm, fd in rows
    ]


def _user(process: Process | None, fd: int) -> tuple[tuple[str, int, int], ...]:
    return ((process.comm, process.pid, fd),) if process else ()


def _nginx(view: View, host: str, table: list[Process]) -> list[Socket]:
    config = running(view.world, host)
    ours = sorted((p for p in table if p.comm == "nginx"), key=lambda p: -p.pid)
    found = []
    for number, port in enumerate(sorted(config.ports) if config else []):
        for local, fd in ((f"0.0.0.0:{port}", 6 + 2 * number), (f"[::]:{port}", 7 + 2 * number)):
            peer = "[::]:*" if "[" in local else "0.0.0.0:*"
            users = tuple((p.comm, p.pid, fd) for p in ours)
            waiting = 0 if "[" in local else _waiting(view, host, ours, 511)
            found.append(Socket("tcp", "LISTEN", waiting, 511, local, peer, users))
    return found


def _waiting(view: View, host: str, ours: list[Process], backlog: int) -> int:
    """Recv-Q of a socket nobody accepts from: the connections of the last half minute still wait in it."""
    if not any(process.state == "T" for process in ours) or not is_hung(view.world, host, ours[0].unit):
        return 0
    known = view.world.find(kinds.INSTANCE, host) is not None

    def here(path: Path) -> bool:
        return path.balancer is not None and path.balancer.target == host

    start = view.now - 30 * SECOND
    came = view.traffic.counts(start, view.now, 30 * SECOND, here)[0] if known else 0
    return min(came, backlog + 1)


def _gunicorn(view: View, host: str, table: list[Process]) -> list[Socket]:
    ours = sorted((p for p in table if p.comm == "gunicorn"), key=lambda p: -p.pid)
    bind = re.search(r"--bind[= ](\S+)", ours[0].command) if ours else None
    if not ours:
        return []
    users = tuple((p.comm, p.pid, 3) for p in ours)
    waiting = _waiting(view, host, ours, 2048)
    local = bind[1] if bind else "127.0.0.1:8000"
    return [Socket("tcp", "LISTEN", waiting, 2048, local, "0.0.0.0:*", users)]


def _plain(table: list[Process]) -> list[Socket]:
    by_name = {process.comm: process for process in table if process.ppid == 1}
    ssh, dns = by_name.get("sshd"), by_name.get("systemd-resolve")
    rows = [
        ("0.0.0.0:22", "0.0.0.0:*", 128, _user(ssh, 3)),
        ("[::]:22", "[::]:*", 128, _user(ssh, 4)),
    ]
    rows = rows if ssh else []
    resolver = [
        ("127.0.0.53%lo:53", "0.0.0.0:*", 4096, _user(dns, 15)),
        ("127.0.0.54:53", "0.0.0.0:*", 4096, _user(dns, 17)),
    ]
    rows += resolver if dns else []
    return [Socket("tcp", "LISTEN", 0, backlog, local, peer, users) for local, peer, backlog, users in rows]


def connected(view: View, host: str) -> list[Socket]:
    """Established connections: to the database, between nginx and the app, from load balancers."""
    return [*_database(view, host), *_keepalive(view, host), *_clients(view, host)]


def _app(view: View, host: str) -> tuple[Doc, list[Process]]:
    workers = [p for p in processes(view, host) if p.comm == "gunicorn" and p.ppid != 1]
    unit = view.world.find(kinds.UNIT, f"{host}|{workers[0].unit}") if workers else None
    return unit or {}, workers


def _database(view: View, host: str) -> list[Socket]:
    """Each worker keeps its pool's connections open (api-503-host §2.1)."""
    unit, workers = _app(view, host)
    settings: dict[str, str] = {}
    for path, text in sim(unit).get("files", {}).items():
        settings.update(parse_environment(text) if path.endswith(".env") else {})
    url = urlsplit(settings.get("DATABASE_URL", ""))
    if not url.hostname:
        return []
    peer = f"{database_address(view, host, url.hostname)}:{url.port or 5432}"
    size = settings.get("DB_POOL_MAX", "")
    count = int(size) if size.isdigit() else _POOL
    local = str(host_doc(view.world, host).get("PrivateIp", ""))
    return [
        Socket(
            "tcp",
            "ESTAB",
            0,
            0,
            f"{local}:{_port(view, host, worker.pid, n)}",
            peer,
            (("gunicorn", worker.pid, 9 + n),),
        )
        for worker in workers
        for n in range(count)
    ]


def database_address(view: View, host: str, name: str) -> str:
    """The address a host gets for a database's name; the name itself when it gets none."""
    found = addresses(view, host, name, 4)
    return found[0] if found else name


def _port(view: View, host: str, pid: int, number: int) -> int:
    return 32_768 + view.dice.below(28_000, "port", host, pid, number)


def _keepalive(view: View, host: str) -> list[Socket]:
    """nginx keeps a few connections to the app open."""
    _, workers = _app(view, host)
    proxies = [p for p in processes(view, host) if p.comm == "nginx" and p.ppid != 1]
    found = []
    for number, proxy in enumerate(proxies if workers else []):
        local = f"127.0.0.1:{_port(view, host, proxy.pid, number)}"
        worker = workers[number % len(workers)]
        found.append(Socket("tcp", "ESTAB", 0, 0, local, "127.0.0.1:8000", (("nginx", proxy.pid, 11),)))
        found.append(Socket("tcp", "ESTAB", 0, 0, "127.0.0.1:8000", local, (("gunicorn", worker.pid, 14),)))
    return found


def _clients(view: View, host: str) -> list[Socket]:
    """Connections on port 80 from the peers of the last seconds' requests."""
    local = str(host_doc(view.world, host).get("PrivateIp", ""))
    unit = view.world.find(kinds.UNIT, f"{host}|{UNIT}")
    proxies = [p for p in processes(view, host) if p.comm == "nginx" and p.ppid != 1]
    if unit is None or not proxies:
        return []
    peers = sorted({served.peer for served in requests(view, host, view.now - 10 * SECOND, view.now)})
    return [
        Socket(
            "tcp",
            "ESTAB",
            0,
            0,
            f"{local}:80",
            f"{peer}:{_port(view, host, 80, n)}",
            (("nginx", proxies[n % len(proxies)].pid, 3 + n),),
        )
        for n, peer in enumerate(peers)
    ]
