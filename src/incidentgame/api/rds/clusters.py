"""Clusters, instances and endpoints as RDS describes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.answer import Answer
from incidentgame.api.common import arn_resource, match_filters, member, page, paginate, strip
from incidentgame.api.errors import ApiError
from incidentgame.api.rds.subnets import subnet_group
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, public
from incidentgame.world.view import View

PAGE = 100


def named(value: Any) -> str:
    """An identifier given as such or as an ARN, in lower case as RDS stores it."""
    text = str(value or "")
    return (arn_resource(text).partition(":")[2] or text).lower()


def cluster(view: View, identifier: Any) -> Doc:
    """The cluster; ApiError DBClusterNotFoundFault."""
    name = named(identifier)
    doc = view.world.find(kinds.DB_CLUSTER, name)
    if doc is None:
        raise ApiError("DBClusterNotFoundFault", f"DBCluster {name} not found.", 404)
    return doc


def instance(view: View, identifier: Any) -> Doc:
    """The instance; ApiError DBInstanceNotFound."""
    name = named(identifier)
    doc = view.world.find(kinds.DB_INSTANCE, name)
    if doc is None:
        raise ApiError("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
    return doc


def shown_instance(view: View, doc: Doc) -> dict[str, Any]:
    """An instance with its subnet group, which DescribeDBInstances embeds."""
    owner = view.world.find(kinds.DB_CLUSTER, str(doc.get("DBClusterIdentifier", ""))) or {}
    name = owner.get("DBSubnetGroup")
    inside = {"DBSubnetGroup": subnet_group(view, str(name))} if name else {}
    return {**public(doc), **inside}


def members_of(docs: Sequence[Doc], request: Mapping[str, Any], name: str) -> Answer:
    """One page of a list; RDS pages by MaxRecords and Marker."""
    found, token = paginate(
        docs, request, "MaxRecords", "Marker", default=PAGE, error="InvalidParameterValue"
    )
    return Answer(page(name, found, token, "Marker"))


_CLUSTER_FILTERS = {
    "db-cluster-id": member("DBClusterIdentifier"),
    "engine": member("Engine"),
    "db-cluster-resource-id": member("DbClusterResourceId"),
}
_INSTANCE_FILTERS = {
    "db-cluster-id": member("DBClusterIdentifier"),
    "db-instance-id": member("DBInstanceIdentifier"),
    "dbi-resource-id": member("DbiResourceId"),
    "engine": member("Engine"),
}


def describe_clusters(view: View, call: Call) -> Answer:
    """One cluster, or all."""
    wanted = call.request.get("DBClusterIdentifier")
    docs = [cluster(view, wanted)] if wanted else list(view.world.all(kinds.DB_CLUSTER))
    docs = match_filters(docs, call.request.get("Filters"), _CLUSTER_FILTERS)
    return members_of(list(strip(docs)), call.request, "DBClusters")


def describe_instances(view: View, call: Call) -> Answer:
    """One instance, or all."""
    wanted = call.request.get("DBInstanceIdentifier")
    docs = [instance(view, wanted)] if wanted else list(view.world.all(kinds.DB_INSTANCE))
    docs = match_filters(docs, call.request.get("Filters"), _INSTANCE_FILTERS)
    shown: list[Doc] = [shown_instance(view, doc) for doc in docs]
    return members_of(shown, call.request, "DBInstances")


def describe_endpoints(view: View, call: Call) -> Answer:
    """The writer and the reader endpoint of each cluster."""
    wanted = call.request.get("DBClusterIdentifier")
    docs = [cluster(view, wanted)] if wanted else list(view.world.all(kinds.DB_CLUSTER))
    rows: list[Doc] = [
        {
            "DBClusterIdentifier": doc["DBClusterIdentifier"],
            "Endpoint": doc[name],
            "Status": "available",
            "EndpointType": kind,
        }
        for doc in docs
        for name, kind in (("Endpoint", "WRITER"), ("ReaderEndpoint", "READER"))
        if doc.get(name)
    ]
    return members_of(rows, call.request, "DBClusterEndpoints")
