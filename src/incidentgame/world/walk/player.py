"""A player's own request, from name to answer: one draw among the paths every request of its kind can take.

House rule: where at least 95 % of such requests end with one status, a single request ends with it too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from msgspec.structs import replace as altered

from incidentgame.kernel.instant import DAY, Instant, Millis, http_date
from incidentgame.world import kinds
from incidentgame.world.dns.lookup import addresses
from incidentgame.world.edge.control import wave_of
from incidentgame.world.network.reach import Reach, public_address, reach
from incidentgame.world.path import EdgeHop, Path, Reply
from incidentgame.world.tls.handshake import TlsFailure, handshake
from incidentgame.world.traffic.arrival import edge_id, request_bytes, trace_id
from incidentgame.world.traffic.flows import Flow, TrafficPlan
from incidentgame.world.traffic.streams import cache_share, loads_at
from incidentgame.world.view import View
from incidentgame.world.walk import balancer, edge, host
from incidentgame.world.walk.ask import WHOLE, Ask, Branch
from incidentgame.world.walk.replies import REQUEST_ID_PLACE, answer
from incidentgame.world.walk.request import Request, Walk

_ALMOST_ALL = 950_000
_FORGOTTEN = 350_000
"""After so long without a packet a NAT gateway forgets a connection and answers the next one with a reset."""


class Walked(View, Protocol):
    """A simulation that also remembers the player's own requests."""

    @property
    def walks(self) -> tuple[Walk, ...]: ...

    @property
    def plan(self) -> TrafficPlan: ...

    @property
    def memo(self) -> dict[object, object]: ...


def walk(view: Walked, request: Request) -> Walk:
    """The request as it goes now. Never raises: what fails is in `failure`."""
    start = Walk(request, view.now, Path(None), client_ip="")
    found = [request.address] if request.address else addresses(view, request.source, request.name, 4)
    if not found:
        return replace(start, failure="name", dns_ms=4, total_ms=4, path=Path(None, failure="name"))
    start = replace(
        start,
        address=found[0],
        dns_ms=0 if request.address else 4,
        client_ip=_client_ip(view, request.source, found[0]),
    )
    return _connected(view, start)


def _client_ip(view: View, source: str, address: str) -> str:
    """What the other side sees: the private address inside the VPC, else a public one."""
    document = view.world.find(kinds.HOST, source)
    inside = address.startswith(("10.", "127."))
    if inside and document is not None and document.get("PrivateIp"):
        return str(document["PrivateIp"])
    return public_address(view.world, source, address)


def _connected(view: Walked, so_far: Walk) -> Walk:
    request = so_far.request
    reached = reach(view, request.source, so_far.address, request.port)
    if reached.verdict == "timeout":
        waited = min(request.connect_timeout, request.max_time or request.connect_timeout)
        return _failed(so_far, "timeout", so_far.dns_ms + waited)
    if reached.verdict != "open":
        failure = "refused" if reached.verdict == "refused" else "unreachable"
        return _failed(so_far, failure, so_far.dns_ms + reached.ms)
    so_far = replace(so_far, connect_ms=so_far.dns_ms + reached.ms)
    if request.scheme != "https":
        return _answered(view, so_far, reached)
    return _secured(view, so_far, reached)


def _failed(so_far: Walk, failure: str, total: Millis) -> Walk:
    return replace(so_far, failure=failure, total_ms=total, path=Path(None, failure=failure))


def _secured(view: Walked, so_far: Walk, reached: Reach) -> Walk:
    shaken = handshake(view, reached.endpoint or ("",), so_far.request.name, so_far.request.port)
    done = so_far.connect_ms + 2 * reached.ms + 4
    if isinstance(shaken, TlsFailure):
        if shaken.session is None or not so_far.request.insecure:
            return _failed(so_far, shaken.kind, done)
        shaken = shaken.session
    return _answered(view, replace(so_far, tls=shaken, tls_ms=done), reached)


