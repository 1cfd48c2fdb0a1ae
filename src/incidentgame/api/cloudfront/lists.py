"""CloudFront's way of listing and versioning: Marker, MaxItems, Quantity, Items; ETags."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.common import paginate
from incidentgame.api.errors import ApiError
from incidentgame.world.view import View


def listing(items: Sequence[Any], request: Mapping[str, Any], *, truncated: bool = False) -> dict[str, Any]:
    """One page in CloudFront's list shape; Marker is opaque, MaxItems at most 100.

    `truncated` adds IsTruncated and Marker, which only the older lists have.
    """
    size = str(request.get("MaxItems") or 100)
    if not size.isdigit() or not int(size):
        raise ApiError("InvalidArgument", "The maximum number of items is invalid.")
    asked = {"MaxItems": int(size), "Marker": request.get("Marker")}
    found, token = paginate(items, asked, "MaxItems", "Marker", default=100, error="InvalidArgument")
    page: dict[str, Any] = {
        "MaxItems": int(size),
        "Quantity": len(found),
    }
    if token:
        page["NextMarker"] = token
    if truncated:
        page = {
            "Marker": str(request.get("Marker") or ""),
            "IsTruncated": token is not None,
            **page,
        }
    return {**page, **({"Items": found} if found else {})}


def new_etag(view: View, *key: str) -> str:
    """A fresh control-plane ETag: E and 13 capitals and digits (api-503-aws §1.2)."""
    return "E" + view.dice.upper36(13, "etag", *key, view.now, len(view.changes))


def check_match(given: Any, etag: str, *, missing: str = "InvalidIfMatchVersion") -> None:
    """Raise unless If-Match is the present ETag (api-503-aws §1.2)."""
    if not given:
        raise ApiError(
            missing,
            "The If-Match version is missing or not valid for the resource.",
            400,
        )
    if given != etag:
        raise ApiError(
            "PreconditionFailed",
            "The request failed because it didn't meet the preconditions in one or more "
            "request-header fields.",
            412,
        )
