"""Whatever the words: a result, never an exception; and the same one every time."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidentgame.commands.aws.main import run

TEXT = """
elbv2 ec2 logs s3 configure help wait tail ls cp get list sts route53 cloudfront
describe-target-health describe-instances describe-rules modify-rule get-caller-identity
get-metric-statistics cloudwatch instance-running get-function create-invalidation
authorize-security-group-ingress --target-group-arn --filters --query --output text table yaml
a--generate-cli-skeleton output --port --protocol --follow --since 1h -- - --no-paginate
--starting-token --start-time --paths s3://b/k --debug --version --profile file://x fileb://x
Name=a,Values=b,c Name=[ ={} --color --name --no-dry-run --cli-error-format json --endpoint-url
http://[ inf 1e400 nan 99999999999999999999
"""
WORDS = st.sampled_from(TEXT.split())
LINES = st.lists(WORDS | st.text(max_size=8), max_size=7)


def _result(line, backend):
    backend.answers = {
        "DescribeRules": {"Rules": [{"Priority": "1"}]},
        "DescribeInstances": {"Reservations": []},
        "FilterLogEvents": {"events": []},
        "GetCallerIdentity": {"Account": "1"},
        "ListBuckets": {},
    }
    return run(line, {}, b"", backend)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINES)
def test_any_words(new_backend, line):
    result = _result(line, new_backend())
    assert result.exit in (0, 1, 130, 252, 253, 254, 255)
    assert result.exit == 0 or result.stderr or line[:1] in (["s3"], ["configure"])
    assert _result(line, new_backend()) == result


def test_deep_nesting_is_refused(new_backend):
    deep = "Name=" + "[" * 5000
    assert _result(["ec2", "describe-instances", "--filters", deep], new_backend()).exit != 0
    query = "[" * 5000
    assert _result(["ec2", "describe-instances", "--query", query], new_backend()).exit == 252
    json = "[" * 200_000
    assert _result(["ec2", "describe-instances", "--filters", json], new_backend()).exit != 0
