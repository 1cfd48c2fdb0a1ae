"""CloudFront's hop: distribution, behaviour, viewer-request function, cache, origin (aws-request-path §2).

A function runs before the cache is looked at, so a cached object does not shield a viewer from one that
throws (api-503-aws §1.1). Whether CloudFront reached its origin is in `detail`, never in x-cache alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from incidentgame.world import kinds
from incidentgame.world.edge.control import WAVES, effective_config
from incidentgame.world.path import EdgeHop, Path, Reply
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.walk import balancer, host, replies
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads, even, onward, spread
from incidentgame.world.walk.patterns import wildcard
from incidentgame.world.walk.viewer import Ruling, viewer_request

_CACHED_ERRORS = frozenset({404, 414, 500, 501, 502, 503, 504})
_EDGE_MS = 12


@dataclass(frozen=True, slots=True)
class CacheShare:
    """How the cache treats requests like this one, in ppm: fresh copies, stale copies it could still serve
    when the origin fails, and errors it remembers."""

    fresh: int = 0
    stale: int = 0
    error: int = 0


def distribution(world: World, host: str) -> Doc | None:
    """The distribution that answers for a host name."""
    for doc in world.all(kinds.DISTRIBUTION):
        aliases = doc["DistributionConfig"].get("Aliases", {}).get("Items", ())
        if host in aliases or host == doc["DomainName"]:
            return doc
    return None


Config = Mapping[str, Any]


def behaviour(config: Config, uri: str) -> tuple[str, Config]:
    """The first behaviour of a DistributionConfig whose pattern matches, or the default one (`*`)."""
    for item in config.get("CacheBehaviors", {}).get("Items", ()):
        if wildcard(item["PathPattern"], uri):
            return item["PathPattern"], item
    return "*", config["DefaultCacheBehavior"]


@dataclass(frozen=True, slots=True)
class _Visit:
    """One class of requests at the edges of one wave: what every step needs."""

    world: World
    wave: str
    config: Config
    settings: Config
    loads: Loads
    cache: CacheShare


def deliver(
    world: World, ask: Ask, loads: Loads, cache: CacheShare, waves: Sequence[str] = WAVES
) -> list[Branch]:
    """All ways a viewer's request can go, from the edge on; each wave of edges takes its share."""
    doc = distribution(world, ask.host)
    if doc is None:
        return [_own(EdgeHop("", "", "Error", "Error", 403), replies.edge_error(403, "Bad request."))]
    if not world.table(kinds.EDGE_COPY):
        waves = WAVES[-1:]
    shares = even(len(waves))
    return spread(
        (share, _at_wave(world, doc, wave, ask, loads, cache))
        for share, wave in zip(shares, waves, strict=True)
    )


def _at_wave(world: World, doc: Doc, wave: str, ask: Ask, loads: Loads, cache: CacheShare) -> list[Branch]:
    config = effective_config(world, doc, wave)
    pattern, settings = behaviour(config, ask.uri)
    hop = EdgeHop(doc["Id"], pattern, "Miss", "Miss", 200)
    if not config.get("Enabled", True):
        return [_own(replace(hop, result="Error", detail="Error"), replies.edge_error(403, "Bad request."))]
    refused = _refused(hop, settings, ask)
    if refused is not None:
        return [refused]
    return _through_function(_Visit(world, wave, config, settings, loads, cache), hop, ask)


def _refused(hop: EdgeHop, settings: Mapping[str, Any], ask: Ask) -> Branch | None:
    policy = settings.get("ViewerProtocolPolicy", "allow-all")
    if ask.scheme == "http" and policy == "redirect-to-https":
        query = f"?{ask.query}" if ask.query else ""
        url = f"https://{ask.host}{ask.uri}{query}"
        page = replies.answer("CloudFront", 301, "text/html", _MOVED, ("Location", url))
        return _own(replace(hop, result="Redirect", detail="Redirect", status=301), page)
    allowed = settings.get("AllowedMethods", {}).get("Items", ("GET", "HEAD"))
    if ask.method not in allowed:
        page = replies.edge_error(403, replies.METHOD_NOT_ALLOWED)
        return _own(replace(hop, result="Error", detail="InvalidRequestMethod", status=403), page)
    return None


_MOVED = (
    b"<html>\r\n<head><title>301 Moved Permanently</title></head>\r\n<body>\r\n"
    b"<center><h1>301 Moved Permanently</h1></center>\r\n<hr><center>CloudFront</center>\r\n"
    b"</body>\r\n</html>\r\n"
)


def _own(hop: EdgeHop, reply: Reply) -> Branch:
    return Branch(WHOLE, Path(reply, edge=replace(hop, status=reply.status), total_ms=2))


