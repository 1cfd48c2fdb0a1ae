"""The ALB's access log, field by field (aws-request-path §3.7); health checks are never in it (INV-18)."""

from incidentgame.kernel.instant import Instant, iso_micros
from incidentgame.world import kinds
from incidentgame.world.path import BalancerHop
from incidentgame.world.state import World
from incidentgame.world.view import Arrival, View
from incidentgame.world.watching.metrics.balancer import short

_OWN_HEADERS = 175
"""Header bytes of the ALB's own HTTP/1.1 answers: 337 = 175 + 162 (§3.8)."""

_RELAYED_HEADERS = 248


def line(view: View, arrival: Arrival) -> str:
    """One line for a request that reached the load balancer."""
    hop = arrival.path.balancer
    assert hop is not None
    world = view.world_at(arrival.at)
    ended = arrival.at + _gap(arrival, hop)
    fields = [
        _type(arrival, hop),
        iso_micros(ended, arrival.micros),
        short(hop.load_balancer),
        _client(arrival),
        hop.target_address if hop.target else "-",
        *_times(arrival, hop),
        str(hop.status),
        _status(hop),
        str(arrival.received_bytes),
        str(_sent(arrival, hop)),
        f'"{_request(arrival, hop)}"',
        f'"{_quoted(arrival.user_agent)}"',
        *_tls(arrival, hop),
        hop.target_group or "-",
        f'"{_root(arrival.trace_id)}"',
        f'"{arrival.host if hop.port == 443 else "-"}"',
        f'"{_certificate(world, hop)}"',
        str(hop.rule),
        iso_micros(arrival.at, arrival.micros),
        f'"{hop.action if hop.action != "none" else "-"}"',
        f'"{hop.redirect_url or "-"}"',
        '"-"',
        f'"{hop.target_address if hop.target else "-"}"',
        f'"{_status(hop)}"',
        '"-"',
        '"-"',
        f"TID_{view.dice.hexadecimal(32, 'connection', _client(arrival), arrival.at // 30_000)}",
    ]
    return " ".join(fields)


def _gap(arrival: Arrival, hop: BalancerHop) -> int:
    """Milliseconds between request_creation_time and time: 10 s for a connect time-out (INV-8), the idle
    time-out for a target that does not answer, and as long as the client waited for a 460 (INV-13)."""
    if hop.target_status:
        return max(0, arrival.path.target_ms) + 1
    if hop.waited_ms:
        return hop.waited_ms
    if hop.target and hop.status == 504:
        return max(arrival.path.target_ms, 10_000)
    return 0


def _type(arrival: Arrival, hop: BalancerHop) -> str:
    """The edge speaks HTTP/1.1 to its origin; a viewer that came straight here may speak HTTP/2."""
    if hop.port == 80:
        return "http"
    return "h2" if not arrival.path.through_edge and arrival.version == "2" else "https"


def _client(arrival: Arrival) -> str:
    address = arrival.edge_ip if arrival.path.through_edge else arrival.client_ip
    return f"{address}:{arrival.client_port}"


def _times(arrival: Arrival, hop: BalancerHop) -> tuple[str, str, str]:
    """-1 for every part that was never reached."""
    if hop.target_status:
        return "0.001", _seconds(max(0, arrival.path.target_ms)), "0.000"
    if hop.waited_ms:
        return "0.001", "-1", "-1"
    if hop.target and hop.status == 502 and arrival.path.target_ms >= 0:
        return "0.000", _seconds(arrival.path.target_ms), "-1"
    return "-1", "-1", "-1"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def _status(hop: BalancerHop) -> str:
    return str(hop.target_status) if hop.target_status else "-"


def _sent(arrival: Arrival, hop: BalancerHop) -> int:
    if hop.target_status:
        return _RELAYED_HEADERS + arrival.sent_bytes
    if hop.status == 460:
        return 0
    own = arrival.path.reply
    direct = own is not None and (not arrival.path.through_edge or own.header("Server").startswith("awselb"))
    return _OWN_HEADERS + (len(own.body) if own is not None and direct else 0)


def _request(arrival: Arrival, hop: BalancerHop) -> str:
    scheme = "https" if hop.port == 443 else "http"
    query = f"?{arrival.query}" if arrival.query else ""
    version = "HTTP/2.0" if _type(arrival, hop) == "h2" else "HTTP/1.1"
    return f"{arrival.method} {scheme}://{arrival.host}:{hop.port}{_quoted(arrival.uri)}{query} {version}"


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\n", "%0A")


def _tls(arrival: Arrival, hop: BalancerHop) -> tuple[str, str]:
    if hop.port == 80:
        return "-", "-"
    if not arrival.path.through_edge:
        return "TLS_AES_128_GCM_SHA256", "TLSv1.3"
    return "ECDHE-RSA-AES128-GCM-SHA256", "TLSv1.2"


def _root(trace: str) -> str:
    return trace if trace.startswith("Root=") else f"Root={trace}"


def _certificate(world: World, hop: BalancerHop) -> str:
    if hop.port == 80:
        return "-"
    for doc in world.all(kinds.LISTENER):
        if (
            doc["LoadBalancerArn"] == hop.load_balancer
            and doc["Port"] == hop.port
            and doc.get("Certificates")
        ):
            return str(doc["Certificates"][0]["CertificateArn"])
    return "-"


def stamp(at: Instant) -> str:
    """`20260310T1405Z`, as in object names."""
    return iso_micros(at).replace("-", "").replace(":", "")[:13] + "Z"
