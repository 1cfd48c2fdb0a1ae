"""Completion from the models."""

import subprocess
import sys

import pytest

from incidentgame.commands.aws.complete import candidates, services


@pytest.mark.parametrize(
    ("words", "prefix", "found"),
    [
        ([], "elb", ["elb", "elbv2"]),
        (["elbv2"], "describe-target-h", ["describe-target-health"]),
        (["elbv2", "describe-target-health"], "--ta", ["--target-group-arn", "--targets"]),
        (["--output"], "t", ["table", "text"]),
        (
            ["cloudwatch", "set-alarm-state", "--state-value"],
            "",
            ["ALARM", "INSUFFICIENT_DATA", "OK"],
        ),
        (["--region", "eu-west-1", "ec2", "wait"], "instance-r", ["instance-running"]),
        (["ec2", "wait", "instance-running"], "--instance", ["--instance-ids"]),
        (["logs"], "ta", ["tag-log-group", "tag-resource", "tail"]),
        (["logs", "tail", "g"], "--si", ["--since"]),
        (["s3"], "l", ["ls"]),
        (["nosuch"], "x", []),
        (["elbv2", "nosuch"], "--z", []),
    ],
)
def test_candidates(words, prefix, found):
    assert candidates(words, prefix) == found


def test_options_already_given_and_hidden_ones_are_not_offered():
    offered = candidates(["elbv2", "describe-rules", "--listener-arn", "x"], "--")
    assert "--listener-arn" not in offered and "--marker" not in offered
    assert "--rule-arns" in offered and "--query" in offered


def test_services_use_the_clis_names():
    assert {"elbv2", "deploy", "s3api", "s3", "cloudfront-keyvaluestore"} <= set(services())
    assert "codedeploy" not in services()


def test_importing_the_command_does_not_import_botocore():
    code = "import sys, incidentgame.commands.aws.main, incidentgame.commands.aws.complete; "
    code += "sys.exit('botocore' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
