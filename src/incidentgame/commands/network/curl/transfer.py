"""One transfer: the request curl sends, and how the walk it took is judged."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from posixpath import join, normpath
from urllib.parse import quote

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.options import Options, Usage
from incidentgame.commands.network.curl.url import Url
from incidentgame.shell.command import Invocation
from incidentgame.shell.files import FileError
from incidentgame.world.dns import lookup
from incidentgame.world.dns.names import is_address
from incidentgame.world.network.reach import reach
from incidentgame.world.tls.certificate import Certificate
from incidentgame.world.tls.handshake import TlsFailure, distrust, handshake, presented
from incidentgame.world.walk.request import Request, TlsSession, Walk

KERNEL_GIVES_UP = 133_682
"""ms until Linux stops repeating a SYN (tcp_syn_retries = 6; aws-request-path §1.8)."""

_UNTRUSTED = {
    "expired": "certificate has expired",
    "not-yet-valid": "certificate is not yet valid",
    "self-signed": "self-signed certificate",
    "no-issuer": "unable to get local issuer certificate",
}
NOTICE = """More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A transfer that was made: what was asked, the headers as sent, the walk, and curl's verdict on it."""

    url: Url
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    walk: Walk
    exit: int = 0
    error: str = ""
    redirects: int = 0
    redirect_ms: int = 0


def body_of(options: Options, invocation: Invocation, bench: Bench) -> bytes:
    """The body the -d options make, joined by `&`; @file and @- are read."""
    parts = [_part(kind, text, invocation, bench) for kind, text in options.data]
    if any(kind == "json" for kind, _ in options.data):
        return b"".join(parts)
    return b"&".join(parts)


def _part(kind: str, text: str, invocation: Invocation, bench: Bench) -> bytes:
    if kind == "data-urlencode":
        name, sign, value = text.partition("=")
        return (f"{name}=" if sign and name else "").encode() + quote(value if sign else text).encode()
    if not text.startswith("@") or kind == "data-raw":
        return text.encode()
    raw = _read(text[1:], invocation, bench)
    return raw if kind in ("data-binary", "json") else raw.replace(b"\r", b"").replace(b"\n", b"")


def _read(name: str, invocation: Invocation, bench: Bench) -> bytes:
    if name == "-":
        return invocation.stdin
    try:
        return bench.files.read(normpath(join(invocation.cwd, name)))
    except FileError:
        text = f"curl: Failed to open {name}\ncurl: option -d: error encountered when reading a file\n"
        raise Usage(text, 26) from None


def headers_of(options: Options, url: Url, body: bytes, *, h2: bool) -> tuple[tuple[str, str], ...]:
    """The headers in the order curl sends them; -H replaces, removes (`Name:`) or adds."""
    own: dict[str, str] = {"Host": url.authority}
    user = options.user or url.user
    if user:
        own["Authorization"] = "Basic " + b64encode(user.encode()).decode()
    own["User-Agent"] = options.agent or "curl/7.88.1"
    own["Accept"] = "*/*"
    if options.compressed:
        own["Accept-Encoding"] = "deflate, gzip, br, zstd"
    if options.referer:
        own["Referer"] = options.referer
    if options.cookie:
        own["Cookie"] = options.cookie
    json = any(kind == "json" for kind, _ in options.data)
    if json:
        own |= {"Content-Type": "application/json", "Accept": "application/json"}
    if body or options.data:
        own["Content-Length"] = str(len(body))
        own.setdefault("Content-Type", "application/x-www-form-urlencoded")
    merged = _merged(own, options.headers)
    return tuple((name if not h2 or name == "Host" else name.lower(), v) for name, v in merged.items())


def _merged(own: dict[str, str], given: list[str]) -> dict[str, str]:
    for line in given:
        name, colon, value = line.partition(":")
        if not colon:
            name, value = line.rstrip(";"), ""
            if not line.endswith(";"):
                continue
        known = next((key for key in own if key.lower() == name.strip().lower()), "")
        if known:
            del own[known]
        if value.strip() or line.endswith(";"):
            shown = "Host" if known == "Host" else name.strip()
            own = {shown: value.strip(), **own} if shown == "Host" else {**own, shown: value.strip()}
    return own


def method_of(options: Options) -> str:
    """-X, or what the other options imply."""
    if options.method:
        return options.method
    if options.head:
        return "HEAD"
    return "POST" if (options.data or options.form) and not options.get else "GET"


