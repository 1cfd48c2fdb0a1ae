"""EventBridge rules and targets (api-503-aws §4.1)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import arn, page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Drop, Put, public, with_sim
from incidentgame.world.timers.expressions import parse
from incidentgame.world.view import View


def _rule(view: View, name: Any) -> Doc:
    doc = view.world.find(kinds.EVENT_RULE, str(name))
    if doc is None:
        raise _no_rule(name)
    return doc


def _no_rule(name: Any) -> ApiError:
    return ApiError("ResourceNotFoundException", f"Rule {name} does not exist on EventBus default.")


def _shown(doc: Doc) -> dict[str, Any]:
    return {"EventBusName": "default", **public(doc)}


def list_rules(view: View, call: Call) -> Answer:
    """Rules by name."""
    prefix = str(call.request.get("NamePrefix") or "")
    docs = sorted(view.world.all(kinds.EVENT_RULE), key=lambda d: d["Name"])
    names = (
        "Name",
        "Arn",
        "EventPattern",
        "State",
        "Description",
        "ScheduleExpression",
        "RoleArn",
    )
    items = [
        {**{n: doc[n] for n in names if n in doc}, "EventBusName": "default"}
        for doc in docs
        if doc["Name"].startswith(prefix)
    ]
    found, token = paginate(items, call.request, "Limit", "NextToken", default=100)
    return Answer(page("Rules", found, token))


def describe_rule(view: View, call: Call) -> Answer:
    """One rule."""
    return Answer(_shown(_rule(view, call.request.get("Name"))))


def list_targets_by_rule(view: View, call: Call) -> Answer:
    """What a rule starts."""
    rule = _rule(view, call.request.get("Rule"))["Name"]
    items = [public(d) for id, d in view.world.table(kinds.EVENT_TARGET).items() if id.startswith(f"{rule}|")]
    found, token = paginate(items, call.request, "Limit", "NextToken", default=100)
    return Answer(page("Targets", found, token))


def list_rule_names_by_target(view: View, call: Call) -> Answer:
    """The rules that start a target."""
    wanted = call.request.get("TargetArn")
    table = view.world.table(kinds.EVENT_TARGET)
    names = sorted({id.split("|", 1)[0] for id, doc in table.items() if doc.get("Arn") == wanted})
    return Answer({"RuleNames": names})


def put_rule(view: View, call: Call) -> Answer:
    """Create a rule or replace its expression, pattern and state."""
    request = call.request
    name, expression = str(request["Name"]), request.get("ScheduleExpression")
    if not expression and not request.get("EventPattern"):
        raise ApiError(
            "ValidationException",
            "Parameter(s) EventPattern or ScheduleExpression must be specified.",
        )
    if expression and parse(str(expression)) is None:
        raise ApiError("ValidationException", "Parameter ScheduleExpression is not valid.")
    old: Doc = view.world.find(kinds.EVENT_RULE, name) or {}
    names = ("ScheduleExpression", "EventPattern", "Description", "RoleArn")
    rule_arn = arn("events", view.account.region, view.account.id, f"rule/{name}")
    doc = with_sim(
        {
            "Name": name,
            "Arn": rule_arn,
            "State": request.get("State") or "ENABLED",
            **{n: request[n] for n in names if request.get(n)},
            "sim": old.get("sim", {}),
        },
        anchor=view.now,
        enabled_at=view.now,
    )
    return Answer({"RuleArn": rule_arn}, (Put(kinds.EVENT_RULE, name, doc),))


def _set_state(view: View, call: Call, state: str) -> Answer:
    doc = _rule(view, call.request.get("Name"))
    if doc.get("ManagedBy"):
        raise ApiError(
            "ManagedRuleException",
            "This rule was created by an AWS service and is managed by it.",
        )
    changed: Doc = {**doc, "State": state}
    if state == "ENABLED" and doc.get("State") != "ENABLED":
        changed = with_sim(changed, enabled_at=view.now)
    return Answer({}, (Put(kinds.EVENT_RULE, doc["Name"], changed),))


def enable_rule(view: View, call: Call) -> Answer:
    """Let the rule fire; what it missed is not made up."""
    return _set_state(view, call, "ENABLED")


def disable_rule(view: View, call: Call) -> Answer:
    """Stop the rule; at once (house rule, AWS says after a short delay)."""
    return _set_state(view, call, "DISABLED")


def delete_rule(view: View, call: Call) -> Answer:
    """Remove a rule that has no targets left."""
    name = str(call.request.get("Name"))
    if any(id.startswith(f"{name}|") for id in view.world.table(kinds.EVENT_TARGET)):
        raise ApiError("ValidationException", "Rule can't be deleted since it has targets.")
    return Answer({}, (Drop(kinds.EVENT_RULE, name),))


def put_targets(view: View, call: Call) -> Answer:
    """Add or replace targets."""
    rule = _rule(view, call.request.get("Rule"))["Name"]
    targets: list[Mapping[str, Any]] = list(call.request.get("Targets") or ())
    edits = tuple(Put(kinds.EVENT_TARGET, f"{rule}|{t['Id']}", dict(t)) for t in targets)
    return Answer({"FailedEntryCount": 0, "FailedEntries": []}, edits)


def remove_targets(view: View, call: Call) -> Answer:
    """Remove targets by id."""
    rule = _rule(view, call.request.get("Rule"))["Name"]
    edits = tuple(Drop(kinds.EVENT_TARGET, f"{rule}|{id}") for id in call.request.get("Ids") or ())
    return Answer({"FailedEntryCount": 0, "FailedEntries": []}, edits)


def list_event_buses(view: View, call: Call) -> Answer:
    """The default bus."""
    bus = arn("events", view.account.region, view.account.id, "event-bus/default")
    return Answer({"EventBuses": [{"Name": "default", "Arn": bus}]})


def list_tags_for_resource(view: View, call: Call) -> Answer:
    """A rule's tags."""
    name = str(call.request.get("ResourceARN", "")).rsplit("/", 1)[-1]
    return Answer({"Tags": list(_rule(view, name).get("sim", {}).get("tags", ()))})


HANDLERS: dict[str, Handler] = {
    "ListRules": list_rules,
    "DescribeRule": describe_rule,
    "ListTargetsByRule": list_targets_by_rule,
    "ListRuleNamesByTarget": list_rule_names_by_target,
    "PutRule": put_rule,
    "EnableRule": enable_rule,
    "DisableRule": disable_rule,
    "DeleteRule": delete_rule,
    "PutTargets": put_targets,
    "RemoveTargets": remove_targets,
    "ListEventBuses": list_event_buses,
    "ListTagsForResource": list_tags_for_resource,
}
