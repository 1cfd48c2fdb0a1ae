"""What a CloudFront function does with a request: run its code, judge what it returned.

`evaluate` is one run of given code, `evaluate_live` what the edges make of a request now. Compute that does
not end counts as an execution error. (api-503-aws §1.3–1.4, §1.8)
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from incidentgame.world.edge.control import WAVES, live_stage, store_arn, store_items
from incidentgame.world.edge.script.lexer import ScriptSyntaxError
from incidentgame.world.edge.script.machine import Machine, OutOfSteps
from incidentgame.world.edge.script.parser import parse
from incidentgame.world.edge.script.values import (
    UNDEFINED,
    Native,
    Object,
    Promise,
    Thrown,
    Value,
    error,
    from_plain,
    text,
    to_plain,
)
from incidentgame.world.state import World
from incidentgame.world.walk.ask import WHOLE, Ask

ERROR_SENTENCE = (
    "The CloudFront function associated with the CloudFront distribution is invalid or could not run."
)
_READ_ONLY = {"host", "content-length", "transfer-encoding", "via"}
_FORBIDDEN = ("x-amz-cf-", "x-edge-", "x-amzn-cf-")
_DISALLOWED = {
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "trailer",
    "upgrade",
}


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """`pass`: `request` goes on; `response`: `request` is the function's own answer (statusCode …);
    `error`: it threw or does not compile; `invalid`: it wrote what it may not (502, §1.4).

    `steps` is a measure of compute used.
    """

    kind: Literal["pass", "response", "error", "invalid"]
    request: Mapping[str, Any]
    error: str = ""
    logs: tuple[str, ...] = ()
    steps: int = 0

    @property
    def uri(self) -> str:
        """The path the request goes on with; empty when it does not."""
        return str(self.request.get("uri", ""))

    @property
    def query(self) -> str:
        """The query string the request goes on with."""
        found = self.request.get("querystring") or {}
        if isinstance(found, str):
            return found
        return "&".join(f"{k}={v['value']}" if v.get("value") else k for k, v in found.items())

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers as name → value, names in lower case, without cookies."""
        found = self.request.get("headers") or {}
        return {k.lower(): str(v.get("value", "")) for k, v in found.items() if isinstance(v, Mapping)}

    @property
    def status(self) -> int:
        """The status of the function's own answer (200 when it names none a client understands)."""
        code = self.request.get("statusCode", 200)
        return code if isinstance(code, int) and 100 <= code <= 599 else 200

    @property
    def body(self) -> str:
        """The body of the function's own answer."""
        body = self.request.get("body", "")
        return str(body.get("data", "")) if isinstance(body, Mapping) else str(body or "")


