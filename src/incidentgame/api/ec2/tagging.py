"""Tags of EC2 resources, by id."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, match_filters, member, merge_tags, page, paginate, tags
from incidentgame.api.ec2.describing import dry_run, here
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Edit, Kind, Put
from incidentgame.world.view import View

_KINDS: Mapping[str, tuple[Kind, str]] = {
    "i": (kinds.INSTANCE, "instance"),
    "vpc": (kinds.VPC, "vpc"),
    "subnet": (kinds.SUBNET, "subnet"),
    "rtb": (kinds.ROUTE_TABLE, "route-table"),
    "igw": (kinds.INTERNET_GATEWAY, "internet-gateway"),
    "nat": (kinds.NAT_GATEWAY, "natgateway"),
    "acl": (kinds.NETWORK_ACL, "network-acl"),
    "sg": (kinds.SECURITY_GROUP, "security-group"),
    "lt": (kinds.LAUNCH_TEMPLATE, "launch-template"),
    "eni": (kinds.NETWORK_INTERFACE, "network-interface"),
    "eipalloc": (kinds.ADDRESS, "elastic-ip"),
}
"""Id prefix → table and resource type."""

_FILTERS: Mapping[str, Getter] = {
    "resource-id": member("ResourceId"),
    "resource-type": member("ResourceType"),
    "key": member("Key"),
    "value": member("Value"),
}


def describe_tags(view: View, call: Call) -> Answer:
    """Every tag of every resource, one row each."""
    rows = [
        {"Key": tag["Key"], "ResourceId": id, "ResourceType": type, "Value": tag["Value"]}
        for kind, type in _KINDS.values()
        for id, doc in here(view, call, view.world.table(kind)).items()
        for tag in tags(doc)
    ]
    found = match_filters(rows, call.request.get("Filters"), _FILTERS)
    items, token = paginate(found, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("Tags", items, token))


def _resource(view: View, call: Call, id: Any) -> tuple[Kind, Doc]:
    kind, _ = _KINDS.get(str(id).partition("-")[0], ("", ""))
    found = here(view, call, view.world.table(kind)).get(str(id))
    if found is None:
        raise ApiError("InvalidID", f"The ID '{id}' is not valid")
    return kind, found


def _resources(call: Call) -> list[str]:
    dry_run(call)
    ids = [str(id) for id in call.request.get("Resources") or ()]
    if not ids:
        raise ApiError("MissingParameter", "The request must contain the parameter resourceIdSet")
    return ids


def create_tags(view: View, call: Call) -> Answer:
    """Sets tags on resources; names beginning with `aws:` are AWS's own."""
    new = call.request.get("Tags") or ()
    for tag in new:
        if not tag.get("Key"):
            raise ApiError("InvalidParameterValue", "Tag key cannot be null or empty")
        if str(tag.get("Key", "")).startswith("aws:"):
            text = "Tag keys starting with 'aws:' are reserved for internal use"
            raise ApiError("InvalidParameterValue", text)
    edits: list[Edit] = []
    for id in _resources(call):
        kind, doc = _resource(view, call, id)
        edits.append(Put(kind, id, {**doc, "Tags": merge_tags(tags(doc), new)}))
    return Answer({}, tuple(edits))


def delete_tags(view: View, call: Call) -> Answer:
    """Removes tags by key, and by value where one is given."""
    gone = [(tag.get("Key"), tag.get("Value")) for tag in call.request.get("Tags") or ()]
    edits: list[Edit] = []
    for id in _resources(call):
        kind, doc = _resource(view, call, id)
        kept = [t for t in tags(doc) if (t["Key"], None) not in gone and (t["Key"], t["Value"]) not in gone]
        edits.append(Put(kind, id, {**doc, "Tags": kept}))
    return Answer({}, tuple(edits))


HANDLERS: Mapping[str, Handler] = {
    "CreateTags": create_tags,
    "DeleteTags": delete_tags,
    "DescribeTags": describe_tags,
}
