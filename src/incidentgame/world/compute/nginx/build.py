"""From checked directives to meaning: every location with what it inherits from server and http."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from incidentgame.world.compute.nginx.model import (
    Limit,
    LimitUse,
    Location,
    LogTarget,
    NginxConfig,
    Place,
    Server,
)
from incidentgame.world.compute.nginx.rules import listen_address
from incidentgame.world.compute.nginx.syntax import Directive
from incidentgame.world.compute.nginx.values import rate_of, time_of

Block = tuple[Directive, ...]
_COMBINED = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
    '"$http_referer" "$http_user_agent"'
)


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limit settings in force; they combine into LimitUse only at a location."""

    uses: tuple[tuple[str, ...], ...] = ()
    status: int = 503
    level: str = "error"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Scope:
    """Everything inherited at one level."""

    location: Location
    limits: _Limits


def config(directives: Block, warnings: Iterable[str], files: Iterable[str]) -> NginxConfig:
    """The meaning of a whole checked configuration."""
    http = [d for block in _blocks(directives, "http") for d in block]
    upstreams = {d.args[0]: _members(d) for d in http if d.name == "upstream"}
    outer = _scope(_Scope(_root(directives), _Limits()), http, upstreams)
    return NginxConfig(
        zones={zone.name: zone for zone in map(_zone, _named(http, "limit_req_zone"))},
        servers=tuple(_server(d.block or (), outer, upstreams) for d in http if d.name == "server"),
        upstreams=upstreams,
        formats={"combined": _COMBINED} | {d.args[0]: _format(d) for d in _named(http, "log_format")},
        trusted=tuple(d.args[0] for d in _named(_everywhere(http), "set_real_ip_from")),
        real_ip_header=_last(_everywhere(http), "real_ip_header", "X-Real-IP"),
        real_ip_recursive=_last(_everywhere(http), "real_ip_recursive", "off") == "on",
        tokens=_last(_everywhere(http), "server_tokens", "on") != "off",
        workers=_last(directives, "worker_processes", "1"),
        warnings=tuple(warnings),
        files=tuple(files),
    )


def _root(directives: Block) -> Location:
    """What main itself sets: only the error log reaches requests."""
    logs = _error_log(directives)
    base = Location(access_logs=(LogTarget("/var/log/nginx/access.log", "combined"),))
    return replace(base, error_log=logs) if logs else base


def _blocks(directives: Block, name: str) -> list[Block]:
    return [d.block or () for d in directives if d.name == name]


def _named(directives: Iterable[Directive], name: str) -> list[Directive]:
    return [d for d in directives if d.name == name]


def _last(directives: Iterable[Directive], name: str, default: str) -> str:
    found = _named(directives, name)
    return found[-1].args[0] if found else default


def _everywhere(http: Iterable[Directive]) -> list[Directive]:
    """http's directives and those of its servers: read for all servers here (house rule)."""
    return [inner for d in http for inner in ((d, *d.block) if d.name == "server" and d.block else (d,))]


def _members(upstream: Directive) -> tuple[str, ...]:
    return tuple(d.args[0] for d in upstream.block or () if d.name == "server" and "down" not in d.args)


def _format(directive: Directive) -> str:
    words = directive.args[1:]
    return "".join(words[1:] if words[0].startswith("escape=") else words)


def _zone(directive: Directive) -> Limit:
    words = dict(word.split("=", 1) for word in directive.args[1:])
    name, _, size = words["zone"].partition(":")
    return Limit(name, directive.args[0], rate_of(words.get("rate", "1r/s")) or 60, size)


def _server(block: Block, outer: _Scope, upstreams: Mapping[str, tuple[str, ...]]) -> Server:
    names = tuple(name for d in _named(block, "server_name") for name in d.args)
    listens = _named(block, "listen")
    addresses = [listen_address(d.args[0]) or "" for d in listens] or ["0.0.0.0:80"]
    named = replace(outer, location=replace(outer.location, server_name=names[0] if names else ""))
    scope = _scope(named, block, upstreams)
    places = tuple(_places(block, scope, upstreams))
    roots = tuple((p.pattern, p.meaning.root) for p in _longest_first(places))
    return Server(
        ports=tuple(sorted({int(a.rpartition(":")[2]) for a in addresses if a.rpartition(":")[2].isdigit()})),
        default=any({"default_server", "default"} & set(d.args) for d in listens),
        names=names,
        places=tuple(replace(p, meaning=replace(p.meaning, roots=roots)) for p in places),
        fallback=replace(_finished(scope, ""), roots=roots),
    )


def _longest_first(places: tuple[Place, ...]) -> list[Place]:
    return sorted((p for p in places if p.modifier in ("", "^~", "=")), key=lambda p: -len(p.pattern))


def _places(block: Block, scope: _Scope, upstreams: Mapping[str, tuple[str, ...]]) -> Iterable[Place]:
    for directive in _named(block, "location"):
        body = directive.block or ()
        fresh = replace(scope.location, returns=None, upstream="", pass_to="", internal=False)
        inner = _scope(_Scope(fresh, scope.limits), body, upstreams)
        modifier, pattern = _split(directive.args)
        yield Place(modifier, pattern, _finished(inner, " ".join(directive.args)))
        yield from _places(body, inner, upstreams)


