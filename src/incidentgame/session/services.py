"""Which services a line touched, in the words of the question bank, and which lie on a family's path.

One table for follow-up questions and for whoever asks on the way. Services in the order a request meets
them, then those beside the path.
"""

from collections.abc import Iterable, Mapping

SERVICES = (
    "route53",
    "dns-caching",
    "tls",
    "cloudfront",
    "alb",
    "vpc",
    "target-health",
    "autoscaling",
    "ec2-host",
    "nginx",
    "gunicorn",
    "postgresql",
    "cloudwatch",
    "cloudtrail",
    "s3-logs",
    "eventbridge",
    "iam",
)

_COMMANDS = {
    "dig": ("dns-caching",),
    "host": ("dns-caching",),
    "nslookup": ("dns-caching",),
    "getent": ("dns-caching",),
    "openssl": ("tls",),
    "systemctl": ("ec2-host",),
    "journalctl": ("gunicorn", "ec2-host"),
    "ps": ("ec2-host",),
    "top": ("ec2-host",),
    "ss": ("ec2-host",),
    "free": ("ec2-host",),
    "df": ("ec2-host",),
    "nginx": ("nginx",),
    "psql": ("postgresql",),
    "curl": ("cloudfront",),
}
"""What a command is about, wherever it is typed; `curl` from outside meets the edge first."""

_APIS = {
    "route53": "route53",
    "acm": "tls",
    "cloudfront": "cloudfront",
    "cloudfront-keyvaluestore": "cloudfront",
    "elbv2": "alb",
    "ec2": "vpc",
    "autoscaling": "autoscaling",
    "rds": "postgresql",
    "cloudwatch": "cloudwatch",
    "logs": "cloudwatch",
    "cloudtrail": "cloudtrail",
    "s3": "s3-logs",
    "s3api": "s3-logs",
    "events": "eventbridge",
    "scheduler": "eventbridge",
    "lambda": "eventbridge",
    "iam": "iam",
    "sts": "iam",
}

_TARGETS = ("Target",)
_MACHINES = ("Instance", "LaunchTemplate")

PATHS: Mapping[str, tuple[str, ...]] = {
    "name": ("route53", "dns-caching", "tls"),
    "edge": ("cloudfront", "tls"),
    "routing": ("alb", "vpc"),
    "targets": ("target-health", "autoscaling", "alb"),
    "app": ("nginx", "gunicorn", "ec2-host"),
    "data": ("postgresql", "gunicorn"),
}
"""The services a cause of each family lies in, the nearest first."""


def service_of_call(service: str, operation: str) -> str:
    """The service an API call is about; empty when the bank has none for it."""
    if service == "elbv2" and any(word in operation for word in _TARGETS):
        return "target-health"
    if service == "ec2" and any(word in operation for word in _MACHINES):
        return "ec2-host"
    return _APIS.get(service, "")


def services_of(commands: Iterable[str], calls: Iterable[tuple[str, str]], host: str) -> tuple[str, ...]:
    """The services of a line typed on a host, in the table's order, each once."""
    found = {service_of_call(service, operation) for service, operation in calls}
    for command in commands:
        found |= set(_COMMANDS.get(command, ()) if command != "curl" or host == "laptop" else ("nginx",))
    return tuple(name for name in SERVICES if name in found)