def evaluate_live(world: World, name: str, ask: Ask) -> list[tuple[int, FunctionResult]]:
    """What the edges make of a request now: (share in ppm, result) per wave of edges that differ.

    A function that was never published lets everything pass, as it cannot be associated.
    """
    results = [_at_wave(world, name, ask, wave) for wave in WAVES]
    if results[0] == results[1]:
        return [(WHOLE, results[0])]
    return [(WHOLE // len(WAVES), result) for result in results]


def _at_wave(world: World, name: str, ask: Ask, wave: str) -> FunctionResult:
    stage = live_stage(world, name, wave)
    if stage is None:
        return FunctionResult("pass", event_request(ask))
    config = stage.get("config") or {}
    arn = store_arn(config)
    items = store_items(world, arn, wave) if arn else None
    kept = None if items is None else tuple(items.items())
    return _evaluated(str(stage["code"]), str(config.get("Runtime", "")), kept, _key(ask))


_Key = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


def _key(ask: Ask) -> _Key:
    return ask.method, ask.host, ask.uri, ask.query, tuple(ask.headers.items())


@lru_cache(maxsize=4096)
def _evaluated(
    code: str, runtime: str, items: tuple[tuple[str, str], ...] | None, key: _Key
) -> FunctionResult:
    method, host, uri, query, headers = key
    ask = Ask(method, host, uri, query, dict(headers))
    return evaluate(
        code,
        {"Runtime": runtime},
        None if items is None else dict(items),
        event_request(ask),
    )


def event_request(ask: Ask) -> dict[str, Any]:
    """event.request of a viewer's request."""
    headers = {name.lower(): {"value": value} for name, value in ask.headers.items()}
    cookies = headers.pop("cookie", {"value": ""})["value"]
    return {
        "method": ask.method,
        "uri": ask.uri,
        "querystring": _pairs(ask.query, "&"),
        "headers": {"host": {"value": ask.host}, **headers},
        "cookies": _pairs(cookies, ";"),
    }


def _pairs(text: str, mark: str) -> dict[str, dict[str, str]]:
    parts = (part.strip().partition("=") for part in text.split(mark) if part.strip())
    return {name: {"value": value} for name, _, value in parts}


def evaluate(
    code: str,
    config: Mapping[str, Any],
    store_items: Mapping[str, str] | None,
    request: Mapping[str, Any],
    *,
    event: Mapping[str, Any] | None = None,
    now: int = 0,
) -> FunctionResult:
    """Run a viewer-request function.

    `config` is its FunctionConfig, `store_items` what the associated key-value store holds at this edge (None
    when none is associated), `request` event.request (method, uri, querystring, headers {name: {value}},
    cookies). `event` adds further members (context, viewer).
    """
    modern = config.get("Runtime") != "cloudfront-js-1.0"
    machine = Machine({"cloudfront": _module(store_items)} if modern else {}, now)
    given = {**(event or {}), "request": deepcopy(_plain(request))}
    try:
        returned = _handled(machine, code, modern, given)
    except ScriptSyntaxError as wrong:
        return FunctionResult("error", request, str(wrong))
    except Thrown as thrown:
        return _failed(machine, request, text(thrown.value))
    except (OutOfSteps, RecursionError):
        return _failed(machine, request, "Error: compute utilization exceeded")
    return _judged(machine, request, returned)


def _handled(machine: Machine, code: str, modern: bool, event: Mapping[str, Any]) -> Value:
    machine.load(parse(code, modern))
    handler = machine.globals.names.get("handler", UNDEFINED)
    if handler is UNDEFINED:
        raise error("ReferenceError", '"handler" is not defined')
    return machine.settle(machine.call(handler, [from_plain(event)]))


def _failed(machine: Machine, request: Mapping[str, Any], why: str) -> FunctionResult:
    return FunctionResult("error", request, why, tuple(machine.logs), machine.steps)


def _judged(machine: Machine, request: Mapping[str, Any], returned: Value) -> FunctionResult:
    if not isinstance(returned, Object):
        return _failed(
            machine,
            request,
            f"Error: The function returned an invalid value: {text(returned)}",
        )
    answer = to_plain(returned)
    logs, steps = tuple(machine.logs), machine.steps
    if "statusCode" in answer:
        return FunctionResult("response", answer, "", logs, steps)
    if not isinstance(answer.get("uri"), str) or not answer["uri"].startswith("/"):
        return _failed(machine, request, "Error: The function returned an invalid request: uri")
    wrong = _overreach(request.get("headers", {}), answer.get("headers", {}))
    if wrong:
        why = f"The function tried to add, delete, or change a read-only header: {wrong}"
        return FunctionResult("invalid", request, why, logs, steps)
    return FunctionResult("pass", answer, "", logs, steps)


def _overreach(before: Mapping[str, Any], after: Any) -> str:
    """The first header the function may not touch but did."""
    if not isinstance(after, dict):
        return "headers"
    names = sorted({*before, *after})
    for name in names:
        lower = name.lower()
        kept = lower in _READ_ONLY or lower in _DISALLOWED or lower.startswith(_FORBIDDEN)
        if kept and _plain(before.get(name)) != after.get(name):
            return str(name)
    return ""


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(item) for item in data] if isinstance(data, list | tuple) else data


def _module(items: Mapping[str, str] | None) -> Object:
    """The `cloudfront` module: `cf.kvs()` fails when no store is associated (§1.3; text is a house rule)."""

    def kvs(_: list[Value]) -> Value:
        if items is None:
            raise error("Error", "KeyValueStore is not associated with the function")
        return _handle(items)

    return Object({"kvs": Native("kvs", kvs)})


def _handle(items: Mapping[str, str]) -> Object:
    def get(arguments: list[Value]) -> Value:
        key = text(arguments[0]) if arguments else "undefined"
        if key not in items:
            return Promise(
                error=Object({"name": "Error", "message": "KeyNotFound"}, "Error"),
                failed=True,
            )
        return Promise(_formatted(items[key], arguments))

    def exists(arguments: list[Value]) -> Value:
        return Promise(bool(arguments) and text(arguments[0]) in items)

    def meta(_: list[Value]) -> Value:
        return Promise(Object({"keyCount": float(len(items))}))

    return Object(
        {
            "get": Native("get", get),
            "exists": Native("exists", exists),
            "meta": Native("meta", meta),
        }
    )


def _formatted(value: str, arguments: list[Value]) -> Value:
    options = arguments[1] if len(arguments) > 1 else UNDEFINED
    if not isinstance(options, Object) or options.members.get("format") != "json":
        return value
    try:
        return from_plain(json.loads(value))
    except ValueError:
        raise error("SyntaxError", "Unexpected token at position 0") from None
