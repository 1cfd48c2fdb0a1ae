"""What `curl -v` says on stderr, from the same walk (api-503-host §5.1)."""

from collections.abc import Sequence

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.answer import head_lines
from incidentgame.commands.network.curl.transfer import Sent, certificates
from incidentgame.kernel.instant import Instant, to_datetime
from incidentgame.world.tls.certificate import Certificate, Name

_HANDSHAKE = (
    "TLSv1.3 (OUT), TLS handshake, Client hello (1):",
    " CAfile: /etc/ssl/certs/ca-certificates.crt",
    " CApath: /etc/ssl/certs",
    "TLSv1.3 (IN), TLS handshake, Server hello (2):",
    "TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):",
    "TLSv1.3 (IN), TLS handshake, Certificate (11):",
)
_FINISHED = (
    "TLSv1.3 (IN), TLS handshake, CERT verify (15):",
    "TLSv1.3 (IN), TLS handshake, Finished (20):",
    "TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):",
    "TLSv1.3 (OUT), TLS handshake, Finished (20):",
)
_ALERTS = {
    "self-signed": "unknown CA (560)",
    "unable": "unknown CA (560)",
    "certificate": "certificate expired (557)",
}


def explain(sent: Sent, bench: Bench, pins: Sequence[str], connection: int) -> str:
    """The `*`, `>` and `<` lines of one transfer; `connection` counts them from 0."""
    lines = [*_pins(pins), *_connecting(sent, connection)]
    if _connected(sent):
        if sent.url.scheme == "https":
            lines += _secured(sent, certificates(sent.url, sent.walk, bench))
        if sent.walk.path.reply is not None or sent.walk.failure in ("reset", "empty", "slow"):
            lines += _exchange(sent, bench)
    lines += _ending(sent, connection)
    return "".join(f"{line}\n" for line in lines)


def _pins(pins: Sequence[str]) -> list[str]:
    return [f"* Added {pin} to DNS cache" for pin in pins]


def _connected(sent: Sent) -> bool:
    return sent.walk.failure not in ("name", "refused", "timeout", "unreachable")


def _connecting(sent: Sent, connection: int) -> list[str]:
    walk, url = sent.walk, sent.url
    if walk.failure == "name":
        return [f"* Could not resolve host: {url.host}"]
    where = f"[{walk.address}]" if ":" in walk.address else walk.address
    lines = [f"*   Trying {where}:{url.port}..."]
    if walk.failure == "unreachable":
        return [*lines, f"* connect to {walk.address} port {url.port} failed: No route to host"]
    if walk.failure == "refused":
        return [*lines, f"* connect to {walk.address} port {url.port} failed: Connection refused"]
    if walk.failure == "timeout":
        return lines
    return [*lines, f"* Connected to {url.host} ({walk.address}) port {url.port} (#{connection})"]


def _secured(sent: Sent, shown: list[Certificate]) -> list[str]:
    walk = sent.walk
    offers = "http/1.1" if walk.request.version != "2" else "h2,http/1.1"
    lines = [f"* ALPN: offers {offers}", *(f"* {line}" for line in _HANDSHAKE)]
    if walk.failure == "tls":
        return [*lines[:2], f"* {sent.error}"]
    if walk.failure == "tls-untrusted":
        return [*lines, f"* TLSv1.3 (OUT), TLS alert, {_alert(sent.error)}:", f"* {sent.error}"]
    lines += [f"* {line}" for line in _FINISHED]
    cipher = walk.tls.cipher if walk.tls else "TLS_AES_128_GCM_SHA256"
    accepted = "h2" if walk.request.version == "2" else "http/1.1"
    lines += [f"* SSL connection using TLSv1.3 / {cipher}", f"* ALPN: server accepted {accepted}"]
    return [*lines, *_certificate(sent, shown), *_protocol(sent)]


def _alert(error: str) -> str:
    word = error.rpartition(": ")[2].split()[0]
    return _ALERTS.get(word, "unknown CA (560)")


def _certificate(sent: Sent, shown: list[Certificate]) -> list[str]:
    if not shown:
        return []
    first, name = shown[0], sent.url.host
    lines = [
        "* Server certificate:",
        f"*  subject: {_name(first.subject)}",
        f"*  start date: {certificate_date(first.not_before)}",
        f"*  expire date: {certificate_date(first.not_after)}",
    ]
    matching = first.matching(name)
    if not matching:
        lines.append(f"*  subjectAltName does not match {name}")
        if sent.walk.failure == "tls-name":
            return [*lines, f"* {sent.error}"]
    else:
        lines.append(f'*  subjectAltName: host "{name}" matched cert\'s "{matching}"')
    lines.append(f"*  issuer: {_name(first.issuer)}")
    return [*lines, "*  SSL certificate verify ok."]


def _name(name: Name) -> str:
    return "; ".join(f"{kind}={value}" for kind, value in name)


def certificate_date(at: Instant) -> str:
    """`Nov 21 03:39:18 2026 GMT`, the day padded with a blank."""
    moment = to_datetime(at)
    return f"{moment:%b} {moment.day:2d} {moment:%H:%M:%S} {moment.year} GMT"


def _protocol(sent: Sent) -> list[str]:
    if sent.walk.failure.startswith("tls"):
        return []
    if sent.walk.request.version != "2":
        return ["* using HTTP/1.1"]
    pseudo = (
        (":method", sent.method),
        (":path", sent.url.target),
        (":scheme", "https"),
        (":authority", _host(sent)),
    )
    rest = [(name, value) for name, value in sent.headers if name != "Host"]
    lines = [f"* h2h3 [{name}: {value}]" for name, value in (*pseudo, *rest)]
    return ["* using HTTP/2", *lines, "* Using Stream ID: 1 (easy handle 0x561efbf714b0)"]


def _host(sent: Sent) -> str:
    return next((value for name, value in sent.headers if name == "Host"), sent.url.authority)


def _exchange(sent: Sent, bench: Bench) -> list[str]:
    version = "HTTP/2" if sent.walk.request.version == "2" else "HTTP/1.1"
    lines = [f"> {sent.method} {sent.url.target} {version}"]
    lines += [f"> {name}: {value}" for name, value in sent.headers]
    lines.append("> ")
    if sent.walk.path.reply is None:
        return lines
    if version == "HTTP/2":
        lines += ["* TLSv1.3 (IN), TLS handshake, Newsession Ticket (4):"] * 2
        lines.append("* old SSL session ID is stale, removing")
    return [*lines, *(f"< {line}" for line in head_lines(sent.walk))]


def _ending(sent: Sent, connection: int) -> list[str]:
    failure = sent.walk.failure
    if failure == "name":
        return [f"* Closing connection {connection}"]
    if not failure:
        return [f"* Connection #{connection} to host {sent.url.host} left intact"]
    words = [] if failure.startswith("tls") else [f"* {sent.error}"]
    if failure == "tls-name":
        words = ["* TLSv1.3 (OUT), TLS alert, close notify (256):"]
    return [*words, f"* Closing connection {connection}"]
