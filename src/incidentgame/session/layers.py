"""Which layer of the request path a line looked at or touched: one table, used by score, story and `stuck`.

Layers in the order a request meets them: name, edge, routing, targets, host, app, data; beside them
`users` (what a viewer gets), `history` (what changed), `watching` (metrics, logs, alarms).
"""

from collections.abc import Iterable

PATH = ("users", "name", "edge", "routing", "targets", "host", "app", "data")
BESIDE = ("history", "watching")

_COMMANDS = {
    "curl": "users",
    "status": "users",
    "dig": "name",
    "host": "name",
    "nslookup": "name",
    "getent": "name",
    "openssl": "edge",
    "systemctl": "host",
    "ps": "host",
    "top": "host",
    "ss": "host",
    "free": "host",
    "df": "host",
    "du": "host",
    "uptime": "host",
    "dmesg": "host",
    "vmstat": "host",
    "nginx": "host",
    "crontab": "host",
    "journalctl": "app",
    "psql": "data",
}

_SERVICES = {
    "route53": "name",
    "acm": "edge",
    "cloudfront": "edge",
    "cloudfront-keyvaluestore": "edge",
    "autoscaling": "targets",
    "rds": "data",
    "cloudtrail": "history",
    "codedeploy": "history",
    "cloudwatch": "watching",
    "logs": "watching",
    "s3": "watching",
    "events": "history",
    "scheduler": "history",
    "lambda": "history",
    "ssm": "history",
}

_OPERATIONS = {
    "TargetHealth": "targets",
    "TargetGroup": "targets",
    "RegisterTargets": "targets",
    "DeregisterTargets": "targets",
}


def layer_of_call(service: str, operation: str) -> str:
    """The layer an API call looks at; empty for calls about identity and the like."""
    if service == "elbv2":
        return next((layer for part, layer in _OPERATIONS.items() if part in operation), "routing")
    if service == "ec2":
        return "host" if "Instance" in operation else "routing"
    return _SERVICES.get(service, "")


def layers_of(
    commands: Iterable[str], calls: Iterable[tuple[str, str]], hosts: Iterable[str]
) -> tuple[str, ...]:
    """The layers of a line, in path order, each once. `hosts`: where it was typed, and where it went."""
    found = {layer_of_call(service, operation) for service, operation in calls}
    found |= {_COMMANDS.get(name, "") for name in commands}
    if any(host not in ("laptop", "bastion") for host in hosts):
        found.add("host")
    return tuple(layer for layer in (*PATH, *BESIDE) if layer in found)