def pinned(options: Options, url: Url, bench: Bench) -> str:
    """The address --resolve, --connect-to or -6 give for a URL; empty when DNS is to be asked."""
    for entry in options.resolve:
        name, _, rest = entry.lstrip("+").partition(":")
        port, _, addresses = rest.partition(":")
        if not addresses:
            raise Usage(f"curl: (49) Couldn't parse CURLOPT_RESOLVE entry '{entry}'\n", 49)
        if name.lower() in (url.host.lower(), "*") and port == str(url.port):
            return addresses.split(",")[0].strip("[]")
    for entry in options.connect_to:
        first = entry.split(":")
        if len(first) == 4 and first[0] in ("", url.host) and first[1] in ("", str(url.port)):
            return next(iter(lookup.addresses(bench.view, bench.host, first[2], options.family)), "")
    if is_address(url.host):
        return url.host
    if options.family == 6:
        return next(iter(lookup.addresses(bench.view, bench.host, url.host, 6)), "")
    return ""


def send(options: Options, url: Url, method: str, body: bytes, bench: Bench, *, plain: bool) -> Sent:
    """Walk one request through the world and judge it. `plain` forces HTTP/1.1."""
    h2 = url.scheme == "https" and not plain
    headers = headers_of(options, url, body, h2=h2)
    host = next((value for name, value in headers if name == "Host"), url.authority)
    request = Request(
        method,
        url.scheme,
        url.host,
        url.port,
        url.path,
        url.query,
        host=host.partition(":")[0],
        headers=_canonical(headers),
        body_bytes=len(body),
        version="2" if h2 else "1.1",
        source=bench.host,
        address=pinned(options, url, bench),
        insecure=options.insecure,
        connect_timeout=options.connect_timeout or KERNEL_GIVES_UP,
        max_time=options.max_time,
    )
    walk = bench.send(request)
    exit, error = verdict(options, url, walk, bench)
    return Sent(url, method, headers, body, walk, exit, error)


def _canonical(headers: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Names as the world's hops look for them: `Authorization`, `X-Forwarded-For`."""
    return {
        "-".join(p.capitalize() for p in name.split("-")): value for name, value in headers if name != "Host"
    }


def verdict(options: Options, url: Url, walk: Walk, bench: Bench) -> tuple[int, str]:
    """Exit code and message (without `curl: (N)`); (0, "") for an answer (aws-request-path §1.8)."""
    took = max(0, walk.total_ms)
    where = f"Failed to connect to {url.host} port {url.port} after"
    simple = {
        "name": (6, f"Could not resolve host: {url.host}"),
        "refused": (7, f"{where} {took} ms: Couldn't connect to server"),
        "unreachable": (7, f"{where} {took} ms: Couldn't connect to server"),
        "reset": (56, "Recv failure: Connection reset by peer"),
        "empty": (52, "Empty reply from server"),
        "slow": (28, f"Operation timed out after {took} milliseconds with 0 bytes received"),
        "tls": (35, "OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number"),
    }
    if walk.failure == "timeout":
        return 28, _timed_out(options, where, took)
    if walk.failure.startswith("tls-"):
        return 60, untrusted(url, walk, bench)
    return simple.get(walk.failure, (0, ""))


def _timed_out(options: Options, where: str, took: int) -> str:
    patience = options.connect_timeout or KERNEL_GIVES_UP
    if options.max_time and options.max_time <= patience:
        return f"Connection timed out after {took} milliseconds"
    reason = "Timeout was reached" if options.connect_timeout else "Couldn't connect to server"
    return f"{where} {took} ms: {reason}"


def untrusted(url: Url, walk: Walk, bench: Bench) -> str:
    """What is wrong with the certificate, in OpenSSL's words."""
    if walk.failure == "tls-name":
        return f"SSL: no alternative certificate subject name matches target host name '{url.host}'"
    shown = certificates(url, walk, bench)
    why = _UNTRUSTED.get(distrust(shown, walk.at) if shown else "", "unable to get local issuer certificate")
    return f"SSL certificate problem: {why}"


def certificates(url: Url, walk: Walk, bench: Bench) -> list[Certificate]:
    """The chain the server showed, whether or not curl went on; empty when there was no handshake."""
    session: TlsSession | None = walk.tls
    if session is None and walk.failure.startswith("tls-"):
        endpoint = reach(bench.view, bench.host, walk.address, url.port, walk.at).endpoint
        again = handshake(bench.view, endpoint, url.host, url.port, walk.at) if endpoint else None
        session = again.session if isinstance(again, TlsFailure) else again
    return presented(bench.view, session, walk.at) if session else []


def followed(sent: Sent, before: list[Sent]) -> Sent:
    """The transfer as the end of a chain of redirects: counts and times of those before included."""
    return replace(sent, redirects=len(before), redirect_ms=sum(one.walk.total_ms for one in before))