def _answered(view: Walked, so_far: Walk, reached: Reach) -> Walk:
    request = so_far.request
    ask = Ask(
        request.method,
        request.host or request.name,
        request.uri,
        request.query,
        {"User-Agent": "curl/7.88.1", **request.headers, "Host": request.host or request.name},
        so_far.client_ip,
        request.body_bytes,
        request.scheme,
    )
    raw = request_bytes(view.dice.seed, view.now, len(view.walks))
    kind = reached.endpoint[0] if reached.endpoint else ""
    if kind == "edge":
        path, age = _at_the_edge(view, ask)
    else:
        path, age = _picked(view, ask, _behind(view, ask, reached, so_far)), 0
    if path.failure == "hang":
        return _unanswered(so_far, path)
    if path.failure:
        failure = "reset" if path.failure == "timeout" else path.failure
        return replace(_failed(so_far, failure, _last(so_far, path)), path=path)
    return _dressed(view, so_far, path, raw, age)


def _unanswered(so_far: Walk, path: Path) -> Walk:
    """The client's own limit ends it, or what lies between forgets the connection (house rule)."""
    done = max(so_far.tls_ms, so_far.connect_ms)
    limit = so_far.request.max_time
    if limit and limit < done + _FORGOTTEN:
        return replace(_failed(so_far, "slow", limit), path=path)
    return replace(_failed(so_far, "reset", done + _FORGOTTEN), path=path)


def _behind(view: Walked, ask: Ask, reached: Reach, so_far: Walk) -> list[Branch]:
    """Straight at the load balancer, or at a host."""
    loads = loads_at(view.world, view.plan, view.now, view.memo)
    assert reached.endpoint is not None
    if reached.endpoint[0] not in ("balancer", "host"):
        return [Branch(WHOLE, Path(_stranger(reached.endpoint[0]), total_ms=1))]
    if reached.endpoint[0] == "balancer":
        doc = view.world.get(kinds.LOAD_BALANCER, reached.endpoint[1])
        return balancer.balance(view.world, doc, so_far.request.port, ask, loads)
    local = so_far.address.startswith("127.") or reached.endpoint[1] == so_far.request.source
    peer = "127.0.0.1" if local and so_far.address.startswith("127.") else so_far.client_ip
    return host.serve(view.world, reached.endpoint[1], ask, peer=peer, port=so_far.request.port, loads=loads)


def _stranger(kind: str) -> Reply:
    """Metadata without a token (401, aws-request-path §4.6), or a web site that is not ours."""
    if kind == "metadata":
        return answer("EC2ws", 401, "text/html", b"")
    return answer("nginx", 200, "text/html", b"<html><body>It works.</body></html>\n")


def _at_the_edge(view: Walked, ask: Ask) -> tuple[Path, int]:
    """The path from the edge on, and the `age` in seconds of an answer that was remembered."""
    loads = loads_at(view.world, view.plan, view.now, view.memo)
    flow = _flow_of(view.plan, ask)
    kept = _own_copy(view, ask, flow)
    share = cache_share(flow, view.plan) if flow else edge.CacheShare()
    waves = [wave_of(view.plan.pops[0])]
    plain = edge.deliver(view.world, ask, loads, replace(share, error=0), waves)
    path = _picked(view, ask, plain)
    if kept is None or path.edge is None or path.edge.function_error or path.edge.cached:
        return path, _age(view, ask, path, flow)
    return kept.path_again(path.edge), (view.now - kept.at) // 1000


def _age(view: Walked, ask: Ask, path: Path, flow: Flow | None) -> int:
    if path.edge is None or not path.edge.cached or flow is None:
        return 0
    last = _last_good(view, ask)
    lifetime = max(2, flow.cache_seconds)
    phase = view.dice.below(lifetime, "age", ask.uri)
    return (view.now - last) // 1000 + (last // 1000 + phase) % lifetime


