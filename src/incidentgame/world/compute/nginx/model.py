"""What a good configuration means: zones, servers, locations with everything they inherited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from posixpath import join

LEVELS = ("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg")
"""error_log levels from the chattiest to the gravest."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A `limit_req_zone`: what it counts by and how many requests a minute each value may make."""

    name: str
    key: str
    rate_per_minute: int
    size: str = "10m"


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A `limit_req` at a location. `delay` is how many excess requests pass at once (burst for nodelay)."""

    zone: str
    burst: int = 0
    nodelay: bool = False
    delay: int = 0
    status: int = 503
    log_level: str = "error"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class LogTarget:
    """Where log lines go: a file and, for access logs, a format's name; for error logs, a least level."""

    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where a request ends up, with all inherited settings. Durations in ms.

    `match` is the location's words as written (`= /healthz`). `upstream` is the address requests go to
    (`127.0.0.1:8000`), "" when nothing is proxied; `pass_to` what proxy_pass names. `error_pages` gives the
    page's URI by status and `error_codes` the status it is answered with (0: the page's own, absent: kept).
    `returns` is a `return`'s (status, text or URL).
    """

    match: str = "/"
    server_name: str = ""
    limits: tuple[LimitUse, ...] = ()
    upstream: str = ""
    pass_to: str = ""
    intercept_errors: bool = False
    error_pages: Mapping[int, str] = field(default_factory=dict)
    error_codes: Mapping[int, int] = field(default_factory=dict)
    returns: tuple[int, str] | None = None
    roots: tuple[tuple[str, str], ...] = ()
    root: str = "/usr/share/nginx/html"
    internal: bool = False
    access_logs: tuple[LogTarget, ...] = ()
    error_log: LogTarget = LogTarget("/var/log/nginx/error.log", "error")
    add_headers: tuple[tuple[str, str], ...] = ()
    connect_timeout: int = 60_000
    read_timeout: int = 60_000
    send_timeout: int = 60_000

    @property
    def limit(self) -> LimitUse | None:
        """The first limit here, or None."""
        return self.limits[0] if self.limits else None

    def page_file(self, page: str) -> str:
        """The file an error page's URI is served from: root or alias of the location it falls in."""
        for prefix, directory in self.roots:
            if page == prefix or page.startswith(prefix):
                return _under(prefix, directory, page)
        return join(self.root, page.lstrip("/"))


def _under(prefix: str, directory: str, page: str) -> str:
    """`alias:` directories replace the prefix, others are put before it."""
    if directory.startswith("alias:"):
        return directory.removeprefix("alias:") + page[len(prefix) :]
    return join(directory, page.lstrip("/"))


@dataclass(frozen=True, slots=True)
class Place:
    """A location block as written: modifier (``, `=`, `^~`, `~`, `~*`), pattern and what it means."""

    modifier: str
    pattern: str
    meaning: Location


@dataclass(frozen=True, slots=True)
class Server:
    """A `server` block: the ports it listens on, its names, its locations, and what else gets."""

    ports: tuple[int, ...]
    default: bool
    names: tuple[str, ...]
    places: tuple[Place, ...]
    fallback: Location


@dataclass(frozen=True, slots=True)
class NginxConfig:
    """A configuration nginx accepted. `formats` are log_format texts by name."""

    zones: Mapping[str, Limit]
    servers: tuple[Server, ...]
    upstreams: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, str]
    trusted: tuple[str, ...] = ()
    real_ip_header: str = "X-Real-IP"
    real_ip_recursive: bool = False
    tokens: bool = True
    workers: str = "auto"
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def ports(self) -> frozenset[int]:
        """Every port some server listens on."""
        return frozenset(port for server in self.servers for port in server.ports)

    @property
    def server(self) -> str:
        """The Server header: `nginx` with server_tokens off (api-503-host §0.2)."""
        return "nginx/1.22.1" if self.tokens else "nginx"

    def real_client(self, peer: str) -> bool:
        """Is the address nginx sees replaced by the one its real_ip_header names, for this peer?

        Only a trusted peer is believed, and only the header load balancers set helps (api-503-host §1.4).
        """
        return self.real_ip_header.lower() == "x-forwarded-for" and self.trusts(peer)

    def trusts(self, address: str) -> bool:
        """Is the address in a `set_real_ip_from` range?"""
        return any(_within(address, network) for network in self.trusted)

    def remote_address(self, peer: str, forwarded: str) -> str:
        """$remote_addr for a TCP peer and its X-Forwarded-For (api-503-host §1.4, table)."""
        entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
        address = peer
        while entries and self.real_client(peer) and self.trusts(address):
            address = entries.pop()
            if not self.real_ip_recursive:
                break
        return address


def _within(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return address == network


@dataclass(frozen=True, slots=True)
class ConfigError:
    """A configuration nginx refused: [warn] lines, then the [emerg] one, as printed after the pid."""

    emerg: str
    warnings: tuple[str, ...] = ()
    after_syntax: bool = False
