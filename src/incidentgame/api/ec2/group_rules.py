"""Authorize and revoke rules of security groups. A revoked rule lingers for tracked connections (INV-19)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.describing import dry_run, required
from incidentgame.api.ec2.permissions import Rule, checked, rule_id, rules, single, with_rule, without_rule
from incidentgame.api.ec2.security_groups import GROUPS, malformed, rule_doc
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.network.groups import TRACKED, tracking
from incidentgame.world.state import Doc, Put, sim, with_sim
from incidentgame.world.view import View

_MEMBERS = {False: "IpPermissions", True: "IpPermissionsEgress"}


def _group(view: View, call: Call) -> Doc:
    dry_run(call)
    id, name = call.request.get("GroupId"), call.request.get("GroupName")
    table = view.world.table(kinds.SECURITY_GROUP)
    if not id and name:
        id = next((g["GroupId"] for g in table.values() if g.get("GroupName") == name), name)
    if not id:
        message = "The request must contain the parameter groupName or groupId"
        raise ApiError("MissingParameter", message)
    if call.request.get("GroupId") and not str(id).startswith("sg-"):
        raise malformed(str(id))
    return required(view, call, GROUPS, table, id)


def _asked(view: View, call: Call) -> list[Rule]:
    """The rules a request names: IpPermissions, or the old single members."""
    permissions = call.request.get("IpPermissions") or _simple(call.request)
    found = [checked(rule) for rule in rules(permissions)]
    if not found:
        raise ApiError("MissingParameter", "The request must contain the parameter ipPermissions")
    for rule in found:
        _check_source(view, rule)
    return found


def _simple(request: Mapping[str, Any]) -> list[dict[str, Any]]:
    source = request.get("SourceSecurityGroupName")
    if not (request.get("CidrIp") or source) or not request.get("IpProtocol"):
        return []
    ranges = {"IpRanges": [{"CidrIp": request["CidrIp"]}]} if request.get("CidrIp") else {}
    pairs = {"UserIdGroupPairs": [{"GroupId": source}]} if source else {}
    return [{**{n: request.get(n, -1) for n in ("IpProtocol", "FromPort", "ToPort")}, **ranges, **pairs}]


def _check_source(view: View, rule: Rule) -> None:
    kind, value = rule.source
    if kind == "GroupId" and view.world.find(kinds.SECURITY_GROUP, value) is None:
        raise ApiError("InvalidGroup.NotFound", f"The security group '{value}' does not exist")
    if kind == "PrefixListId" and view.world.find(kinds.PREFIX_LIST, value) is None:
        raise ApiError("InvalidPrefixListID.NotFound", f"The prefix list ID '{value}' does not exist")


def _words(rule: Rule) -> str:
    """How EC2 names a rule it has twice: `peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW`."""
    protocol = "ALL" if rule.protocol == "-1" else rule.protocol.upper()
    ports = f"from port: {rule.low}, to port: {rule.high}, " if rule.protocol in ("tcp", "udp") else ""
    return f"peer: {rule.source[1]}, {protocol}, {ports}ALLOW"


def authorize(view: View, call: Call, egress: bool) -> Answer:
    """Add rules; InvalidPermission.Duplicate when one is there already."""
    group, member = _group(view, call), _MEMBERS[egress]
    permissions = [dict(p) for p in group.get(member, ())]
    asked = _asked(view, call)
    for rule in asked:
        if any(rule.same_as(old) for old in rules(permissions)):
            message = f'the specified rule "{_words(rule)}" already exists'
            raise ApiError("InvalidPermission.Duplicate", message)
        permissions = with_rule(permissions, rule, view.account.id)
    shown = [rule_doc(view, group["GroupId"], egress, rule) for rule in asked]
    edit = Put(kinds.SECURITY_GROUP, group["GroupId"], {**group, member: permissions})
    return Answer({"Return": True, "SecurityGroupRules": shown}, (edit,))


def revoke(view: View, call: Call, egress: bool) -> Answer:
    """Remove rules, named by their ids or by what they say."""
    group, member = _group(view, call), _MEMBERS[egress]
    present = list(rules(group.get(member, ())))
    gone = _named(view, call, group, egress, present)
    permissions = [dict(p) for p in group.get(member, ())]
    for rule in gone:
        permissions = without_rule(permissions, rule)
    changed = _remembering(view, {**group, member: permissions}, member, gone)
    shown = [_revoked(view, group["GroupId"], egress, rule) for rule in gone]
    edit = Put(kinds.SECURITY_GROUP, group["GroupId"], changed)
    later = {"due": view.now + TRACKED, "edits": (), "action": "tracked connections closed"}
    forget = Put(kinds.PENDING, tracking(group["GroupId"], view.now), later)
    return Answer({"Return": True, "RevokedSecurityGroupRules": shown}, (edit, forget))


def _named(view: View, call: Call, group: Doc, egress: bool, present: list[Rule]) -> list[Rule]:
    ids = call.request.get("SecurityGroupRuleIds")
    if ids:
        table = {rule_id(view.dice, group["GroupId"], egress, rule): rule for rule in present}
        for id in ids:
            if id not in table:
                message = f"The security group rule ID '{id}' does not exist"
                raise ApiError("InvalidSecurityGroupRuleId.NotFound", message)
        return [table[id] for id in ids]
    found = []
    for rule in _asked(view, call):
        same = next((old for old in present if old.same_as(rule)), None)
        if same is None:
            message = "The specified rule does not exist in this security group."
            raise ApiError("InvalidPermission.NotFound", message)
        found.append(same)
    return found


def _remembering(view: View, group: Doc, member: str, gone: list[Rule]) -> Doc:
    """Tracked connections outlive their rule for a while."""
    kept = [one for one in sim(group).get("revoked", ()) if one["at"] + TRACKED > view.now]
    new = [{"member": member, "at": view.now, "permission": single(rule, view.account.id)} for rule in gone]
    return with_sim(group, revoked=[*kept, *new])


def _revoked(view: View, group: str, egress: bool, rule: Rule) -> dict[str, Any]:
    doc = rule_doc(view, group, egress, rule)
    for name in ("GroupOwnerId", "Tags", "SecurityGroupRuleArn"):
        doc.pop(name)
    referenced = doc.pop("ReferencedGroupInfo", None)
    return {**doc, "ReferencedGroupId": referenced["GroupId"]} if referenced else doc


def authorize_ingress(view: View, call: Call) -> Answer:
    """AuthorizeSecurityGroupIngress."""
    return authorize(view, call, egress=False)


def authorize_egress(view: View, call: Call) -> Answer:
    """AuthorizeSecurityGroupEgress."""
    return authorize(view, call, egress=True)


def revoke_ingress(view: View, call: Call) -> Answer:
    """RevokeSecurityGroupIngress."""
    return revoke(view, call, egress=False)


def revoke_egress(view: View, call: Call) -> Answer:
    """RevokeSecurityGroupEgress."""
    return revoke(view, call, egress=True)


HANDLERS: Mapping[str, Handler] = {
    "AuthorizeSecurityGroupIngress": authorize_ingress,
    "AuthorizeSecurityGroupEgress": authorize_egress,
    "RevokeSecurityGroupIngress": revoke_ingress,
    "RevokeSecurityGroupEgress": revoke_egress,
}
