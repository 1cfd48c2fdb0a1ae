"""What the words of a line become as a request."""

import pytest

from incidentgame.commands.aws.catalogue import operations

CASES = [
    (
        "ec2 describe-instances --filters Name=tag:Name,Values=a,b Name=vpc-id,Values=v",
        {
            "Filters": [
                {"Name": "tag:Name", "Values": ["a", "b"]},
                {"Name": "vpc-id", "Values": ["v"]},
            ]
        },
    ),
    ("ec2 terminate-instances --instance-ids i-1 i-2", {"InstanceIds": ["i-1", "i-2"]}),
    ('ec2 terminate-instances --instance-ids ["i-1"]', {"InstanceIds": ["i-1"]}),
    (
        "ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 80-81 "
        "--source-group sg-2",
        {
            "GroupId": "sg-1",
            "IpPermissions": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": 80,
                    "ToPort": 81,
                    "UserIdGroupPairs": [{"GroupId": "sg-2"}],
                }
            ],
        },
    ),
    (
        "ec2 revoke-security-group-egress --group-id sg-1 --protocol all --cidr 10.0.0.0/8",
        {
            "GroupId": "sg-1",
            "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
        },
    ),
    (
        "ec2 modify-instance-attribute --instance-id i --no-source-dest-check",
        {"InstanceId": "i", "SourceDestCheck": {"Value": False}},
    ),
    (
        "ec2 modify-instance-attribute --instance-id i --source-dest-check",
        {"InstanceId": "i", "SourceDestCheck": {"Value": True}},
    ),
    (
        "ec2 run-instances --image-id ami-1 --count 2:3",
        {"ImageId": "ami-1", "MinCount": 2, "MaxCount": 3},
    ),
    (
        "elbv2 modify-rule --rule-arn r --actions Type=forward,ForwardConfig={TargetGroups="
        "[{TargetGroupArn=a,Weight=1},{TargetGroupArn=b,Weight=0}]}",
        {
            "RuleArn": "r",
            "Actions": [
                {
                    "Type": "forward",
                    "ForwardConfig": {
                        "TargetGroups": [
                            {"TargetGroupArn": "a", "Weight": 1},
                            {"TargetGroupArn": "b", "Weight": 0},
                        ]
                    },
                }
            ],
        },
    ),
    (
        "elbv2 modify-target-group --target-group-arn t --health-check-path /healthz "
        "--health-check-interval-seconds 10 --no-health-check-enabled --matcher HttpCode=200",
        {
            "TargetGroupArn": "t",
            "HealthCheckPath": "/healthz",
            "HealthCheckIntervalSeconds": 10,
            "HealthCheckEnabled": False,
            "Matcher": {"HttpCode": "200"},
        },
    ),
    (
        "cloudwatch get-metric-statistics --namespace AWS/ApplicationELB --metric-name RequestCount "
        "--dimensions Name=LoadBalancer,Value=app/shop/1 --statistics Sum Average --period 60 "
        "--start-time 2026-03-10T14:00:00Z --end-time 1773151651",
        {
            "Namespace": "AWS/ApplicationELB",
            "MetricName": "RequestCount",
            "Dimensions": [{"Name": "LoadBalancer", "Value": "app/shop/1"}],
            "StartTime": 1_773_151_200_000,
            "EndTime": 1_773_151_651_000,
            "Period": 60,
            "Statistics": ["Sum", "Average"],
        },
    ),
    ("route53 get-hosted-zone --id /hostedzone/Z1", {"Id": "Z1"}),
    (
        "cloudfront create-invalidation --distribution-id E1 --paths /* /a",
        {
            "DistributionId": "E1",
            "InvalidationBatch": {
                "CallerReference": "cli-1773151651-250",
                "Paths": {"Quantity": 2, "Items": ["/*", "/a"]},
            },
        },
    ),
    ("lambda list-tags --resource arn", {"Resource": "arn"}),
    (
        "cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ModifyRule "
        "--start-time 2026-03-10T13:00",
        {
            "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "ModifyRule"}],
            "StartTime": 1_773_147_600_000,
        },
    ),
    (
        'elbv2 describe-rules --cli-input-json {"ListenerArn":"a"} --listener-arn b',
        {"ListenerArn": "b"},
    ),
    ("elbv2 describe-rules --listener-arn b --page-size 5", {"ListenerArn": "b", "PageSize": 5}),
    ("elbv2 describe-rules --rule-arns file://arn.txt", {"RuleArns": ["a"]}),
]


@pytest.mark.parametrize(("line", "request_"), CASES)
def test_the_request(aws, backend, line, request_):
    backend.files["arn.txt"] = b'["a"]'
    command, operation = line.split()[:2]
    backend.answers[operations(command)[operation]] = {}
    result = aws(line)
    assert result.stderr == ""
    assert backend.calls[0][2] == request_


def test_blobs_are_base64_or_files(aws, backend):
    backend.answers["UpdateFunction"] = {}
    line = "cloudfront update-function --name f --if-match e --function-config Comment=c,"
    line += "Runtime=cloudfront-js-2.0 --function-code"
    backend.files["f.js"] = b"\xffcode"
    assert aws(line, "fileb://f.js").exit == 0
    assert aws(line, "aGk=").exit == 0
    assert aws(line, "hi there", "--cli-binary-format", "raw-in-base64-out").exit == 0
    bodies = [call[2]["FunctionCode"] for call in backend.calls]
    assert bodies == [b"\xffcode", b"hi", b"hi there"]
    assert aws(line, "a").stderr == '\naws: [ERROR]: Invalid base64: "a"\n'


def test_the_region_is_option_then_environment_then_config_file(aws, backend):
    backend.answers["DescribeRules"] = {}
    backend.files["~/.aws/config"] = b"[default]\nregion = eu-central-1\n"
    aws("elbv2 describe-rules")
    aws("elbv2 describe-rules", env={"AWS_DEFAULT_REGION": "us-east-1"})
    aws("--region us-west-2 elbv2 describe-rules", env={"AWS_REGION": "us-east-1"})
    assert [call[3] for call in backend.calls] == ["eu-central-1", "us-east-1", "us-west-2"]


def test_idempotency_tokens_are_neither_required_nor_invented(aws, backend):
    backend.answers["UpdateSchedule"] = {}
    result = aws(
        "scheduler update-schedule --name s --flexible-time-window Mode=OFF "
        "--schedule-expression rate(1hour) --target Arn=a,RoleArn=r"
    )
    assert result.stderr == ""
    assert "ClientToken" not in backend.calls[0][2]


def test_input_may_come_from_a_pipe(aws, backend):
    backend.answers["DescribeRules"] = {}
    aws("elbv2 describe-rules --cli-input-json file:///dev/stdin", stdin=b'{"ListenerArn": "l"}')
    assert backend.calls[0][2] == {"ListenerArn": "l"}
