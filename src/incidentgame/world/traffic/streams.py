"""Streams: a flow's path template with its rate and the weighted paths its requests take in one world.

Load and failure depend on each other: clients retry what fails, and retries load what fails. A few rounds
of "paths under these loads → rates with retries → loads" settle it (closed-loop clients).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec.structs import replace as altered

from incidentgame.kernel.instant import DAY, HOUR, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.path import Path
from incidentgame.world.state import World
from incidentgame.world.traffic.flows import Flow, TrafficPlan
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads
from incidentgame.world.walk.edge import CacheShare, asked_again, deliver

FULL = 1 << 32
"""Cumulative shares are in 2**-32."""

SPREAD = (55, 70, 85, 100, 130, 220)
"""A good answer's time in percent of the route's usual one, each equally likely."""

_ROUNDS = 4
_STALE = 970_000

RELEVANT = (
    kinds.RECORD,
    kinds.DISTRIBUTION,
    kinds.FUNCTION,
    kinds.KEY_VALUE_STORE,
    kinds.EDGE_COPY,
    kinds.LOAD_BALANCER,
    kinds.LISTENER,
    kinds.RULE,
    kinds.TARGET_GROUP,
    kinds.TARGET,
    kinds.INSTANCE,
    kinds.SUBNET,
    kinds.ROUTE_TABLE,
    kinds.INTERNET_GATEWAY,
    kinds.PREFIX_LIST,
    kinds.NETWORK_ACL,
    kinds.SECURITY_GROUP,
    kinds.HOST,
    kinds.UNIT,
    kinds.FILE,
    kinds.DB_SESSION,
    kinds.DB_CLUSTER,
    kinds.DB_INSTANCE,
    kinds.APP_ROUTE,
    kinds.BUCKET,
)
"""The tables a request's path can depend on; a change elsewhere leaves the streams as they are."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Requests of one flow for one path template. `rate` is thousandths per second, retries included."""

    flow: Flow
    template: str
    rate: int
    paths: tuple[Path, ...]
    edges: tuple[int, ...]
    """Upper cumulative share of each path, in 2**-32; the last is FULL."""

    def scaled(self) -> list[tuple[int, Path]]:
        """The finer paths with their times spread: (upper cumulative share, path)."""
        out: list[tuple[int, Path]] = []
        low = 0
        for path, high in zip(self.paths, self.edges, strict=True):
            answered = path.app is not None and path.app.status < 500 and path.status < 500
            times = SPREAD if answered else (100,)
            for part, percent in enumerate(times, start=1):
                out.append((low + (high - low) * part // len(times), _slower(path, percent)))
            low = high
        return out


def _slower(path: Path, percent: int) -> Path:
    if percent == 100:
        return path
    extra = path.app_ms * percent // 100 - path.app_ms
    return altered(
        path,
        app_ms=path.app_ms + extra,
        proxy_ms=path.proxy_ms + extra,
        target_ms=path.target_ms + extra,
        total_ms=path.total_ms + extra,
    )


def relevant(world: World) -> tuple[Any, ...]:
    """The identity of what the streams depend on; tracked connections end without a change to any table."""
    from incidentgame.world.network.groups import last_revoked  # late: network reads hosts, hosts read this

    return (*(id(world.table(kind)) for kind in RELEVANT), last_revoked(world))


def streams(world: World, plan: TrafficPlan, at: Instant, memo: dict[Any, Any]) -> tuple[Stream, ...]:
    """All streams of a world at an instant; computed once per world and, where load matters, per hour."""
    hour = at % DAY // HOUR
    key = relevant(world)
    if key not in memo:
        memo[key] = (world, _settled(world, plan, hour), {})
    _, (built, sensitive), by_hour = memo[key]
    if hour not in by_hour:
        present = _settled(world, plan, hour)[0] if sensitive else _rescaled(built, plan, hour)
        by_hour[hour] = _with_repeats(present)
    found: tuple[Stream, ...] = by_hour[hour]
    return found


def _with_repeats(built: tuple[Stream, ...]) -> tuple[Stream, ...]:
    """The streams, and after them what the edge sends to its origin again when no answer comes (§2.5).

    Each stream has its counterpart at the same place, so that the draws of one do not depend on others.
    """
    repeats = tuple(_repeats(stream) for stream in built)
    return (*built, *repeats) if any(stream.rate for stream in repeats) else built


def _repeats(stream: Stream) -> Stream:
    more = [
        Branch(branch.weight * (hop.attempts - 1), asked_again(branch.path))
        for branch in _as_branches(stream)
        if (hop := branch.path.edge) and hop.attempts > 1 and branch.path.balancer
    ]
    total = sum(branch.weight for branch in more)
    if not total:
        return Stream(stream.flow, stream.template, 0, stream.paths[:1], (FULL,))
    return _stream(stream.flow, stream.template, stream.rate * total // WHOLE, more)


def _settled(world: World, plan: TrafficPlan, hour: int) -> tuple[tuple[Stream, ...], bool]:
    """The streams once load and retries agree, and whether load made any difference."""
    asked = list(_asked(plan))
    rates = [_rate(plan, flow, hour) for flow, _ in asked]
    branches = [
        _branches(world, flow, template, rate, Loads())
        for (flow, template), rate in zip(asked, rates, strict=True)
    ]
    unloaded = branches
    for _ in range(_ROUNDS):
        wanted = [
            _with_retries(flow, rate, found)
            for (flow, _), rate, found in zip(asked, rates, branches, strict=True)
        ]
        loads = _loads(zip((flow for flow, _ in asked), wanted, branches, strict=True))
        branches = [
            _branches(world, flow, template, rate, loads)
            for (flow, template), rate in zip(asked, rates, strict=True)
        ]
        if branches == unloaded:
            break
    built = tuple(
        _stream(flow, template, _with_retries(flow, rate, found), found)
        for (flow, template), rate, found in zip(asked, rates, branches, strict=True)
    )
    return built, branches != unloaded


def loads_at(world: World, plan: TrafficPlan, at: Instant, memo: dict[Any, Any]) -> Loads:
    """The loads a player's own request meets."""
    found = streams(world, plan, at, memo)
    return _loads((s.flow, s.rate, _as_branches(s)) for s in found)


def _as_branches(stream: Stream) -> list[Branch]:
    low, out = 0, []
    for path, high in zip(stream.paths, stream.edges, strict=True):
        out.append(Branch((high - low) * WHOLE // FULL, path))
        low = high
    return out


def _asked(plan: TrafficPlan) -> Iterable[tuple[Flow, str]]:
    return ((flow, template) for flow in plan.flows for template in flow.paths)


def _rate(plan: TrafficPlan, flow: Flow, hour: int) -> int:
    return plan.per_second * flow.share_permille * flow.daily[hour] // 100 // len(flow.paths)


def _rescaled(built: tuple[Stream, ...], plan: TrafficPlan, hour: int) -> tuple[Stream, ...]:
    return tuple(
        replace(s, rate=_with_retries(s.flow, _rate(plan, s.flow, hour), _as_branches(s))) for s in built
    )


def _branches(world: World, flow: Flow, template: str, rate: int, loads: Loads) -> list[Branch]:
    return deliver(world, ask_of(flow, template.replace("{n}", "7")), loads, _cache(flow, rate))


def ask_of(flow: Flow, uri: str) -> Ask:
    """What a request of this flow asks."""
    headers = {"User-Agent": flow.user_agents[0], "Host": flow.host}
    if flow.authenticated:
        headers["Authorization"] = "Bearer viewer"
    return Ask(flow.method, flow.host, uri, flow.query, headers, body_bytes=flow.request_bytes)


def _cache(flow: Flow, rate: int) -> CacheShare:
    if flow.method not in ("GET", "HEAD"):
        return CacheShare()
    each = rate // max(1, flow.objects)
    error = 0 if flow.authenticated else _kept(each, 10_000)
    if not flow.cached:
        return CacheShare(error=error)
    return CacheShare(fresh=_kept(each, flow.cache_seconds * 1000), stale=_STALE, error=error)


def cache_share(flow: Flow, plan: TrafficPlan) -> CacheShare:
    """How the cache treats one more request of this flow."""
    return _cache(flow, _rate(plan, flow, 12))


def _kept(rate: int, lifetime: Millis) -> int:
    """The share answered from memory when each object is asked for at a rate: λT / (1 + λT)."""
    product = rate * lifetime
    return product * WHOLE // (1_000_000 + product)


def _with_retries(flow: Flow, rate: int, branches: list[Branch]) -> int:
    """The rate once failing clients have tried again, each up to `retries` times."""
    failing = sum(b.weight for b in branches if b.path.status >= 500)
    extra, chance = 0, WHOLE
    for _ in range(flow.retries):
        chance = chance * failing // WHOLE
        extra += chance
    return rate + rate * extra // WHOLE * flow.retry_share_permille // 1000


def _loads(rated: Iterable[tuple[Flow, int, list[Branch]]]) -> Loads:
    proxy: dict[tuple[str, str], int] = {}
    database: dict[str, int] = {}
    for flow, rate, branches in rated:
        for branch in branches:
            path, part = branch.path, rate * branch.weight
            if path.proxy and path.balancer:
                key = (path.proxy.host, path.balancer.node)
                proxy[key] = proxy.get(key, 0) + part
            if path.app and flow.db:
                database[path.app.host] = database.get(path.app.host, 0) + part
    return Loads(_per_million(proxy), _per_million(database))


def _per_million(sums: Mapping[Any, int]) -> dict[Any, int]:
    return {key: value // WHOLE for key, value in sums.items()}


def _stream(flow: Flow, template: str, rate: int, branches: list[Branch]) -> Stream:
    merged: dict[Path, int] = {}
    for branch in branches:
        merged[branch.path] = merged.get(branch.path, 0) + branch.weight
    total = sum(merged.values())
    edges, reached = [], 0
    for weight in merged.values():
        reached += weight
        edges.append(reached * FULL // total)
    return Stream(flow, template, rate, tuple(merged), tuple(edges))
