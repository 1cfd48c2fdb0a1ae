"""Output formats and paging. Expected texts are what AWS CLI v2.36.7's own formatters printed."""

import json

import pytest

from incidentgame.commands.aws.output import document_text

TARGETS = {
    "Targets": [
        {"Id": "i-1", "Port": 8080, "Health": {"State": "unhealthy", "Reason": "Target.Timeout"}},
        {"Id": "i-2", "Health": {"State": "healthy"}},
    ]
}
BALANCERS = {
    "LoadBalancers": [
        {
            "Arn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/01",
            "Groups": ["sg-1", "sg-2"],
        }
    ]
}
SCALARS = {
    "B": [{"on": "yes", "n": None, "t": True, "v": "1e3", "e": [], "m": {}}],
    "A": "a: b",
    "L": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy z",
}

PRINTED = [
    (
        "text",
        TARGETS,
        [
            "TARGETS\ti-1\t8080",
            "HEALTH\tTarget.Timeout\tunhealthy",
            "TARGETS\ti-2\t",
            "HEALTH\thealthy",
        ],
    ),
    (
        "table",
        TARGETS,
        [
            "-------------------------------------",
            "|                Op                 |",
            "+-----------------------------------+",
            "||             Targets             ||",
            "|+--------------+------------------+|",
            "||      Id      |      Port        ||",
            "|+--------------+------------------+|",
            "||  i-1         |  8080            ||",
            "|+--------------+------------------+|",
            "|||            Health             |||",
            "||+-----------------+-------------+||",
            "|||     Reason      |    State    |||",
            "||+-----------------+-------------+||",
            "|||  Target.Timeout |  unhealthy  |||",
            "||+-----------------+-------------+||",
            "||             Targets             ||",
            "|+--------------+------------------+|",
            "||      Id      |      Port        ||",
            "|+--------------+------------------+|",
            "||  i-2         |                  ||",
            "|+--------------+------------------+|",
            "|||            Health             |||",
            "||+-------------+-----------------+||",
            "|||  State      |  healthy        |||",
            "||+-------------+-----------------+||",
        ],
    ),
    (
        "yaml",
        TARGETS,
        [
            "Targets:",
            "- Health:",
            "    Reason: Target.Timeout",
            "    State: unhealthy",
            "  Id: i-1",
            "  Port: 8080",
            "- Health:",
            "    State: healthy",
            "  Id: i-2",
        ],
    ),
    (
        "text",
        BALANCERS,
        [
            "LOADBALANCERS\tarn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/01",
            "GROUPS\tsg-1",
            "GROUPS\tsg-2",
        ],
    ),
    (
        "table",
        BALANCERS,
        [
            "-------------------------------------------------------------------------------------------",
            "|                                           Op                                            |",
            "+-----------------------------------------------------------------------------------------+",
            "||                                     LoadBalancers                                     ||",
            "|+-----+---------------------------------------------------------------------------------+|",
            "||  Arn|  arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/01   ||",
            "|+-----+---------------------------------------------------------------------------------+|",
            "|||                                       Groups                                        |||",
            "||+-------------------------------------------------------------------------------------+||",
            "|||  sg-1                                                                               |||",
            "|||  sg-2                                                                               |||",
            "||+-------------------------------------------------------------------------------------+||",
        ],
    ),
    (
        "yaml",
        SCALARS,
        [
            "A: 'a: b'",
            "B:",
            "- e: []",
            "  m: {}",
            "  n: null",
            "  on: yes",
            "  t: true",
            "  v: '1e3'",
            "L: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            "  z",
        ],
    ),
    (
        "text",
        SCALARS,
        [
            "a: b\txxxxxxxxxxxxxxxxxxxxxxxxxxxxxx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy z",
            "B\tNone\tyes\tTrue\t1e3",
        ],
    ),
    (
        "yaml-stream",
        SCALARS,
        [
            "- A: 'a: b'",
            "  B:",
            "  - e: []",
            "    m: {}",
            "    n: null",
            "    on: yes",
            "    t: true",
            "    v: '1e3'",
            "  L: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            "    z",
        ],
    ),
]


@pytest.mark.parametrize(("output", "document", "lines"), PRINTED)
def test_formats(output, document, lines):
    assert document_text(output, "Op", document).splitlines() == lines


@pytest.mark.parametrize("output", ["json", "yaml", "yaml-stream", "table", "off"])
def test_an_empty_document_prints_nothing(output):
    assert document_text(output, "Op", {}) == ""


