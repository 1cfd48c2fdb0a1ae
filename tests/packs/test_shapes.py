"""Every document of the shipped worlds has the shape AWS's own model gives it (names, types, enums)."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from packs_support import case_of, pack_of

from incidentgame.world.state import Put, public

SHAPES = {
    "acm.certificate": ("acm", "CertificateDetail"),
    "autoscaling.activity": ("autoscaling", "Activity"),
    "autoscaling.group": ("autoscaling", "AutoScalingGroup"),
    "cloudfront.cachepolicy": ("cloudfront", "CachePolicy"),
    "cloudfront.distribution": ("cloudfront", "Distribution"),
    "cloudfront.kvs": ("cloudfront", "KeyValueStore"),
    "cloudwatch.alarm": ("cloudwatch", "MetricAlarm"),
    "codedeploy.application": ("codedeploy", "ApplicationInfo"),
    "codedeploy.deployment": ("codedeploy", "DeploymentInfo"),
    "ec2.address": ("ec2", "Address"),
    "ec2.instance": ("ec2", "Instance"),
    "ec2.internetgateway": ("ec2", "InternetGateway"),
    "ec2.launchtemplate": ("ec2", "LaunchTemplate"),
    "ec2.natgateway": ("ec2", "NatGateway"),
    "ec2.networkacl": ("ec2", "NetworkAcl"),
    "ec2.prefixlist": ("ec2", "ManagedPrefixList"),
    "ec2.routetable": ("ec2", "RouteTable"),
    "ec2.securitygroup": ("ec2", "SecurityGroup"),
    "ec2.subnet": ("ec2", "Subnet"),
    "ec2.vpc": ("ec2", "Vpc"),
    "elbv2.listener": ("elbv2", "Listener"),
    "elbv2.loadbalancer": ("elbv2", "LoadBalancer"),
    "elbv2.rule": ("elbv2", "Rule"),
    "elbv2.target": ("elbv2", "TargetHealthDescription"),
    "elbv2.targetgroup": ("elbv2", "TargetGroup"),
    "events.rule": ("events", "Rule"),
    "events.target": ("events", "Target"),
    "iam.policy": ("iam", "Policy"),
    "iam.role": ("iam", "Role"),
    "lambda.function": ("lambda", "FunctionConfiguration"),
    "logs.group": ("logs", "LogGroup"),
    "rds.cluster": ("rds", "DBCluster"),
    "rds.instance": ("rds", "DBInstance"),
    "route53.record": ("route53", "ResourceRecordSet"),
    "route53.zone": ("route53", "HostedZone"),
    "s3.bucket": ("s3", "Bucket"),
    "scheduler.schedule": ("scheduler", "GetScheduleOutput"),
    "ssm.parameter": ("ssm", "Parameter"),
}
KNOWN = {".Attachments[].State available"}
"""describe-internet-gateways really prints `available`, which the model's enum does not hold."""

KINDS = {"string": str, "integer": int, "long": int, "timestamp": int, "boolean": bool, "blob": str}


@cache
def shape(service: str, name: str) -> Any:
    """A shape of botocore's model."""
    return ServiceModel(Loader().load_service_model(service, "service-2")).shape_for(name)


def misfits(value: Any, wanted: Any, path: str) -> Iterator[str]:
    """Where a value is not of its shape. Policies may stand as documents."""
    kind = wanted.type_name
    if kind == "structure":
        for key, part in value.items():
            if key in wanted.members:
                yield from misfits(part, wanted.members[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} unknown"
    elif kind == "list":
        for part in value:
            yield from misfits(part, wanted.member, f"{path}[]")
    elif kind == "map":
        for key, part in value.items():
            yield from misfits(part, wanted.value, f"{path}.{key}")
    elif kind in ("double", "float"):
        if not isinstance(value, int | float):
            yield f"{path} {value!r} is no number"
    elif not (isinstance(value, KINDS[kind]) or (isinstance(value, Mapping) and "Policy" in path)):
        yield f"{path} {value!r} is no {kind}"
    elif kind == "string" and wanted.enum and value not in wanted.enum and f"{path} {value}" not in KNOWN:
        yield f"{path} {value!r} is not in the enum"


@pytest.mark.parametrize("fault", pack_of("api-503").fault_ids)
def test_documents_have_their_shapes(fault: str) -> None:
    case = case_of("api-503", fault)
    docs = [(kind, doc) for kind, table in case.world.tables.items() for doc in table.values()]
    docs += [(e.kind, e.doc) for change in case.recorded for e in change.edits if isinstance(e, Put)]
    wrong = {
        f"{kind}{line}"
        for kind, doc in docs
        if kind in SHAPES
        for line in misfits(public(doc), shape(*SHAPES[kind]), "")
    }
    assert sorted(wrong) == []
