"""What several pages share: tags, and the graphs of a Monitoring tab."""

import json
from collections.abc import Mapping, Sequence

from incidentgame.commands.game.console.model import Columns, Tab, Table, tab

NAME = "Tags[?Key=='Name'].Value | [0]"
TAGS: Columns = {"Key": "Key", "Value": "Value"}


def ec2_tags(of: str) -> Tab:
    """The Tags tab of an EC2 resource whose id is member `of`."""
    line = f"ec2 describe-tags --filters Name=resource-id,Values=<{of}>"
    return tab("Tags", Table(line, "Tags[]", TAGS))


def monitoring(
    namespace: str, dimensions: Mapping[str, str], metrics: Sequence[str], region: str = ""
) -> Tab:
    """The Monitoring tab: the last hour by five minutes. A metric is `Name Statistic`."""
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    queries = [_query(n, namespace, named, *metric.split()) for n, metric in enumerate(metrics)]
    line = (
        f"cloudwatch get-metric-data --metric-data-queries '{json.dumps(queries, separators=(',', ':'))}' "
        "--start-time <HourAgo> --end-time <Now>"
    )
    return tab("Monitoring", Table(line + (f" --region {region}" if region else ""), form="series"))


def _query(
    n: int, namespace: str, dimensions: Sequence[Mapping[str, str]], name: str, statistic: str
) -> Mapping[str, object]:
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": dimensions}
    stat = {"Metric": metric, "Period": 300, "Stat": statistic}
    return {"Id": f"m{n}", "Label": f"{name} ({statistic})", "MetricStat": stat}