def _through_function(visit: _Visit, hop: EdgeHop, ask: Ask) -> list[Branch]:
    items = visit.settings.get("FunctionAssociations", {}).get("Items", ())
    arn = next((i["FunctionARN"] for i in items if i["EventType"] == "viewer-request"), "")
    if not arn:
        return _through_cache(visit, hop, ask)
    name = arn.rsplit("/", 1)[-1]
    ruling = viewer_request(visit.world, name, ask, visit.wave)
    hop = replace(hop, function=name)
    if ruling.kind == "pass":
        return _through_cache(visit, hop, ruling.ask)
    return [_by_function(hop, ruling)]


def _by_function(hop: EdgeHop, ruling: Ruling) -> Branch:
    """api-503-aws §1.4: an error is 503, a forbidden header 502; its own answer is what the code says."""
    if ruling.kind == "response":
        kind = "FunctionGeneratedResponse"
        body = ruling.body.encode()
        reply = Reply(ruling.status, "", (("Server", "CloudFront"), *ruling.headers), body)
        return _own(replace(hop, result=kind, detail=kind), reply)
    status, kind = (
        (503, "FunctionExecutionError") if ruling.kind == "error" else (502, "FunctionValidationError")
    )
    hop = replace(hop, result=kind, detail=kind, function_error=True)
    return _own(hop, replies.edge_error(status, replies.FUNCTION_FAILED))