def test_members_come_in_the_models_order_with_iso_times(aws, backend):
    backend.answers["DescribeInstances"] = {
        "Reservations": [
            {
                "Instances": [
                    {
                        "State": {"Name": "running", "Code": 16},
                        "LaunchTime": 1_773_151_651_250,
                        "InstanceId": "i-1",
                        "NotInTheModel": 1,
                    }
                ],
                "ReservationId": "r-1",
            }
        ]
    }
    text = aws("ec2 describe-instances --query Reservations[].Instances[]").stdout
    assert text == json.dumps(json.loads(text), indent=4) + "\n"
    (instance,) = json.loads(text)
    assert set(instance) == {"InstanceId", "LaunchTime", "State"}
    assert instance["LaunchTime"] == "2026-03-10T14:07:31.250000+00:00"
    assert list(instance["State"]) == ["Code", "Name"]


def test_whole_seconds_have_no_fraction(aws, backend):
    backend.answers["DescribeDBInstances"] = {"DBInstances": [{"InstanceCreateTime": "2026-03-10T14:07:31Z"}]}
    result = aws("rds describe-db-instances --output text --query DBInstances[].InstanceCreateTime")
    assert result.stdout == "2026-03-10T14:07:31+00:00\n"


def test_console_output_and_policies_are_decoded(aws, backend):
    backend.answers["GetConsoleOutput"] = {"InstanceId": "i-1", "Output": "aGk="}
    backend.answers["GetRolePolicy"] = {
        "RoleName": "r",
        "PolicyName": "p",
        "PolicyDocument": "%7B%22Statement%22%3A%5B%5D%7D",
    }
    assert json.loads(aws("ec2 get-console-output --instance-id i-1").stdout)["Output"] == "hi"
    printed = json.loads(aws("iam get-role-policy --role-name r --policy-name p").stdout)
    assert printed["PolicyDocument"] == {"Statement": []}


def _rules(request):
    """Three pages of two rules."""
    page = int(request.get("Marker", 0))
    rules = [{"Priority": str(page * 2 + i)} for i in (1, 2)]
    return {"Rules": rules} | ({"NextMarker": str(page + 1)} if page < 2 else {})


def test_pages_are_merged(aws, backend):
    backend.answers["DescribeRules"] = _rules
    text = aws("elbv2 describe-rules --listener-arn l --query Rules[].Priority --output text").stdout
    assert text == "1\t2\n3\t4\n5\t6\n"  # text is written page by page
    merged = json.loads(aws("elbv2 describe-rules --listener-arn l").stdout)
    assert [rule["Priority"] for rule in merged["Rules"]] == list("123456")
    assert list(merged) == ["Rules"]


def test_max_items_and_starting_token(aws, backend):
    backend.answers["DescribeRules"] = _rules
    first = json.loads(aws("elbv2 describe-rules --max-items 3").stdout)
    assert [rule["Priority"] for rule in first["Rules"]] == list("123")
    rest = json.loads(aws(f"elbv2 describe-rules --starting-token {first['NextToken']}").stdout)
    assert [rule["Priority"] for rule in rest["Rules"]] == list("456")


def test_no_paginate_shows_the_first_page_as_it_is(aws, backend):
    backend.answers["DescribeRules"] = _rules
    page = json.loads(aws("elbv2 describe-rules --no-paginate").stdout)
    assert page["NextMarker"] == "1"
    assert len(backend.calls) == 1


def test_a_streamed_body_goes_to_the_named_file(aws, backend):
    backend.answers["GetFunction"] = {
        "ETag": "E",
        "ContentType": "text/js",
        "FunctionCode": b"code",
    }
    result = aws("cloudfront get-function --name f /tmp/f.js")
    assert json.loads(result.stdout) == {"ETag": "E", "ContentType": "text/js"}
    assert backend.files["/tmp/f.js"] == b"code"
    assert aws("cloudfront get-function --name f /dev/stdout").stdout.startswith(b"code{")
    denied = aws("cloudfront get-function --name f /root/f.js")
    assert denied.stderr == "\naws: [ERROR]: [Errno 13] Permission denied: '/root/f.js'\n"


def test_a_query_that_fails_at_run_time_is_no_traceback(aws, backend):
    backend.answers["DescribeRules"] = {"Rules": []}
    result = aws("elbv2 describe-rules --query length(Nothing)")
    assert result.exit == 255
    assert "In function length(), invalid type for value: None" in result.stderr


def test_skeletons(aws):
    skeleton = json.loads(aws("elbv2 describe-target-health --generate-cli-skeleton").stdout)
    assert list(skeleton) == ["TargetGroupArn", "Targets", "Include"]


def test_members_of_headers_come_before_the_body(aws, backend):
    backend.answers["GetDistribution"] = {"Distribution": {"Id": "E1"}, "ETag": "E"}
    assert list(json.loads(aws("cloudfront get-distribution --id E1").stdout)) == [
        "ETag",
        "Distribution",
    ]
