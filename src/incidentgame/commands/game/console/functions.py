"""Functions a page's columns may use, beside JMESPath's own: how the console words what the API gives."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

from incidentgame.kernel.instant import to_datetime

F = TypeVar("F", bound=Callable[..., Any])
_ANYTHING: tuple[str, ...] = ()


def _takes(count: int) -> Callable[[F], F]:
    """Marks a method as a function of so many arguments of any type (jmespath reads `signature`)."""

    def mark(function: F) -> F:
        vars(function)["signature"] = tuple({"types": _ANYTHING} for _ in range(count))
        return function

    return mark


class _Console(Functions):  # type: ignore[misc]  # jmespath has no stubs
    @_takes(2)
    def _func_after(self, text: Any, mark: str) -> Any:
        """What follows the last `mark`; the text itself where there is none."""
        return text.rpartition(mark)[2] if isinstance(text, str) else text

    @_takes(1)
    def _func_when(self, instant: Any) -> Any:
        """A number of milliseconds as the CLI writes instants."""
        return to_datetime(instant).isoformat() if isinstance(instant, int) else None

    @_takes(1)
    def _func_action(self, action: Any) -> str:
        """A listener's or rule's action in the console's words."""
        return _action(action)

    @_takes(1)
    def _func_condition(self, condition: Any) -> str:
        """A rule's condition: `Path is /v1/* or /v2/*`."""
        return _condition(condition)

    @_takes(1)
    def _func_peers(self, permission: Any) -> list[str]:
        """Who a security group's rule is about: networks, groups and prefix lists."""
        return _peers(permission)

    @_takes(1)
    def _func_ports(self, permission: Any) -> str:
        """`443`, `1024-65535` or `All`, of a permission or of a network ACL's entry."""
        return _ports(permission)


_OPTIONS = jmespath.Options(custom_functions=_Console())


def found(expression: str, document: Any) -> Any:
    """What an expression finds; nothing where a member it works with is missing."""
    try:
        return jmespath.search(expression, document, options=_OPTIONS)
    except JMESPathError:
        return None


def _action(action: Mapping[str, Any]) -> str:
    kind = action.get("Type", "")
    if kind == "forward":
        return "Forward to " + ", ".join(_forwards(action))
    if kind == "redirect":
        config = action.get("RedirectConfig", {})
        parts = "{Protocol}://{Host}:{Port}{Path}?{Query}".format_map({**_SAME, **config})
        return f"Redirect to {parts} ({config.get('StatusCode', '')})"
    if kind == "fixed-response":
        config = action.get("FixedResponseConfig", {})
        body = config.get("MessageBody", "")
        return f"Return fixed response {config.get('StatusCode', '')}" + (f': "{body}"' if body else "")
    return str(kind)


_SAME = {
    "Protocol": "#{protocol}",
    "Host": "#{host}",
    "Port": "#{port}",
    "Path": "/#{path}",
    "Query": "#{query}",
}


def _forwards(action: Mapping[str, Any]) -> list[str]:
    groups = action.get("ForwardConfig", {}).get("TargetGroups") or [action]
    named = [str(g.get("TargetGroupArn", "")).split("targetgroup/")[-1].split("/")[0] for g in groups]
    total = sum(g.get("Weight", 1) for g in groups) or 1
    return [f"{n} {100 * g.get('Weight', 1) // total}%" for n, g in zip(named, groups, strict=True)]


_FIELDS = {"path-pattern": "Path", "host-header": "HTTP Host Header", "source-ip": "Source IP"}


def _condition(condition: Mapping[str, Any]) -> str:
    config: Mapping[str, Any] = next((v for k, v in condition.items() if k.endswith("Config")), {})
    values = condition.get("Values") or config.get("Values", ())
    shown = [f"{v.get('Key', '')}={v.get('Value', '')}" if isinstance(v, Mapping) else str(v) for v in values]
    field = condition.get("Field", "")
    name = config.get("HttpHeaderName") or _FIELDS.get(field, field)
    return f"{name} is {' or '.join(shown)}"


def _peers(permission: Mapping[str, Any]) -> list[str]:
    kinds = (
        ("IpRanges", "CidrIp"),
        ("Ipv6Ranges", "CidrIpv6"),
        ("PrefixListIds", "PrefixListId"),
        ("UserIdGroupPairs", "GroupId"),
    )
    return [str(one.get(key, "")) for kind, key in kinds for one in permission.get(kind, ())]


def _ports(permission: Mapping[str, Any]) -> str:
    between = permission.get("PortRange", {})
    first = permission.get("FromPort", between.get("From"))
    last = permission.get("ToPort", between.get("To"))
    if first is None or first == -1:
        return "All"
    return str(first) if first == last else f"{first}-{last}"
