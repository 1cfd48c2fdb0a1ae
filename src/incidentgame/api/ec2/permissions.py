"""IpPermissions and the single rules they stand for: one rule is one protocol, port range and source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Any

from incidentgame.api.errors import ApiError
from incidentgame.kernel.chance import Dice

_LISTS = {
    "CidrIpv4": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "PrefixListId": ("PrefixListIds", "PrefixListId"),
    "GroupId": ("UserIdGroupPairs", "GroupId"),
}
_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `source` is (CidrIpv4 | CidrIpv6 | PrefixListId | GroupId, value); ports −1 for all."""

    protocol: str
    low: int
    high: int
    source: tuple[str, str]
    description: str = ""

    def same_as(self, other: "Rule") -> bool:
        """Equal but for the description: AWS takes it for the same rule."""
        return replace(self, description="") == replace(other, description="")


def rules(permissions: Iterable[Mapping[str, Any]]) -> Iterator[Rule]:
    """The single rules of some IpPermissions, in order."""
    for permission in permissions:
        protocol = str(permission.get("IpProtocol", "-1")).lower()
        protocol = _PROTOCOLS.get(protocol, protocol)
        low = -1 if protocol == "-1" else int(permission.get("FromPort", -1))
        high = -1 if protocol == "-1" else int(permission.get("ToPort", low))
        for kind, (listed, name) in _LISTS.items():
            for entry in permission.get(listed) or ():
                yield Rule(protocol, low, high, (kind, str(entry[name])), str(entry.get("Description") or ""))


def rule_id(dice: Dice, group: str, egress: bool, rule: Rule) -> str:
    """`sgr-…`: the same rule always has the same id."""
    key = (rule.protocol, rule.low, rule.high, *rule.source)
    return "sgr-" + dice.hexadecimal(17, "sgr", group, int(egress), *key)


def checked(rule: Rule) -> Rule:
    """The rule if EC2 would take it; ApiError in its words if not."""
    if rule.protocol in ("tcp", "udp"):
        if not 0 <= rule.low <= 65_535 or not 0 <= rule.high <= 65_535:
            raise ApiError(
                "InvalidParameterValue",
                f"Invalid value '{rule.low}' for portRange. Must be specified for protocol {rule.protocol}",
            )
        if rule.low > rule.high:
            message = f"Invalid TCP/UDP port range ({rule.low}:{rule.high})"
            raise ApiError("InvalidParameterValue", message)
    kind, value = rule.source
    return replace(rule, source=(kind, _block(value))) if kind.startswith("Cidr") else rule


def _block(value: str) -> str:
    try:
        return str(ip_network(value, strict=False))
    except ValueError as problem:
        raise ApiError("InvalidParameterValue", f"CIDR block {value} is malformed") from problem


def with_rule(permissions: Iterable[Mapping[str, Any]], rule: Rule, account: str) -> list[dict[str, Any]]:
    """The IpPermissions with one more rule, joined to the permission of its ports where there is one."""
    found = [dict(p) for p in permissions]
    listed, entry = _entry(rule, account)
    for permission in found:
        if _is_for(permission, rule):
            permission[listed] = [*(permission.get(listed) or ()), entry]
            return found
    return [*found, {**_ports(rule), **_empty(), listed: [entry]}]


def without_rule(permissions: Iterable[Mapping[str, Any]], rule: Rule) -> list[dict[str, Any]]:
    """The IpPermissions without a rule; a permission left without sources goes too."""
    kept = []
    for permission in permissions:
        changed = dict(permission)
        listed, name = _LISTS[rule.source[0]]
        if _is_for(permission, rule):
            changed[listed] = [e for e in permission.get(listed) or () if str(e[name]) != rule.source[1]]
        if any(changed.get(name) for name, _ in _LISTS.values()):
            kept.append(changed)
    return kept


def single(rule: Rule, account: str) -> dict[str, Any]:
    """One rule as an IpPermission of its own."""
    listed, entry = _entry(rule, account)
    return {**_ports(rule), **_empty(), listed: [entry]}


def _empty() -> dict[str, Any]:
    return {name: [] for name in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")}


def _entry(rule: Rule, account: str) -> tuple[str, dict[str, Any]]:
    listed, name = _LISTS[rule.source[0]]
    owner = {"UserId": account} if name == "GroupId" else {}
    described = {"Description": rule.description} if rule.description else {}
    return listed, {name: rule.source[1], **owner, **described}


def _ports(rule: Rule) -> dict[str, Any]:
    if rule.protocol == "-1":
        return {"IpProtocol": "-1"}
    return {"IpProtocol": rule.protocol, "FromPort": rule.low, "ToPort": rule.high}


def _is_for(permission: Mapping[str, Any], rule: Rule) -> bool:
    first = {**_empty(), **permission, "IpRanges": [{"CidrIp": ""}]}
    own = next(rules([first]))
    return (own.protocol, own.low, own.high) == (rule.protocol, rule.low, rule.high)
