"""Every response fits AWS's own model of the operation."""

from typing import Any

import pytest
from output_shape import misfits
from watched_case import GLOBAL, asked, running

FUNCTION = "viewer-function-throws"

READS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("cloudfront", "ListDistributions", GLOBAL, {}),
    ("cloudfront", "ListFunctions", GLOBAL, {}),
    ("cloudfront", "DescribeFunction", GLOBAL, {"Name": "api-viewer"}),
    ("cloudfront", "GetFunction", GLOBAL, {"Name": "api-viewer", "Stage": "LIVE"}),
    ("cloudfront", "ListKeyValueStores", GLOBAL, {}),
    ("cloudfront", "DescribeKeyValueStore", GLOBAL, {"Name": "api-routing"}),
    ("cloudfront", "ListCachePolicies", GLOBAL, {}),
    ("cloudwatch", "ListMetrics", "", {}),
    ("cloudwatch", "DescribeAlarms", "", {}),
    ("cloudwatch", "DescribeAlarmHistory", "", {}),
    ("events", "ListRules", "", {}),
    ("scheduler", "ListSchedules", "", {}),
    ("scheduler", "GetSchedule", "", {"Name": "staging-stop"}),
    ("lambda", "ListFunctions", "", {}),
    ("lambda", "GetFunction", "", {"FunctionName": "tg-janitor"}),
    ("logs", "DescribeLogGroups", "", {}),
    ("s3", "ListBuckets", "", {}),
    ("sts", "GetCallerIdentity", "", {}),
    ("ssm", "DescribeParameters", "", {}),
    ("ssm", "DescribeInstanceInformation", "", {}),
    ("iam", "ListAttachedRolePolicies", "", {"RoleName": "OnCall"}),
    (
        "iam",
        "SimulatePrincipalPolicy",
        "",
        {"PolicySourceArn": "arn:aws:iam::1:role/OnCall", "ActionNames": ["ssm:SendCommand"]},
    ),
    ("codedeploy", "ListDeployments", "", {"applicationName": "shop-api"}),
    (
        "codedeploy",
        "GetDeploymentGroup",
        "",
        {"applicationName": "shop-api", "deploymentGroupName": "production"},
    ),
    ("cloudtrail", "DescribeTrails", "", {}),
]


@pytest.mark.parametrize(("service", "operation", "region", "request_"), READS, ids=lambda v: str(v)[:30])
def test_responses_fit_awss_model(
    service: str, operation: str, region: str, request_: dict[str, Any]
) -> None:
    response = asked(running(FUNCTION), service, operation, region, **request_)
    assert response and misfits(service, operation, response) == []
