"""The host's hop: nginx, then the app behind it. Also what a health check or a direct request gets."""

from msgspec.structs import replace as altered

from incidentgame.world import kinds
from incidentgame.world.compute import app
from incidentgame.world.compute.files import read_file
from incidentgame.world.compute.nginx import UNIT, LimitUse, Location, NginxConfig, locate, running
from incidentgame.world.compute.signals import is_hung
from incidentgame.world.path import Path, ProxyHop, Reply
from incidentgame.world.state import World
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads, onward, spread
from incidentgame.world.walk.replies import answer, proxy_error

_APP_PORT = 8000
_CLOSE = 444
"""nginx's own status: it closes the connection without a word."""

_LEAST_RATE = 1


def serve(
    world: World, host: str, ask: Ask, *, peer: str, port: int = 80, loads: Loads | None = None
) -> list[Branch]:
    """What a host answers on a port to a request whose TCP peer is `peer`.

    A branch without a reply carries `failure`: `refused` (nothing listens), `timeout` (host down), `hang`
    (who should answer is stopped; the kernel takes the connection all the same), `empty` (closed at once).
    """
    document = world.find(kinds.HOST, host)
    if document is None or not _up(world, host):
        return [_failed("timeout")]
    role = str(document["Role"])
    if port == _APP_PORT and peer == "127.0.0.1":
        return app.serve(world, host, role, ask, loads or Loads())
    config = world.once(("nginx", host), lambda: running(world, host))
    if config is None or port not in config.ports:
        return [_failed("refused")]
    if is_hung(world, host, UNIT):
        return [_failed("hang")]
    return _proxied(world, host, role, config, ask, peer, loads or Loads())


def health(
    world: World, host: str, path: str, port: int, peer: str, patience: int, loads: Loads | None = None
) -> int | str:
    """The status a health check gets within `patience` ms, or `refused`, `timeout`: the likeliest (§3.4)."""
    ask = Ask("GET", "", path, headers={"User-Agent": "ELB-HealthChecker/2.0"}, client_ip="", scheme="http")
    branches = serve(world, host, ask, peer=peer, port=port, loads=loads)
    likeliest = max(branches, key=lambda branch: branch.weight).path
    if likeliest.failure == "hang" or likeliest.target_ms > patience:
        return "timeout"
    return likeliest.failure or likeliest.status


def abandoned(path: Path, after: int) -> Path:
    """What host and app saw of a request whose client went away after `after` ms: nginx logs 499 (§5.5)."""
    if path.proxy is None:
        return altered(path, target_ms=-1)
    asked = bool(path.proxy.upstream_status) or path.app is not None
    hop = altered(path.proxy, status=499, body_bytes=0, upstream_status=0, error="")
    return altered(path, proxy=hop, app_ms=after if asked else 0, proxy_ms=after, target_ms=-1)


def _up(world: World, host: str) -> bool:
    instance = world.find(kinds.INSTANCE, host)
    state = instance["State"]["Name"] if instance else "running"
    return bool(state == "running" and not world.get(kinds.HOST, host).get("sim", {}).get("down"))


def _failed(failure: str) -> Branch:
    return Branch(WHOLE, Path(reply=None, failure=failure))


def _proxied(
    world: World, host: str, role: str, config: NginxConfig, ask: Ask, peer: str, loads: Loads
) -> list[Branch]:
    place = world.once(("place", host, ask.host, ask.uri), lambda: locate(config, ask.host, ask.uri))
    limited = _limited_share(config, place, ask, peer, loads, host)
    refused = app.refused_share(world, host, role, ask, loads)
    passed = world.once(
        ("passed", host, ask.method, ask.host, ask.uri, refused),
        lambda: _passed(world, host, role, config, place, ask, refused),
    )
    if place.limit is None or not limited:
        return passed
    use = place.limit
    turned = world.once(
        ("turned away", host, ask.host, ask.uri),
        lambda: [Branch(WHOLE, _limited(world, host, config, place, use))],
    )
    return spread([(limited, turned), (WHOLE - limited, passed)])


