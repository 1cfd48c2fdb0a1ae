"""What a client asks for, from where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from incidentgame.kernel.instant import Instant, Millis
from incidentgame.world.path import Path


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP(S) request. `source` is the host id it is sent from (`laptop`, `bastion`, an instance id).

    `address` overrides name resolution (`curl --resolve`, or a URL with an address in it); `host` is the
    Host header, `name` the name in the URL (SNI). Timeouts are the client's own.
    """

    method: str
    scheme: str
    name: str
    port: int
    uri: str
    query: str = ""
    host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body_bytes: int = 0
    version: str = "2"
    source: str = "laptop"
    address: str = ""
    insecure: bool = False
    connect_timeout: Millis = 135_000
    max_time: Millis = 0


@dataclass(frozen=True, slots=True)
class TlsSession:
    """A completed handshake: whose certificate, negotiated protocol."""

    certificate: str
    protocol: str = "TLSv1.3"
    cipher: str = "TLS_AES_128_GCM_SHA256"
    alpn: str = "h2"


@dataclass(frozen=True, slots=True)
class Walk:
    """A player's own request as it went. Durations in ms, cumulative as in `curl -w`.

    `failure` is empty or one of: name, refused, timeout, unreachable, tls-name, tls-untrusted, tls, reset,
    empty, slow. `path.reply` is the answer with all its headers, ids included.
    """

    request: Request
    at: Instant
    path: Path
    address: str = ""
    tls: TlsSession | None = None
    failure: str = ""
    dns_ms: Millis = 0
    connect_ms: Millis = 0
    tls_ms: Millis = 0
    first_byte_ms: Millis = 0
    total_ms: Millis = 0
    pop: str = ""
    edge_id: str = ""
    trace_id: str = ""
    client_ip: str = ""
