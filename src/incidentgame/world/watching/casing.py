"""How CloudTrail spells requests and responses (api-503-aws §5.1).

Member names get a lower-case first letter; EC2 wraps lists as {"items": […]}; secrets and some comments are
hidden; dates inside are written out; an empty result is null.
"""

from collections.abc import Mapping
from typing import Any

from incidentgame.kernel.instant import Instant, to_datetime
from incidentgame.world.change import Change

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_EC2 = "ec2.amazonaws.com"
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_OLDEST_DATE = 10**11
_EC2_SETS = {
    "InstanceIds": ("instancesSet", "instanceId"),
    "Resources": ("resourcesSet", "resourceId"),
    "SubnetIds": ("subnetSet", "subnetId"),
}
_EC2_LISTS = {
    "UserIdGroupPairs": "groups",
    "Tags": "tagSet",
    "StartingInstances": "instancesSet",
    "StoppingInstances": "instancesSet",
    "TerminatingInstances": "instancesSet",
    "Instances": "instancesSet",
}
_SECRET = {
    ("ssm.amazonaws.com", "PutParameter", "Value"),
    ("ssm.amazonaws.com", "SendCommand", "Parameters"),
    ("cloudfront.amazonaws.com", "UpdateDistribution", "Comment"),
    ("cloudfront.amazonaws.com", "UpdateFunction", "Comment"),
    ("cloudfront.amazonaws.com", "PublishFunction", "Comment"),
}
_LEFT_OUT = {"FunctionCode", "functionCode", "EventObject", "Payload"}


def request_parameters(change: Change) -> dict[str, Any]:
    """requestParameters of a change; empty when there are none."""
    return _members(change, change.request)


def response_elements(change: Change, request_id: str) -> dict[str, Any] | None:
    """responseElements: null for reads, failures and empty results; EC2 always names its request."""
    if change.read_only or change.error is not None:
        return None
    found = _members(change, change.response or {})
    if change.source == _EC2:
        empty = not (set(found) - {"return"})
        flag = {"_return": True} if empty or "return" in found else {}
        return {
            "requestId": request_id,
            **flag,
            **{k: v for k, v in found.items() if k != "return"},
        }
    return found or None


def _members(change: Change, data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name in _LEFT_OUT or value is None:
            continue
        key, shown = _member(change, name, value)
        found[key] = shown
    return found


def _member(change: Change, name: str, value: Any) -> tuple[str, Any]:
    if (change.source, change.action, name) in _SECRET:
        return lower_first(name), HIDDEN
    if change.source == _EC2 and isinstance(value, list | tuple) and name != "items":
        return _ec2_list(change, name, value)  # "items" itself: recorded in CloudTrail's own shape already
    return lower_first(name), _value(change, name, value)


def _value(change: Change, name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _members(change, value)
    if isinstance(value, list | tuple):
        return [_value(change, name, item) for item in value]
    if isinstance(value, bytes | bytearray):
        return HIDDEN
    if _is_date(name, value):
        return written_date(value)
    return value


def _ec2_list(change: Change, name: str, values: Any) -> tuple[str, Any]:
    if name in _EC2_SETS:
        key, member = _EC2_SETS[name]
        return key, {"items": [item if isinstance(item, Mapping) else {member: item} for item in values]}
    key = _EC2_LISTS.get(name, lower_first(name))
    return key, {"items": [_value(change, name, item) for item in values]} if values else {}


def _is_date(name: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int) or value < _OLDEST_DATE:
        return False
    return name.endswith(("Time", "Date", "Timestamp", "Modified", "After", "At"))


def lower_first(name: str) -> str:
    """`DNSName` → `dNSName`: only the first letter changes."""
    return name[:1].lower() + name[1:]


def written_date(at: Instant) -> str:
    """`Feb 2, 2024 7:26:01 PM`."""
    m = to_datetime(at)
    half = "AM" if m.hour < 12 else "PM"
    return (
        f"{_MONTHS[m.month - 1]} {m.day}, {m.year} {m.hour % 12 or 12}:{m.minute:02d}:{m.second:02d} {half}"
    )