def _split(words: tuple[str, ...]) -> tuple[str, str]:
    if len(words) == 2:
        return words[0], words[1]
    for modifier in ("~*", "^~", "~", "="):
        if words[0].startswith(modifier):
            return modifier, words[0][len(modifier) :]
    return "", words[0]


def _finished(scope: _Scope, match: str) -> Location:
    return replace(
        scope.location,
        match=match,
        limits=tuple(_use(words, scope.limits) for words in scope.limits.uses),
    )


def _use(words: tuple[str, ...], limits: _Limits) -> LimitUse:
    named = dict(word.split("=", 1) for word in words if "=" in word)
    burst, nodelay = int(named.get("burst", "0")), "nodelay" in words
    delay = burst if nodelay else int(named.get("delay", "0"))
    return LimitUse(named["zone"], burst, nodelay, delay, limits.status, limits.level, limits.dry_run)


def _scope(outer: _Scope, block: Iterable[Directive], upstreams: Mapping[str, tuple[str, ...]]) -> _Scope:
    """The scope inside a block: inherited settings, replaced by what the block says itself."""
    own = tuple(block)
    return _Scope(_settings(outer.location, own, upstreams), _limits(outer.limits, own))


def _limits(outer: _Limits, block: Block) -> _Limits:
    uses = tuple(d.args for d in _named(block, "limit_req"))
    return _Limits(
        uses=uses or outer.uses,
        status=int(_last(block, "limit_req_status", str(outer.status))),
        level=_last(block, "limit_req_log_level", outer.level),
        dry_run=_last(block, "limit_req_dry_run", "on" if outer.dry_run else "off") == "on",
    )


def _settings(outer: Location, block: Block, upstreams: Mapping[str, tuple[str, ...]]) -> Location:
    pages = _named(block, "error_page")
    logs = _named(block, "access_log")
    headers = tuple((d.args[0], d.args[1]) for d in _named(block, "add_header"))
    target = _last(block, "proxy_pass", "")
    return replace(
        outer,
        upstream=_address(target, upstreams) or outer.upstream,
        pass_to=target or outer.pass_to,
        intercept_errors=_flag(block, "proxy_intercept_errors", outer.intercept_errors),
        error_pages=_pages(pages) if pages else outer.error_pages,
        error_codes=_codes(pages) if pages else outer.error_codes,
        returns=_returns(block) or outer.returns,
        root=_document_root(block, outer.root),
        internal=outer.internal or bool(_named(block, "internal")),
        access_logs=_access_logs(logs) if logs else outer.access_logs,
        error_log=_error_log(block) or outer.error_log,
        add_headers=headers or outer.add_headers,
        connect_timeout=time_of(_last(block, "proxy_connect_timeout", "")) or outer.connect_timeout,
        read_timeout=time_of(_last(block, "proxy_read_timeout", "")) or outer.read_timeout,
        send_timeout=time_of(_last(block, "proxy_send_timeout", "")) or outer.send_timeout,
    )


def _flag(block: Block, name: str, default: bool) -> bool:
    return _last(block, name, "on" if default else "off").lower() == "on"


def _document_root(block: Block, outer: str) -> str:
    alias = _last(block, "alias", "")
    return f"alias:{alias}" if alias else _last(block, "root", outer)


def _address(target: str, upstreams: Mapping[str, tuple[str, ...]]) -> str:
    """`127.0.0.1:8000` for `http://app` or `http://127.0.0.1:8000/x`."""
    if not target:
        return ""
    authority = target.partition("://")[2].split("/")[0]
    members = upstreams.get(authority, (authority,))
    return members[0] if members else ""


def _pages(directives: list[Directive]) -> dict[int, str]:
    return {int(word): d.args[-1] for d in directives for word in d.args[:-1] if word.isdigit()}


def _codes(directives: list[Directive]) -> dict[int, int]:
    codes = {}
    for d in directives:
        replacing = [word for word in d.args[:-1] if word.startswith("=")]
        for word in d.args[:-1]:
            if word.isdigit() and replacing:
                codes[int(word)] = int(replacing[0][1:] or "0")
    return codes


def _returns(block: Block) -> tuple[int, str] | None:
    found = _named(block, "return")
    if not found:
        return None
    words = found[0].args
    if not words[0].isdigit():
        return 302, words[0]
    return int(words[0]), words[1] if len(words) > 1 else ""


def _access_logs(directives: list[Directive]) -> tuple[LogTarget, ...]:
    return tuple(LogTarget(d.args[0], _format_name(d.args)) for d in directives if d.args[0] != "off")


def _format_name(words: tuple[str, ...]) -> str:
    return words[1] if len(words) > 1 and "=" not in words[1] else "combined"


def _error_log(block: Block) -> LogTarget | None:
    found = _named(block, "error_log")
    if not found:
        return None
    words = found[-1].args
    return LogTarget(words[0], words[1] if len(words) > 1 else "error")
