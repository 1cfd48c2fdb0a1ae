"""What a rule or listener may say: validation of actions and conditions (aws-request-path §3.6)."""

from collections.abc import Mapping, Sequence
from re import compile
from typing import Any

from incidentgame.api.elbv2.lookup import find
from incidentgame.api.elbv2.shapes import CONFIGS
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.rules import condition_values
from incidentgame.world.balancing.wiring import forward_weights
from incidentgame.world.state import Doc, World

CONTENT_TYPES = (
    "text/plain",
    "text/css",
    "text/html",
    "application/javascript",
    "application/json",
)
FINAL = ("forward", "redirect", "fixed-response")
_STATUS = compile(r"(2|4|5)\d\d")
_REDIRECT = ("HTTP_301", "HTTP_302")
_LONGEST = 128


def check_actions(world: World, actions: Sequence[Doc]) -> list[dict[str, Any]]:
    """The actions as they are kept; ApiError when AWS would refuse them."""
    if not actions:
        raise ApiError("ValidationError", "You must specify actions")
    if sum(action.get("Type") in FINAL for action in actions) != 1:
        text = "An action list must contain exactly one forward, redirect, or fixed-response action"
        raise ApiError("InvalidLoadBalancerAction", text)
    for action in actions:
        _CHECKS.get(str(action.get("Type")), _refuse_type)(world, action)
    return [dict(action) for action in actions]


def _check_forward(world: World, action: Doc) -> None:
    weights = forward_weights(action)
    if not weights:
        raise ApiError("ValidationError", "A target group ARN must be specified")
    for arn, weight in weights:
        find(world, kinds.TARGET_GROUP, arn)
        if not 0 <= weight <= 999:
            raise ApiError("ValidationError", f"Weight '{weight}' must be between 0 and 999 inclusive")


def _check_fixed(world: World, action: Doc) -> None:
    config: Mapping[str, Any] = action.get("FixedResponseConfig", {})
    code = str(config.get("StatusCode", ""))
    if not _STATUS.fullmatch(code):
        raise ApiError("ValidationError", f"'{code}' is not a valid status code for a fixed-response action")
    if config.get("ContentType", CONTENT_TYPES[0]) not in CONTENT_TYPES:
        raise ApiError("ValidationError", f"'{config['ContentType']}' is not a valid content type")
    if len(config.get("MessageBody", "")) > 1024:
        raise ApiError("ValidationError", "The message body must not exceed 1024 characters")


def _check_redirect(world: World, action: Doc) -> None:
    code = action.get("RedirectConfig", {}).get("StatusCode")
    if code not in _REDIRECT:
        raise ApiError("ValidationError", f"'{code}' is not a valid redirect status code")


def _refuse_type(world: World, action: Doc) -> None:
    text = f"Action type '{action.get('Type')}' is not supported for this listener"
    raise ApiError("InvalidLoadBalancerAction", text)


_CHECKS = {"forward": _check_forward, "fixed-response": _check_fixed, "redirect": _check_redirect}


def check_conditions(conditions: Sequence[Doc]) -> list[dict[str, Any]]:
    """The conditions as they are kept; ApiError when AWS would refuse them."""
    if not conditions:
        raise ApiError("ValidationError", "A rule must have at least one condition")
    for condition in conditions:
        _check_condition(condition)
    return [dict(condition) for condition in conditions]


def _check_condition(condition: Doc) -> None:
    field = str(condition.get("Field", ""))
    if field not in CONFIGS:
        raise ApiError(
            "ValidationError", f"Condition field '{field}' must be one of '[{', '.join(CONFIGS)}]'"
        )
    if field == "query-string":
        values = [str(pair.get("Value", "")) for pair in condition.get(CONFIGS[field], {}).get("Values", ())]
    else:
        values = condition_values(condition)
    if not values:
        raise ApiError("ValidationError", "A condition value must be specified")
    for value in values:
        if len(value) > _LONGEST:
            raise ApiError(
                "ValidationError",
                f"Condition value '{value}' must not exceed {_LONGEST} characters",
            )
