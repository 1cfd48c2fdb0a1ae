"""CloudFront's standard log: 33 tab-separated fields (aws-request-path §2.6, api-503-aws §1.5)."""

from urllib.parse import quote

from incidentgame.kernel.instant import to_datetime
from incidentgame.world import kinds
from incidentgame.world.path import EdgeHop
from incidentgame.world.view import Arrival, View

FIELDS = (
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
    "cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type "
    "cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte "
    "x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end"
)
HEAD = f"#Version: 1.0\n#Fields: {FIELDS}\n"
_HEADER_BYTES = 402
_SAFE = "-_.!~*'()/:;,=@&+$%?#[]"


def line(view: View, arrival: Arrival) -> str:
    """One line for a viewer's request."""
    hop = arrival.path.edge
    assert hop is not None
    moment = to_datetime(arrival.at + arrival.path.total_ms)
    taken = _seconds(max(1, arrival.path.total_ms))
    secure = arrival.scheme == "https"
    return "\t".join(
        (
            f"{moment:%Y-%m-%d}",
            f"{moment:%H:%M:%S}",
            arrival.pop,
            str(_HEADER_BYTES + arrival.sent_bytes),
            arrival.client_ip,
            arrival.method,
            _domain(view, hop),
            _encoded(arrival.uri),
            f"{arrival.path.status:03d}",
            _encoded(arrival.referer),
            _encoded(arrival.user_agent),
            _encoded(arrival.query),
            "-",
            hop.result,
            arrival.edge_id,
            arrival.host,
            arrival.scheme,
            str(arrival.received_bytes),
            taken,
            "-",
            "TLSv1.3" if secure else "-",
            "TLS_AES_128_GCM_SHA256" if secure else "-",
            hop.result,
            "HTTP/2.0" if arrival.version == "2" and secure else "HTTP/1.1",
            "-",
            "-",
            str(arrival.client_port),
            taken,
            hop.detail,
            _content_type(arrival),
            str(arrival.sent_bytes) if arrival.sent_bytes else "-",
            "-",
            "-",
        )
    )


def _domain(view: View, hop: EdgeHop) -> str:
    doc = view.world.find(kinds.DISTRIBUTION, hop.distribution)
    return str(doc["DomainName"]) if doc else "-"


def _encoded(text: str) -> str:
    return quote(text, safe=_SAFE) if text and text != "-" else "-"


def _content_type(arrival: Arrival) -> str:
    reply = arrival.path.reply
    return _encoded(reply.header("Content-Type").replace("; ", ";")) if reply else "-"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"
