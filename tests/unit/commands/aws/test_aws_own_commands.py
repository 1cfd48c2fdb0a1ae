"""Waiters, `logs tail`, `s3`, `configure`, help and `--version`."""

import json

import pytest

from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import MINUTE


def _states(*states):
    """A describe-instances answer that moves on with every call."""
    left = list(states)

    def answer(request):
        state = left.pop(0) if len(left) > 1 else left[0]
        return {"Reservations": [{"Instances": [{"State": {"Name": state}}]}]}

    return answer


def test_wait_polls_on_the_case_clock(aws, backend):
    backend.answers["DescribeInstances"] = _states("pending", "pending", "running")
    result = aws("ec2 wait instance-running --instance-ids i-1")
    assert (result.stdout, result.stderr, result.exit) == ("", "", 0)
    assert backend.waited == [15_000, 15_000]


def test_wait_gives_up(aws, backend):
    backend.answers["DescribeInstances"] = _states("pending")
    result = aws("ec2 wait instance-running --instance-ids i-1")
    assert result.stderr == "\naws: [ERROR]: Waiter InstanceRunning failed: Max attempts exceeded\n"
    assert (result.exit, len(backend.waited)) == (255, 39)


def test_wait_stops_at_a_terminal_state_and_at_ctrl_c(aws, backend):
    backend.answers["DescribeInstances"] = _states("terminated")
    result = aws("ec2 wait instance-running --instance-ids i-1")
    assert "Waiter encountered a terminal failure state: For expression " in result.stderr
    backend.answers["DescribeInstances"] = _states("pending")
    backend.interrupt_after = 2
    assert aws("ec2 wait instance-running --instance-ids i-1").exit == 130


def test_wait_with_an_error(aws, backend):
    backend.answers["DescribeInstances"] = ApiError("InvalidInstanceID.Malformed", "Invalid id")
    result = aws("ec2 wait instance-running --instance-ids i")
    assert result.stderr == (
        "\naws: [ERROR]: Waiter InstanceRunning failed: "
        "An error occurred (InvalidInstanceID.Malformed): Invalid id\n"
    )


EVENT = {
    "eventId": "1",
    "timestamp": 1_773_151_600_123,
    "ingestionTime": 1_773_151_601_000,
    "logStreamName": "i-1/app",
    "message": '{"level": "error"}\n',
}


def test_tail(aws, backend):
    backend.answers["FilterLogEvents"] = {"events": [EVENT]}
    detailed = aws("logs tail /shop/api --filter-pattern ERROR").stdout
    assert detailed == '2026-03-10T14:06:40.123000+00:00 i-1/app {"level": "error"}\n'
    request = backend.calls[0][2]
    assert request["startTime"] == backend.now - 10 * MINUTE
    assert request["filterPattern"] == "ERROR"
    short = aws("logs tail /shop/api --format short --since 1h").stdout
    assert short == '2026-03-10T14:06:40 {"level": "error"}\n'
    assert '\n{\n    "level": "error"\n}\n' in aws("logs tail /shop/api --format json").stdout


def test_tail_follows_until_ctrl_c_and_shows_an_event_once(aws, backend):
    backend.answers["FilterLogEvents"] = {"events": [EVENT]}
    backend.interrupt_after = 3
    result = aws("logs tail /shop/api --follow")
    assert (result.exit, result.stdout.count("\n")) == (0, 1)
    assert backend.waited == [5_000] * 3


def test_tail_ends_by_itself(aws, backend):
    backend.answers["FilterLogEvents"] = {"events": []}
    aws("logs tail /shop/api --follow")
    assert sum(backend.waited) == 10 * MINUTE


def _bucket(backend):
    day = 1_773_100_800_000
    backend.answers["ListBuckets"] = {"Buckets": [{"Name": "logs", "CreationDate": day}]}
    entries = [
        {"Key": "elb/a.log", "Size": 1, "LastModified": day},
        {"Key": "elb/b.log.gz", "Size": 1536, "LastModified": day},
    ]

    def listed(request):
        if request["Prefix"] == "none":
            return {}
        if request.get("Delimiter"):
            return {"CommonPrefixes": [{"Prefix": "elb/"}]}
        return {"Contents": entries}

    backend.answers["ListObjectsV2"] = listed
    backend.answers["GetObject"] = lambda request: {"Body": request["Key"].encode()}


