"""`-w`: the variables of a finished transfer (api-503-host §5.3)."""

import json
import re
from collections.abc import Mapping

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.answer import body, head
from incidentgame.commands.network.curl.transfer import Sent
from incidentgame.commands.network.curl.url import BadUrl, redirected
from incidentgame.world.network.places import host_place

_PIECE = re.compile(r"%\{([^}]*)\}|%%|\\n|\\r|\\t|\\\\")
_PLAIN = {"%%": "%", "\\n": "\n", "\\r": "\r", "\\t": "\t", "\\\\": "\\"}


def write_out(template: str, sent: Sent, bench: Bench) -> tuple[str, str, str]:
    """The template filled in: what goes to stdout, what to stderr (after `%{stderr}`), and complaints."""
    values = variables(sent, bench)
    out: dict[str, str] = {"stdout": "", "stderr": ""}
    target, complaints, last = "stdout", "", 0
    for found in _PIECE.finditer(template):
        out[target] += template[last : found.start()]
        last = found.end()
        name = found.group(1)
        if name is None:
            out[target] += _PLAIN[found.group()]
        elif name in out:
            target = name
        elif name == "onerror":
            if sent.exit == 0:
                return out["stdout"], out["stderr"], complaints
        else:
            value = _value(name, values, sent)
            out[target] += value or ""
            if value is None:
                complaints += f"curl: unknown --write-out variable: '{name}'\n"
    out[target] += template[last:]
    return out["stdout"], out["stderr"], complaints


def _value(name: str, values: Mapping[str, str | int | None], sent: Sent) -> str | None:
    if name.startswith("header{"):
        return None
    if name == "json":
        return json.dumps(dict(values), separators=(",", ":"), sort_keys=True)
    if name == "header_json":
        reply = sent.walk.path.reply
        return json.dumps({n.lower(): [v] for n, v in reply.headers} if reply else {}, indent=0)
    if name not in values:
        return None
    value = values[name]
    return "" if value is None else f"{value:03d}" if name in ("http_code", "response_code") else str(value)


def _seconds(millis: int, salt: int) -> str:
    """Six decimals, the last three being a stable remainder."""
    return f"{millis // 1000}.{millis % 1000:03d}{salt % 1000:03d}" if millis else "0.000000"


def variables(sent: Sent, bench: Bench) -> dict[str, str | int | None]:
    """Every variable by name. Times are cumulative from the start (aws-request-path §1.8: code 000)."""
    walk, reply = sent.walk, sent.walk.path.reply
    content = len(body(walk))
    return {
        **_times(sent, bench),
        "http_code": walk.path.status if reply else 0,
        "response_code": walk.path.status if reply else 0,
        "http_connect": "000",
        "http_version": ("2" if walk.request.version == "2" else "1.1") if reply else "0",
        "size_download": content,
        "size_header": len(head(walk)),
        "size_request": 60 + sum(len(n) + len(v) + 4 for n, v in sent.headers),
        "size_upload": len(sent.body),
        "speed_download": content * 1000 // max(1, walk.total_ms),
        "speed_upload": len(sent.body) * 1000 // max(1, walk.total_ms),
        "content_type": reply.header("content-type") if reply else "",
        "method": sent.method,
        "scheme": sent.url.scheme.upper() if reply else "",
        "url": sent.url.shown,
        "url_effective": sent.url.shown,
        "urlnum": 0,
        "num_connects": 0 if walk.failure else 1,
        "num_headers": len(reply.headers) if reply else 0,
        "num_redirects": sent.redirects,
        "redirect_url": _redirect_url(sent),
        "exitcode": sent.exit,
        "errormsg": sent.error,
        "ssl_verify_result": 0,
        "filename_effective": "",
        **_addresses(sent, bench),
    }


def _addresses(sent: Sent, bench: Bench) -> dict[str, str | int | None]:
    walk = sent.walk
    connected = walk.failure in ("", "slow", "reset", "empty") or walk.failure.startswith("tls")
    place = host_place(bench.view.world, bench.host)
    own = place.private if place and place.private else "192.168.1.23"
    local = "127.0.0.1" if walk.address.startswith("127.") else own
    return {
        "remote_ip": walk.address if connected else "",
        "remote_port": sent.url.port if connected else 0,
        "local_ip": local if connected else "",
        "local_port": 32_768 + bench.view.dice.below(28_000, "port", walk.at, walk.address)
        if connected
        else 0,
    }


def _times(sent: Sent, bench: Bench) -> dict[str, str | int | None]:
    walk, before = sent.walk, sent.redirect_ms
    salt = bench.view.dice.below(1000, "micros", walk.at, sent.url.shown)
    connect = walk.connect_ms
    ready = walk.tls_ms or connect
    marks = {
        "time_namelookup": walk.dns_ms,
        "time_connect": connect,
        "time_appconnect": walk.tls_ms,
        "time_pretransfer": ready,
        "time_starttransfer": walk.first_byte_ms,
        "time_total": walk.total_ms,
        "time_redirect": 0,
    }
    shown: dict[str, str | int | None] = {
        name: _seconds(mark + (before if mark else 0), salt + index * 37)
        for index, (name, mark) in enumerate(marks.items())
    }
    shown["time_redirect"] = _seconds(before, salt)
    return shown


def _redirect_url(sent: Sent) -> str:
    reply = sent.walk.path.reply
    location = reply.header("location") if reply and 300 <= reply.status < 400 else ""
    try:
        return redirected(sent.url, location).shown if location else ""
    except BadUrl:
        return location
