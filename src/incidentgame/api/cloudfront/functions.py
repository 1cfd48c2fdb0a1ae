"""CloudFront functions: development and live stage, publish, test (api-503-aws §1.2, §1.8)."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.cloudfront.lists import check_match, listing, new_etag
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.edge.control import FUNCTION_PACE, spread, store_arn
from incidentgame.world.state import Doc, Put, sim, with_sim
from incidentgame.world.view import View

_LARGEST = 40_960
Stage = Mapping[str, Any]


def _function(view: View, name: Any) -> Doc:
    doc = view.world.find(kinds.FUNCTION, str(name))
    if doc is None:
        raise ApiError("NoSuchFunctionExists", "The specified function does not exist.", 404)
    return doc


def _stage(doc: Doc, wanted: Any) -> tuple[str, Stage]:
    """The stage asked for; DEVELOPMENT when none is named (api-503-aws §1.1)."""
    name = str(wanted or "DEVELOPMENT")
    stage = sim(doc).get("stages", {}).get(name)
    if stage is None:
        raise ApiError("NoSuchFunctionExists", "The specified function does not exist.", 404)
    return name, stage


def _name(view: View, doc: Doc) -> str:
    found = doc.get("Name") or next(k for k, d in view.world.table(kinds.FUNCTION).items() if d is doc)
    return str(found)


def _arn(view: View, name: str) -> str:
    return f"arn:aws:cloudfront::{view.account.id}:function/{name}"


def _status(view: View, name: str, stage: str) -> str:
    """UNPUBLISHED in development; live DEPLOYED where a behaviour uses it (house rule), else UNASSOCIATED."""
    if stage == "DEVELOPMENT":
        return "UNPUBLISHED"
    arn = _arn(view, name)
    used = any(
        arn in json.dumps(d["DistributionConfig"], default=str) for d in view.world.all(kinds.DISTRIBUTION)
    )
    return "DEPLOYED" if used else "UNASSOCIATED"


def _summary(view: View, name: str, stage_name: str, stage: Stage) -> dict[str, Any]:
    config = dict(stage.get("config") or {})
    config.setdefault("Comment", "")
    config.setdefault("KeyValueStoreAssociations", {"Quantity": 0})
    return {
        "Name": name,
        "Status": _status(view, name, stage_name),
        "FunctionConfig": config,
        "FunctionMetadata": {
            "FunctionARN": _arn(view, name),
            "Stage": stage_name,
            "CreatedTime": stage.get("created", 0),
            "LastModifiedTime": stage.get("modified", stage.get("created", 0)),
        },
    }


def describe_function(view: View, call: Call) -> Answer:
    """Configuration and metadata of a stage."""
    doc = _function(view, call.request.get("Name"))
    name, stage = _stage(doc, call.request.get("Stage"))
    return Answer(
        {
            "ETag": stage["etag"],
            "FunctionSummary": _summary(view, _name(view, doc), name, stage),
        }
    )


def get_function(view: View, call: Call) -> Answer:
    """The code of a stage."""
    _, stage = _stage(_function(view, call.request.get("Name")), call.request.get("Stage"))
    code = str(stage["code"]).encode()
    return Answer(
        {
            "FunctionCode": code,
            "ETag": stage["etag"],
            "ContentType": "application/octet-stream",
        }
    )


def list_functions(view: View, call: Call) -> Answer:
    """Functions with their development stage, or the stage asked for."""
    wanted = call.request.get("Stage") or "DEVELOPMENT"
    items = [
        _summary(view, _name(view, doc), wanted, stages[wanted])
        for doc in view.world.all(kinds.FUNCTION)
        if wanted in (stages := sim(doc).get("stages", {}))
    ]
    return Answer({"FunctionList": listing(items, call.request)})


def update_function(view: View, call: Call) -> Answer:
    """Write the development stage; viewers notice nothing until it is published."""
    doc = _function(view, call.request.get("Name"))
    _, old = _stage(doc, "DEVELOPMENT")
    check_match(call.request.get("IfMatch"), old["etag"])
    code, config = (
        _code(call.request.get("FunctionCode", b"")),
        call.request["FunctionConfig"],
    )
    _check_store(view, config)
    etag = new_etag(view, _name(view, doc))
    stage = {**old, "code": code, "config": config, "etag": etag, "modified": view.now}
    edit = _with_stage(view, doc, "DEVELOPMENT", stage)
    summary = _summary(view, _name(view, doc), "DEVELOPMENT", stage)
    return Answer({"FunctionSummary": summary, "ETag": etag}, (edit,))


def _code(given: Any) -> str:
    """The code as text; packs write text, the command line sends bytes or base64."""
    raw = given.encode() if isinstance(given, str) else bytes(given)
    if not 1 <= len(raw) <= _LARGEST:
        raise ApiError(
            "FunctionSizeLimitExceeded",
            "The function exceeds the maximum size of 40960 bytes.",
            413,
        )
    return raw.decode("utf-8", "replace")


def _check_store(view: View, config: Mapping[str, Any]) -> None:
    arn = store_arn(config)
    if arn and view.world.find(kinds.KEY_VALUE_STORE, arn) is None:
        raise ApiError("EntityNotFound", "The entity was not found.", 404)


def _with_stage(view: View, doc: Doc, name: str, stage: Stage) -> Put:
    stages = {**sim(doc).get("stages", {}), name: stage}
    return Put(kinds.FUNCTION, _name(view, doc), with_sim(doc, stages=stages))


def publish_function(view: View, call: Call) -> Answer:
    """Copy development to live; code the runtime cannot run is accepted all the same (T5)."""
    doc = _function(view, call.request.get("Name"))
    _, stage = _stage(doc, "DEVELOPMENT")
    check_match(call.request.get("IfMatch"), stage["etag"])
    old = sim(doc)["stages"].get("LIVE")
    live = {
        **stage,
        "modified": view.now,
        "created": (old or {"created": view.now}).get("created", view.now),
    }
    name = _name(view, doc)
    edits = (
        _with_stage(view, doc, "LIVE", live),
        *spread(view, name, old, live, FUNCTION_PACE),
    )
    return Answer({"FunctionSummary": _summary(view, name, "LIVE", live)}, edits)


def test_function(view: View, call: Call) -> Answer:
    """Run a stage on a given event; nothing is logged and nobody is served (T4, §1.8)."""
    from incidentgame.world.edge.functions import ERROR_SENTENCE, evaluate  # late: histories only publish

    doc = _function(view, call.request.get("Name"))
    name, stage = _stage(doc, call.request.get("Stage"))
    check_match(call.request.get("IfMatch"), stage["etag"])
    event = _event(call.request.get("EventObject", b""))
    config = stage.get("config") or {}
    arn = store_arn(config)
    store = view.world.find(kinds.KEY_VALUE_STORE, arn) if arn else None
    items = None if store is None else sim(store).get("items", {})
    result = evaluate(stage["code"], config, items, event["request"], event=event, now=view.now)
    output = {"request" if result.kind == "pass" else "response": result.request}
    failed = result.kind in ("error", "invalid")
    return Answer(
        {
            "TestResult": {
                "FunctionSummary": _summary(view, _name(view, doc), name, stage),
                "ComputeUtilization": str(min(100, 8 + result.steps // 12)),
                "FunctionExecutionLogs": list(result.logs),
                "FunctionErrorMessage": f"{ERROR_SENTENCE} {result.error}" if failed else "",
                "FunctionOutput": "" if failed else json.dumps(output, separators=(",", ":")),
            }
        }
    )


def _event(given: Any) -> dict[str, Any]:
    raw = given.encode() if isinstance(given, str) else bytes(given)
    for text in (raw, _decoded(raw)):
        try:
            event = json.loads(text)
        except ValueError:
            continue
        if isinstance(event, dict) and isinstance(event.get("request"), dict):
            return event
    raise ApiError(
        "InvalidArgument",
        "The parameter EventObject is not a valid function event.",
        400,
    )


def _decoded(raw: bytes) -> bytes:
    try:
        return b64decode(raw, validate=True)
    except (NotBase64, ValueError):
        return b""


def _store_shown(doc: Doc) -> dict[str, Any]:
    names = ("Name", "Id", "Comment", "ARN", "Status", "LastModifiedTime")
    return {
        "Comment": "",
        "Status": "READY",
        **{name: doc[name] for name in names if name in doc},
    }


def list_key_value_stores(view: View, call: Call) -> Answer:
    """The stores as the control plane knows them."""
    items = [_store_shown(doc) for doc in view.world.all(kinds.KEY_VALUE_STORE)]
    return Answer({"KeyValueStoreList": listing(items, call.request)})


def describe_key_value_store(view: View, call: Call) -> Answer:
    """One store by name."""
    name = call.request.get("Name")
    doc = next(
        (d for d in view.world.all(kinds.KEY_VALUE_STORE) if d.get("Name") == name),
        None,
    )
    if doc is None:
        raise ApiError("EntityNotFound", "The entity was not found.", 404)
    return Answer({"ETag": sim(doc).get("control_etag", ""), "KeyValueStore": _store_shown(doc)})


HANDLERS: dict[str, Handler] = {
    "DescribeFunction": describe_function,
    "GetFunction": get_function,
    "ListFunctions": list_functions,
    "UpdateFunction": update_function,
    "PublishFunction": publish_function,
    "TestFunction": test_function,
    "ListKeyValueStores": list_key_value_stores,
    "DescribeKeyValueStore": describe_key_value_store,
}
