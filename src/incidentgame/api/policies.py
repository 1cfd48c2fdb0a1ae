"""IAM's decision, as far as this world needs it: who may do what, by identity policies on actions.

Conditions and resources other than `*` are not weighed (house rule). AWS's own policies are given in short.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Literal

from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim

Decision = Literal["allowed", "explicitDeny", "implicitDeny"]

_READS = (
    "*:Describe*",
    "*:Get*",
    "*:List*",
    "*:Lookup*",
    "*:Search*",
    "*:Head*",
    "*:Test*",
    "*:Filter*",
    "*:Simulate*",
)
_MANAGED: dict[str, Sequence[str]] = {
    "ReadOnlyAccess": (*_READS, "logs:StartQuery", "logs:StopQuery", "s3:*Object", "cloudwatch:Describe*"),
    "PowerUserAccess": ("*",),
    "AdministratorAccess": ("*",),
    "CloudFrontFullAccess": ("cloudfront:*", "cloudfront-keyvaluestore:*", "s3:ListAllMyBuckets"),
    "AmazonSSMManagedInstanceCore": (
        "ssm:UpdateInstanceInformation",
        "ssm:GetParameter*",
        "ssmmessages:*",
        "ec2messages:*",
    ),
    "CloudWatchAgentServerPolicy": (
        "cloudwatch:PutMetricData",
        "logs:PutLogEvents",
        "logs:CreateLog*",
        "ec2:DescribeTags",
    ),
    "service-role/AWSLambdaBasicExecutionRole": (
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ),
}


def managed_name(arn: str) -> str:
    """The name of one of AWS's own policies; empty for a customer's."""
    return arn.split(":policy/", 1)[1] if arn.startswith("arn:aws:iam::aws:policy/") else ""


def document_of(world: World, arn: str) -> Mapping[str, Any] | None:
    """The policy's document; None when there is no such policy."""
    name = managed_name(arn)
    if name:
        actions = _MANAGED.get(name)
        if actions is None:
            return None
        return {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}],
        }
    doc = world.find(kinds.POLICY, arn)
    found: Mapping[str, Any] | None = sim(doc).get("document") if doc else None
    return found


def statements(world: World, role: Doc) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All statements that apply to a role, each with the policy it is from."""
    for arn in sim(role).get("attached", ()):
        document = document_of(world, arn)
        for statement in _listed((document or {}).get("Statement")):
            yield arn.rsplit("/", 1)[-1], statement
    for name, document in sim(role).get("inline", {}).items():
        for statement in _listed(document.get("Statement")):
            yield name, statement


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def decide(world: World, role: Doc, action: str) -> tuple[Decision, list[str]]:
    """The decision for an action (`elasticloadbalancing:SetSubnets`) and the policies that made it."""
    found: dict[str, list[str]] = {"Allow": [], "Deny": []}
    for name, statement in statements(world, role):
        if any(fnmatchcase(action.lower(), str(p).lower()) for p in _listed(statement.get("Action"))):
            found[str(statement.get("Effect", "Allow"))].append(name)
    if found["Deny"]:
        return "explicitDeny", found["Deny"]
    return ("allowed", found["Allow"]) if found["Allow"] else ("implicitDeny", [])


def denial(world: World, arn: str, role_name: str, action: str, resource: str) -> str:
    """AWS's sentence when a principal may not do something; empty when it may, or has no role here."""
    role = world.find(kinds.ROLE, role_name)
    if role is None:
        return ""
    decision, _ = decide(world, role, action)
    if decision == "allowed":
        return ""
    why = (
        "with an explicit deny in an identity-based policy"
        if decision == "explicitDeny"
        else f"because no identity-based policy allows the {action} action"
    )
    return f"User: {arn} is not authorized to perform: {action} on resource: {resource} {why}"
