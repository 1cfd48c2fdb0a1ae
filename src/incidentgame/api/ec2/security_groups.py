"""Security groups and their rules as described."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, chosen, match_filters, member
from incidentgame.api.ec2.describing import Sort, by_member, describe, here, listed, not_found
from incidentgame.api.ec2.permissions import Rule, rule_id, rules
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc
from incidentgame.world.view import View

_SIDES = (("", "IpPermissions"), ("egress.", "IpPermissionsEgress"))
_RULE_FILTERS = {
    "cidr": ("IpRanges", "CidrIp"),
    "ipv6-cidr": ("Ipv6Ranges", "CidrIpv6"),
    "from-port": ("FromPort",),
    "to-port": ("ToPort",),
    "protocol": ("IpProtocol",),
    "group-id": ("UserIdGroupPairs", "GroupId"),
    "prefix-list-id": ("PrefixListIds", "PrefixListId"),
    "user-id": ("UserIdGroupPairs", "UserId"),
}


def _permission_filters() -> dict[str, Getter]:
    return {
        f"{side}ip-permission.{name}": member(permissions, *path)
        for side, permissions in _SIDES
        for name, path in _RULE_FILTERS.items()
    }


GROUPS = Sort(
    "SecurityGroups",
    "GroupIds",
    ("InvalidGroup.NotFound", "The security group '{}' does not exist"),
    {
        **by_member(
            group_id="GroupId",
            group_name="GroupName",
            vpc_id="VpcId",
            description="Description",
            owner_id="OwnerId",
        ),
        **_permission_filters(),
    },
)
_RULES = Sort(
    "SecurityGroupRules",
    "SecurityGroupRuleIds",
    ("InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '{}' does not exist"),
    by_member(group_id="GroupId", security_group_rule_id="SecurityGroupRuleId"),
)


def describe_security_groups(view: View, call: Call) -> Answer:
    """DescribeSecurityGroups, by id, by name, or by filter."""
    table = view.world.table(kinds.SECURITY_GROUP)
    names = call.request.get("GroupNames")
    if not names:
        return describe(view, call, GROUPS, table)
    by_name = {doc["GroupName"]: doc for doc in here(view, call, table).values()}
    found = chosen(by_name, names, not_found(GROUPS))
    return listed(
        "SecurityGroups", match_filters(found, call.request.get("Filters"), GROUPS.filters), call.request
    )


def malformed(id: str) -> ApiError:
    """The refusal of a text that cannot be a group's id."""
    return ApiError("InvalidGroupId.Malformed", f'Invalid id: "{id}" (expecting "sg-...")')


def rule_docs(view: View, group: Doc) -> dict[str, Doc]:
    """The rules of a group by id, as DescribeSecurityGroupRules shows them."""
    found: dict[str, Doc] = {}
    for egress, permissions in ((False, "IpPermissions"), (True, "IpPermissionsEgress")):
        for rule in rules(group.get(permissions, ())):
            doc = rule_doc(view, group["GroupId"], egress, rule)
            found[doc["SecurityGroupRuleId"]] = doc
    return found


def rule_doc(view: View, group: str, egress: bool, rule: Rule) -> dict[str, Any]:
    """One SecurityGroupRule."""
    kind, value = rule.source
    id, account = rule_id(view.dice, group, egress, rule), view.account.id
    source: dict[str, Any] = {kind: value}
    if kind == "GroupId":
        source = {"ReferencedGroupInfo": {"GroupId": value, "UserId": account}}
    return {
        "SecurityGroupRuleId": id,
        "GroupId": group,
        "GroupOwnerId": account,
        "IsEgress": egress,
        "IpProtocol": rule.protocol,
        "FromPort": rule.low,
        "ToPort": rule.high,
        **source,
        **({"Description": rule.description} if rule.description else {}),
        "Tags": [],
        "SecurityGroupRuleArn": f"arn:aws:ec2:{view.account.region}:{account}:security-group-rule/{id}",
    }


def describe_security_group_rules(view: View, call: Call) -> Answer:
    """DescribeSecurityGroupRules."""
    table: dict[str, Doc] = {}
    for group in view.world.all(kinds.SECURITY_GROUP):
        table.update(rule_docs(view, group))
    return describe(view, call, _RULES, table)


def describe_stale_security_groups(view: View, call: Call) -> Answer:
    """DescribeStaleSecurityGroups: none."""
    return Answer({"StaleSecurityGroupSet": []})


HANDLERS: Mapping[str, Handler] = {
    "DescribeSecurityGroups": describe_security_groups,
    "DescribeSecurityGroupRules": describe_security_group_rules,
    "DescribeStaleSecurityGroups": describe_stale_security_groups,
}
