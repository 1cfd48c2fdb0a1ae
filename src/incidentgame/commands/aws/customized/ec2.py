"""EC2: the one-rule form of the security-group calls, `--count`, and bare flags."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incidentgame.commands.aws.backend import Backend
from incidentgame.commands.aws.errors import param_error

if TYPE_CHECKING:
    from incidentgame.commands.aws.arguments import Table

_ONE_RULE = ("protocol", "port", "cidr", "source_group", "group_owner")
_REPLACED = (
    "ip-protocol",
    "from-port",
    "to-port",
    "cidr-ip",
    "source-security-group-name",
    "source-security-group-owner-id",
)


def _one_rule(table: "Table") -> None:
    """--protocol, --port, --cidr, --source-group, --group-owner instead of --ip-permissions."""
    from incidentgame.commands.aws.arguments import Argument

    for name in _REPLACED:
        if name in table:
            table[name] = replace(table[name], hidden=True)
    for name in _ONE_RULE:
        flag = name.replace("_", "-")
        table[flag] = Argument(flag, help="One rule without --ip-permissions.")


def _build_rule(request: dict[str, Any], given: Mapping[str, Any], backend: Backend, region: str) -> None:
    used = [name for name in _ONE_RULE if given.get(name)]
    if used and given.get("ip_permissions"):
        raise param_error(f"The --{used[0]} option is not compatible with the --ip-permissions option ")
    if not used:
        return
    rule: dict[str, Any] = {}
    if given.get("protocol"):
        rule["IpProtocol"] = _protocol(given["protocol"])
    if given.get("port"):
        rule["FromPort"], rule["ToPort"] = _ports(given["port"])
    if given.get("cidr"):
        rule["IpRanges"] = [{"CidrIp": given["cidr"]}]
    pair = _pair(given)
    if pair:
        rule["UserIdGroupPairs"] = [pair]
    request["IpPermissions"] = [rule]


def _protocol(text: str) -> str:
    if re.fullmatch(r"-?\d+", text):
        if not -1 <= int(text) <= 255:
            raise param_error("protocol numbers must be in the range 0-255 or -1 to specify all protocols")
        return text
    if text not in ("tcp", "udp", "icmp", "all"):
        raise param_error(
            "protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number."
        )
    return "-1" if text == "all" else text


def _ports(text: str) -> tuple[int, int]:
    if text in ("-1", "all"):
        return -1, -1
    low, _, high = text.partition("-")
    try:
        return int(low), int(high) if high or "-" in text else int(low)
    except ValueError:
        raise param_error("port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)") from None


def _pair(given: Mapping[str, Any]) -> dict[str, str]:
    pair: dict[str, str] = {}
    group = given.get("source_group")
    if group:
        pair["GroupId" if group.startswith("sg-") else "GroupName"] = group
    if given.get("group_owner"):
        pair["UserId"] = given["group_owner"]
    return pair


def _count_option(table: "Table") -> None:
    from incidentgame.commands.aws.arguments import Argument

    del table["min-count"], table["max-count"]
    table["count"] = Argument("count", help="Number of instances to launch, or min:max.")


def _count(request: dict[str, Any], given: Mapping[str, Any], backend: Backend, region: str) -> None:
    text = given.get("count") or "1"
    low, _, high = text.partition(":")
    try:
        request["MinCount"], request["MaxCount"] = int(low), int(high or low)
    except ValueError:
        raise param_error("count parameter should be of form <min_count>:<max_count> or a number") from None


_RULES = [
    ("ec2", f"{verb}SecurityGroup{way}") for verb in ("Authorize", "Revoke") for way in ("Ingress", "Egress")
]
EXTEND = {**dict.fromkeys(_RULES, _one_rule), ("ec2", "RunInstances"): _count_option}
FINISH = {**dict.fromkeys(_RULES, _build_rule), ("ec2", "RunInstances"): _count}
