"""RDS calls against the model's shapes and the sheet's events (aws-request-path §6.2)."""

from typing import Any

import pytest
from database_world import READER, SERVER, DatabaseBench, database, session
from network_world import NOW, WEB, NetView, call
from output_shape import misfits

from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.compute.app import held
from incidentgame.world.state import Put

CLUSTER = {
    "DBClusterIdentifier": "shop-db",
    "DBClusterArn": "arn:aws:rds:eu-west-1:123456789012:cluster:shop-db",
    "Status": "available",
    "Engine": "aurora-postgresql",
    "Endpoint": "shop-db.cluster-abc.eu-west-1.rds.amazonaws.com",
    "ReaderEndpoint": "shop-db.cluster-ro-abc.eu-west-1.rds.amazonaws.com",
    "DBSubnetGroup": "shop-data",
    "DBClusterParameterGroup": "shop-pg15",
    "PreferredBackupWindow": "04:10-04:40",
    "BackupRetentionPeriod": 3,
    "DBClusterMembers": [
        {"DBInstanceIdentifier": "shop-db-1", "IsClusterWriter": True},
        {"DBInstanceIdentifier": "shop-db-2", "IsClusterWriter": False},
    ],
}


@pytest.fixture
def shop() -> NetView:
    return database(Put(kinds.DB_CLUSTER, "shop-db", CLUSTER), session(465))


def later(seen: NetView) -> NetView:
    """The view after everything pending was done."""
    pending = seen.world.table(kinds.PENDING)
    edits = [edit for doc in pending.values() for edit in doc["edits"]]
    at = max(doc["due"] for doc in pending.values())
    return seen.edited(at, *edits).at(at)


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("DescribeDBClusters", {}),
        ("DescribeDBInstances", {"DBInstanceIdentifier": "shop-db-1"}),
        ("DescribeDBClusterEndpoints", {}),
        ("DescribeDBSubnetGroups", {}),
        ("DescribeDBClusterSnapshots", {"DBClusterIdentifier": "shop-db"}),
        ("DescribePendingMaintenanceActions", {}),
        ("ListTagsForResource", {"ResourceName": CLUSTER["DBClusterArn"]}),
        ("DescribeDBClusterParameters", {"DBClusterParameterGroupName": "shop-pg15"}),
        ("DescribeDBClusterParameterGroups", {}),
        ("DescribeEvents", {"Duration": 1440}),
        ("DescribeDBLogFiles", {"DBInstanceIdentifier": "shop-db-1"}),
        ("FailoverDBCluster", {"DBClusterIdentifier": "shop-db"}),
        ("RebootDBInstance", {"DBInstanceIdentifier": "shop-db-1"}),
        ("ModifyDBInstance", {"DBInstanceIdentifier": "shop-db-1", "DBInstanceClass": "db.r6g.xlarge"}),
    ],
)
def test_responses_fit_the_model(shop: NetView, operation: str, request_: dict[str, Any]) -> None:
    _, response = call(shop, "rds", operation, **request_)
    assert response
    assert misfits("rds", operation, response) == []


@pytest.mark.parametrize(
    ("operation", "request_", "code"),
    [
        ("DescribeDBClusters", {"DBClusterIdentifier": "nope"}, "DBClusterNotFoundFault"),
        ("DescribeDBInstances", {"DBInstanceIdentifier": "nope"}, "DBInstanceNotFound"),
        ("DescribeDBParameters", {"DBParameterGroupName": "nope"}, "DBParameterGroupNotFound"),
        ("DescribeDBSubnetGroups", {"DBSubnetGroupName": "nope"}, "DBSubnetGroupNotFoundFault"),
        (
            "FailoverDBCluster",
            {"DBClusterIdentifier": "shop-db", "TargetDBInstanceIdentifier": "x"},
            "DBInstanceNotFound",
        ),
        ("StopDBCluster", {"DBClusterIdentifier": "shop-db"}, "AccessDenied"),
        ("StartDBCluster", {"DBClusterIdentifier": "shop-db"}, "InvalidDBClusterStateFault"),
    ],
)
def test_refusals_have_rds_s_codes(
    shop: NetView, operation: str, request_: dict[str, Any], code: str
) -> None:
    with pytest.raises(ApiError) as refused:
        call(shop, "rds", operation, **request_)
    assert refused.value.code == code


def test_a_failover_ends_the_sessions_and_moves_the_writer(shop: NetView) -> None:
    """aws-request-path §6.2."""
    during, response = call(shop, "rds", "FailoverDBCluster", DBClusterIdentifier="shop-db")
    assert response["DBCluster"]["Status"] == "failing-over"
    assert held(during.world, WEB) == 0
    bench = DatabaseBench(during)
    down = bench.psql("-c", "select 1", PGCONNECT_TIMEOUT="3")
    assert down.stderr.endswith("timeout expired\n")
    bench = DatabaseBench(later(during))
    assert bench.psql("-Atc", "select pg_is_in_recovery()", server=SERVER).text == "t\n"
    assert bench.psql("-Atc", "select pg_is_in_recovery()", server=READER).text == "f\n"


def test_a_second_failover_waits_for_the_first(shop: NetView) -> None:
    during, _ = call(shop, "rds", "FailoverDBCluster", DBClusterIdentifier="shop-db")
    with pytest.raises(ApiError, match="InvalidDBClusterStateFault"):
        call(during, "rds", "FailoverDBCluster", DBClusterIdentifier="shop-db")


def test_a_static_parameter_waits_for_a_restart(shop: NetView) -> None:
    given = {"ParameterName": "max_connections", "ParameterValue": "300", "ApplyMethod": "pending-reboot"}
    group = {"DBClusterParameterGroupName": "shop-pg15"}
    changed, _ = call(shop, "rds", "ModifyDBClusterParameterGroup", **group, Parameters=[given])
    assert DatabaseBench(changed).psql("-Atc", "show max_connections").text == "100\n"
    rebooting, _ = call(changed, "rds", "RebootDBInstance", DBInstanceIdentifier="shop-db-1")
    assert DatabaseBench(later(rebooting)).psql("-Atc", "show max_connections").text == "300\n"
    with pytest.raises(ApiError, match="cannot use immediate apply method for static parameter"):
        now = {**given, "ApplyMethod": "immediate"}
        call(shop, "rds", "ModifyDBClusterParameterGroup", **group, Parameters=[now])


def test_the_log_names_who_was_ended() -> None:
    """api-503-host §3.3: the FATAL line and its STATEMENT."""
    bench = DatabaseBench(database(Put(kinds.DB_CLUSTER, "shop-db", CLUSTER), session(465)))
    bench.psql("-c", "select pg_terminate_backend(465)")
    seen = bench.view.at(NOW + 60_000)
    _, files = call(seen, "rds", "DescribeDBLogFiles", DBInstanceIdentifier="shop-db-1")
    name = files["DescribeDBLogFiles"][-1]["LogFileName"]
    request = {"DBInstanceIdentifier": "shop-db-1", "LogFileName": name}
    _, portion = call(seen, "rds", "DownloadDBLogFilePortion", **request)
    assert misfits("rds", "DownloadDBLogFilePortion", portion) == []
    assert "[465]:FATAL:  terminating connection due to administrator command\n" in portion["LogFileData"]
