"""What nginx checks of a directive beyond its shape, in its own words (1.22.1; api-503-host §1.5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_network

from incidentgame.world.compute.nginx.model import LEVELS
from incidentgame.world.compute.nginx.syntax import Directive, NginxFault
from incidentgame.world.compute.nginx.values import rate_of, size_of, time_of

_LEAST_ZONE = 32 * 1024
_VARIABLE = re.compile(r"\$\{?([a-z_][a-z0-9_]*)")
_CAPTURE = re.compile(r"\(\?P?<([a-z_][a-z0-9_]*)>")
_PREFIXES = (
    "http_",
    "arg_",
    "cookie_",
    "sent_http_",
    "sent_trailer_",
    "upstream_http_",
    "upstream_cookie_",
)
_VARIABLES = frozenset(
    [
        "args",
        "binary_remote_addr",
        "body_bytes_sent",
        "bytes_sent",
        "connection",
        "connection_requests",
        "connection_time",
        "content_length",
        "content_type",
        "document_root",
        "document_uri",
        "host",
        "hostname",
        "https",
        "is_args",
        "limit_rate",
        "limit_req_status",
        "limit_conn_status",
        "msec",
        "nginx_version",
        "pid",
        "pipe",
        "proxy_add_x_forwarded_for",
        "proxy_host",
        "proxy_port",
        "query_string",
        "realip_remote_addr",
        "realip_remote_port",
        "remote_addr",
        "remote_port",
        "remote_user",
        "request",
        "request_body",
        "request_body_file",
        "request_completion",
        "request_filename",
        "request_id",
        "request_length",
        "request_method",
        "request_time",
        "request_uri",
        "scheme",
        "server_addr",
        "server_name",
        "server_port",
        "server_protocol",
        "ssl_cipher",
        "ssl_protocol",
        "ssl_server_name",
        "status",
        "time_iso8601",
        "time_local",
        "uri",
        "upstream_addr",
        "upstream_bytes_received",
        "upstream_bytes_sent",
        "upstream_cache_status",
        "upstream_connect_time",
        "upstream_header_time",
        "upstream_response_length",
        "upstream_response_time",
        "upstream_status",
        "gzip_ratio",
        "realpath_root",
        "http2",
        "tcpinfo_rtt",
    ]
)


@dataclass
class Facts:
    """What was learnt so far while reading, for the checks that need more than one directive."""

    zones: dict[str, str] = field(default_factory=dict)
    zones_used: list[str] = field(default_factory=list)
    upstreams: set[str] = field(default_factory=set)
    passed_to: list[tuple[str, str]] = field(default_factory=list)
    formats: set[str] = field(default_factory=lambda: {"combined"})
    defaults: set[str] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    used: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


Rule = Callable[[Directive, Facts], None]


def check(directive: Directive, facts: Facts) -> None:
    """Raise NginxFault (text without the place) when nginx would refuse the directive's values."""
    _note_variables(directive, facts)
    rule = _RULES.get(directive.name)
    if rule:
        rule(directive, facts)
    elif directive.name.endswith("_timeout") and time_of(directive.args[0]) is None:
        raise NginxFault(f'"{directive.name}" directive invalid value')


def conclude(facts: Facts) -> None:
    """The checks nginx makes once everything is read; their texts name no place."""
    for name, place in facts.passed_to:
        if name not in facts.upstreams and not _resolvable(name):
            raise NginxFault(f'host not found in upstream "{name}" in {place}')
    for name in facts.used:
        if name not in facts.variables | _VARIABLES and not name.startswith(_PREFIXES):
            raise NginxFault(f'unknown "{name}" variable')
    for zone in facts.zones_used:
        if zone not in facts.zones:
            raise NginxFault(f'zero size shared memory zone "{zone}"', after_syntax=True)


def _resolvable(name: str) -> bool:
    """Would the resolver know it? House rule: addresses, localhost and dotted names do."""
    return "." in name or name == "localhost" or name.startswith("[")


def _note_variables(directive: Directive, facts: Facts) -> None:
    text = " ".join(directive.args)
    facts.variables.update(_CAPTURE.findall(text))
    if directive.name == "set" and directive.args[0].startswith("$"):
        facts.variables.add(directive.args[0][1:])
    if directive.name in ("map", "geo", "split_clients"):
        facts.variables.add(directive.args[-1].lstrip("$"))
    facts.used.extend(_VARIABLE.findall(text))


