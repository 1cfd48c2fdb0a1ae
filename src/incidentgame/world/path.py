"""What one request met on its way: one record per hop. Logs, metrics and `curl` are views of this.

A `Path` is what background requests of one class have in common; a player's own request is one such path
too, with its own ids and times. Times are whole milliseconds; −1 means "never got that far", as in the
ALB log (aws-request-path §3.7).
"""

from typing import Literal

import msgspec


class Reply(msgspec.Struct, frozen=True, gc=False):
    """An HTTP answer: status, reason phrase (HTTP/1.1 only), headers in wire order, body."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header, whatever its case; empty when absent."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")


class EdgeHop(msgspec.Struct, frozen=True, gc=False):
    """CloudFront. `result` is x-edge-result-type, `detail` x-edge-detailed-result-type (§2.6).

    `attempts` is how many times it sent the request to its origin (§2.5, S5).
    """

    distribution: str
    behaviour: str
    result: str
    detail: str
    status: int
    cached: bool = False
    attempts: int = 1
    function: str = ""
    function_error: bool = False


class BalancerHop(msgspec.Struct, frozen=True, gc=False):
    """The ALB. `rule` is matched_rule_priority (0 = default), `target` an instance id or "" (§3.7).

    `waited_ms`: how long it waited in vain for a target that had taken the connection. `again`: the edge sent
    the same request once more, and no viewer is told of this one.
    """

    load_balancer: str
    node: str
    zone: str
    port: int
    rule: int
    action: Literal["forward", "fixed-response", "redirect", "none"]
    target_group: str
    target: str
    target_address: str
    status: int
    target_status: int
    fail_open: bool = False
    redirect_url: str = ""
    waited_ms: int = 0
    again: bool = False


class ProxyHop(msgspec.Struct, frozen=True, gc=False):
    """nginx on a host. `upstream_status` 0 means the app was not asked (`us=-`). (api-503-host §1)."""

    host: str
    status: int
    body_bytes: int
    upstream_status: int
    limited_by: str = ""
    error: str = ""


class AppHop(msgspec.Struct, frozen=True, gc=False):
    """gunicorn and the app. `waited_ms` is time spent waiting for a database connection."""

    host: str
    status: int
    body_bytes: int
    waited_ms: int = 0
    warning: str = ""


class Path(msgspec.Struct, frozen=True, gc=False):
    """The hops of a request, the reply the client got, and how long each part took."""

    reply: Reply | None
    edge: EdgeHop | None = None
    balancer: BalancerHop | None = None
    proxy: ProxyHop | None = None
    app: AppHop | None = None
    app_ms: int = 0
    proxy_ms: int = 0
    target_ms: int = -1
    total_ms: int = 0
    failure: str = ""
    """A transport failure instead of a reply: `refused`, `timeout`, `reset`, `tls`, `name` …

    `hang`: the connection opened and nothing came; `empty`: it was closed without an answer.
    """

    @property
    def status(self) -> int:
        """What the client saw; 0 when it saw no HTTP answer."""
        return self.reply.status if self.reply else 0

    @property
    def through_edge(self) -> bool:
        """Did the load balancer get it from CloudFront?"""
        return self.edge is not None or bool(self.balancer and self.balancer.again)

    @property
    def answered_by(self) -> str:
        """The layer whose answer the client got: the outermost that made one of its own."""
        if self.edge and self.edge.detail.startswith("Origin"):
            return "edge"
        if self.balancer and not self.balancer.target_status:
            return "balancer"
        if (
            self.app
            and self.app.status == self.status
            and not (self.proxy and self.proxy.upstream_status == 0)
        ):
            return "app"
        for name, hop in (("proxy", self.proxy), ("balancer", self.balancer), ("edge", self.edge)):
            if hop is not None:
                return name
        return "none"
