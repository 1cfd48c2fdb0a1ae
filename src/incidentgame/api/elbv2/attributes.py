"""Attributes of load balancers, listeners and target groups: key and value, both text."""

from collections.abc import Callable, Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.elbv2.lookup import find, required
from incidentgame.api.elbv2.shapes import key_values
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import (
    listener_attributes,
    load_balancer_attributes,
    target_group_attributes,
)
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Kind, Put, sim, with_sim
from incidentgame.world.view import View

_RANGES = {
    "deregistration_delay.timeout_seconds": (0, 3600),
    "idle_timeout.timeout_seconds": (1, 4000),
    "client_keep_alive.seconds": (60, 604_800),
    "slow_start.duration_seconds": (0, 900),
}
_CHOICES = {
    "load_balancing.cross_zone.enabled": ("true", "false", "use_load_balancer_configuration"),
    "load_balancing.algorithm.type": (
        "round_robin",
        "least_outstanding_requests",
        "weighted_random",
    ),
    "routing.http.desync_mitigation_mode": ("off", "defensive", "monitor", "strictest"),
    "routing.http2.enabled": ("true", "false"),
    "stickiness.enabled": ("true", "false"),
}
_ALL: Mapping[str, tuple[Kind, str, Callable[[Doc], dict[str, str]]]] = {
    "LoadBalancer": (kinds.LOAD_BALANCER, "load balancer", load_balancer_attributes),
    "Listener": (kinds.LISTENER, "listener", listener_attributes),
    "TargetGroup": (kinds.TARGET_GROUP, "target group", target_group_attributes),
}


def _describe(noun: str) -> Handler:
    kind, _, read = _ALL[noun]

    def describe(view: View, call: Call) -> Answer:
        doc = find(view.world, kind, required(call.request, f"{noun}Arn"))
        return Answer({"Attributes": key_values(read(doc))})

    return describe


def _modify(noun: str) -> Handler:
    kind, text, read = _ALL[noun]

    def modify(view: View, call: Call) -> Answer:
        doc = find(view.world, kind, required(call.request, f"{noun}Arn"))
        wanted = {str(a.get("Key")): str(a.get("Value", "")) for a in call.request.get("Attributes") or ()}
        for key, value in wanted.items():
            _check(text, key, value, read(doc))
        new = with_sim(doc, attributes={**sim(doc).get("attributes", {}), **wanted})
        return Answer({"Attributes": key_values(read(new))}, (Put(kind, doc[f"{noun}Arn"], new),))

    return modify


def _check(noun: str, key: str, value: str, known: Mapping[str, Any]) -> None:
    """ApiError for an unknown key or a value out of range (aws-request-path §3.5; texts are house rules)."""
    if key not in known:
        raise ApiError("ValidationError", f"{noun.capitalize()} attribute key '{key}' is not recognized")
    if key in _RANGES:
        low, high = _RANGES[key]
        if not value.isdigit() or not low <= int(value) <= high:
            raise ApiError("ValidationError", f"'{value}' is not a valid value for '{key}': {low} to {high}")
    if key in _CHOICES and value not in _CHOICES[key]:
        shown = ", ".join(_CHOICES[key])
        raise ApiError("ValidationError", f"'{value}' is not a valid value for '{key}': one of {shown}")


HANDLERS: Mapping[str, Handler] = {
    **{f"Describe{noun}Attributes": _describe(noun) for noun in _ALL},
    **{f"Modify{noun}Attributes": _modify(noun) for noun in _ALL},
}
