"""CloudWatch and CloudTrail."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Service, Table, tab

_ALARM = "cloudwatch describe-alarms --alarm-names <AlarmName>"
_LOG_EVENTS = {"Timestamp": "when(timestamp)", "Log stream": "logStreamName", "Message": "message"}

_CLOUDWATCH = Service(
    "CloudWatch",
    (
        Page(
            "Alarms",
            Table(
                "cloudwatch describe-alarms",
                "MetricAlarms[]",
                {
                    "Name": "AlarmName",
                    "State": "StateValue",
                    "Last state update": "StateUpdatedTimestamp",
                    "Conditions": "join(' ', [MetricName || '', ComparisonOperator, to_string(Threshold)])",
                    "Actions enabled": "ActionsEnabled",
                },
            ),
            "[AlarmName]",
            (
                tab(
                    "Details",
                    Table(
                        _ALARM,
                        "MetricAlarms[]",
                        {
                            "State": "StateValue",
                            "Reason": "StateReason",
                            "Description": "AlarmDescription",
                            "Namespace": "Namespace",
                            "Metric name": "MetricName",
                            "Dimensions": "Dimensions[].join('=', [Name, Value])",
                            "Statistic": "Statistic || ExtendedStatistic",
                            "Period (seconds)": "Period",
                            "Threshold": "join(' ', [ComparisonOperator, to_string(Threshold)])",
                            "Datapoints to alarm": "DatapointsToAlarm",
                            "Missing data treatment": "TreatMissingData",
                            "Actions": "AlarmActions",
                        },
                        form="fields",
                    ),
                ),
                tab(
                    "History",
                    Table(
                        "cloudwatch describe-alarm-history --alarm-name <AlarmName> --max-items 50",
                        "AlarmHistoryItems[]",
                        {"Date": "Timestamp", "Type": "HistoryItemType", "Description": "HistorySummary"},
                    ),
                ),
            ),
            ("all alarms",),
        ),
        Page(
            "Metrics",
            Table(
                "cloudwatch list-metrics",
                "Metrics[]",
                {
                    "Namespace": "Namespace",
                    "Metric name": "MetricName",
                    "Dimensions": "Dimensions[].join('=', [Name, Value])",
                },
            ),
            "[join(' ', [Namespace, MetricName]), MetricName, Dimensions[].Value][]",
            aliases=("all metrics",),
        ),
        Page(
            "Log groups",
            Table(
                "logs describe-log-groups",
                "logGroups[]",
                {
                    "Log group": "logGroupName",
                    "Log class": "logGroupClass",
                    "Retention (days)": "retentionInDays",
                    "Stored bytes": "storedBytes",
                    "Creation time": "when(creationTime)",
                },
            ),
            "[logGroupName]",
            (
                tab(
                    "Log streams",
                    Table(
                        "logs describe-log-streams --log-group-name <logGroupName>"
                        " --order-by LastEventTime --descending --max-items 50",
                        "logStreams[]",
                        {"Log stream": "logStreamName", "Last event time": "when(lastEventTimestamp)"},
                    ),
                ),
                tab(
                    "Log events",
                    Table(
                        "logs filter-log-events --log-group-name <logGroupName>"
                        " --start-time <RecentlyMs> --filter-pattern <Rest> --max-items 100",
                        "events[]",
                        _LOG_EVENTS,
                        title="'The last 15 minutes; words after the tab are the filter pattern'",
                    ),
                ),
                tab(
                    "Metric filters",
                    Table(
                        "logs describe-metric-filters --log-group-name <logGroupName>",
                        "metricFilters[]",
                        {"Filter name": "filterName", "Filter pattern": "filterPattern"},
                    ),
                ),
            ),
            ("log management",),
        ),
    ),
    ("watch", "monitoring", "logs"),
)

_CLOUDTRAIL = Service(
    "CloudTrail",
    (
        Page(
            "Event history",
            Table(
                "cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false"
                " --max-items 50",
                "Events[]",
                {
                    "Event name": "EventName",
                    "Event time": "EventTime",
                    "User name": "Username",
                    "Event source": "EventSource",
                    "Resource name": "Resources[].after(ResourceName, ':')",
                    "Event ID": "EventId",
                },
            ),
            "[EventId, EventName, Username, EventSource, Resources[].ResourceName][]",
            (
                tab(
                    "Event record",
                    Table(
                        "cloudtrail lookup-events"
                        " --lookup-attributes AttributeKey=EventId,AttributeValue=<EventId>",
                        "Events[].CloudTrailEvent",
                        form="text",
                    ),
                ),
            ),
        ),
        Page(
            "Trails",
            Table(
                "cloudtrail describe-trails",
                "trailList[]",
                {
                    "Name": "Name",
                    "Home region": "HomeRegion",
                    "Multi-region trail": "IsMultiRegionTrail",
                    "S3 bucket": "S3BucketName",
                },
            ),
            "[Name]",
        ),
    ),
    ("trail",),
)

SERVICES: Sequence[Service] = (_CLOUDWATCH, _CLOUDTRAIL)
