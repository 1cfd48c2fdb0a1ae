"""What a line looks at, in words."""

import pytest

from incidentgame.session.subjects import subject_of


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("aws elbv2 describe-target-health --target-group-arn $TG", "target health"),
        (
            "aws --region us-east-1 elbv2 describe-rules --listener-arn $(aws elbv2 describe-listeners)",
            "rules",
        ),
        ("TG=$(aws elbv2 describe-target-groups --names api)", "the output"),
        ("aws cloudtrail lookup-events --max-results 5", "the trail"),
        ("aws logs tail /x --since 1m | grep ' 503 '", "the log"),
        ("curl -si https://api.shop.example/v1/cart", "the answer"),
        ("curl -s https://a.example/; dig a.example", "the output"),
        ("sudo tail -n 5 /var/log/nginx/error.log", "the file"),
        ("dig +short api.shop.example", "the DNS answer"),
        ("ssh bastion 'uptime; free -m'", "the host"),
        ("frobnicate", "the output"),
        ("", "the output"),
        ("aws s3 ls", "the bucket"),
    ],
)
def test_the_subject_is_what_was_asked(line: str, subject: str) -> None:
    assert subject_of(line) == subject
