"""Listener rules: reading, creating, changing, reordering (api-503-aws §2.1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.elbv2.actions import check_actions, check_conditions
from incidentgame.api.elbv2.lookup import find, required
from incidentgame.api.elbv2.shapes import default_rule, default_rule_arn, rule_arn, shown_rule
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import listener_of, rules_of
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Put, World
from incidentgame.world.view import View

_MOST_RULES = 100
_LAST = 50_000


def describe_rules(view: View, call: Call) -> Answer:
    """The rules of a listener in order of evaluation, default last; or the rules named."""
    listener, arns = call.request.get("ListenerArn"), call.request.get("RuleArns") or ()
    if bool(listener) == bool(arns):
        raise ApiError("ValidationError", "You must specify either a listener ARN or rule ARNs, but not both")
    if arns:
        return Answer({"Rules": [_by_arn(view, arn) for arn in arns]})
    found = find(view.world, kinds.LISTENER, listener)
    rules = [shown_rule(rule) for rule in rules_of(view.world, found["ListenerArn"])]
    items, token = paginate([*rules, default_rule(view.dice, found)], call.request, "PageSize", "Marker")
    return Answer(page("Rules", items, token, "NextMarker"))


def _by_arn(view: View, arn: str) -> dict[str, Any]:
    listener = _default_of(view, arn)
    return default_rule(view.dice, listener) if listener else shown_rule(find(view.world, kinds.RULE, arn))


def _default_of(view: View, arn: Any) -> Doc | None:
    """The listener whose default rule this is."""
    for listener in view.world.all(kinds.LISTENER):
        if default_rule_arn(view.dice, listener["ListenerArn"]) == arn:
            return listener
    return None


def _changeable(view: View, call: Call, arn: Any, what: str) -> Doc:
    if _default_of(view, arn):
        raise ApiError("OperationNotPermitted", f"Default rule '{arn}' cannot be {what}")
    return find(view.world, kinds.RULE, arn)


def _check_priority(priority: Any) -> int:
    if not 1 <= int(priority) <= _LAST:
        raise ApiError("ValidationError", f"Priority '{priority}' must be between 1 and {_LAST} inclusive")
    return int(priority)


def create_rule(view: View, call: Call) -> Answer:
    """A new rule; PriorityInUse when its number is taken."""
    listener = find(view.world, kinds.LISTENER, required(call.request, "ListenerArn"))["ListenerArn"]
    priority = _check_priority(required(call.request, "Priority"))
    conditions = check_conditions(call.request.get("Conditions") or ())
    actions = check_actions(view.world, call.request.get("Actions") or ())
    others = rules_of(view.world, listener)
    _refuse_clash([int(rule["Priority"]) for rule in others] + [priority])
    if len(others) >= _MOST_RULES:
        raise ApiError("TooManyRules", "The maximum number of rules has been reached")
    arn = rule_arn(listener, view.dice.hexadecimal(16, "rule", listener, view.now, priority))
    rule: Doc = {
        "RuleArn": arn,
        "Priority": str(priority),
        "Conditions": conditions,
        "Actions": actions,
        "IsDefault": False,
        "sim": {"listener": listener, "tags": list(call.request.get("Tags") or ())},
    }
    return Answer({"Rules": [shown_rule(rule)]}, (Put(kinds.RULE, arn, rule),))


def modify_rule(view: View, call: Call) -> Answer:
    """Replaces each property given, whole; what is left out stays (api-503-aws §2.1)."""
    rule = _changeable(view, call, required(call.request, "RuleArn"), "modified")
    changed: dict[str, Any] = {}
    if call.request.get("Conditions"):
        changed["Conditions"] = check_conditions(call.request["Conditions"])
    if call.request.get("Actions"):
        changed["Actions"] = check_actions(view.world, call.request["Actions"])
    if not changed:
        raise ApiError("ValidationError", "You must specify at least one of conditions, actions")
    new = {**rule, **changed}
    return Answer({"Rules": [shown_rule(new)]}, (Put(kinds.RULE, rule["RuleArn"], new),))


def delete_rule(view: View, call: Call) -> Answer:
    """Removes a rule; the default rule cannot be removed."""
    rule = _changeable(view, call, required(call.request, "RuleArn"), "deleted")
    return Answer({}, (Drop(kinds.RULE, rule["RuleArn"]),))


def set_rule_priorities(view: View, call: Call) -> Answer:
    """Moves the listed rules; only the final order must have no clash, so a swap in one call is legal."""
    wanted = _wanted(view, call)
    listeners = {listener_of(view.world.get(kinds.RULE, arn)) for arn in wanted}
    if len(listeners) > 1:
        raise ApiError("ValidationError", "All rules must belong to the same listener")
    for listener in listeners:
        _refuse_clash(_final_order(view.world, listener, wanted))
    moved = [{**view.world.get(kinds.RULE, arn), "Priority": str(to)} for arn, to in wanted.items()]
    edits = tuple(Put(kinds.RULE, rule["RuleArn"], rule) for rule in moved)
    return Answer({"Rules": [shown_rule(rule) for rule in moved]}, edits)


def _wanted(view: View, call: Call) -> dict[str, int]:
    pairs: Sequence[Mapping[str, Any]] = required(call.request, "RulePriorities")
    found: dict[str, int] = {}
    for pair in pairs:
        rule = _changeable(view, call, pair.get("RuleArn"), "reprioritized")
        found[rule["RuleArn"]] = _check_priority(required(pair, "Priority"))
    return found


def _final_order(world: World, listener: str, wanted: Mapping[str, int]) -> list[int]:
    return [wanted.get(rule["RuleArn"], int(rule["Priority"])) for rule in rules_of(world, listener)]


def _refuse_clash(priorities: Sequence[int]) -> None:
    for priority in priorities:
        if priorities.count(priority) > 1:
            raise ApiError("PriorityInUse", f"Priority '{priority}' is currently in use")


HANDLERS: Mapping[str, Handler] = {
    "CreateRule": create_rule,
    "DeleteRule": delete_rule,
    "DescribeRules": describe_rules,
    "ModifyRule": modify_rule,
    "SetRulePriorities": set_rule_priorities,
}