def _last_good(view: Walked, ask: Ask) -> Instant:
    """Until when the origin gave such pages: now, or the moment it began to fail nearly everybody."""
    until = view.now
    for since, world in reversed(view.worlds(max(view.account.begins, view.now - DAY), view.now + 1)):
        loads = loads_at(world, view.plan, max(since, view.account.begins), view.memo)
        ways = edge.deliver(world, ask, loads, edge.CacheShare(), [wave_of(view.plan.pops[0])])
        good = sum(way.weight for way in ways if way.path.status < 500)
        if good * 20 >= sum(way.weight for way in ways):
            return until
        until = since
    return until


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer of the player's own earlier request that the edge still remembers."""

    at: Instant
    path: Path

    def path_again(self, now: EdgeHop) -> Path:
        if self.path.status >= 500:
            return edge.remembered_error(now, self.path)
        hop = altered(now, result="Hit", detail="Hit", status=self.path.status, cached=True)
        return Path(self.path.reply, edge=hop, total_ms=1)


def _own_copy(view: Walked, ask: Ask, flow: Flow | None) -> _Kept | None:
    """Errors for ErrorCachingMinTTL (10 s), cacheable pages for their lifetime (§2.4, INV-11)."""
    if ask.method not in ("GET", "HEAD"):
        return None
    for earlier in reversed(view.walks):
        lifetime = 10_000 if earlier.path.status >= 500 else _lifetime(flow, earlier.path)
        same = _remembered(earlier) and _key(earlier.request) == _key_of(ask)
        came = earlier.at + earlier.total_ms  # a time-out is remembered from its end on
        if same and view.now - came < lifetime:
            return _Kept(came, earlier.path)
    return None


def _remembered(earlier: Walk) -> bool:
    """Did the edge keep this answer? Only what an origin said to a GET or HEAD; a copy is no new one."""
    hop = earlier.path.edge
    return bool(
        hop and not hop.cached and not hop.function_error and earlier.request.method in ("GET", "HEAD")
    )


def _lifetime(flow: Flow | None, path: Path) -> Millis:
    """As the flow says; a file of a bucket, which says nothing of it, for CloudFront's default of a day."""
    if path.status == 200 and path.reply is not None and path.reply.header("Server") == "AmazonS3":
        return DAY
    return flow.cache_seconds * 1000 if flow and flow.cached else 0


def _key(request: Request) -> tuple[str, str, str, str]:
    token = request.headers.get("Authorization", "")
    return (request.host or request.name, request.uri, request.query, token)


def _key_of(ask: Ask) -> tuple[str, str, str, str]:
    return (ask.host, ask.uri, ask.query, ask.headers.get("Authorization", ""))


def _flow_of(plan: TrafficPlan, ask: Ask) -> Flow | None:
    """The flow whose requests look like this one."""
    for flow in plan.flows:
        for template in flow.paths:
            if flow.method == ask.method and flow.host == ask.host and _fits(template, ask.uri, flow):
                return flow
    return None


def _fits(template: str, uri: str, flow: Flow) -> bool:
    """Is it a page that others ask for too? A number beyond the objects there are is nobody's."""
    found = re.fullmatch(re.escape(template).replace(r"\{n\}", r"(\d{1,9})"), uri)
    return found is not None and all(1 <= int(number) <= flow.objects for number in found.groups())


def _picked(view: View, ask: Ask, branches: Sequence[Branch]) -> Path:
    """One branch, by the dice; the usual status where nearly all have it."""
    by_status: dict[int, int] = {}
    for branch in branches:
        by_status[branch.path.status] = by_status.get(branch.path.status, 0) + branch.weight
    usual = max(by_status, key=lambda status: by_status[status])
    if by_status[usual] * WHOLE >= _ALMOST_ALL * sum(by_status.values()):
        branches = [branch for branch in branches if branch.path.status == usual]
    weights = [branch.weight for branch in branches]
    return branches[view.dice.weighted(weights, "walk", ask.method, ask.uri, view.now)].path


