"""CloudFront: `create-invalidation --paths`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incidentgame.commands.aws.backend import Backend
from incidentgame.commands.aws.errors import param_error

if TYPE_CHECKING:
    from incidentgame.commands.aws.arguments import Table


def _paths_option(table: "Table") -> None:
    from incidentgame.commands.aws.arguments import Argument

    table["invalidation-batch"] = replace(table["invalidation-batch"], required=False)
    table["paths"] = Argument("paths", kind="some", help="The space-separated paths to be invalidated.")


def _paths(request: dict[str, Any], given: Mapping[str, Any], backend: Backend, region: str) -> None:
    paths = given.get("paths")
    if paths is None:
        return
    if given.get("invalidation_batch") is not None:
        raise param_error(
            'The key "paths" cannot be specified when one of the following keys are '
            "also specified: invalidation_batch"
        )
    # The real CLI's reference is cli-<seconds>-<random>; milliseconds are unique enough here.
    reference = f"cli-{backend.now // 1000}-{backend.now % 1000}"
    batch = {"CallerReference": reference, "Paths": {"Quantity": len(paths), "Items": paths}}
    request["InvalidationBatch"] = batch


EXTEND = {("cloudfront", "CreateInvalidation"): _paths_option}
FINISH = {("cloudfront", "CreateInvalidation"): _paths}
