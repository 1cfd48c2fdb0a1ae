"""Log lines and the journal are views of the traffic: formats (api-503-host §1.3, §2.3), windows, rotation."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from host_bench import simulation
from host_world import NOW

from incidentgame.commands.host.dynamic import HostFiles
from incidentgame.kernel.instant import HOUR, MINUTE, SECOND
from incidentgame.world.compute import logs
from incidentgame.world.compute.journal import backwards, journal
from incidentgame.world.compute.logfiles import log_files
from incidentgame.world.compute.logs import access_lines
from incidentgame.world.compute.nginx import running
from incidentgame.world.compute.served import from_arrival
from incidentgame.world.path import AppHop, BalancerHop, EdgeHop, Path, ProxyHop, Reply
from incidentgame.world.view import Arrival

LIMITED = ProxyHop("i-a", 503, 197, 0, limited_by="api_per_ip")
STARVED = AppHop(
    "i-a",
    503,
    77,
    250,
    "GET /v1/orders/7 503 db pool exhausted: couldn't get a connection after 0.25 sec",
)


def hop() -> BalancerHop:
    return BalancerHop(
        "lb", "10.0.1.57", "eu-west-1a", 443, 10, "forward", "tg", "i-a", "10.0.11.35:80", 503, 503
    )


def path(proxy: ProxyHop, app: AppHop | None = None, took: int = 0) -> Path:
    reply = Reply(proxy.status, "", (), b"x" * proxy.body_bytes)
    edge = EdgeHop("E1", "/v1/*", "Error", "Error", proxy.status)
    return Path(reply, edge, hop(), proxy, app, took, took, took, took)


def arrival(at: int, chosen: Path, agent: str = "curl/7.88.1") -> Arrival:
    return Arrival(
        at, 7, "f", chosen, "GET", "https", "api.example.com", "/v1/orders", "", "2", "198.51.100.23", 4000, agent,
        "-", "FRA", "203.0.113.10", "id", "Root=1-69200c1e-6c1f", 200, 100,
    )  # fmt: skip


@dataclass
class Fake:
    """One request every ten seconds, alternately limited and starved."""

    start: int = NOW - 3 * HOUR
    asked: list[tuple[int, int]] = field(default_factory=list)

    def counts(self, start: int, end: int, step: int, where: Callable[[Path], bool]) -> list[int]:
        return [sum(1 for _ in self._in(start, end, where))]

    def arrivals(
        self,
        start: int,
        end: int,
        where: Callable[[Path], bool] | None = None,
        route: Callable[[str, str], bool] | None = None,
    ) -> Iterator[Arrival]:
        self.asked.append((start, end))
        return self._in(start, end, where)

    def _in(self, start: int, end: int, where: Callable[[Path], bool] | None) -> Iterator[Arrival]:
        first = max(self.start, start - start % (10 * SECOND))
        for at in range(first, min(end, NOW), 10 * SECOND):
            chosen = path(LIMITED) if at // 10_000 % 2 else path(ProxyHop("i-a", 503, 77, 503), STARVED, 253)
            if at >= start and (where is None or where(chosen)):
                yield arrival(at, chosen)


@dataclass(frozen=True)
class Watched:
    """The simulation's view with the fake's traffic."""

    inner: Any
    traffic: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def view() -> Any:
    return Watched(simulation(), Fake())


def access_line(seen: Any, host: str, one: Arrival) -> str:
    """The access-log line of one request."""
    config = running(seen.world, host)
    assert config is not None
    return logs._access(config, from_arrival(seen.world, one))[0][1]


def error_line(seen: Any, host: str, one: Arrival) -> str:
    """The error-log line of one request; empty when it caused none."""
    config = running(seen.world, host)
    assert config is not None
    found = logs._errors(seen, seen.world, host, config, from_arrival(seen.world, one))
    return found[0][1] if found else ""


def test_a_limited_request_never_reached_the_app() -> None:
    at = NOW - 5000
    one = arrival(at, path(LIMITED))
    assert access_line(view(), "i-a", one) == (
        '10.0.1.57 - - [21/Nov/2026:03:42:07 +0000] "GET /v1/orders HTTP/1.1" 503 197 "-" "curl/7.88.1" '
        'xff="198.51.100.23, 203.0.113.10" trace="Root=1-69200c1e-6c1f" rt=0.000 urt=- us=-'
    )
    line = error_line(view(), "i-a", one)
    assert line.startswith("2026/11/21 03:42:07 [error] ")
    assert "limiting requests, excess: 5." in line and ' by zone "api_per_ip", client: 10.0.1.57, ' in line
    assert line.endswith(
        'server: api.example.com, request: "GET /v1/orders HTTP/1.1", host: "api.example.com"'
    )


def test_a_starved_app_shows_its_wait() -> None:
    one = arrival(NOW - 5000, path(ProxyHop("i-a", 503, 77, 503), STARVED, 253))
    assert access_line(view(), "i-a", one).endswith("rt=0.253 urt=0.253 us=503")
    assert error_line(view(), "i-a", one) == ""


def test_quotes_in_a_user_agent_are_escaped() -> None:
    one = arrival(NOW - 5000, path(LIMITED), agent='a"b')
    assert '"a\\x22b"' in access_line(view(), "i-a", one)


def test_windows_of_a_log_join_without_a_seam() -> None:
    whole = list(access_lines(view(), "i-a", "/var/log/nginx/access.log", NOW - HOUR, NOW))
    cut = NOW - HOUR + 17 * MINUTE + 260
    parts = [
        *access_lines(view(), "i-a", "/var/log/nginx/access.log", NOW - HOUR, cut),
        *access_lines(view(), "i-a", "/var/log/nginx/access.log", cut, NOW),
    ]
    assert whole == parts and len(whole) == 360


def test_rotation_is_hourly_and_packed_files_are_the_same_each_time() -> None:
    seen = view()
    files = HostFiles(lambda: seen, "i-a")
    names = sorted(log_files(seen, "i-a"))
    assert "/var/log/nginx/access.log.1" in names and "/var/log/nginx/error.log.2.gz" in names
    current = files.read("/var/log/nginx/access.log").decode().splitlines()
    assert "[21/Nov/2026:03:00:00 +0000]" in current[0]
    packed = files.read("/var/log/nginx/access.log.2.gz")
    assert packed == HostFiles(view, "i-a").read("/var/log/nginx/access.log.2.gz")
    assert len(gzip.decompress(packed).splitlines()) == 360
    assert files.read("/var/log/nginx/access.log").decode().splitlines() == current


def test_the_journal_has_the_app_s_warnings_and_few_lines_cost_little() -> None:
    seen = view()
    lines = []
    for entry in backwards(seen, "i-a", NOW + 1, ("api.service",)):
        lines.append(entry)
        if len(lines) == 5:
            break
    assert all(
        "GET /v1/orders 503 db pool exhausted" in entry.message and entry.identifier == "gunicorn"
        for entry in lines
    )
    assert min(start for start, _ in seen.traffic.asked) > NOW - 20 * MINUTE


def test_priorities_select() -> None:
    assert journal(view(), "i-a", NOW - HOUR, NOW, ("api.service",), gravest=4) == []


def test_journal_windows_join_without_a_seam() -> None:
    seen: Any = view()
    whole = journal(seen, "i-a", NOW - HOUR, NOW)
    cut = NOW - 23 * MINUTE
    parts: Sequence[object] = [
        *journal(seen, "i-a", NOW - HOUR, cut),
        *journal(seen, "i-a", cut, NOW),
    ]
    assert whole == parts
