"""Failover, reboot and the like, with what they do to the sessions (aws-request-path §6.2)."""

from typing import Any

from incidentgame.api.answer import Answer
from incidentgame.api.errors import ApiError
from incidentgame.api.rds.clusters import cluster, instance, named, shown_instance
from incidentgame.kernel.instant import Millis
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.database.restart import applied, ended, is_writer
from incidentgame.world.state import Doc, Edit, Put, public, with_sim
from incidentgame.world.view import View

FAILOVER_MS: Millis = 16_000
"""From the start of a failover to the new writer answering; real ones take 16–25 s."""
REBOOT_MS: Millis = 24_000


def failover_cluster(view: View, call: Call) -> Answer:
    """Promote a reader: the writer's sessions end, both restart, the writer endpoint moves."""
    doc = cluster(view, call.request.get("DBClusterIdentifier"))
    name = str(doc["DBClusterIdentifier"])
    if doc.get("Status") != "available":
        raise ApiError("InvalidDBClusterStateFault", f"DBCluster {name} is not in available state.")
    target = _target(doc, named(call.request.get("TargetDBInstanceIdentifier")))
    old = next(str(m["DBInstanceIdentifier"]) for m in doc["DBClusterMembers"] if m.get("IsClusterWriter"))
    failing: Doc = {**doc, "Status": "failing-over"}
    now: list[Edit] = [Put(kinds.DB_CLUSTER, name, failing), *ended(view, name)]
    now += [_status(view, id, "rebooting") for id in (old, target)]
    later: tuple[Edit, ...] = (
        Put(kinds.DB_CLUSTER, name, {**doc, "DBClusterMembers": _moved(doc, target)}),
        _role(view, target, True),
        _role(view, old, False),
        *applied(view, name),
    )
    pending = {"due": view.now + FAILOVER_MS, "edits": later, "action": "failover", "writer": target}
    now.append(Put(kinds.PENDING, f"failover|{name}|{view.now}", pending))
    return Answer({"DBCluster": public(failing)}, tuple(now))


def _target(doc: Doc, wanted: str) -> str:
    readers = [
        str(m["DBInstanceIdentifier"])
        for m in doc.get("DBClusterMembers", ())
        if not m.get("IsClusterWriter")
    ]
    if wanted and wanted not in readers:
        members = [m["DBInstanceIdentifier"] for m in doc.get("DBClusterMembers", ())]
        if wanted in members:
            raise ApiError("InvalidDBInstanceState", f"DB instance {wanted} is already the writer.")
        raise ApiError("DBInstanceNotFound", f"DBInstance {wanted} not found.", 404)
    if not readers:
        text = "Cluster failover cannot be performed because there is no reader instance."
        raise ApiError("InvalidDBClusterStateFault", text)
    return wanted or readers[0]


def _moved(doc: Doc, writer: str) -> list[dict[str, Any]]:
    return [{**m, "IsClusterWriter": m["DBInstanceIdentifier"] == writer} for m in doc["DBClusterMembers"]]


def _status(view: View, identifier: str, status: str) -> Put:
    doc = view.world.get(kinds.DB_INSTANCE, identifier)
    return Put(kinds.DB_INSTANCE, identifier, {**doc, "DBInstanceStatus": status})


def _role(view: View, identifier: str, writer: bool) -> Put:
    doc = view.world.get(kinds.DB_INSTANCE, identifier)
    return Put(
        kinds.DB_INSTANCE, identifier, with_sim({**doc, "DBInstanceStatus": "available"}, writer=writer)
    )


def reboot_instance(view: View, call: Call) -> Answer:
    """Restart one instance: its sessions end, and it is back after less than half a minute."""
    doc = instance(view, call.request.get("DBInstanceIdentifier"))
    name = str(doc["DBInstanceIdentifier"])
    if doc.get("DBInstanceStatus") != "available":
        raise ApiError("InvalidDBInstanceState", f"Instance {name} is not in available state.")
    if call.request.get("ForceFailover"):
        text = "The ForceFailover parameter cannot be specified for instances of this engine."
        raise ApiError("InvalidParameterCombination", text)
    owner = str(doc.get("DBClusterIdentifier", ""))
    writer = is_writer(view.world, name)
    back: tuple[Edit, ...] = (_status(view, name, "available"), *(applied(view, owner) if writer else ()))
    pending = {"due": view.now + REBOOT_MS, "edits": back, "action": "reboot"}
    edits: list[Edit] = [
        _status(view, name, "rebooting"),
        Put(kinds.PENDING, f"reboot|{name}|{view.now}", pending),
    ]
    edits += ended(view, owner) if writer else ()
    return Answer(
        {"DBInstance": {**shown_instance(view, doc), "DBInstanceStatus": "rebooting"}}, tuple(edits)
    )


_MODIFIABLE = (
    "DBInstanceClass",
    "PreferredMaintenanceWindow",
    "PromotionTier",
    "AutoMinorVersionUpgrade",
    "DeletionProtection",
)


def modify_instance(view: View, call: Call) -> Answer:
    """Keep the values for the maintenance window (house rule: nothing but protection applies at once)."""
    doc = instance(view, call.request.get("DBInstanceIdentifier"))
    name = str(doc["DBInstanceIdentifier"])
    asked = {key: call.request[key] for key in _MODIFIABLE if call.request.get(key) is not None}
    later = {key: value for key, value in asked.items() if key == "DBInstanceClass"}
    now = {key: value for key, value in asked.items() if key not in later}
    changed: Doc = {**doc, **now, **({"PendingModifiedValues": later} if later else {})}
    return Answer({"DBInstance": shown_instance(view, changed)}, (Put(kinds.DB_INSTANCE, name, changed),))


def stop_cluster(view: View, call: Call) -> Answer:
    """Nobody in this account has the right (oncall-operate allows reboot and failover only)."""
    doc = cluster(view, call.request.get("DBClusterIdentifier"))
    why = "because no identity-based policy allows the rds:StopDBCluster action"
    text = f"User: {call.principal.arn} is not authorized to perform: rds:StopDBCluster"
    raise ApiError("AccessDenied", f"{text} on resource: {doc.get('DBClusterArn', '')} {why}", 403)


def start_cluster(view: View, call: Call) -> Answer:
    """Refused unless the cluster is stopped, which none is."""
    doc = cluster(view, call.request.get("DBClusterIdentifier"))
    state = f"is in {doc.get('Status')} state but expected it to be one of stopped."
    text = f"DBCluster {doc['DBClusterIdentifier']} {state}"
    raise ApiError("InvalidDBClusterStateFault", text)
