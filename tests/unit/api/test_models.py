"""botocore's models, loaded lazily and without documentation."""

import pytest

from incidentgame.api import models


def test_a_model_has_shapes_but_no_documentation():
    model = models.service("elbv2")
    operation = models.operation("elbv2", "DescribeTargetHealth")
    assert operation.input_shape.required_members == ["TargetGroupArn"]
    assert operation.documentation == ""
    assert not any(member.documentation for member in operation.input_shape.members.values())
    assert models.service("elbv2") is model


def test_a_member_called_documentation_survives():
    shape = models.service("apigateway").shape_for("CreateDocumentationPartRequest")
    assert shape.members
    documented = models.documented("elbv2").operation_model("DescribeTargetHealth")
    assert "health" in documented.documentation


def test_unknown_names():
    with pytest.raises(KeyError):
        models.service("nosuch")
    with pytest.raises(KeyError):
        models.operation("elbv2", "Nosuch")
    assert models.paginators("nosuch") == {}
    assert models.waiters("sts") == {}


def test_paginators_include_the_extras_of_the_sdk():
    assert models.paginators("elbv2")["DescribeRules"]["result_key"] == "Rules"

    findings = models.paginators("ec2")["GetNetworkInsightsAccessScopeAnalysisFindings"]
    assert findings["non_aggregate_keys"][0] == "AnalysisStatus"


def test_names_and_regions():
    assert models.cli_name("DescribeDBInstances") == "describe-db-instances"
    assert {"eu-west-1", "us-east-1"} <= set(models.regions())
    assert "cloudfront-keyvaluestore" in models.service_names()
