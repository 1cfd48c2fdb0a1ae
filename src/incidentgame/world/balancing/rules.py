"""Which rule of a listener a request meets (aws-request-path §3.6)."""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import AddressValueError, NetmaskValueError, ip_address, ip_network
from re import DOTALL, IGNORECASE, compile, escape
from urllib.parse import parse_qsl

from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import rules_of
from incidentgame.world.state import Doc, World

DEFAULT_RULE = 0
"""What matched_rule_priority says for the default rule (aws-request-path §3.7)."""


def match_rule(
    world: World,
    listener: str,
    host: str,
    path: str,
    method: str,
    headers: Mapping[str, str],
    source_ip: str,
    query: str = "",
) -> tuple[int, Doc]:
    """The first rule that matches, as (priority, its last action); (0, default action) when none does.

    `listener` is an ARN, `path` has no query. KeyError when the listener does not exist.
    """
    request = _Asked(host, path, method, headers, source_ip, query)
    for rule in rules_of(world, listener):
        if request.meets_all(rule.get("Conditions", ())):
            return int(rule["Priority"]), deciding_action(rule["Actions"])
    default = world.get(kinds.LISTENER, listener)["DefaultActions"]
    return DEFAULT_RULE, deciding_action(default)


def deciding_action(actions: Sequence[Doc]) -> Doc:
    """The action that answers: the one with the highest Order, authentication coming before it."""
    return max(enumerate(actions), key=lambda item: (int(item[1].get("Order", 1)), item[0]))[1]


class _Asked:
    """A request as conditions see it."""

    def __init__(
        self,
        host: str,
        path: str,
        method: str,
        headers: Mapping[str, str],
        source_ip: str,
        query: str,
    ) -> None:
        self.host = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
        self.path = path
        self.method = method
        self.headers = headers
        self.source_ip = source_ip
        self.query = query

    def meets_all(self, conditions: Iterable[Doc]) -> bool:
        return all(self._meets(condition) for condition in conditions)

    def _meets(self, condition: Doc) -> bool:
        field = condition.get("Field", "")
        values = condition_values(condition)
        if field == "host-header":
            return any(like(self.host, value, fold=True) for value in values)
        if field == "path-pattern":
            return any(like(self.path, value) for value in values)
        if field == "http-request-method":
            return self.method in values
        if field == "source-ip":
            return any(_inside(self.source_ip, value) for value in values)
        if field == "http-header":
            name = condition.get("HttpHeaderConfig", {}).get("HttpHeaderName", "").lower()
            sent = [value for key, value in self.headers.items() if key.lower() == name]
            return any(like(one, value, fold=True) for one in sent for value in values)
        return field == "query-string" and self._meets_query(condition)

    def _meets_query(self, condition: Doc) -> bool:
        pairs = parse_qsl(self.query, keep_blank_values=True)
        wanted = condition.get("QueryStringConfig", {}).get("Values", ())
        return any(
            ("Key" not in want or like(key, want["Key"], fold=True))
            and like(value, want.get("Value", ""), fold=True)
            for want in wanted
            for key, value in pairs
        )


_CONFIGS = (
    "HostHeaderConfig",
    "PathPatternConfig",
    "HttpHeaderConfig",
    "HttpRequestMethodConfig",
    "SourceIpConfig",
)


def condition_values(condition: Doc) -> list[str]:
    """The alternatives of a condition, wherever they are written: `Values` or the `…Config` member."""
    if condition.get("Values"):
        return list(condition["Values"])
    return [value for name in _CONFIGS for value in condition.get(name, {}).get("Values") or ()]


def like(text: str, pattern: str, *, fold: bool = False) -> bool:
    """Does the text match a pattern with `*` (any run) and `?` (any one character)?"""
    parts = ("".join({"*": ".*", "?": "."}.get(letter, escape(letter))) for letter in pattern)
    return compile("".join(parts), DOTALL | (IGNORECASE if fold else 0)).fullmatch(text) is not None


def _inside(address: str, block: str) -> bool:
    try:
        return ip_address(address) in ip_network(block, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        return False