def _through_cache(visit: _Visit, hop: EdgeHop, ask: Ask) -> list[Branch]:
    fetched = _fetched(visit, hop, ask)
    cache = visit.cache
    if ask.method not in ("GET", "HEAD") or cache == CacheShare():
        return fetched
    good = [branch for branch in fetched if branch.path.status < 500]
    bad = [branch for branch in fetched if branch.path.status >= 500]
    copy = _copy(visit, hop, ask, fetched)
    miss = WHOLE - cache.fresh
    failing = miss * (WHOLE - cache.stale) // WHOLE
    return spread(
        [
            (cache.fresh, [Branch(WHOLE, copy)]),
            (miss, good),
            (miss * cache.stale // WHOLE, [Branch(sum(b.weight for b in bad), copy)]),
            (failing * cache.error // WHOLE, _remembered(hop, bad)),
            (failing * (WHOLE - cache.error) // WHOLE, bad),
        ]
    )


def _copy(visit: _Visit, hop: EdgeHop, ask: Ask, fetched: Sequence[Branch]) -> Path:
    """A fresh or stale copy: what the page is in peace, whatever the origin does now (§2.4).

    It keeps the headers its origin gave it (INV-9).
    """
    bucket = fetched[0].path if fetched and fetched[0].path.balancer is None else None
    if bucket is not None and bucket.reply is not None and bucket.reply.header("Server") == "AmazonS3":
        reply = bucket.reply
    else:
        reply = _page(visit.world, ask)
    edge = replace(hop, result="Hit", detail="Hit", status=reply.status, cached=True)
    return Path(reply, edge=edge, total_ms=1)


def _remembered(hop: EdgeHop, bad: Sequence[Branch]) -> list[Branch]:
    """Errors answered from the cache: no line anywhere behind the edge (INV-11)."""
    return [
        Branch(branch.weight, remembered_error(hop, branch.path))
        for branch in bad
        if branch.path.status in _CACHED_ERRORS
    ]


def remembered_error(hop: EdgeHop, path: Path) -> Path:
    """The same error again, this time out of the edge's memory."""
    edge = replace(hop, result="Error", detail="Error", status=path.status, cached=True)
    return Path(path.reply, edge=edge, total_ms=1)


def _page(world: World, ask: Ask) -> Reply:
    """A cacheable page as the origin answers it in peace."""
    from incidentgame.world.compute import app  # late: the app's routes are behind us

    route = app.route(world, "", replace(ask, method="GET"))
    if route is None:
        return replies.answer("nginx", 200, "text/html", b"")
    server = world.once(("page server", route["Role"]), lambda: _server(world, str(route["Role"])))
    reply = app.page(route)
    return replace(reply, headers=(("Server", server), *reply.headers[1:]))


def _server(world: World, role: str) -> str:
    """What nginx on the role's hosts calls itself."""
    from incidentgame.world.compute.logfiles import configured  # late, as above

    for host_id, doc in world.table(kinds.HOST).items():
        config = configured(world, host_id) if doc.get("Role") == role else None
        if config is not None:
            return config.server
    return "nginx"


def _fetched(visit: _Visit, hop: EdgeHop, ask: Ask) -> list[Branch]:
    wanted = visit.settings["TargetOriginId"]
    origin = next(item for item in visit.config["Origins"]["Items"] if item["Id"] == wanted)
    if "S3OriginConfig" in origin:
        return [_from_bucket(visit.world, origin, hop, ask)]
    return _from_balancer(visit.world, origin, hop, ask, visit.loads)


_DENIED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
)


def _from_bucket(world: World, origin: Mapping[str, Any], hop: EdgeHop, ask: Ask) -> Branch:
    bucket = world.find(kinds.BUCKET, origin["DomainName"].split(".s3", 1)[0])
    content = sim(bucket).get("objects", {}).get(ask.uri.lstrip("/")) if bucket else None
    if content is None:
        reply = replies.answer("AmazonS3", 403, "application/xml", _DENIED)
        return Branch(WHOLE, _relayed(hop, Path(reply, total_ms=20)))
    reply = replies.answer("AmazonS3", 200, "application/javascript", str(content).encode())
    return Branch(WHOLE, _relayed(hop, Path(reply, total_ms=20)))


def _from_balancer(
    world: World, origin: Mapping[str, Any], hop: EdgeHop, ask: Ask, loads: Loads
) -> list[Branch]:
    from incidentgame.world.network.reach import edge_reaches  # late: network reads hosts, hosts read this

    domain, port = origin["DomainName"], _origin_port(origin, ask)
    reached = world.once(("edge reaches", domain, port), lambda: edge_reaches(world, domain, port))
    if reached.verdict == "name":
        return [_gave_up(hop, 502, "OriginDnsError", replies.NO_ORIGIN_NAME, 100)]
    if reached.verdict == "refused":
        return [_gave_up(hop, 502, "OriginConnectError", replies.NO_ORIGIN_CONNECTION, 30)]
    if reached.verdict != "open":
        waited = origin.get("ConnectionAttempts", 3) * origin.get("ConnectionTimeout", 10) * 1000
        return [_gave_up(hop, 504, "OriginCommError", replies.ORIGIN_GAVE_UP, waited)]
    if reached.host:
        branches = _from_host(world, reached.host, ask, port, loads)
    else:
        load_balancer = world.get(kinds.LOAD_BALANCER, reached.balancer)
        branches = balancer.balance(world, load_balancer, port, ask, loads)
    patience = origin.get("CustomOriginConfig", {}).get("OriginReadTimeout", 30) * 1000
    return onward(branches, lambda path: _answer_in_time(hop, path, ask, patience, origin))


def _from_host(world: World, id: str, ask: Ask, port: int, loads: Loads) -> list[Branch]:
    """An origin that is one machine, without a load balancer before it."""
    from incidentgame.world.network.reach import EDGE_EGRESS  # late, as above

    served = host.serve(world, id, ask, peer=EDGE_EGRESS, port=port, loads=loads)
    return onward(served, lambda path: replace(path, total_ms=max(path.target_ms, 0) + 1))


def _origin_port(origin: Mapping[str, Any], ask: Ask) -> int:
    """OriginProtocolPolicy and the two ports (§2.5)."""
    custom = origin.get("CustomOriginConfig", {})
    policy = custom.get("OriginProtocolPolicy", "https-only")
    plain = policy == "http-only" or (policy == "match-viewer" and ask.scheme == "http")
    return int(custom.get("HTTPPort", 80) if plain else custom.get("HTTPSPort", 443))


def _gave_up(hop: EdgeHop, status: int, detail: str, sentence: str, took: int) -> Branch:
    edge = replace(hop, result="Error", detail=detail, status=status)
    return Branch(WHOLE, Path(replies.edge_error(status, sentence), edge=edge, total_ms=took))


def _answer_in_time(hop: EdgeHop, path: Path, ask: Ask, patience: int, origin: Mapping[str, Any]) -> Path:
    """§2.5: CloudFront stops waiting first; GET and HEAD are tried ConnectionAttempts times (INV-13)."""
    if path.total_ms <= patience and path.reply is not None:
        return _relayed(hop, path)
    if path.failure == "empty":  # closed without an answer (the label is a house rule)
        page = replies.edge_error(502, replies.ORIGIN_GAVE_UP)
        edge = replace(hop, result="Error", detail="OriginCommError", status=502)
        return replace(path, reply=page, edge=edge, failure="")
    tries = origin.get("ConnectionAttempts", 3) if ask.method in ("GET", "HEAD") else 1
    page = replies.edge_error(504, replies.ORIGIN_GAVE_UP)
    edge = replace(hop, result="Error", detail="OriginCommError", status=504, attempts=tries)
    left = balancer.left(path, patience)
    return replace(left, reply=page, edge=edge, failure="", total_ms=patience * tries)


def asked_again(path: Path) -> Path:
    """The same request as the origin saw it each time after the first: no viewer is behind it."""
    assert path.edge is not None and path.balancer is not None
    hop = replace(path.balancer, again=True)
    return replace(path, reply=None, edge=None, balancer=hop, total_ms=path.total_ms // path.edge.attempts)


def _relayed(hop: EdgeHop, path: Path) -> Path:
    """INV-9: an origin's own error keeps its server and body; x-cache says Error all the same."""
    assert path.reply is not None
    failed = path.reply.status >= 400
    kind = "Error" if failed else "Miss"
    edge = replace(hop, result=kind, detail=kind, status=path.reply.status)
    return replace(path, edge=edge, total_ms=path.total_ms + _EDGE_MS)