def test_s3_ls(aws, backend):
    _bucket(backend)
    assert aws("s3 ls").stdout == "2026-03-10 00:00:00 logs\n"
    assert aws("s3 ls s3://logs").stdout == "                           PRE elb/\n"
    assert aws("s3 ls s3://logs/none").exit == 1
    assert aws("s3 ls logs --recursive --human-readable --summarize").stdout == (
        "2026-03-10 00:00:00     1 Byte elb/a.log\n"
        "2026-03-10 00:00:00    1.5 KiB elb/b.log.gz\n"
        "\nTotal Objects: 2\n   Total Size: 1.5 KiB\n"
    )


def test_s3_cp(aws, backend):
    _bucket(backend)
    assert aws("s3 cp s3://logs/elb/a.log -").stdout == b"elb/a.log"
    here = {"PWD": "/home/oncall"}
    printed = aws("s3 cp s3://logs/elb/a.log .", env=here).stdout
    assert printed == "download: s3://logs/elb/a.log to ./a.log\n"
    printed = aws("s3 cp s3://logs/elb/a.log /tmp/b.log", env=here).stdout
    assert printed == "download: s3://logs/elb/a.log to ../../tmp/b.log\n"
    assert backend.files["./a.log"] == b"elb/a.log"
    aws("s3 cp s3://logs/elb/ out --recursive --exclude *.gz")
    assert backend.files["out/a.log"] == b"elb/a.log"
    assert "out/b.log.gz" not in backend.files


def test_s3_cp_of_what_is_not_there(aws, backend):
    backend.answers["GetObject"] = ApiError("NoSuchKey", "The specified key does not exist.", 404)
    missing = "An error occurred (404) when calling the HeadObject operation: "
    file = aws("s3 cp s3://logs/x .")
    assert (file.stderr, file.exit) == (f'fatal error: {missing}Key "x" does not exist\n', 1)
    stream = aws("s3 cp s3://logs/x -")
    assert stream.stderr == f"download failed: s3://logs/x to - {missing}Not Found\n"


@pytest.mark.parametrize("line", ["s3 cp a s3://b/c", "s3 rm s3://b/c", "s3 sync s3://b ."])
def test_s3_writes_are_denied(aws, backend, line):
    result = aws(line)
    assert "An error occurred (AccessDenied) when calling the " in result.stderr
    assert result.exit in (1, 254)
    assert len(backend.tried) == 1


def test_configure(aws, backend):
    listed = aws("configure list").stdout.splitlines()
    assert listed[0] == "NAME       : VALUE                    : TYPE             : LOCATION"
    assert listed[4] == "region     : eu-west-1                : config-file      : ~/.aws/config"
    assert aws("configure get region").stdout == "eu-west-1\n"
    assert aws("configure get nothing").exit == 1
    assert aws("configure set region x").exit == 252


def test_version(aws):
    assert aws("--version").stdout.startswith("aws-cli/2.")


def test_help_pages(aws):
    assert "o elbv2\n" in aws("help").stdout
    service = aws("elbv2 help").stdout
    assert "o describe-rules\n" in service and "o wait\n" in service
    page = aws("elbv2 describe-rules help").stdout
    assert page.startswith("DESCRIBE-RULES()\n\nNAME\n       describe-rules -\n\nDESCRIPTION\n")
    assert "       --listener-arn (string)\n          The Amazon Resource Name" in page
    assert "[--max-items <value>]" in page
    assert "<p>" not in page and "--marker" not in page
    assert max(len(line) for line in page.splitlines()) <= 80
    assert "Name=string,Values=string,string ..." in aws("ec2 describe-instances help").stdout
    assert aws("ec2 wait help").stdout.count("o instance-running") == 1
    for line in ("logs tail help", "s3 help", "configure help", "s3 ls help"):
        assert aws(line).exit == 0


def test_json_is_unescaped_and_indented_by_four(aws, backend):
    backend.answers["GetCallerIdentity"] = {"Account": "1", "UserId": "é", "Arn": "a"}
    assert aws("sts get-caller-identity").stdout == (
        '{\n    "UserId": "é",\n    "Account": "1",\n    "Arn": "a"\n}\n'
    )
    assert json.loads(aws("sts get-caller-identity --query Account").stdout) == "1"
