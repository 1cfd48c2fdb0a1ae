"""Cache policies: read only."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.cloudfront.lists import listing
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, public, sim
from incidentgame.world.view import View


def _policy(view: View, call: Call) -> Doc:
    doc = view.world.find(kinds.CACHE_POLICY, str(call.request.get("Id")))
    if doc is None:
        raise ApiError("NoSuchCachePolicy", "The cache policy does not exist.", 404)
    return doc


def _etag(view: View, doc: Doc) -> str:
    return str(sim(doc).get("etag") or "E" + view.dice.upper36(13, "policy", doc["Id"]))


def list_cache_policies(view: View, call: Call) -> Answer:
    """All policies, with who made them."""
    wanted = call.request.get("Type")
    items: list[dict[str, Any]] = [
        {"Type": sim(doc).get("type", "custom"), "CachePolicy": public(doc)}
        for doc in view.world.all(kinds.CACHE_POLICY)
    ]
    kept = [item for item in items if wanted in (None, item["Type"])]
    return Answer({"CachePolicyList": listing(kept, call.request)})


def get_cache_policy(view: View, call: Call) -> Answer:
    """One policy."""
    doc = _policy(view, call)
    return Answer({"CachePolicy": public(doc), "ETag": _etag(view, doc)})


def get_cache_policy_config(view: View, call: Call) -> Answer:
    """The configuration alone."""
    doc = _policy(view, call)
    return Answer({"CachePolicyConfig": doc["CachePolicyConfig"], "ETag": _etag(view, doc)})


HANDLERS: dict[str, Handler] = {
    "ListCachePolicies": list_cache_policies,
    "GetCachePolicy": get_cache_policy,
    "GetCachePolicyConfig": get_cache_policy_config,
}
