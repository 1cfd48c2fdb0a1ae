"""Route 53 ids may be given with the prefix the API shows them with."""

from typing import Any

from incidentgame.api import models

_PREFIXED = {"ResourceId", "DelegationSetId", "ChangeId"}


def strip_prefixes(operation: str, request: dict[str, Any]) -> None:
    """`/hostedzone/Z1` and `Z1` are the same id (botocore handlers, `fix_route53_ids`)."""
    shape = models.operation("route53", operation).input_shape
    for member, made in shape.members.items() if shape is not None else ():
        if made.name in _PREFIXED and isinstance(request.get(member), str):
            request[member] = request[member].rsplit("/", 1)[-1]
