"""Tags of load balancers, listeners, rules and target groups."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn_resource, merge_tags, tags
from incidentgame.api.elbv2.lookup import find, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Kind, Put, with_sim
from incidentgame.world.view import View

_KINDS: Mapping[str, Kind] = {
    "loadbalancer": kinds.LOAD_BALANCER,
    "listener": kinds.LISTENER,
    "listener-rule": kinds.RULE,
    "targetgroup": kinds.TARGET_GROUP,
}


def _resource(view: View, arn: Any) -> tuple[Kind, Doc]:
    type = arn_resource(str(arn)).partition("/")[0]
    if type not in _KINDS:
        raise ApiError("ValidationError", f"'{arn}' is not a valid resource ARN")
    return _KINDS[type], find(view.world, _KINDS[type], arn)


def describe_tags(view: View, call: Call) -> Answer:
    """The tags of each resource named."""
    arns = required(call.request, "ResourceArns")
    shown = [{"ResourceArn": arn, "Tags": tags(_resource(view, arn)[1])} for arn in arns]
    return Answer({"TagDescriptions": shown})


def add_tags(view: View, call: Call) -> Answer:
    """Sets tags on each resource named."""
    edits = []
    for arn in required(call.request, "ResourceArns"):
        kind, doc = _resource(view, arn)
        merged = merge_tags(tags(doc), call.request.get("Tags") or ())
        edits.append(Put(kind, str(arn), with_sim(doc, tags=merged)))
    return Answer({}, tuple(edits))


def remove_tags(view: View, call: Call) -> Answer:
    """Removes tags by key from each resource named."""
    keys = set(call.request.get("TagKeys") or ())
    edits = []
    for arn in required(call.request, "ResourceArns"):
        kind, doc = _resource(view, arn)
        edits.append(Put(kind, str(arn), with_sim(doc, tags=[t for t in tags(doc) if t["Key"] not in keys])))
    return Answer({}, tuple(edits))


HANDLERS: Mapping[str, Handler] = {
    "AddTags": add_tags,
    "DescribeTags": describe_tags,
    "RemoveTags": remove_tags,
}
