"""RDS: Aurora clusters, their instances, parameters, events and log files (aws-request-path §6)."""

from incidentgame.api.answer import Handler
from incidentgame.api.common import regional
from incidentgame.api.rds import clusters, details, events, logfiles, parameters, writes

HANDLERS: dict[str, Handler] = regional(
    {
        "DescribeDBClusters": clusters.describe_clusters,
        "DescribeDBInstances": clusters.describe_instances,
        "DescribeDBClusterEndpoints": clusters.describe_endpoints,
        "DescribeDBSubnetGroups": details.describe_subnet_groups,
        "DescribeDBClusterSnapshots": details.describe_snapshots,
        "DescribePendingMaintenanceActions": details.describe_pending_maintenance,
        "ListTagsForResource": details.list_tags,
        "DescribeDBParameters": parameters.describe_parameters,
        "DescribeDBClusterParameters": parameters.describe_cluster_parameters,
        "DescribeDBClusterParameterGroups": parameters.describe_cluster_groups,
        "ModifyDBClusterParameterGroup": parameters.modify_cluster_group,
        "DescribeEvents": events.describe_events,
        "DescribeDBLogFiles": logfiles.describe_log_files,
        "DownloadDBLogFilePortion": logfiles.download_portion,
        "FailoverDBCluster": writes.failover_cluster,
        "RebootDBInstance": writes.reboot_instance,
        "ModifyDBInstance": writes.modify_instance,
        "StopDBCluster": writes.stop_cluster,
        "StartDBCluster": writes.start_cluster,
    }
)
"""The operations of this service, by name."""
