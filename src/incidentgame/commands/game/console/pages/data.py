"""RDS, S3 and Lambda."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Service, Table, tab
from incidentgame.commands.game.console.pages.common import monitoring

_METRICS = (
    "CPUUtilization Average",
    "DatabaseConnections Average",
    "FreeableMemory Average",
    "AuroraReplicaLag Maximum",
)
_INSTANCE = "rds describe-db-instances --db-instance-identifier <DBInstanceIdentifier>"

_RDS = Service(
    "RDS",
    (
        Page(
            "Databases",
            Table(
                "rds describe-db-instances",
                "DBInstances[]",
                {
                    "DB identifier": "DBInstanceIdentifier",
                    "Cluster": "DBClusterIdentifier",
                    "Status": "DBInstanceStatus",
                    "Engine": "Engine",
                    "Region & AZ": "AvailabilityZone",
                    "Size": "DBInstanceClass",
                },
            ),
            "[DBInstanceIdentifier]",
            (
                tab(
                    "Connectivity & security",
                    Table(
                        _INSTANCE,
                        "DBInstances[]",
                        {
                            "Endpoint": "Endpoint.Address",
                            "Port": "Endpoint.Port",
                            "Availability Zone": "AvailabilityZone",
                            "VPC security groups": "VpcSecurityGroups[].VpcSecurityGroupId",
                            "Publicly accessible": "PubliclyAccessible",
                        },
                        form="fields",
                    ),
                ),
                monitoring("AWS/RDS", {"DBInstanceIdentifier": "<DBInstanceIdentifier>"}, _METRICS),
                tab(
                    "Logs & events",
                    Table(
                        "rds describe-events --source-type db-instance"
                        " --source-identifier <DBInstanceIdentifier> --duration 1440",
                        "Events[]",
                        {"Time": "Date", "System notes": "Message"},
                        title="'Recent events'",
                    ),
                    Table(
                        "rds describe-db-log-files --db-instance-identifier <DBInstanceIdentifier>",
                        "DescribeDBLogFiles[-24:]",
                        {"Name": "LogFileName", "Last written": "when(LastWritten)", "Size (bytes)": "Size"},
                        title="'Logs (the last 24)'",
                    ),
                ),
                tab(
                    "Configuration",
                    Table(
                        _INSTANCE,
                        "DBInstances[]",
                        {
                            "Engine version": "EngineVersion",
                            "DB name": "DBName",
                            "Instance class": "DBInstanceClass",
                            "Parameter group": "DBParameterGroups[].DBParameterGroupName",
                            "Deletion protection": "DeletionProtection",
                        },
                        form="fields",
                    ),
                ),
            ),
        ),
        Page(
            "Clusters",
            Table(
                "rds describe-db-clusters",
                "DBClusters[]",
                {
                    "DB identifier": "DBClusterIdentifier",
                    "Status": "Status",
                    "Engine": "Engine",
                    "Engine version": "EngineVersion",
                    "Writer": "DBClusterMembers[?IsClusterWriter].DBInstanceIdentifier",
                    "Readers": "DBClusterMembers[?!IsClusterWriter].DBInstanceIdentifier",
                    "Endpoint": "Endpoint",
                },
            ),
            "[DBClusterIdentifier, Endpoint, ReaderEndpoint]",
        ),
    ),
    ("database", "aurora"),
)

_S3 = Service(
    "S3",
    (
        Page(
            "Buckets",
            Table("s3api list-buckets", "Buckets[]", {"Name": "Name", "Creation date": "CreationDate"}),
            "[Name]",
            (
                tab(
                    "Objects",
                    Table(
                        "s3api list-objects-v2 --bucket <Name> --delimiter / --prefix <Rest> --max-items 200",
                        "[CommonPrefixes[].{Key: Prefix}, Contents[]][][]",
                        {
                            "Name": "Key",
                            "Last modified": "LastModified",
                            "Size": "Size",
                            "Storage class": "StorageClass",
                        },
                    ),
                ),
                tab(
                    "Permissions",
                    Table("s3api get-bucket-policy --bucket <Name>", "[Policy]", form="text"),
                ),
            ),
        ),
    ),
)

_FUNCTION = "lambda get-function-configuration --function-name <FunctionName>"
_LAMBDA = Service(
    "Lambda",
    (
        Page(
            "Functions",
            Table(
                "lambda list-functions",
                "Functions[]",
                {
                    "Function name": "FunctionName",
                    "Description": "Description",
                    "Package type": "PackageType",
                    "Runtime": "Runtime",
                    "Last modified": "LastModified",
                },
            ),
            "[FunctionName, FunctionArn]",
            (
                tab(
                    "Configuration",
                    Table(
                        _FUNCTION,
                        "[@]",
                        {
                            "Description": "Description",
                            "Memory (MB)": "MemorySize",
                            "Timeout (s)": "Timeout",
                            "Execution role": "Role",
                            "Environment variables": "Environment.Variables",
                            "State": "State",
                            "Last modified": "LastModified",
                        },
                        form="fields",
                    ),
                ),
                monitoring(
                    "AWS/Lambda",
                    {"FunctionName": "<FunctionName>"},
                    ("Invocations Sum", "Errors Sum", "Duration Average"),
                ),
                tab(
                    "Logs",
                    Table(
                        "logs filter-log-events --log-group-name /aws/lambda/<FunctionName>"
                        " --start-time <RecentlyMs> --max-items 100",
                        "events[]",
                        {"Timestamp": "when(timestamp)", "Message": "message"},
                        title="'Recent log events (15 minutes)'",
                    ),
                ),
                tab(
                    "Concurrency",
                    Table(
                        "lambda get-function-concurrency --function-name <FunctionName>",
                        "[@]",
                        {"Reserved concurrency": "ReservedConcurrentExecutions"},
                        form="fields",
                    ),
                ),
            ),
        ),
    ),
)

SERVICES: Sequence[Service] = (_RDS, _S3, _LAMBDA)
