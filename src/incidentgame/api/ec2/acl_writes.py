"""Changes of network ACLs. They bite at once, for old connections too (§4.1, INV-19)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.acls import ACLS
from incidentgame.api.ec2.describing import dry_run, replaced, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Edit, Put
from incidentgame.world.view import View

_LAST = 32_766
_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1", "icmpv6": "58"}


def _acl(view: View, call: Call) -> Doc:
    dry_run(call)
    return required(view, call, ACLS, view.world.table(kinds.NETWORK_ACL), call.request.get("NetworkAclId"))


def _index(acl: Doc, request: Mapping[str, Any]) -> int | None:
    number, egress = int(request.get("RuleNumber") or 0), bool(request.get("Egress"))
    for index, entry in enumerate(acl.get("Entries", ())):
        if int(entry["RuleNumber"]) == number and bool(entry.get("Egress")) is egress:
            return index
    return None


def _side(request: Mapping[str, Any]) -> str:
    return "egress" if request.get("Egress") else "ingress"


def _put(acl: Doc, entries: list[Any]) -> tuple[Edit, ...]:
    return (Put(kinds.NETWORK_ACL, acl["NetworkAclId"], {**acl, "Entries": entries}),)


def _entry(request: Mapping[str, Any]) -> dict[str, Any]:
    number = int(request.get("RuleNumber") or 0)
    if not 1 <= number <= _LAST:
        message = f"Value ({number}) for parameter ruleNumber is invalid. It must be between 1 and {_LAST}."
        raise ApiError("InvalidParameterValue", message)
    if not (request.get("CidrBlock") or request.get("Ipv6CidrBlock")):
        raise ApiError("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")
    protocol = _NUMBERS.get(str(request.get("Protocol", "-1")).lower(), str(request.get("Protocol", "-1")))
    if protocol in ("6", "17") and not request.get("PortRange"):
        message = "The parameter PortRange.From is required for protocols tcp and udp"
        raise ApiError("MissingParameter", message)
    kept = ("CidrBlock", "Ipv6CidrBlock", "PortRange", "IcmpTypeCode")
    return {
        **{name: request[name] for name in kept if request.get(name)},
        "Egress": bool(request.get("Egress")),
        "Protocol": protocol,
        "RuleAction": str(request.get("RuleAction", "allow")),
        "RuleNumber": number,
    }


def create_network_acl_entry(view: View, call: Call) -> Answer:
    """CreateNetworkAclEntry; NetworkAclEntryAlreadyExists when the number is taken."""
    acl, entry = _acl(view, call), _entry(call.request)
    if _index(acl, call.request) is not None:
        message = f"The network acl entry identified by {entry['RuleNumber']} already exists."
        raise ApiError("NetworkAclEntryAlreadyExists", message)
    return Answer({}, _put(acl, [*acl.get("Entries", ()), entry]))


def _existing(acl: Doc, request: Mapping[str, Any], code: str) -> int:
    index = _index(acl, request)
    if index is None:
        number, side = request.get("RuleNumber"), _side(request)
        message = (
            f"The {side} entry with rule number {number} does not exist in network ACL {acl['NetworkAclId']}"
        )
        raise ApiError(code, message)
    return index


def replace_network_acl_entry(view: View, call: Call) -> Answer:
    """ReplaceNetworkAclEntry: the entry of that number and direction."""
    acl, entry = _acl(view, call), _entry(call.request)
    index = _existing(acl, call.request, "InvalidParameterValue")
    return Answer({}, _put(acl, replaced(acl["Entries"], index, entry)))


def delete_network_acl_entry(view: View, call: Call) -> Answer:
    """DeleteNetworkAclEntry; the final `*` (32767) cannot be deleted."""
    acl = _acl(view, call)
    if int(call.request.get("RuleNumber") or 0) > _LAST:
        raise ApiError("InvalidParameterValue", "The default rule (*) cannot be deleted.")
    index = _existing(acl, call.request, "InvalidNetworkAclEntry.NotFound")
    return Answer({}, _put(acl, replaced(acl["Entries"], index)))


def replace_network_acl_association(view: View, call: Call) -> Answer:
    """ReplaceNetworkAclAssociation: another ACL for a subnet; the association gets a new id."""
    new, wanted = _acl(view, call), str(call.request.get("AssociationId", ""))
    for old in view.world.all(kinds.NETWORK_ACL):
        association = next(
            (a for a in old.get("Associations", ()) if a.get("NetworkAclAssociationId") == wanted), None
        )
        if association:
            return _moved(view, old, new, association)
    message = f"The association ID '{wanted}' does not exist"
    raise ApiError("InvalidAssociationID.NotFound", message)


def _moved(view: View, old: Doc, new: Doc, association: Mapping[str, Any]) -> Answer:
    id = "aclassoc-" + view.dice.hexadecimal(17, "aclassoc", association["SubnetId"], view.now)
    moved = {**association, "NetworkAclAssociationId": id, "NetworkAclId": new["NetworkAclId"]}
    left = [a for a in old["Associations"] if a is not association]
    if old["NetworkAclId"] == new["NetworkAclId"]:
        edits: tuple[Edit, ...] = (_with_associations(old, [*left, moved]),)
    else:
        gained = [*new.get("Associations", ()), moved]
        edits = (_with_associations(old, left), _with_associations(new, gained))
    return Answer({"NewAssociationId": id}, edits)


def _with_associations(acl: Doc, associations: list[Any]) -> Put:
    return Put(kinds.NETWORK_ACL, acl["NetworkAclId"], {**acl, "Associations": associations})


HANDLERS: Mapping[str, Handler] = {
    "CreateNetworkAclEntry": create_network_acl_entry,
    "ReplaceNetworkAclEntry": replace_network_acl_entry,
    "DeleteNetworkAclEntry": delete_network_acl_entry,
    "ReplaceNetworkAclAssociation": replace_network_acl_association,
}
