"""Which layer of the path a line looked at."""

import pytest

from incidentgame.session.layers import BESIDE, PATH, layer_of_call, layers_of


@pytest.mark.parametrize(
    ("service", "operation", "layer"),
    [
        ("route53", "ListResourceRecordSets", "name"),
        ("cloudfront", "GetDistributionConfig", "edge"),
        ("cloudfront-keyvaluestore", "GetKey", "edge"),
        ("elbv2", "DescribeRules", "routing"),
        ("elbv2", "DescribeTargetHealth", "targets"),
        ("elbv2", "RegisterTargets", "targets"),
        ("elbv2", "DescribeTargetGroupAttributes", "targets"),
        ("autoscaling", "DescribeScalingActivities", "targets"),
        ("ec2", "DescribeInstances", "host"),
        ("ec2", "DescribeSecurityGroups", "routing"),
        ("rds", "DescribeDBClusters", "data"),
        ("cloudtrail", "LookupEvents", "history"),
        ("cloudwatch", "GetMetricData", "watching"),
        ("sts", "GetCallerIdentity", ""),
        ("nothing", "Known", ""),
    ],
)
def test_calls(service: str, operation: str, layer: str) -> None:
    assert layer_of_call(service, operation) == layer
    assert layer == "" or layer in (*PATH, *BESIDE)


def test_a_lines_layers_come_in_the_order_a_request_meets_them_each_once() -> None:
    calls = [("cloudwatch", "GetMetricData"), ("elbv2", "DescribeRules"), ("elbv2", "DescribeRules")]
    assert layers_of(["dig", "curl", "grep"], calls, ["laptop"]) == ("users", "name", "routing", "watching")


@pytest.mark.parametrize(
    ("hosts", "layers"), [(["laptop"], ()), (["bastion"], ()), (["laptop", "i-1"], ("host",))]
)
def test_being_on_a_host_is_looking_at_it(hosts: list[str], layers: tuple[str, ...]) -> None:
    assert layers_of(["cat"], [], hosts) == layers
