"""What the real CLI adds to single operations: further options, and how they fill the request.

Each module registers by (botocore service, PascalCase operation): `EXTEND` edits the table of
options, `FINISH` edits the request after the model's own options were read.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from incidentgame.commands.aws.backend import Backend

if TYPE_CHECKING:
    from incidentgame.commands.aws.arguments import Table

Finish = Callable[[dict[str, Any], Mapping[str, Any], Backend, str], None]
"""(request to edit, values as parsed, backend, region)"""


def extend(service: str, operation: str, table: "Table") -> None:
    """Add and change options of one operation."""
    from incidentgame.commands.aws.customized import cloudfront, ec2

    for module in (ec2, cloudfront):
        if (service, operation) in module.EXTEND:
            module.EXTEND[service, operation](table)


def finish(
    service: str,
    operation: str,
    request: dict[str, Any],
    given: Mapping[str, Any],
    backend: Backend,
    region: str,
) -> None:
    """Turn added options into members of the request; CliError when they clash."""
    from incidentgame.commands.aws.customized import cloudfront, ec2, route53

    if service == "route53":
        route53.strip_prefixes(operation, request)
    for module in (ec2, cloudfront):
        if (service, operation) in module.FINISH:
            module.FINISH[service, operation](request, given, backend, region)
