"""Error texts and exit codes, compared with what AWS CLI v2.36.7 printed for the same words.

Collected with `cli_error_format = legacy`, the on-call laptop's setting.
"""

import pytest

from incidentgame.api.errors import ApiError

USAGE = (
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n"
    "To see help text, you can run:\n\n"
    "  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n"
)

AFTER_USAGE = [
    (
        "elbv2 describe-target-heatlh",
        "argument operation: Found invalid choice 'describe-target-heatlh'\n\n"
        "Maybe you meant:\n\n  * describe-target-health",
    ),
    ("elbv2 describe-target-health", "the following arguments are required: --target-group-arn"),
    ("cloudfront get-function", "the following arguments are required: --name, outfile"),
    ("nosuch", "argument command: Found invalid choice 'nosuch'\n"),
    ("elbv2", "the following arguments are required: operation"),
    ("", "the following arguments are required: command"),
    ("elbv2 wait foo", "argument subcommand: Found invalid choice 'foo'\n"),
    ("elbv2 describe-rules --output xml", "argument --output: Found invalid choice 'xml'\n"),
    ("elbv2 describe-rules --page-size x", "argument --page-size: invalid int value: 'x'"),
    ("route53 get-hosted-zone --id", "argument --id: expected one argument"),
    (
        "cloudfront create-invalidation --distribution-id E --paths",
        "argument --paths: expected at least one argument",
    ),
    ("logs tail", "the following arguments are required: group_name"),
    ("s3 cp a", "the following arguments are required: paths"),
]


@pytest.mark.parametrize(("line", "message"), AFTER_USAGE)
def test_a_line_that_does_not_fit_the_syntax(aws, line, message):
    result = aws(line)
    assert result.stderr == f"\naws: [ERROR]: {message}\n\n{USAGE}"
    assert (result.stdout, result.exit) == ("", 252)


BAD_VALUES = [
    (
        "ec2 describe-instances --filters Name",
        "Error parsing parameter '--filters': Expected: '=', received: 'EOF' for input:\n Name\n    ^",
    ),
    (
        "ec2 describe-instances --filters Name=a,b=c,Name=d",
        "Error parsing parameter '--filters': Second instance of key \"Name\" encountered for input:\n"
        "Name=a,b=c,Name=d\n           ^\n"
        'This is often because there is a preceding "," instead of a space.',
    ),
    (
        "ec2 describe-instances --filters [{",
        "Error parsing parameter '--filters': Invalid JSON: Expecting property name enclosed in "
        "double quotes: line 1 column 3 (char 2)\nJSON received: [{",
    ),
    (
        "ec2 describe-instances --filters Nam=3",
        'Parameter validation failed:\nUnknown parameter in Filters[0]: "Nam", must be one of: Name, Values',
    ),
    (
        "ec2 describe-instances --filters file://nope",
        "Error parsing parameter '--filters': Unable to load paramfile file://nope: "
        "[Errno 2] No such file or directory: 'nope'",
    ),
    (
        "ec2 describe-instances --no-paginate --max-items 3",
        "Cannot specify --no-paginate along with pagination arguments: --max-items",
    ),
    (
        "ec2 describe-instances --query [[",
        'Bad value for --query [[: Invalid jmespath expression: Incomplete expression:\n"[["\n   ^',
    ),
    (
        "ec2 describe-instances --endpoint-url foo",
        'Bad value for --endpoint-url "foo": scheme is missing.  Must be of the form '
        "http://<hostname>/ or https://<hostname>/",
    ),
    (
        "cloudwatch get-metric-statistics --namespace a --metric-name b --period 60 "
        "--end-time 2020-01-01 --start-time foo",
        "Parameter validation failed:\nInvalid type for parameter StartTime, value: foo, "
        "type: <class 'str'>, valid types: <class 'datetime.datetime'>, timestamp-string",
    ),
    (
        "elbv2 modify-target-group-attributes --target-group-arn x --attributes Key=a,Value",
        "Parameter validation failed:\nInvalid type for parameter Attributes[0].Key, value: "
        "['a', 'Value'], type: <class 'list'>, valid types: <class 'str'>",
    ),
    (
        "ec2 authorize-security-group-ingress --group-id g --protocol tcp --port a-b",
        "port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)",
    ),
    (
        "ec2 modify-instance-attribute --instance-id i --source-dest-check --no-source-dest-check",
        'Cannot specify both the "--source-dest-check" option and the "--no-source-dest-check" option.',
    ),
    (
        "s3 cp a b",
        "usage: aws s3 cp <LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>\n"
        "Error: Invalid argument type",
    ),
    ("s3 ls s3://x --foo --bar", "Unknown options: --foo,--bar"),
    (
        "elbv2 wait",
        "usage: aws [options] elbv2 wait <subcommand> [parameters]\naws: [ERROR]: too few arguments",
    ),
]


