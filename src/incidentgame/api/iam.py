"""IAM: enough to explain an AccessDenied."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import paginate
from incidentgame.api.errors import ApiError
from incidentgame.api.policies import decide, document_of, managed_name
from incidentgame.kernel.instant import DAY
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, public, sim
from incidentgame.world.view import View


def _role(view: View, name: Any) -> Doc:
    doc = view.world.find(kinds.ROLE, str(name))
    if doc is None:
        raise ApiError("NoSuchEntity", f"The role with name {name} cannot be found.", 404)
    return doc


def _page(member: str, items: list[Any], call: Call) -> dict[str, Any]:
    found, token = paginate(items, call.request, "MaxItems", "Marker", default=100, error="InvalidInput")
    return {member: found, "IsTruncated": token is not None, **({"Marker": token} if token else {})}


def list_roles(view: View, call: Call) -> Answer:
    """All roles, by name."""
    prefix = str(call.request.get("PathPrefix") or "/")
    docs = sorted(view.world.all(kinds.ROLE), key=lambda doc: str(doc["RoleName"]))
    return Answer(
        _page("Roles", [public(d) for d in docs if str(d.get("Path", "/")).startswith(prefix)], call)
    )


def get_role(view: View, call: Call) -> Answer:
    """One role."""
    return Answer({"Role": public(_role(view, call.request.get("RoleName")))})


def list_role_policies(view: View, call: Call) -> Answer:
    """Names of inline policies."""
    return Answer(
        _page("PolicyNames", sorted(sim(_role(view, call.request.get("RoleName"))).get("inline", {})), call)
    )


def get_role_policy(view: View, call: Call) -> Answer:
    """One inline policy."""
    role, name = _role(view, call.request.get("RoleName")), str(call.request.get("PolicyName"))
    document = sim(role).get("inline", {}).get(name)
    if document is None:
        raise ApiError("NoSuchEntity", f"The role policy with name {name} cannot be found.", 404)
    return Answer({"RoleName": role["RoleName"], "PolicyName": name, "PolicyDocument": document})


def list_attached_role_policies(view: View, call: Call) -> Answer:
    """Managed policies of a role."""
    attached = sim(_role(view, call.request.get("RoleName"))).get("attached", ())
    items = [{"PolicyName": arn.rsplit("/", 1)[-1], "PolicyArn": arn} for arn in attached]
    return Answer(_page("AttachedPolicies", items, call))


def _policy(view: View, arn: str) -> dict[str, Any]:
    doc = view.world.find(kinds.POLICY, arn)
    if doc is not None:
        return public(doc)
    name = managed_name(arn)
    if not name or document_of(view.world, arn) is None:
        raise ApiError("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", 404)
    path, _, short = f"/{name}".rpartition("/")
    return {
        "PolicyName": short,
        "PolicyId": "ANPA" + view.dice.upper36(17, "managed-policy", arn),
        "Arn": arn,
        "Path": f"{path}/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 1,
        "IsAttachable": True,
        "CreateDate": view.account.begins - 2000 * DAY,
        "UpdateDate": view.account.begins - 200 * DAY,
    }


def get_policy(view: View, call: Call) -> Answer:
    """One managed policy."""
    return Answer({"Policy": _policy(view, str(call.request.get("PolicyArn")))})


def get_policy_version(view: View, call: Call) -> Answer:
    """The document of the default version; AWS's own policies are given in short (house rule)."""
    policy = _policy(view, str(call.request.get("PolicyArn")))
    if call.request.get("VersionId") != policy["DefaultVersionId"]:
        raise ApiError(
            "NoSuchEntity",
            f"Policy {policy['Arn']} version {call.request.get('VersionId')} does not exist "
            "or is not attachable.",
            404,
        )
    return Answer(
        {
            "PolicyVersion": {
                "Document": document_of(view.world, str(policy["Arn"])) or {},
                "VersionId": policy["DefaultVersionId"],
                "IsDefaultVersion": True,
                "CreateDate": policy["UpdateDate"],
            }
        }
    )


def list_policies(view: View, call: Call) -> Answer:
    """The account's own policies."""
    return Answer(_page("Policies", [public(doc) for doc in view.world.all(kinds.POLICY)], call))


def simulate_principal_policy(view: View, call: Call) -> Answer:
    """May a role do these actions, and which policy says so? (conditions are not weighed)"""
    source = str(call.request.get("PolicySourceArn", ""))
    name = source.split("/")[1] if ":assumed-role/" in source else source.rsplit("/", 1)[-1]
    role = _role(view, name)
    resources = call.request.get("ResourceArns") or ["*"]
    results = [
        _result(view, role, str(action), str(resource))
        for action in call.request.get("ActionNames") or ()
        for resource in resources
    ]
    return Answer({"EvaluationResults": results, "IsTruncated": False})


def _result(view: View, role: Doc, action: str, resource: str) -> dict[str, Any]:
    decision, policies = decide(view.world, role, action)
    own = {str(doc["PolicyName"]) for doc in view.world.all(kinds.POLICY)}
    kinds_of = {name: "user-managed" if name in own else "aws-managed" for name in policies}
    return {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision,
        "MatchedStatements": [{"SourcePolicyId": n, "SourcePolicyType": kinds_of[n]} for n in policies],
        "MissingContextValues": [],
    }


def get_instance_profile(view: View, call: Call) -> Answer:
    """An instance profile has its role's name here."""
    role = _role(view, call.request.get("InstanceProfileName"))
    name = str(role["RoleName"])
    return Answer(
        {
            "InstanceProfile": {
                "Path": "/",
                "InstanceProfileName": name,
                "InstanceProfileId": "AIPA" + view.dice.upper36(17, "profile", name),
                "Arn": f"arn:aws:iam::{view.account.id}:instance-profile/{name}",
                "CreateDate": role["CreateDate"],
                "Roles": [public(role)],
            }
        }
    )


def list_account_aliases(view: View, call: Call) -> Answer:
    """The account's alias."""
    return Answer({"AccountAliases": ["shop-production"], "IsTruncated": False})


HANDLERS: dict[str, Handler] = {
    "ListRoles": list_roles,
    "GetRole": get_role,
    "ListRolePolicies": list_role_policies,
    "GetRolePolicy": get_role_policy,
    "ListAttachedRolePolicies": list_attached_role_policies,
    "GetPolicy": get_policy,
    "GetPolicyVersion": get_policy_version,
    "ListPolicies": list_policies,
    "SimulatePrincipalPolicy": simulate_principal_policy,
    "GetInstanceProfile": get_instance_profile,
    "ListAccountAliases": list_account_aliases,
}
