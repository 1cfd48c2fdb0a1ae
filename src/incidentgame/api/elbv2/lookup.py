"""Finding resources by ARN or name, with AWS's own refusals (api-503-aws §2.1; texts are house rules)."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.common import arn_resource
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.state import Doc, Kind, World

_NAMES: Mapping[Kind, tuple[str, str, str]] = {
    kinds.LOAD_BALANCER: ("LoadBalancerNotFound", "load balancer", "loadbalancer/"),
    kinds.TARGET_GROUP: ("TargetGroupNotFound", "target group", "targetgroup/"),
    kinds.LISTENER: ("ListenerNotFound", "listener", "listener/"),
    kinds.RULE: ("RuleNotFound", "listener rule", "listener-rule/"),
}


def find(world: World, kind: Kind, arn: Any) -> Doc:
    """The resource with this ARN; ApiError ValidationError for no such ARN, …NotFound for no resource."""
    code, noun, prefix = _NAMES[kind]
    if not arn_resource(str(arn or "")).startswith(prefix):
        raise ApiError("ValidationError", f"'{arn or ''}' is not a valid {noun} ARN")
    found = world.find(kind, str(arn))
    if found is None:
        raise ApiError(code, f"One or more {noun.removeprefix('listener ')}s not found")
    return found


def by_arns(world: World, kind: Kind, arns: Sequence[str] | None) -> list[Doc]:
    """The resources with these ARNs, or all of the kind."""
    if not arns:
        return list(world.all(kind))
    return [find(world, kind, arn) for arn in arns]


def by_names(world: World, kind: Kind, member: str, names: Sequence[str]) -> list[Doc]:
    """The resources with these names; ApiError …NotFound naming the missing ones."""
    found = {doc[member]: doc for doc in world.all(kind)}
    missing = [name for name in names if name not in found]
    if missing:
        code, noun, _ = _NAMES[kind]
        shown = ", ".join(missing)
        raise ApiError(code, f"{noun.capitalize()}s '[{shown}]' not found")
    return [found[name] for name in names]


def required(request: Mapping[str, Any], member: str) -> Any:
    """A member the model requires; ApiError when a call that nobody validated leaves it out."""
    if request.get(member) in (None, ""):
        raise ApiError("ValidationError", f"{member} must be specified")
    return request[member]