def _limited_share(config: NginxConfig, place: Location, ask: Ask, peer: str, loads: Loads, host: str) -> int:
    """How many of these requests the location's limit turns away (leaky bucket in steady state)."""
    use = place.limit
    if use is None or use.dry_run:
        return 0
    zone = config.zones[use.zone]
    if _key(config, zone.key, ask, peer) != peer:
        return 0  # each viewer has a bucket of their own, and none of ours fills one
    rate = loads.proxy.get((host, peer), 0)
    allowed = zone.rate_per_minute * 1000 // 60
    return max(0, WHOLE - allowed * WHOLE // max(rate, _LEAST_RATE)) if rate > allowed else 0


def _key(config: NginxConfig, key: str, ask: Ask, peer: str) -> str:
    """The value the limit counts by: the TCP peer, unless realip or another variable says otherwise."""
    if key in ("$binary_remote_addr", "$remote_addr"):
        return ask.client_ip if config.real_client(peer) else peer
    return peer if key == "$server_name" else ask.client_ip


def _limited(world: World, host: str, config: NginxConfig, place: Location, limit: LimitUse) -> Path:
    reply = _error_page(world, host, config, place, limit.status)
    hop = ProxyHop(host, reply.status, len(reply.body), 0, limited_by=limit.zone)
    return Path(reply, proxy=hop, proxy_ms=0, target_ms=1)


def _passed(
    world: World, host: str, role: str, config: NginxConfig, place: Location, ask: Ask, refused: int
) -> list[Branch]:
    if place.returns is not None:
        status, body = place.returns
        if status == _CLOSE:
            hop = ProxyHop(host, status, 0, 0)
            return [Branch(WHOLE, Path(None, proxy=hop, target_ms=1, failure="empty"))]
        reply = (
            answer(config.server, status, "text/plain", body.encode())
            if body
            else proxy_error(status, config.server)
        )
        return [Branch(WHOLE, _own(host, reply))]
    if not place.upstream:
        return [Branch(WHOLE, _own(host, proxy_error(404, config.server)))]
    served = app.answers(world, host, role, ask, refused)
    return onward(served, lambda path: _relayed(world, host, config, place, path))


def _own(host: str, reply: Reply) -> Path:
    return Path(reply, proxy=ProxyHop(host, reply.status, len(reply.body), 0), proxy_ms=0, target_ms=1)


def _relayed(world: World, host: str, config: NginxConfig, place: Location, path: Path) -> Path:
    """nginx's view of what the app did: refused → 502, too late → 504 (§5.5), errors as configured."""
    if path.failure == "hang":
        waited = altered(path, app_ms=place.read_timeout, failure="")
        return _too_late(world, host, config, place, waited)
    if path.reply is None:
        return _no_app(world, host, config, place, path)
    if path.app_ms > place.read_timeout:
        return _too_late(world, host, config, place, path)
    reply = path.reply
    if place.intercept_errors and reply.status in place.error_pages:
        reply = _error_page(world, host, config, place, reply.status)
    else:
        reply = altered(reply, headers=(("Server", config.server), *reply.headers[1:]))
    hop = ProxyHop(host, reply.status, len(reply.body), path.reply.status)
    took = path.app_ms + 1
    return altered(path, reply=reply, proxy=hop, proxy_ms=took, target_ms=took)


def _no_app(world: World, host: str, config: NginxConfig, place: Location, path: Path) -> Path:
    reply = _error_page(world, host, config, place, 502)
    error = "connect() failed (111: Connection refused) while connecting to upstream"
    hop = ProxyHop(host, 502, len(reply.body), 502, error=error)
    return altered(path, reply=reply, proxy=hop, failure="", proxy_ms=0, target_ms=1)


def _too_late(world: World, host: str, config: NginxConfig, place: Location, path: Path) -> Path:
    reply = _error_page(world, host, config, place, 504)
    error = "upstream timed out (110: Connection timed out) while reading response header from upstream"
    hop = ProxyHop(host, 504, len(reply.body), 504, error=error)
    return altered(
        path, reply=reply, proxy=hop, proxy_ms=place.read_timeout, target_ms=place.read_timeout + 1
    )


def _error_page(world: World, host: str, config: NginxConfig, place: Location, status: int) -> Reply:
    """nginx's error answer: the configured page where there is one that can be read, else its own."""
    page = place.error_pages.get(status)
    content = read_file(world, host, place.page_file(page)) if page else None
    if page is None or content is None:
        return proxy_error(status, config.server)
    kind = "application/json" if page.endswith(".json") else "text/html"
    code = place.error_codes.get(status, status) or 200
    return answer(config.server, code, kind, content.encode())
