"""Listeners and their certificates."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.elbv2.actions import check_actions
from incidentgame.api.elbv2.lookup import by_arns, find, required
from incidentgame.api.elbv2.shapes import shown_listener
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import listeners_of, rules_of
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Put, sim
from incidentgame.world.view import View

_COPIED = ("Protocol", "SslPolicy", "Certificates", "AlpnPolicy", "MutualAuthentication")


def describe_listeners(view: View, call: Call) -> Answer:
    """The listeners of a load balancer, or those named."""
    balancer, arns = call.request.get("LoadBalancerArn"), call.request.get("ListenerArns")
    if bool(balancer) == bool(arns):
        raise ApiError("ValidationError", "You must specify either listener ARNs or a load balancer ARN")
    if balancer:
        arn = find(view.world, kinds.LOAD_BALANCER, balancer)["LoadBalancerArn"]
        found = listeners_of(view.world, arn)
    else:
        found = by_arns(view.world, kinds.LISTENER, arns)
    items, token = paginate(found, call.request, "PageSize", "Marker")
    return Answer(page("Listeners", [shown_listener(doc) for doc in items], token, "NextMarker"))


def modify_listener(view: View, call: Call) -> Answer:
    """Replaces the properties given; the default actions are what the default rule does."""
    listener = find(view.world, kinds.LISTENER, required(call.request, "ListenerArn"))
    changed: dict[str, Any] = {m: call.request[m] for m in _COPIED if call.request.get(m)}
    if call.request.get("DefaultActions"):
        changed["DefaultActions"] = check_actions(view.world, call.request["DefaultActions"])
    if call.request.get("Port"):
        changed["Port"] = int(call.request["Port"])
        others = listeners_of(view.world, listener["LoadBalancerArn"])
        if any(o["Port"] == changed["Port"] and o["ListenerArn"] != listener["ListenerArn"] for o in others):
            raise ApiError(
                "DuplicateListener", "A listener already exists on this port for this load balancer"
            )
    new = {**listener, **changed}
    return Answer({"Listeners": [shown_listener(new)]}, (Put(kinds.LISTENER, new["ListenerArn"], new),))


def create_listener(view: View, call: Call) -> Answer:
    """A new listener on a free port."""
    request = call.request
    balancer = find(view.world, kinds.LOAD_BALANCER, required(request, "LoadBalancerArn"))["LoadBalancerArn"]
    port, actions = (
        int(required(request, "Port")),
        check_actions(view.world, request.get("DefaultActions") or ()),
    )
    if any(other["Port"] == port for other in listeners_of(view.world, balancer)):
        raise ApiError("DuplicateListener", "A listener already exists on this port for this load balancer")
    if request.get("Protocol") == "HTTPS" and not request.get("Certificates"):
        raise ApiError("ValidationError", "A certificate must be specified for HTTPS listeners")
    id = view.dice.hexadecimal(16, "listener", balancer, port, view.now)
    arn = f"{balancer.replace(':loadbalancer/', ':listener/')}/{id}"
    given = {m: request[m] for m in _COPIED if request.get(m)}
    listener: Doc = {
        "ListenerArn": arn,
        "LoadBalancerArn": balancer,
        "Port": port,
        "Protocol": required(request, "Protocol"),
        **given,
        "DefaultActions": actions,
        "sim": {"tags": list(request.get("Tags") or ())},
    }
    return Answer({"Listeners": [shown_listener(listener)]}, (Put(kinds.LISTENER, arn, listener),))


def delete_listener(view: View, call: Call) -> Answer:
    """Removes a listener with its rules: nothing answers on its port any more."""
    arn = find(view.world, kinds.LISTENER, required(call.request, "ListenerArn"))["ListenerArn"]
    rules = (Drop(kinds.RULE, rule["RuleArn"]) for rule in rules_of(view.world, arn))
    return Answer({}, (Drop(kinds.LISTENER, arn), *rules))


def describe_listener_certificates(view: View, call: Call) -> Answer:
    """The default certificate of a listener, then those for other names."""
    listener = find(view.world, kinds.LISTENER, required(call.request, "ListenerArn"))
    shown = [
        {"CertificateArn": c["CertificateArn"], "IsDefault": True} for c in listener.get("Certificates", ())
    ]
    shown += [{"CertificateArn": arn, "IsDefault": False} for arn in sim(listener).get("certificates", ())]
    items, token = paginate(shown, call.request, "PageSize", "Marker")
    return Answer(page("Certificates", items, token, "NextMarker"))


HANDLERS: Mapping[str, Handler] = {
    "CreateListener": create_listener,
    "DeleteListener": delete_listener,
    "DescribeListenerCertificates": describe_listener_certificates,
    "DescribeListeners": describe_listeners,
    "ModifyListener": modify_listener,
}
