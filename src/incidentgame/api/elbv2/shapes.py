"""Rules, actions and conditions in the form the API shows them (api-503-aws §2.3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.world.balancing.rules import condition_values
from incidentgame.world.balancing.wiring import forward_weights
from incidentgame.world.state import Doc, public

CONFIGS: Mapping[str, str] = {
    "host-header": "HostHeaderConfig",
    "path-pattern": "PathPatternConfig",
    "http-header": "HttpHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "source-ip": "SourceIpConfig",
    "query-string": "QueryStringConfig",
}
"""Condition field → the member that holds its configuration."""


def shown_condition(condition: Doc) -> dict[str, Any]:
    """A condition with both its plain values (where the field has them) and its configuration."""
    field = str(condition.get("Field", ""))
    member = CONFIGS.get(field, "PathPatternConfig")
    values = condition_values(condition)
    if field in ("host-header", "path-pattern"):
        return {"Field": field, "Values": values, member: {"Values": values}}
    return {"Field": field, member: condition.get(member) or {"Values": values}}


def shown_action(action: Doc) -> dict[str, Any]:
    """An action; a forward action names its groups in ForwardConfig, and a single one also by itself."""
    if action.get("Type") != "forward":
        return dict(action)
    weights = forward_weights(action)
    given = action.get("ForwardConfig", {})
    stickiness = given.get("TargetGroupStickinessConfig", {"Enabled": False})
    config = {
        "TargetGroups": [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights],
        "TargetGroupStickinessConfig": stickiness,
    }
    single = {"TargetGroupArn": weights[0][0]} if len(weights) == 1 else {}
    order = {"Order": action["Order"]} if "Order" in action else {}
    return {"Type": "forward", **single, **order, "ForwardConfig": config}


def shown_actions(actions: Sequence[Doc]) -> list[dict[str, Any]]:
    """A list of actions; those without an order show none."""
    return [shown_action(action) for action in actions]


def shown_rule(rule: Doc) -> dict[str, Any]:
    """A rule as DescribeRules shows it; the priority is a string."""
    return {
        "RuleArn": rule["RuleArn"],
        "Priority": str(rule["Priority"]),
        "Conditions": [shown_condition(condition) for condition in rule.get("Conditions", ())],
        "Actions": shown_actions(rule["Actions"]),
        "IsDefault": False,
        "Transforms": list(rule.get("Transforms", ())),
    }


def default_rule(dice: Dice, listener: Doc) -> dict[str, Any]:
    """The rule standing for the listener's default actions: last, without conditions (api-503-aws §2.1)."""
    return {
        "RuleArn": default_rule_arn(dice, listener["ListenerArn"]),
        "Priority": "default",
        "Conditions": [],
        "Actions": shown_actions(listener.get("DefaultActions", ())),
        "IsDefault": True,
        "Transforms": [],
    }


def default_rule_arn(dice: Dice, listener_arn: str) -> str:
    """The ARN of a listener's default rule."""
    return rule_arn(listener_arn, dice.hexadecimal(16, "default rule", listener_arn))


def rule_arn(listener_arn: str, id: str) -> str:
    """The ARN of a rule of a listener."""
    return f"{listener_arn.replace(':listener/', ':listener-rule/')}/{id}"


def shown_listener(listener: Doc) -> dict[str, Any]:
    """A listener as DescribeListeners shows it."""
    return {**public(listener), "DefaultActions": shown_actions(listener.get("DefaultActions", ()))}


def key_values(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    """Attributes as the API lists them."""
    return [{"Key": key, "Value": value} for key, value in attributes.items()]


def unique(values: Iterable[str]) -> list[str]:
    """The values without repeats, in order."""
    return list(dict.fromkeys(values))
