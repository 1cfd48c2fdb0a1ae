"""The question each layer of the request path answers, and a line that asks it: for `stuck` and `hint`."""

QUESTIONS = (
    (
        "users",
        "What exactly does a viewer get, and who wrote it?",
        "curl -si URL   (read server: and x-cache:)",
    ),
    ("name", "Does the name lead where it should?", "dig NAME"),
    (
        "edge",
        "What does CloudFront do with such a request before any origin?",
        "aws cloudfront get-distribution-config --id ID",
    ),
    (
        "routing",
        "Which listener rule does the request match, in order of priority?",
        "aws elbv2 describe-rules --listener-arn ARN",
    ),
    (
        "targets",
        "Who could answer: which targets are registered, in which state, and why?",
        "aws elbv2 describe-target-health --target-group-arn ARN",
    ),
    (
        "history",
        "What changed in the half hour before, by whom?",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false",
    ),
    (
        "host",
        "Does a request reach the hosts at all, and what do they answer?",
        "ssh HOST 'tail /var/log/nginx/access.log'",
    ),
    ("app", "What does the application itself say?", "ssh HOST 'journalctl -u api -n 50'"),
    ("watching", "Which counters moved, and which did not?", "aws cloudwatch get-metric-statistics …"),
    ("data", "Is the database busy, waiting or blocked?", "psql -c 'select … from pg_stat_activity'"),
)
"""(layer, question, line), in the order in which they are worth asking."""

_ALSO = {"user-side": "users", "change-history": "history"}


def asked_of(layer: str) -> str:
    """The question of a layer, by the score's name of it or its own; of the viewers' for an unknown one."""
    name = _ALSO.get(layer, layer)
    return next((question for known, question, _ in QUESTIONS if known == name), QUESTIONS[0][1])