def _limit_req_zone(directive: Directive, facts: Facts) -> None:
    name = ""
    for word in directive.args[1:]:
        if word.startswith("zone="):
            name = _zone_name(word)
        elif word.startswith("rate="):
            if rate_of(word[5:]) is None:
                raise NginxFault(f'invalid rate "{word}"')
        else:
            raise NginxFault(f'invalid parameter "{word}"')
    if not name:
        raise NginxFault('"limit_req_zone" must have "zone" parameter')
    if name in facts.zones:
        raise NginxFault(f'limit_req_zone "{name}" is already bound to key "{facts.zones[name]}"')
    facts.zones[name] = directive.args[0]


def _zone_name(word: str) -> str:
    name, colon, size = word[5:].partition(":")
    size_bytes = size_of(size)
    if not colon or size_bytes is None:
        raise NginxFault(f'invalid zone size "{word}"')
    if size_bytes < _LEAST_ZONE:
        raise NginxFault(f'zone "{word}" is too small')
    return name


def _limit_req(directive: Directive, facts: Facts) -> None:
    zone = ""
    for word in directive.args:
        name, _, value = word.partition("=")
        if name == "zone":
            zone = value
        elif name in ("burst", "delay"):
            if not value.isdigit() or (name == "burst" and int(value) == 0):
                raise NginxFault(f'invalid {name} value "{word}"')
        elif word != "nodelay":
            raise NginxFault(f'invalid parameter "{word}"')
    if not zone:
        raise NginxFault('"limit_req" must have "zone" parameter')
    facts.zones_used.append(zone)


def _limit_status(directive: Directive, facts: Facts) -> None:
    value = directive.args[0]
    if not value.isdigit():
        raise NginxFault(f'"{directive.name}" directive invalid number')
    if not 400 <= int(value) <= 599:
        fault = (
            "must be equal to or greater than 400"
            if int(value) < 400
            else "must be equal to or less than 599"
        )
        raise NginxFault(f'"{directive.name}" directive value {fault}')


def _limit_level(directive: Directive, facts: Facts) -> None:
    if directive.args[0] not in ("info", "notice", "warn", "error"):
        raise NginxFault(f'invalid value "{directive.args[0]}"')


def _error_log(directive: Directive, facts: Facts) -> None:
    if len(directive.args) > 1 and directive.args[1] not in LEVELS:
        raise NginxFault(f'invalid log level "{directive.args[1]}"')


def _access_log(directive: Directive, facts: Facts) -> None:
    if directive.args[0] == "off" and len(directive.args) == 1:
        return
    if len(directive.args) > 1 and directive.args[1] not in facts.formats and "=" not in directive.args[1]:
        raise NginxFault(f'unknown log format "{directive.args[1]}"')


def _log_format(directive: Directive, facts: Facts) -> None:
    if directive.args[0] in facts.formats:
        raise NginxFault(f'duplicate "log_format" name "{directive.args[0]}"')
    facts.formats.add(directive.args[0])


def _upstream(directive: Directive, facts: Facts) -> None:
    if directive.args[0] in facts.upstreams:
        raise NginxFault(f'duplicate upstream "{directive.args[0]}"')
    facts.upstreams.add(directive.args[0])


def _proxy_pass(directive: Directive, facts: Facts) -> None:
    url = directive.args[0]
    if not url.startswith(("http://", "https://")):
        if not url.startswith("$"):
            raise NginxFault("invalid URL prefix")
        return
    authority = url.split("://", 1)[1].split("/")[0]
    name, _, port = authority.partition(":")
    if port and name != "unix" and not port.isdigit() and "$" not in port:
        raise NginxFault(f'invalid port in upstream "{authority}"')
    if "$" not in authority and name != "unix":
        facts.passed_to.append((name, f"{directive.file}:{directive.line}"))


