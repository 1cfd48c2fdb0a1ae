"""The data plane of CloudFront key-value stores: data events, which Event history never holds (T1, §5.5)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.edge.control import STORE_PACE, spread
from incidentgame.world.state import Doc, Put, sim, with_sim
from incidentgame.world.view import View

_BATCH = 32
Items = Mapping[str, str]


def _store(view: View, call: Call) -> tuple[str, Doc]:
    arn = str(call.request.get("KvsARN", ""))
    doc = view.world.find(kinds.KEY_VALUE_STORE, arn)
    if doc is None:
        raise ApiError("ResourceNotFoundException", "Key value store not found", 404)
    return arn, doc


def _items(doc: Doc) -> Items:
    found: Items = sim(doc).get("items", {})
    return found


def _size(items: Items) -> dict[str, int]:
    total = sum(len(k.encode()) + len(v.encode()) for k, v in items.items())
    return {"ItemCount": len(items), "TotalSizeInBytes": total}


def describe_key_value_store(view: View, call: Call) -> Answer:
    """What the store holds by number, and the ETag the next write needs."""
    arn, doc = _store(view, call)
    created = sim(doc).get("created", doc.get("LastModifiedTime", 0))
    return Answer(
        {
            "ETag": sim(doc)["etag"],
            **_size(_items(doc)),
            "KvsARN": arn,
            "Created": created,
            "LastModified": max(int(sim(doc).get("modified", created)), int(doc.get("LastModifiedTime", 0))),
            "Status": doc.get("Status", "READY"),
        },
        recorded="data",
    )


def get_key(view: View, call: Call) -> Answer:
    """One value."""
    _, doc = _store(view, call)
    key = str(call.request.get("Key", ""))
    if key not in _items(doc):
        raise _no_key(key)
    return Answer({"Key": key, "Value": _items(doc)[key], **_size(_items(doc))}, recorded="data")


def _no_key(key: str) -> ApiError:
    return ApiError("ResourceNotFoundException", f"Key {key} not found", 404)


def list_keys(view: View, call: Call) -> Answer:
    """Keys and values, by key."""
    _, doc = _store(view, call)
    items = [{"Key": k, "Value": v} for k, v in sorted(_items(doc).items())]
    found, token = paginate(
        items,
        call.request,
        "MaxResults",
        "NextToken",
        default=10,
        error="ValidationException",
    )
    return Answer(page("Items", found, token), recorded="data")


def put_key(view: View, call: Call) -> Answer:
    """Set one value."""
    _, doc = _store(view, call)
    return _written(
        view,
        call,
        {**_items(doc), str(call.request["Key"]): str(call.request["Value"])},
    )


def delete_key(view: View, call: Call) -> Answer:
    """Remove one key; a missing one is not found."""
    _, doc = _store(view, call)
    key = str(call.request["Key"])
    _check_match(call, doc)
    if key not in _items(doc):
        raise _no_key(key)
    return _written(view, call, {k: v for k, v in _items(doc).items() if k != key})


def update_keys(view: View, call: Call) -> Answer:
    """Several puts and deletes at once (at most 32, §1.2)."""
    _, doc = _store(view, call)
    puts, deletes = call.request.get("Puts") or (), call.request.get("Deletes") or ()
    if (not puts and not deletes) or len(puts) + len(deletes) > _BATCH:
        raise ApiError(
            "ValidationException",
            f"Number of items must be between 1 and {_BATCH}",
            400,
        )
    gone = {str(item["Key"]) for item in deletes}
    kept = {k: v for k, v in _items(doc).items() if k not in gone}
    return _written(view, call, {**kept, **{str(i["Key"]): str(i["Value"]) for i in puts}})


def _check_match(call: Call, doc: Doc) -> None:
    """Each ETag is good for one write (§1.2); code and text of a stale one are a house rule."""
    if call.request.get("IfMatch") != sim(doc)["etag"]:
        raise ApiError("ValidationException", "Pre-Condition failed", 400)


def _written(view: View, call: Call, items: Items) -> Answer:
    arn, doc = _store(view, call)
    _check_match(call, doc)
    etag = "KV" + view.dice.upper36(13, "kvs", arn, view.now, len(view.changes))
    changed = with_sim(doc, items=items, etag=etag, modified=view.now)
    edits = (
        Put(kinds.KEY_VALUE_STORE, arn, changed),
        *spread(view, arn, _items(doc), items, STORE_PACE),
    )
    response: dict[str, Any] = {**_size(items), "ETag": etag}
    return Answer(response, edits, recorded="data")


HANDLERS: dict[str, Handler] = {
    "DescribeKeyValueStore": describe_key_value_store,
    "GetKey": get_key,
    "ListKeys": list_keys,
    "PutKey": put_key,
    "DeleteKey": delete_key,
    "UpdateKeys": update_keys,
}