@pytest.mark.parametrize(("line", "message"), BAD_VALUES)
def test_a_value_that_cannot_be_used(aws, line, message):
    result = aws(line)
    assert result.stderr == f"\naws: [ERROR]: {message}\n"
    assert (result.stdout, result.exit) == ("", 252)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "elbv2 create-target-group --name x --port abc",
            "invalid literal for int() with base 10: 'abc'",
        ),
        ("sts get-caller-identity --profile foo", "The config profile (foo) could not be found"),
        (
            "sts get-caller-identity --region x_y",
            "Provided region_name 'x_y' doesn't match a supported format.",
        ),
        (
            "elbv2 describe-rules --region eu-west-9",
            'Could not connect to the endpoint URL: "https://elasticloadbalancing.eu-west-9.amazonaws.com/"',
        ),
        (
            "elbv2 describe-rules --endpoint-url http://localhost:4566",
            'Could not connect to the endpoint URL: "http://localhost:4566/"',
        ),
    ],
)
def test_other_failures_exit_255(aws, line, message):
    result = aws(line)
    assert (result.stderr, result.exit) == (f"\naws: [ERROR]: {message}\n", 255)


def test_unknown_options_come_after_the_usage(aws):
    result = aws("elbv2 describe-target-health --target-group-arn x --bogus y")
    assert result.stderr == f"\n{USAGE}\n\naws: [ERROR]: Unknown options: --bogus, y\n"
    assert result.exit == 252


def test_no_region_is_a_configuration_error(aws, backend):
    backend.default_region = ""
    result = aws("elbv2 describe-rules")
    assert result.exit == 253
    assert "You must specify a region" in result.stderr


def test_a_refusal_by_the_service(aws, backend):
    backend.answers["DescribeLoadBalancers"] = ApiError("LoadBalancerNotFound", "None found")
    result = aws("elbv2 describe-load-balancers --names x")
    assert result.exit == 254
    assert result.stderr == (
        "\naws: [ERROR]: An error occurred (LoadBalancerNotFound) when calling the "
        "DescribeLoadBalancers operation: None found\n"
    )


@pytest.mark.parametrize(
    ("line", "code", "action"),
    [
        ("ec2 describe-vpc-endpoints", "UnauthorizedOperation", "ec2:DescribeVpcEndpoints"),
        ("elbv2 describe-ssl-policies", "AccessDenied", "elasticloadbalancing:DescribeSSLPolicies"),
        ("events list-rules", "AccessDeniedException", "events:ListRules"),
        ("eks list-clusters", "AccessDeniedException", "eks:ListClusters"),
    ],
)
def test_what_the_world_does_not_answer_is_denied_and_noted(aws, backend, line, code, action):
    result = aws(line)
    assert result.exit == 254
    assert f"An error occurred ({code}) when calling" in result.stderr
    assert f"User: {backend.caller_arn} is not authorized to perform: {action} " in result.stderr
    assert len(backend.tried) == 1


def test_error_formats(aws):
    enhanced = aws("elbv2 describe-rules --page-size x --cli-error-format enhanced")
    assert enhanced.stderr.startswith("\naws: [ERROR]: An error occurred (ParamValidation): argument")
    structured = aws("ec2 describe-instances --filters x", env={"AWS_CLI_ERROR_FORMAT": "json"})
    assert structured.stderr.startswith('{\n    "Code": "ParamValidation",\n    "Message": "Error')
