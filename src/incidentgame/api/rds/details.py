"""Subnet groups, automatic snapshots, tags and pending maintenance."""

from incidentgame.api.answer import Answer
from incidentgame.api.common import arn, arn_resource, tags
from incidentgame.api.errors import ApiError
from incidentgame.api.rds.clusters import cluster, instance, members_of, named
from incidentgame.api.rds.subnets import subnet_group
from incidentgame.kernel.instant import DAY, MINUTE, Instant, to_datetime
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc
from incidentgame.world.view import View


def describe_subnet_groups(view: View, call: Call) -> Answer:
    """The subnet groups clusters use."""
    names = sorted(
        {str(d["DBSubnetGroup"]) for d in view.world.all(kinds.DB_CLUSTER) if d.get("DBSubnetGroup")}
    )
    wanted = call.request.get("DBSubnetGroupName")
    if wanted and str(wanted) not in names:
        raise ApiError("DBSubnetGroupNotFoundFault", f"DB subnet group '{wanted}' does not exist.", 404)
    found: list[Doc] = [subnet_group(view, name) for name in names if wanted in (None, "", name)]
    return members_of(found, call.request, "DBSubnetGroups")


def backup_starts(doc: Doc, start: Instant, end: Instant) -> list[Instant]:
    """When the daily backups of a cluster begin within [start, end): its preferred window's start."""
    hour, _, minute = str(doc.get("PreferredBackupWindow", "04:00-04:30")).partition("-")[0].partition(":")
    offset = (int(hour) * 60 + int(minute or 0)) * MINUTE
    first = start - start % DAY
    return [at for day in range(first, end, DAY) if start <= (at := day + offset) < end]


def describe_snapshots(view: View, call: Call) -> Answer:
    """The automatic snapshots of the retention period, oldest first."""
    wanted = call.request.get("DBClusterIdentifier")
    docs = [cluster(view, wanted)] if wanted else list(view.world.all(kinds.DB_CLUSTER))
    found = [shot for doc in docs for shot in _snapshots(view, doc)]
    kind, name = call.request.get("SnapshotType"), call.request.get("DBClusterSnapshotIdentifier")
    if name:
        found = [shot for shot in found if shot["DBClusterSnapshotIdentifier"] == named(name)]
        if not found:
            raise ApiError("DBClusterSnapshotNotFoundFault", f"DBClusterSnapshot {name} not found.", 404)
    return members_of(
        [s for s in found if kind in (None, "", s["SnapshotType"])], call.request, "DBClusterSnapshots"
    )


def _snapshots(view: View, doc: Doc) -> list[Doc]:
    days = int(doc.get("BackupRetentionPeriod", 1))
    return [_snapshot(view, doc, at) for at in backup_starts(doc, view.now - days * DAY, view.now)]


def _snapshot(view: View, doc: Doc, at: Instant) -> Doc:
    name = f"rds:{doc['DBClusterIdentifier']}-{to_datetime(at):%Y-%m-%d-%H-%M}"
    copied = ("AvailabilityZones", "DBClusterIdentifier", "Engine", "EngineMode", "EngineVersion", "Port")
    return {
        **{key: doc[key] for key in copied if key in doc},
        "DBClusterSnapshotIdentifier": name,
        "DBClusterSnapshotArn": arn("rds", view.account.region, view.account.id, f"cluster-snapshot:{name}"),
        "SnapshotCreateTime": at + view.dice.between(9_000, 90_000, "snapshot", name),
        "Status": "available",
        "SnapshotType": "automated",
        "PercentProgress": 100,
        "StorageEncrypted": bool(doc.get("StorageEncrypted")),
        "MasterUsername": doc.get("MasterUsername", "postgres"),
        "AllocatedStorage": 0,
    }


def describe_pending_maintenance(view: View, call: Call) -> Answer:
    """Nothing is pending (house rule)."""
    return Answer({"PendingMaintenanceActions": []})


def list_tags(view: View, call: Call) -> Answer:
    """The tags of a cluster or an instance, by ARN."""
    name = str(call.request.get("ResourceName", ""))
    resource = arn_resource(name)
    if not resource:
        raise ApiError("InvalidParameterValue", f"Invalid resource name: {name}")
    doc = instance(view, name) if resource.startswith("db:") else cluster(view, name)
    return Answer({"TagList": list(doc.get("TagList") or tags(doc))})
