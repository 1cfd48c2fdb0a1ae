"""An author's window on one walk: who answered, why, what each layer logged."""

from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import asdict

from incidentgame.kernel.instant import Instant, iso_millis
from incidentgame.pack.case import CompiledCase
from incidentgame.session.opening import untouched
from incidentgame.world.simulation import Simulation
from incidentgame.world.traffic.arrival import walked
from incidentgame.world.walk.player import walk
from incidentgame.world.walk.request import Request, Walk
from incidentgame.world.watching.objects import balancer_log, edge_log


def traced(case: CompiledCase, url: str, method: str, at: Instant, source: str) -> dict[str, Any]:
    """One request at an instant of a case nobody interferes with, hop by hop."""
    sim = untouched(case, at)
    found = walk(sim, request_of(url, method, source))
    logged = _logged(sim, found)
    reply = found.path.reply
    return {
        "url": url,
        "method": method,
        "at": iso_millis(at),
        "from": source,
        "address": found.address,
        "failure": found.failure,
        "answered_by": found.path.answered_by if reply else "",
        "status": found.path.status,
        "duration_ms": found.total_ms,
        "headers": [list(pair) for pair in reply.headers] if reply else [],
        "hops": [{"layer": name, **asdict(hop)} for name, hop in _hops(found)],
        "logs": logged,
    }


def request_of(url: str, method: str, source: str) -> Request:
    """The request a plain client makes for a URL."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    name = parts.hostname or ""
    address = name if name.replace(".", "").isdigit() else ""
    return Request(
        method, parts.scheme, name, port, parts.path or "/", parts.query, source=source, address=address
    )


def _hops(found: Walk) -> list[tuple[str, Any]]:
    path = found.path
    named = (("edge", path.edge), ("balancer", path.balancer), ("proxy", path.proxy), ("app", path.app))
    return [(name, hop) for name, hop in named if hop is not None]


def _logged(sim: Simulation, found: Walk) -> dict[str, str]:
    arrival = walked(found)
    lines = {}
    if found.path.edge:
        lines["cloudfront"] = edge_log.line(sim, arrival)
    if found.path.balancer:
        lines["alb"] = balancer_log.line(sim, arrival)
    return lines


def as_text(found: dict[str, Any]) -> str:
    """The trace for a person."""
    head = f"{found['method']} {found['url']} from {found['from']} at {found['at']}\n"
    ended = found["failure"] or f"{found['status']} by {found['answered_by']}"
    rows = [head + f"→ {ended} after {found['duration_ms']} ms\n"]
    for hop in found["hops"]:
        members = "  ".join(f"{k}={v}" for k, v in hop.items() if k != "layer" and v not in ("", 0, False))
        rows.append(f"  {hop['layer']:<9} {members}\n")
    rows += [f"  {name} log: {line}\n" for name, line in found["logs"].items()]
    return "".join(rows)
