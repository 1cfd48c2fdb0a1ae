"""Parameter groups: the settings of the server, and changing them."""

from incidentgame.api.answer import Answer
from incidentgame.api.common import arn
from incidentgame.api.errors import ApiError
from incidentgame.api.rds.clusters import members_of
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.database.settings import STATIC, Setting, settings
from incidentgame.world.state import Doc, Edit, Put, with_sim
from incidentgame.world.view import View


def _group(view: View, name: str) -> Doc | None:
    """The cluster that uses a cluster parameter group."""
    return next(
        (d for d in view.world.all(kinds.DB_CLUSTER) if d.get("DBClusterParameterGroup") == name), None
    )


def _missing(kind: str, name: str) -> ApiError:
    return ApiError("DBParameterGroupNotFound", f"{kind} not found: {name}", 404)


def _shown(setting: Setting, own: bool) -> Doc:
    return {
        "ParameterName": setting.name,
        "ParameterValue": setting.value,
        "Description": setting.text,
        "Source": "user" if own else "engine-default",
        "ApplyType": "static" if setting.name in STATIC else "dynamic",
        "DataType": setting.data_type,
        "IsModifiable": True,
        "ApplyMethod": "pending-reboot" if setting.name in STATIC else "immediate",
    }


def describe_cluster_parameters(view: View, call: Call) -> Answer:
    """Every parameter of a cluster group; Source user: only those the group sets itself."""
    name = str(call.request.get("DBClusterParameterGroupName", ""))
    doc = _group(view, name)
    if doc is None:
        raise _missing("DBClusterParameterGroup", name)
    given = view.world.find(kinds.DATABASE, str(doc["DBClusterIdentifier"])) or {}
    own = {**given.get("sim", {}).get("settings", {}), **given.get("sim", {}).get("pending", {})}
    found = [
        _shown(s, s.name in own) for s in settings(view.world, str(doc["DBClusterIdentifier"]), pending=True)
    ]
    source = call.request.get("Source")
    return members_of([p for p in found if source in (None, "", p["Source"])], call.request, "Parameters")


def describe_parameters(view: View, call: Call) -> Answer:
    """An instance group's parameters: all of them the engine's own."""
    name = str(call.request.get("DBParameterGroupName", ""))
    used = [g for d in view.world.all(kinds.DB_INSTANCE) for g in d.get("DBParameterGroups", ())]
    if name not in {str(group["DBParameterGroupName"]) for group in used}:
        raise _missing("DBParameterGroup", name)
    source = call.request.get("Source")
    found = [_shown(s, False) for s in settings(view.world, "")]
    return members_of([p for p in found if source in (None, "", p["Source"])], call.request, "Parameters")


def describe_cluster_groups(view: View, call: Call) -> Answer:
    """The cluster parameter groups in use."""
    names = sorted(
        {str(d.get("DBClusterParameterGroup", "")) for d in view.world.all(kinds.DB_CLUSTER)} - {""}
    )
    wanted = call.request.get("DBClusterParameterGroupName")
    if wanted and wanted not in names:
        raise _missing("DBClusterParameterGroup", str(wanted))
    found: list[Doc] = [
        {
            "DBClusterParameterGroupName": name,
            "DBParameterGroupFamily": "aurora-postgresql15",
            "Description": name,
            "DBClusterParameterGroupArn": arn(
                "rds", view.account.region, view.account.id, f"cluster-pg:{name}"
            ),
        }
        for name in names
        if wanted in (None, "", name)
    ]
    return members_of(found, call.request, "DBClusterParameterGroups")


def modify_cluster_group(view: View, call: Call) -> Answer:
    """Set parameters: dynamic ones at once where asked, static ones with the next restart."""
    name = str(call.request.get("DBClusterParameterGroupName", ""))
    doc = _group(view, name)
    if doc is None:
        raise _missing("DBClusterParameterGroup", name)
    cluster = str(doc["DBClusterIdentifier"])
    database = view.world.find(kinds.DATABASE, cluster) or {"sim": {}}
    known = {setting.name for setting in settings(view.world, cluster)}
    now, later = dict(database["sim"].get("settings", {})), dict(database["sim"].get("pending", {}))
    for parameter in call.request.get("Parameters") or ():
        key, value = str(parameter.get("ParameterName")), str(parameter.get("ParameterValue", ""))
        if key not in known:
            raise ApiError("InvalidParameterValue", f"Could not find parameter with name: {key}")
        immediate = parameter.get("ApplyMethod") == "immediate"
        if immediate and key in STATIC:
            text = f"cannot use immediate apply method for static parameter: {key}"
            raise ApiError("InvalidParameterCombination", text)
        (now if immediate else later)[key] = value
    edits: tuple[Edit, ...] = (Put(kinds.DATABASE, cluster, with_sim(database, settings=now, pending=later)),)
    return Answer({"DBClusterParameterGroupName": name}, edits)