def _last(so_far: Walk, path: Path) -> Millis:
    return max(so_far.tls_ms, so_far.connect_ms) + max(1, path.total_ms)


def _dressed(view: Walked, so_far: Walk, path: Path, raw: bytes, age: int) -> Walk:
    """The answer with everything that is this request's own: date, ids, edge location, times."""
    assert path.reply is not None
    request, identity = so_far.request, edge_id(raw)
    pop = view.plan.pops[0]
    path = _in_patience(so_far, path)
    assert path.reply is not None
    done = _last(so_far, altered(path, total_ms=_jittered(view, request, path)))
    reply = _with_headers(view.now + done, path, path.reply, pop, identity, raw, age, request)
    first, total = done, done + (1 if reply.body else 0)
    slow = request.max_time and total > request.max_time
    return replace(
        so_far,
        path=altered(path, reply=reply),
        failure="slow" if slow else "",
        first_byte_ms=first,
        total_ms=request.max_time if slow else total,
        pop=pop if path.edge else "",
        edge_id=identity if path.edge else "",
        trace_id=trace_id(raw, view.now) if path.balancer else "",
    )


def _in_patience(so_far: Walk, path: Path) -> Path:
    """What the hops saw of it when the client's own limit (`curl -m`) ends it before they are done."""
    limit = so_far.request.max_time - max(so_far.tls_ms, so_far.connect_ms)
    if not so_far.request.max_time or path.total_ms <= limit or path.edge is not None:
        return path
    return balancer.left(path, limit)


def _jittered(view: View, request: Request, path: Path) -> Millis:
    """How long it took: the app's own work varies, timers (waits, time-outs) do not (INV-8, INV-12)."""
    if path.app is None or (path.proxy is not None and path.proxy.status in (499, 504)):
        return path.total_ms
    work = max(0, path.app_ms - path.app.waited_ms)
    varied = work * view.dice.between(92, 112, "jitter", request.uri, view.now) // 100
    return path.total_ms - work + varied


_OWN = frozenset(
    ("Content-Length", "Date", "Connection", "X-Cache", "Via", "X-Amz-Cf-Pop", "X-Amz-Cf-Id", "Age")
)
"""Headers each answer gets anew."""


def _with_headers(
    at: Instant, path: Path, reply: Reply, pop: str, identity: str, raw: bytes, age: int, request: Request
) -> Reply:
    body = reply.body.replace(REQUEST_ID_PLACE.encode(), identity.encode())
    headers = [(n, v) for n, v in reply.headers if n not in _OWN]  # a copy brings those of its first time
    server, rest = headers[0], headers[1:]
    made = at - age * 1000  # what is remembered keeps the date it was made
    dressed = [server, ("Date", http_date(made)), *rest[:1], ("Content-Length", str(len(body)))]
    if request.version != "2":
        dressed.append(("Connection", "keep-alive"))
    dressed.extend(rest[1:])
    if path.edge is not None:
        dressed.extend(_edge_headers(path, pop, identity, raw, age))
    return Reply(reply.status, reply.reason, tuple(dressed), body)


def _edge_headers(path: Path, pop: str, identity: str, raw: bytes, age: int) -> list[tuple[str, str]]:
    """aws-request-path §2.2: x-cache, via, x-amz-cf-pop, x-amz-cf-id, and age for what was remembered."""
    assert path.edge is not None
    label = path.edge.result
    found = [
        ("X-Cache", f"{label} from cloudfront"),
        ("Via", f"1.1 {raw[:16].hex()}.cloudfront.net (CloudFront)"),
        ("X-Amz-Cf-Pop", pop),
        ("X-Amz-Cf-Id", identity),
    ]
    return [*found, ("Age", str(age))] if path.edge.cached else found
