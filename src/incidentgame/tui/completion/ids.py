"""Which of the ids already seen fit an option: `--target-group-arn` takes target groups, not subnets."""

import re
from collections.abc import Iterable, Sequence

_ARN_PART = {
    "target-group": ":targetgroup/",
    "load-balancer": ":loadbalancer/",
    "listener": ":listener/",
    "rule": ":listener-rule/",
    "certificate": ":certificate/",
    "kvs": ":key-value-store/",
    "function": ":function",
    "alarm": ":alarm:",
    "log-group": ":log-group:",
    "resource": "arn:",
}
_SHAPES: tuple[tuple[str, str], ...] = (
    (r"instance-ids?$", r"i-[0-9a-f]{8,}"),
    (r"security-group|group-ids?$|source-group$", r"sg-[0-9a-f]{8,}"),
    (r"security-group-rule", r"sgr-[0-9a-f]{8,}"),
    (r"subnet", r"subnet-[0-9a-f]{8,}"),
    (r"vpc-ids?$", r"vpc-[0-9a-f]{8,}"),
    (r"route-table", r"rtb-[0-9a-f]{8,}"),
    (r"network-interface", r"eni-[0-9a-f]{8,}"),
    (r"network-acl", r"acl-[0-9a-f]{8,}"),
    (r"launch-template-id", r"lt-[0-9a-f]{8,}"),
    (r"image-id", r"ami-[0-9a-f]{8,}"),
    (r"volume", r"vol-[0-9a-f]{8,}"),
    (r"hosted-zone-id$", r"Z[0-9A-Z]{10,}"),
    (r"distribution-id$|^--id$", r"[EZ][0-9A-Z]{10,}"),
    (r"ip-address|private-ip", r"\d+(?:\.\d+){3}"),
)
_TARGET = re.compile(r"i-[0-9a-f]{8,}")
_NOT_A_NAME = re.compile(
    r"arn:|\d+(?:\.\d+){3}$|(?:i|sg|sgr|subnet|vpc|rtb|eni|acl|igw|nat|lt|ami|vol|pl)-[0-9a-f]{8,}$"
)


def fitting(option: str, words: Sequence[str], seen: Iterable[str]) -> list[str]:
    """The ids of `seen` an option may take, in the order they were seen."""
    known = list(seen)
    if option.endswith(("-arn", "-arns")):
        return _arns(option, known)
    if option == "--targets":
        return [f"Id={one}" for one in known if _TARGET.fullmatch(one)]
    for pattern, shape in _SHAPES:
        if re.search(pattern, option):
            return [one for one in known if re.fullmatch(shape, one)]
    if option.endswith(("-name", "-names", "--names", "--name", "-group", "-groups", "-identifier")):
        return [one for one in known if not _NOT_A_NAME.match(one)]
    return known


def _arns(option: str, known: Sequence[str]) -> list[str]:
    kind = re.sub(r"^--|-arns?$", "", option)
    part = _ARN_PART.get(kind, f":{kind}")
    found = [one for one in known if one.startswith("arn:") and part in one]
    return found or [one for one in known if one.startswith("arn:")]
