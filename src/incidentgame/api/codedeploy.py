"""CodeDeploy: what was deployed when, deploying an earlier revision again, stopping."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import DAY
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.compute.hosts import hosts_of_role
from incidentgame.world.compute.roles import deployed_role
from incidentgame.world.state import Doc, Put, public, sim
from incidentgame.world.timers.deploys import begun
from incidentgame.world.view import View


def _application(view: View, name: Any) -> Doc:
    doc = view.world.find(kinds.DEPLOY_APP, str(name))
    if doc is None:
        raise ApiError("ApplicationDoesNotExistException", f"No application found for name: {name}")
    return doc


def _deployment(view: View, id: Any) -> Doc:
    doc = view.world.find(kinds.DEPLOYMENT, str(id))
    if doc is None:
        raise ApiError("DeploymentDoesNotExistException", f"The deployment {id} could not be found")
    return doc


def list_applications(view: View, call: Call) -> Answer:
    """Names of all applications."""
    return Answer({"applications": sorted(view.world.table(kinds.DEPLOY_APP))})


def get_application(view: View, call: Call) -> Answer:
    """One application."""
    return Answer({"application": public(_application(view, call.request.get("applicationName")))})


def _groups(doc: Doc) -> list[str]:
    return list(sim(doc).get("groups", ("production",)))


def list_deployment_groups(view: View, call: Call) -> Answer:
    """The groups of an application."""
    doc = _application(view, call.request.get("applicationName"))
    return Answer({"applicationName": doc["applicationName"], "deploymentGroups": _groups(doc)})


def get_deployment_group(view: View, call: Call) -> Answer:
    """One group with its last deployment."""
    app, group = (
        _application(view, call.request.get("applicationName")),
        call.request.get("deploymentGroupName"),
    )
    _check_group(app, group)
    past = _past(view, str(app["applicationName"]))
    names = ("deploymentId", "status", "createTime")
    succeeded = [doc for doc in past if doc["status"] == "Succeeded"]
    info: dict[str, Any] = {
        "applicationName": app["applicationName"],
        "deploymentGroupId": view.dice.uuid("deployment-group", str(app["applicationName"]), str(group)),
        "deploymentGroupName": group,
        "deploymentConfigName": "CodeDeployDefault.OneAtATime",
        "autoRollbackConfiguration": {"enabled": False, "events": []},
        "computePlatform": "Server",
    }
    for member, docs in (("lastSuccessfulDeployment", succeeded), ("lastAttemptedDeployment", past)):
        if docs:
            info[member] = {n: docs[0][n] for n in names}
    return Answer({"deploymentGroupInfo": info})


def _check_group(app: Doc, group: Any) -> None:
    if group not in _groups(app):
        raise ApiError("DeploymentGroupDoesNotExistException", f"No Deployment Group found for name: {group}")


def _past(view: View, application: str | None) -> list[Doc]:
    """Deployments of an application (all without one), newest first."""
    docs = [d for d in view.world.all(kinds.DEPLOYMENT) if application in (None, d["applicationName"])]
    return sorted(docs, key=lambda doc: (-int(doc["createTime"]), str(doc["deploymentId"])))


def list_deployments(view: View, call: Call) -> Answer:
    """Deployment ids, newest first."""
    request: Mapping[str, Any] = call.request
    name = request.get("applicationName")
    if name is not None:
        _application(view, name)
    wanted, times = request.get("includeOnlyStatuses"), request.get("createTimeRange") or {}
    ids = [
        doc["deploymentId"]
        for doc in _past(view, name)
        if (not wanted or doc["status"] in wanted)
        and (times.get("start") or 0) <= doc["createTime"] <= (times.get("end") or view.now + DAY)
    ]
    found, token = paginate(ids, request, "", "nextToken", default=100, error="InvalidNextTokenException")
    return Answer(page("deployments", found, token, "nextToken"))


def get_deployment(view: View, call: Call) -> Answer:
    """One deployment."""
    return Answer({"deploymentInfo": public(_deployment(view, call.request.get("deploymentId")))})


def batch_get_deployments(view: View, call: Call) -> Answer:
    """Several deployments; unknown ids are left out."""
    ids = [str(id) for id in call.request.get("deploymentIds") or ()]
    found = [view.world.find(kinds.DEPLOYMENT, id) for id in ids]
    return Answer({"deploymentsInfo": [public(doc) for doc in found if doc is not None]})


def _same_revision(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    a, b = one.get("s3Location") or {}, other.get("s3Location") or {}
    return bool(a) and (a.get("bucket"), a.get("key")) == (b.get("bucket"), b.get("key"))


def create_deployment(view: View, call: Call) -> Answer:
    """Deploy a revision; one that was deployed before is known and goes out again (a rollback)."""
    request: Mapping[str, Any] = call.request
    app = _application(view, request.get("applicationName"))
    group = request.get("deploymentGroupName") or _groups(app)[0]
    _check_group(app, group)
    name = str(app["applicationName"])
    running = [doc for doc in _past(view, name) if doc["status"] in ("Created", "Queued", "InProgress")]
    if running:
        raise ApiError(
            "DeploymentLimitExceededException",
            f"The Deployment Group '{group}' already has an active Deployment '{running[0]['deploymentId']}'",
        )
    revision = request.get("revision") or next((d["revision"] for d in _past(view, name)), None)
    if not revision:
        raise ApiError("RevisionRequiredException", "Revision required")
    id = "d-" + view.dice.upper36(9, "deployment", view.now, len(view.changes))
    earlier = next((doc for doc in _past(view, name) if _same_revision(doc["revision"], revision)), None)
    doc = begun(view, _new(view, request, id, app, str(group), revision), earlier, _role(view, app))
    return Answer({"deploymentId": id}, (Put(kinds.DEPLOYMENT, id, doc),))


def _role(view: View, app: Doc) -> str:
    return deployed_role(str(app["applicationName"]), str(sim(app).get("role") or ""), view.world)


def _new(view: View, request: Mapping[str, Any], id: str, app: Doc, group: str, revision: Any) -> Doc:
    hosts = len(hosts_of_role(view.world, _role(view, app)))
    return {
        "applicationName": app["applicationName"],
        "deploymentGroupName": group,
        "deploymentConfigName": request.get("deploymentConfigName") or "CodeDeployDefault.OneAtATime",
        "deploymentId": id,
        "revision": revision,
        "status": "InProgress",
        "createTime": view.now,
        "startTime": view.now + 2000,
        "deploymentOverview": {
            "Pending": hosts,
            "InProgress": 0,
            "Succeeded": 0,
            "Failed": 0,
            "Skipped": 0,
            "Ready": 0,
        },
        **({"description": request["description"]} if request.get("description") else {}),
        "creator": "user",
        "ignoreApplicationStopFailures": bool(request.get("ignoreApplicationStopFailures")),
        "computePlatform": "Server",
    }


def stop_deployment(view: View, call: Call) -> Answer:
    """Stop after the host at work; hosts already done keep what they got."""
    doc = _deployment(view, call.request.get("deploymentId"))
    if doc["status"] not in ("Created", "Queued", "InProgress"):
        raise ApiError(
            "DeploymentAlreadyCompletedException",
            f"The deployment {doc['deploymentId']} is already in a terminal state",
        )
    stopped = {**doc, "status": "Stopped", "completeTime": view.now}
    response = {"status": "Succeeded", "statusMessage": "No more hosts are deployed to."}
    return Answer(response, (Put(kinds.DEPLOYMENT, doc["deploymentId"], stopped),))


def list_application_revisions(view: View, call: Call) -> Answer:
    """Revisions that were ever deployed, newest first."""
    name = str(_application(view, call.request.get("applicationName"))["applicationName"])
    found: dict[str, Any] = {}
    for doc in _past(view, name):
        found.setdefault(str((doc["revision"].get("s3Location") or {}).get("key")), doc["revision"])
    return Answer({"revisions": list(found.values())})


def list_deployment_targets(view: View, call: Call) -> Answer:
    """The instances a deployment concerns."""
    doc = _deployment(view, call.request.get("deploymentId"))
    role = str(sim(doc).get("role") or _role(view, _application(view, doc["applicationName"])))
    return Answer({"targetIds": hosts_of_role(view.world, role)})


HANDLERS: dict[str, Handler] = {
    "ListApplications": list_applications,
    "GetApplication": get_application,
    "ListDeploymentGroups": list_deployment_groups,
    "GetDeploymentGroup": get_deployment_group,
    "ListDeployments": list_deployments,
    "GetDeployment": get_deployment,
    "BatchGetDeployments": batch_get_deployments,
    "CreateDeployment": create_deployment,
    "StopDeployment": stop_deployment,
    "ListApplicationRevisions": list_application_revisions,
    "ListDeploymentTargets": list_deployment_targets,
}
