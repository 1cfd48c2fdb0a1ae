"""The viewer-request function of a behaviour, run for one request at the edges of one wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from msgspec.structs import replace

from incidentgame.world.edge.control import live_stage, store_arn, store_items
from incidentgame.world.state import World
from incidentgame.world.walk.ask import Ask

Items = tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a function did with a request: let it pass as `ask`, answered itself, failed, or overreached."""

    kind: Literal["pass", "response", "error", "invalid"]
    ask: Ask
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    logs: tuple[str, ...] = ()


def viewer_request(world: World, name: str, ask: Ask, wave: str) -> Ruling:
    """Run the published function; one that was never published fails as one that throws."""
    stage = live_stage(world, name, wave)
    if stage is None:
        return Ruling("error", ask)
    config = stage["config"]
    store = store_arn(config)
    items = store_items(world, store, wave) if store else None
    frozen = None if items is None else tuple(sorted(items.items()))
    request = (ask.method, ask.uri, ask.query, tuple(sorted(ask.headers.items())))
    return _ruled(ask, _run(stage["code"], str(config.get("Runtime", "")), frozen, request))


@lru_cache(maxsize=2048)
def _run(code: str, runtime: str, items: Items, request: tuple[str, str, str, Items]) -> Any:
    from incidentgame.world.edge.functions import evaluate  # late: a case opens without any request

    method, uri, query, headers = request
    event = {
        "method": method,
        "uri": uri,
        "querystring": {k: {"value": v} for k, _, v in (p.partition("=") for p in query.split("&") if p)},
        "headers": {name.lower(): {"value": value} for name, value in headers or ()},
        "cookies": {},
    }
    return evaluate(code, {"Runtime": runtime}, None if items is None else dict(items), event)


def _ruled(ask: Ask, result: Any) -> Ruling:
    given: Mapping[str, Any] = result.request
    if result.kind == "pass":
        headers = {name: str(entry.get("value", "")) for name, entry in given.get("headers", {}).items()}
        kept = {n: v for n, v in ask.headers.items() if n.lower() not in headers}
        return Ruling("pass", replace(ask, uri=given["uri"], headers={**kept, **headers}), logs=result.logs)
    if result.kind == "response":
        shown = tuple((n, str(e.get("value", ""))) for n, e in given.get("headers", {}).items())
        body = given.get("body", "")
        text = body.get("data", "") if isinstance(body, Mapping) else str(body)
        return Ruling("response", ask, int(given.get("statusCode", 200)), shown, text, result.logs)
    return Ruling(result.kind, ask, logs=result.logs)
