"""One request, with everything its log lines need, made from its number in its slot."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b

from incidentgame.kernel.instant import Instant
from incidentgame.world.path import Path
from incidentgame.world.traffic.flows import Flow, TrafficPlan
from incidentgame.world.traffic.streams import Stream
from incidentgame.world.view import Arrival
from incidentgame.world.walk.edge import asked_again
from incidentgame.world.walk.request import Walk

_VIEWER_NETS = ("198.51.100", "203.0.113", "192.0.2")
EDGE_NET = "203.0.113"


def edge_id(raw: bytes) -> str:
    """x-amz-cf-id: 54 base64url letters and `==` (aws-request-path §2.2)."""
    return urlsafe_b64encode(raw[:40]).decode()


def trace_id(raw: bytes, at: Instant) -> str:
    """Root=1-<epoch seconds in hex>-<24 hex>."""
    return f"Root=1-{at // 1000:08x}-{raw[41:53].hex()}"


def request_bytes(seed: int, *key: int) -> bytes:
    """64 bytes that belong to one request."""
    text = ",".join(str(part) for part in key)
    return blake2b(text.encode(), digest_size=64, key=seed.to_bytes(8, "big")).digest()


Maker = Callable[[int, int, Instant, Path], Arrival]


def maker(seed: int, plan: TrafficPlan, stream: Stream, index: int) -> Maker:
    """How the requests of a stream are made: from slot, number in the slot, moment and path."""
    flow, pops, agents, key = stream.flow, plan.pops, stream.flow.user_agents, seed.to_bytes(8, "big")

    def make(slot: int, number: int, at: Instant, path: Path) -> Arrival:
        raw = blake2b(f"{index},{slot},{number}".encode(), digest_size=64, key=key).digest()
        return Arrival(
            at=at,
            micros=int.from_bytes(raw[58:60], "big") % 1000,
            flow=flow.id,
            path=path,
            method=flow.method,
            scheme="https",
            host=flow.host,
            uri=_uri(stream, raw),
            query=flow.query,
            version="2" if raw[60] % 5 else "1.1",
            client_ip=_viewer(raw),
            client_port=32768 + int.from_bytes(raw[61:63], "big") % 28000,
            user_agent=agents[raw[63] % len(agents)],
            referer=flow.referer,
            pop=pops[raw[57] % len(pops)],
            edge_ip=f"{EDGE_NET}.{10 + raw[57] % 40}",
            edge_id=edge_id(raw),
            trace_id=trace_id(raw, at),
            sent_bytes=_sent_bytes(flow, path, raw),
            received_bytes=320 + raw[0] + flow.request_bytes,
        )

    return make


def _uri(stream: Stream, raw: bytes) -> str:
    """The path asked for: one of the flow's objects where its template has a number."""
    if "{n}" not in stream.template:
        return stream.template
    number = int.from_bytes(raw[53:57], "big") % stream.flow.objects + 1
    return stream.template.replace("{n}", str(number))


def _viewer(raw: bytes) -> str:
    return f"{_VIEWER_NETS[raw[1] % 3]}.{1 + raw[2] % 254}"


def _sent_bytes(flow: Flow, path: Path, raw: bytes) -> int:
    """Body bytes of the answer: a good one varies about the flow's usual size, others are what they are."""
    if path.status == 200:
        return flow.body_bytes * (80 + raw[3] % 41) // 100
    return len(path.reply.body) if path.reply else 0


def met_at(walk: Walk) -> Instant:
    """When a player's own request met its first hop: once the connection stood."""
    return walk.at + max(walk.tls_ms, walk.connect_ms)


def repeated(walk: Walk) -> Iterator[Walk]:
    """What the edge sent to its origin again for a player's request, each time once its patience was over."""
    hop = walk.path.edge
    if hop is None or hop.attempts < 2 or walk.path.balancer is None:
        return
    again = asked_again(walk.path)
    for number in range(1, hop.attempts):
        at = walk.at + number * again.total_ms
        parts = walk.trace_id.rpartition("-")
        trace = f"Root=1-{at // 1000:08x}-{parts[2][number:]}{parts[2][:number]}"
        yield replace(walk, at=at, path=again, trace_id=trace)


def walked(walk: Walk) -> Arrival:
    """A player's own request among the others."""
    request = walk.request
    return Arrival(
        at=met_at(walk),
        micros=walk.at % 997,
        flow="",
        path=walk.path,
        method=request.method,
        scheme=request.scheme,
        host=request.host or request.name,
        uri=request.uri,
        query=request.query,
        version=request.version,
        client_ip=walk.client_ip,
        client_port=40000 + walk.at % 20000,
        user_agent=request.headers.get("User-Agent", "curl/7.88.1"),
        referer=request.headers.get("Referer", "-"),
        pop=walk.pop,
        edge_ip=f"{EDGE_NET}.{10 + walk.at % 40}",
        edge_id=walk.edge_id,
        trace_id=walk.trace_id,
        sent_bytes=len(walk.path.reply.body) if walk.path.reply else 0,
        received_bytes=280 + request.body_bytes,
    )
