"""DescribeEvents: what RDS did to clusters and instances, read from the ledger (aws-request-path §6.2)."""

from collections.abc import Iterator
from typing import Any

from incidentgame.api.answer import Answer
from incidentgame.api.rds.clusters import members_of, named
from incidentgame.api.rds.details import backup_starts
from incidentgame.api.rds.writes import FAILOVER_MS, REBOOT_MS
from incidentgame.kernel.instant import DAY, MINUTE, Instant
from incidentgame.world import kinds
from incidentgame.world.change import Call, Change
from incidentgame.world.state import Doc
from incidentgame.world.view import View

_KEPT = 14 * DAY


def describe_events(view: View, call: Call) -> Answer:
    """The events of the last hour, or of the span asked for; at most fourteen days are kept."""
    request = call.request
    end = int(request.get("EndTime") or view.now)
    start = int(request.get("StartTime") or end - int(request.get("Duration") or 60) * MINUTE)
    found = [e for e in _events(view) if max(start, view.now - _KEPT) <= e["Date"] <= min(end, view.now)]
    name, kind = request.get("SourceIdentifier"), request.get("SourceType")
    wanted = set(request.get("EventCategories") or ())
    shown = [
        event
        for event in sorted(found, key=lambda e: int(e["Date"]))
        if (not name or event["SourceIdentifier"] == named(name))
        and (not kind or event["SourceType"] == kind)
        and (not wanted or wanted & set(event["EventCategories"]))
    ]
    return members_of(shown, request, "Events")


def _events(view: View) -> Iterator[Doc]:
    for doc in view.world.all(kinds.DB_CLUSTER):
        for at in backup_starts(doc, view.now - _KEPT, view.now):
            yield _cluster_event(doc, at + 4_000, "backup", "Creating automated cluster snapshot")
            yield _cluster_event(doc, at + 96_000, "backup", "Automated cluster snapshot created")
    for change in view.changes:
        if change.source == "rds.amazonaws.com" and change.error is None:
            yield from _of_change(view, change)


def _of_change(view: View, change: Change) -> Iterator[Doc]:
    if change.action == "RebootDBInstance":
        doc = view.world.find(kinds.DB_INSTANCE, named(change.request.get("DBInstanceIdentifier")))
        if doc is not None:
            yield _instance_event(doc, change.at + 3_000, "DB instance shutdown")
            yield _instance_event(doc, change.at + REBOOT_MS, "DB instance restarted")
    elif change.action == "FailoverDBCluster":
        doc = view.world.find(kinds.DB_CLUSTER, named(change.request.get("DBClusterIdentifier")))
        writer = _promoted(change)
        if doc is not None and writer:
            text = f"Started cross AZ failover to DB instance: {writer}"
            yield _cluster_event(doc, change.at, "failover", text)
            yield _restarted(view, writer, change.at + FAILOVER_MS - 5_000)
            done = f"Completed failover to DB instance: {writer}"
            yield _cluster_event(doc, change.at + FAILOVER_MS, "failover", done)


def _promoted(change: Change) -> str:
    """The instance a failover made the writer, as the edits it made say."""
    for edit in change.edits:
        doc: Any = getattr(edit, "doc", {})
        if edit.kind == kinds.PENDING and doc.get("writer"):
            return str(doc["writer"])
    return ""


def _restarted(view: View, identifier: str, at: Instant) -> Doc:
    return _instance_event(view.world.get(kinds.DB_INSTANCE, identifier), at, "DB instance restarted")


def _instance_event(doc: Doc, at: Instant, message: str) -> Doc:
    return {
        "SourceIdentifier": doc["DBInstanceIdentifier"],
        "SourceType": "db-instance",
        "Message": message,
        "EventCategories": ["availability"],
        "Date": at,
        "SourceArn": doc.get("DBInstanceArn", ""),
    }


def _cluster_event(doc: Doc, at: Instant, category: str, message: str) -> Doc:
    return {
        "SourceIdentifier": doc["DBClusterIdentifier"],
        "SourceType": "db-cluster",
        "Message": message,
        "EventCategories": [category],
        "Date": at,
        "SourceArn": doc.get("DBClusterArn", ""),
    }
