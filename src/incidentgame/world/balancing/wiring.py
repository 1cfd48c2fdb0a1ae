"""How balancers, listeners, rules, groups and targets hang together, and their attributes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim

LOAD_BALANCER_ATTRIBUTES: Mapping[str, str] = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "idle_timeout.timeout_seconds": "60",
    "deletion_protection.enabled": "false",
    "routing.http2.enabled": "true",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "client_keep_alive.seconds": "3600",
    "waf.fail_open.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "zonal_shift.config.enabled": "false",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.prefix": "",
}
"""Attribute → value of an Application Load Balancer nobody changed (aws-request-path §3.5)."""

TARGET_GROUP_ATTRIBUTES: Mapping[str, str] = {
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "stickiness.enabled": "false",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
    "deregistration_delay.timeout_seconds": "300",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "stickiness.type": "lb_cookie",
    "stickiness.lb_cookie.duration_seconds": "86400",
    "slow_start.duration_seconds": "0",
    "stickiness.app_cookie.duration_seconds": "86400",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "load_balancing.algorithm.type": "round_robin",
    "load_balancing.algorithm.anomaly_mitigation": "off",
    "stickiness.app_cookie.cookie_name": "",
}
"""Attribute → value of a target group nobody changed (aws-request-path §3.1, §3.5)."""

LISTENER_ATTRIBUTES: Mapping[str, str] = {
    "routing.http.response.server.enabled": "true",
    "routing.http.response.strict_transport_security.header_value": "",
    "routing.http.response.x_content_type_options.header_value": "",
    "routing.http.response.x_frame_options.header_value": "",
}
"""Attribute → value of a listener nobody changed."""


def load_balancer_attributes(doc: Doc) -> dict[str, str]:
    """All attributes of a load balancer, defaults included."""
    return {**LOAD_BALANCER_ATTRIBUTES, **sim(doc).get("attributes", {})}


def target_group_attributes(doc: Doc) -> dict[str, str]:
    """All attributes of a target group, defaults included."""
    return {**TARGET_GROUP_ATTRIBUTES, **sim(doc).get("attributes", {})}


def listener_attributes(doc: Doc) -> dict[str, str]:
    """All attributes of a listener, defaults included."""
    return {**LISTENER_ATTRIBUTES, **sim(doc).get("attributes", {})}


def target_id(group: str, instance: str, port: int) -> str:
    """The id of a target's document."""
    return f"{group}|{instance}|{port}"


def group_of(target: Doc) -> str:
    """The ARN of the group a target is registered with."""
    return str(sim(target).get("group", ""))


def key_of(target: Doc) -> str:
    """The id of the document of a target."""
    return target_id(group_of(target), target["Target"]["Id"], target["Target"]["Port"])


def targets_of(world: World, group: str) -> list[Doc]:
    """The targets registered with a group (an ARN), in order of registration."""
    return [doc for doc in world.all(kinds.TARGET) if group_of(doc) == group]


def listener_of(rule: Doc) -> str:
    """The ARN of the listener a rule belongs to."""
    named = sim(rule).get("listener")
    if named:
        return str(named)
    head, _, _ = str(rule["RuleArn"]).rpartition("/")
    return head.replace(":listener-rule/", ":listener/")


def rules_of(world: World, listener: str) -> list[Doc]:
    """The rules of a listener (an ARN) in order of evaluation, without the default rule."""
    found = [doc for doc in world.all(kinds.RULE) if listener_of(doc) == listener]
    return sorted(found, key=lambda rule: int(rule["Priority"]))


def listeners_of(world: World, balancer: str) -> list[Doc]:
    """The listeners of a load balancer (an ARN), by port."""
    found = [doc for doc in world.all(kinds.LISTENER) if doc["LoadBalancerArn"] == balancer]
    return sorted(found, key=lambda doc: int(doc["Port"]))


def forward_weights(action: Doc) -> list[tuple[str, int]]:
    """(target group ARN, weight) of a forward action; empty for other actions."""
    if action.get("Type") != "forward":
        return []
    groups = action.get("ForwardConfig", {}).get("TargetGroups") or ()
    if groups:
        return [(str(g.get("TargetGroupArn", "")), int(g.get("Weight", 1))) for g in groups]
    return [(action["TargetGroupArn"], 1)] if action.get("TargetGroupArn") else []


def groups_named(actions: Sequence[Doc]) -> list[str]:
    """The target groups a list of actions names, a weight of 0 included (house rule, api-503-aws §2.5)."""
    return [arn for action in actions for arn, _ in forward_weights(action)]


def _action_lists(world: World) -> Iterator[tuple[str, Sequence[Doc]]]:
    for listener in world.all(kinds.LISTENER):
        yield listener["ListenerArn"], listener.get("DefaultActions", ())
    for rule in world.all(kinds.RULE):
        yield listener_of(rule), rule.get("Actions", ())


def balancers_by_group(world: World) -> dict[str, list[str]]:
    """Target group ARN → ARNs of the load balancers whose rules name it. A group not in it is not in use."""
    found: dict[str, list[str]] = {}
    listeners = world.table(kinds.LISTENER)
    for listener, actions in _action_lists(world):
        if listener not in listeners:
            continue
        balancer = listeners[listener]["LoadBalancerArn"]
        for group in groups_named(actions):
            users = found.setdefault(group, [])
            if balancer not in users:
                users.append(balancer)
    return found


def zones_of(balancer: Doc) -> dict[str, str]:
    """Enabled Availability Zone → the load balancer's subnet there."""
    return {zone["ZoneName"]: zone["SubnetId"] for zone in balancer.get("AvailabilityZones", ())}


def instance_zone(world: World, instance: str) -> str:
    """The Availability Zone of an instance; empty when there is none of that id."""
    doc = world.find(kinds.INSTANCE, instance) or {}
    return str(doc.get("Placement", {}).get("AvailabilityZone", ""))


def instance_state(world: World, instance: str) -> str:
    """`running`, `stopped` …; `terminated` for an instance that is gone."""
    doc: Mapping[str, Any] = world.find(kinds.INSTANCE, instance) or {}
    return str(doc.get("State", {}).get("Name", "terminated"))
