"""nginx's log lines: the log_format that was running, truly interpreted (api-503-host §1.3)."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from incidentgame.kernel.instant import MINUTE, Instant, common_log, iso_offset, nginx_error
from incidentgame.world.compute.nginx import (
    LEVELS,
    Location,
    LogTarget,
    NginxConfig,
    locate,
    running,
)
from incidentgame.world.compute.processes import worker_pid
from incidentgame.world.compute.served import LONGEST, Served, requests
from incidentgame.world.compute.units import unit as unit_doc
from incidentgame.world.path import Path
from incidentgame.world.state import World
from incidentgame.world.view import Route, View, Where

Stamped = tuple[Instant, str]
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f]')
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def access_lines(view: View, host: str, path: str, start: Instant, end: Instant) -> Iterator[Stamped]:
    """The lines of one access-log file in [start, end), each with its instant, in order."""
    for served, config, _ in _configured(view, host, start, end, route=_routed(view, host, path, start, end)):
        for target, line in _access(config, served):
            if target == path:
                yield served.at, line


def error_lines(view: View, host: str, path: str, start: Instant, end: Instant) -> Iterator[Stamped]:
    """The lines of one error-log file in [start, end)."""
    for served, config, world in _configured(view, host, start, end, _complains):
        for target, line in _errors(view, world, host, config, served):
            if target == path:
                yield served.at, line


def access_files(config: NginxConfig) -> list[str]:
    """The access-log files a configuration writes, sorted."""
    return sorted({log.path for place in _meanings(config) for log in place.access_logs})


def error_files(config: NginxConfig) -> list[str]:
    """The error-log files a configuration writes, sorted."""
    return sorted({place.error_log.path for place in _meanings(config)} - {"stderr"})


def _meanings(config: NginxConfig) -> Iterator[Location]:
    for server in config.servers:
        yield server.fallback
        yield from (place.meaning for place in server.places)


def _logged(path: Path) -> bool:
    """Did the request reach nginx at all?"""
    return path.proxy is not None


def _complains(path: Path) -> bool:
    """Did nginx have something to say about it?"""
    return path.proxy is not None and bool(path.proxy.limited_by or path.proxy.error)


def _configured(
    view: View,
    host: str,
    start: Instant,
    end: Instant,
    wanted: Where = _logged,
    route: Route | None = None,
) -> Iterator[tuple[Served, NginxConfig, World]]:
    """Each request with the configuration and the world it met."""
    spans = list(view.worlds(start - LONGEST, max(end, start + 1)))
    known: dict[int, NginxConfig | None] = {}
    index = 0
    for served in requests(view, host, start, end, wanted, route):
        while index + 1 < len(spans) and spans[index + 1][0] <= served.at:
            index += 1
        if index not in known:
            known[index] = running(spans[index][1], host)
        config = known[index]
        if config is not None:
            yield served, config, spans[index][1]


def _routed(view: View, host: str, path: str, start: Instant, end: Instant) -> Route:
    """The requests that a configuration of this time logs there: the others need not be drawn."""
    spans = view.worlds(start - LONGEST, max(end, start + 1))
    known = {id(config): config for _, world in spans if (config := running(world, host)) is not None}

    def route(name: str, uri: str) -> bool:
        sample = uri.partition("?")[0].replace("{n}", "1")
        places = (_located(_Same(config), name, sample) for config in known.values())
        return any(log.path == path for place in places for log in place.access_logs)

    return route


def _access(config: NginxConfig, served: Served) -> list[tuple[str, str]]:
    place = _place(config, served)
    return [(log.path, _rendered(config, log, served)) for log in place.access_logs]


def _place(config: NginxConfig, served: Served) -> Location:
    return _located(_Same(config), served.name, served.uri.partition("?")[0])


class _Same:
    """A configuration as a cache key: by identity, since equal ones are parsed once."""

    __slots__ = ("config",)

    def __init__(self, config: NginxConfig) -> None:
        self.config = config

    def __hash__(self) -> int:
        return id(self.config)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.config is self.config


@lru_cache(maxsize=8192)
def _located(same: _Same, name: str, path: str) -> Location:
    return locate(same.config, name, path)


def _rendered(config: NginxConfig, log: LogTarget, served: Served) -> str:
    parts = _compiled(config.formats.get(log.detail, config.formats["combined"]))
    return "".join(part if isinstance(part, str) else part(config, served) for part in parts)


_Value = Callable[[NginxConfig, Served], str]


@lru_cache(maxsize=32)
def _compiled(text: str) -> tuple[str | _Value, ...]:
    parts: list[str | _Value] = []
    last = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[last : match.start()])
        parts.append(_value(match[1] or match[2]))
        last = match.end()
    return (*parts, text[last:])


def _value(name: str) -> _Value:
    """How to get a variable of a request; those this world has no value for are `-`."""
    known = _VARIABLES.get(name)
    return known if known else lambda config, served: "-"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def _dash(text: str) -> str:
    """As nginx logs it: `-` for nothing, quotes and control characters as \\xHH."""
    if not text:
        return "-"
    return _UNSAFE.sub(lambda m: f"\\x{ord(m[0]):02X}", text) if _UNSAFE.search(text) else text


def _upstream_time(config: NginxConfig, served: Served) -> str:
    return _seconds(served.path.app_ms) if _upstream_asked(served) else "-"


def _upstream_asked(served: Served) -> bool:
    """A client that goes away while the app works leaves its address and time, and no status of it."""
    hop = served.path.proxy
    return hop is not None and bool(hop.upstream_status or (hop.status == 499 and served.path.app_ms))


def _upstream_status(config: NginxConfig, served: Served) -> str:
    hop = served.path.proxy
    return str(hop.upstream_status) if hop and hop.upstream_status else "-"


def _status(config: NginxConfig, served: Served) -> str:
    return f"{served.path.proxy.status:03d}" if served.path.proxy else "000"


def _limit_status(config: NginxConfig, served: Served) -> str:
    use = _place(config, served).limit
    if use is None:
        return "-"
    return "REJECTED" if served.path.proxy and served.path.proxy.limited_by else "PASSED"


def _client(config: NginxConfig, served: Served) -> str:
    return config.remote_address(served.peer, served.forwarded)


_VARIABLES: dict[str, _Value] = {
    "remote_addr": _client,
    "realip_remote_addr": lambda config, served: served.peer,
    "remote_user": lambda config, served: "-",
    "time_local": lambda config, served: common_log(served.at),
    "time_iso8601": lambda config, served: iso_offset(served.at),
    "msec": lambda config, served: _seconds(served.at),
    "request": lambda config, served: _dash(f"{served.method} {served.uri} HTTP/{served.version}"),
    "request_method": lambda config, served: served.method,
    "request_uri": lambda config, served: _dash(served.uri),
    "uri": lambda config, served: _dash(served.uri.split("?")[0]),
    "args": lambda config, served: _dash(served.uri.partition("?")[2]),
    "server_protocol": lambda config, served: f"HTTP/{served.version}",
    "status": _status,
    "body_bytes_sent": lambda config, served: str(served.body_bytes),
    "bytes_sent": lambda config, served: str(served.body_bytes + 190),
    "request_length": lambda config, served: str(served.request_bytes),
    "http_referer": lambda config, served: _dash("" if served.referer == "-" else served.referer),
    "http_user_agent": lambda config, served: _dash(served.agent),
    "http_x_forwarded_for": lambda config, served: _dash(served.forwarded),
    "http_x_amzn_trace_id": lambda config, served: _dash(served.trace),
    "http_x_forwarded_proto": lambda config, served: "https" if served.forwarded else "-",
    "http_host": lambda config, served: _dash(served.name),
    "host": lambda config, served: _dash(served.name),
    "server_name": lambda config, served: _place(config, served).server_name or "-",
    "request_time": lambda config, served: _seconds(served.path.proxy_ms),
    "upstream_response_time": _upstream_time,
    "upstream_header_time": _upstream_time,
    "upstream_status": _upstream_status,
    "upstream_addr": lambda config, served: (
        (_place(config, served).upstream or "-") if _upstream_asked(served) else "-"
    ),
    "limit_req_status": _limit_status,
}


def _errors(
    view: View, world: World, host: str, config: NginxConfig, served: Served
) -> list[tuple[str, str]]:
    """The error-log line a request caused, when its level is one the log keeps."""
    hop = served.path.proxy
    if hop is None or not (hop.limited_by or hop.error):
        return []
    place = _place(config, served)
    level = place.limit.log_level if hop.limited_by and place.limit else "error"
    if hop.error and hop.error.startswith("connect() to unix"):
        level = "crit"
    if LEVELS.index(level) < _least(place.error_log.detail):
        return []
    text = _limiting(view, host, config, place, served) if hop.limited_by else hop.error
    return [(place.error_log.path, _error(world, host, config, place, served, level, text))]


def _least(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else LEVELS.index("error")


def _limiting(view: View, host: str, config: NginxConfig, place: Location, served: Served) -> str:
    """Excess lies above the burst by what has not leaked since the last request that passed (§1.2).

    A refused request leaves the bucket as it is, so under steady load the excess of one key falls evenly
    from burst + 1 to burst, where the next request passes.
    """
    hop, use = served.path.proxy, place.limit
    zone = hop.limited_by if hop else ""
    burst = use.burst if use else 0
    rate = max(1, config.zones[zone].rate_per_minute) if zone in config.zones else 1
    period = max(1, MINUTE // rate)
    phase = view.dice.below(period, "excess", host, served.peer, zone)
    part = 999 - (served.at + phase) % period * 1000 // period
    dry = "dry run, " if use and use.dry_run else ""
    return f'limiting requests, {dry}excess: {burst}.{part:03d} by zone "{zone}"'


def _error(
    world: World,
    host: str,
    config: NginxConfig,
    place: Location,
    served: Served,
    level: str,
    text: str,
) -> str:
    unit = unit_doc(world, host, "nginx.service") or {}
    master = int(unit.get("MainPid", 1))
    pid = worker_pid(unit, master)
    connection = 1 + max(0, served.at - int(unit.get("Since", 0))) // 131
    fields = [
        f"client: {_client(config, served)}",
        f"server: {place.server_name or '_'}",
        f'request: "{served.method} {served.uri} HTTP/{served.version}"',
    ]
    if "upstream" in text:
        fields.append(f'upstream: "http://{place.upstream}{served.uri}"')
    fields.append(f'host: "{served.name}"')
    return f"{nginx_error(served.at)} [{level}] {pid}#{pid}: *{connection} {text}, {', '.join(fields)}"