def _listen(directive: Directive, facts: Facts) -> None:
    address = listen_address(directive.args[0])
    if address is None:
        raise NginxFault(f'invalid port in "{directive.args[0]}" of the "listen" directive')
    for word in directive.args[1:]:
        if word.partition("=")[0] not in _LISTEN_WORDS:
            raise NginxFault(f'invalid parameter "{word}"')
    if {"default_server", "default"} & set(directive.args[1:]):
        if address in facts.defaults:
            raise NginxFault(f"a duplicate default server for {address}")
        facts.defaults.add(address)


_LISTEN_WORDS = frozenset(
    [
        "default_server",
        "default",
        "ssl",
        "http2",
        "proxy_protocol",
        "setfib",
        "fastopen",
        "backlog",
        "rcvbuf",
        "sndbuf",
        "accept_filter",
        "deferred",
        "bind",
        "ipv6only",
        "reuseport",
        "so_keepalive",
    ]
)


def listen_address(word: str) -> str | None:
    """`0.0.0.0:80` for `80`, `[::]:80` for itself; None when the port is none."""
    if word.startswith("unix:"):
        return word
    host, colon, port = word.rpartition(":")
    if word.isdigit():
        host, port = "0.0.0.0", word
    elif not colon or word.endswith("]"):
        host, port = word, "80"
    if not port.isdigit() or not 0 < int(port) < 65536:
        return None
    return f"{'0.0.0.0' if host == '*' else host}:{port}"


def _return(directive: Directive, facts: Facts) -> None:
    code = directive.args[0]
    if code.isdigit() and int(code) <= 999:
        return
    if len(directive.args) > 1 or not code.startswith(("http://", "https://", "$scheme")):
        raise NginxFault(f'invalid return code "{code}"')


def _error_page(directive: Directive, facts: Facts) -> None:
    for word in directive.args[:-1]:
        if word.startswith("=") and (word == "=" or word[1:].isdigit()):
            continue
        if not word.isdigit():
            raise NginxFault(f'invalid value "{word}"')
        if not 300 <= int(word) <= 599 or int(word) == 499:
            raise NginxFault(f'value "{word}" must be between 300 and 599')


def _real_ip_from(directive: Directive, facts: Facts) -> None:
    word = directive.args[0]
    if word == "unix:":
        return
    try:
        ip_network(word)
    except ValueError:
        if re.fullmatch(r"[0-9.]+/\d+", word) and "has host bits" in _network_fault(word):
            facts.warnings.append(f"low address bits of {word} are meaningless")
            return
        raise NginxFault(f'host not found in set_real_ip_from "{word}"') from None


def _network_fault(word: str) -> str:
    try:
        ip_network(word)
    except ValueError as fault:
        return str(fault)
    return ""


def _worker_processes(directive: Directive, facts: Facts) -> None:
    if directive.args[0] != "auto" and not directive.args[0].isdigit():
        raise NginxFault('"worker_processes" directive invalid number')


def _number(directive: Directive, facts: Facts) -> None:
    if not directive.args[0].isdigit():
        raise NginxFault(f'"{directive.name}" directive invalid number')


def _location(directive: Directive, facts: Facts) -> None:
    words = directive.args
    if len(words) > 2:
        raise NginxFault('invalid number of arguments in "location" directive')
    if len(words) == 2 and words[0] not in ("=", "^~", "~", "~*"):
        raise NginxFault(f'invalid location modifier "{words[0]}"')
    if words[0] in ("~", "~*"):
        _regex(words[-1])


def _regex(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as fault:
        at = pattern[fault.pos :] if fault.pos is not None else ""
        raise NginxFault(f'pcre2_compile() failed: {fault.msg} in "{pattern}" at "{at}"') from None


_RULES: dict[str, Rule] = {
    "limit_req_zone": _limit_req_zone,
    "limit_req": _limit_req,
    "limit_req_status": _limit_status,
    "limit_conn_status": _limit_status,
    "limit_req_log_level": _limit_level,
    "error_log": _error_log,
    "access_log": _access_log,
    "log_format": _log_format,
    "upstream": _upstream,
    "proxy_pass": _proxy_pass,
    "listen": _listen,
    "return": _return,
    "error_page": _error_page,
    "set_real_ip_from": _real_ip_from,
    "worker_processes": _worker_processes,
    "worker_connections": _number,
    "location": _location,
}
