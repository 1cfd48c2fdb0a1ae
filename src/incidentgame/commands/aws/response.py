"""A response document as the CLI shows it: the model's member order, ISO times, base64 blobs."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from incidentgame.api import models
from incidentgame.kernel.instant import parse_iso, to_datetime

if TYPE_CHECKING:
    from botocore.model import Shape


def shown(service: str, operation: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document in the order of the operation's output shape; what that lacks is dropped."""
    shape = models.operation(service, operation).output_shape
    if shape is None:
        return {}
    found = _headers_first(_structure(document, shape), shape)
    if (service, operation) == ("ec2", "GetConsoleOutput") and found.get("Output"):
        found["Output"] = _decoded(found["Output"])
    return found


def _headers_first(found: dict[str, Any], shape: "Shape") -> dict[str, Any]:
    """What travels in HTTP headers or the status is parsed, and so printed, before the body."""
    outside = [n for n in found if shape.members[n].serialization.get("location")]
    return {n: found[n] for n in (*outside, *(n for n in found if n not in outside))}


def _shown(value: Any, shape: "Shape") -> Any:
    kind = shape.type_name
    if value is None:
        return None
    if kind == "structure":
        return _structure(value, shape) if isinstance(value, Mapping) else value
    if kind == "list" and isinstance(value, Sequence):
        return [_shown(part, shape.member) for part in value]
    if kind == "map" and isinstance(value, Mapping):
        return {str(key): _shown(part, shape.value) for key, part in value.items()}
    return _scalar(value, shape)


def _structure(value: Mapping[str, Any], shape: "Shape") -> dict[str, Any]:
    if getattr(shape, "is_document_type", False):
        return dict(value)
    members = shape.members.items()
    return {name: _shown(value[name], made) for name, made in members if value.get(name) is not None}


def _scalar(value: Any, shape: "Shape") -> Any:
    kind = shape.type_name
    if kind == "timestamp":
        return _moment(value)
    if kind == "blob" and isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if shape.name == "policyDocumentType":
        return _policy(value)
    if kind in ("float", "double") and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _moment(value: Any) -> str:
    """CLI v2's `iso8601` format: an offset always, microseconds only when there are any."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int):
        return to_datetime(value).isoformat()
    try:
        return to_datetime(parse_iso(str(value))).isoformat()
    except ValueError:
        return str(value)


def _policy(value: Any) -> Any:
    """IAM sends policies URL-encoded and the CLI shows them as documents (aws-cli "Traps")."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(unquote(value))
    except ValueError:
        return value


def _decoded(text: str) -> str:
    """Console output is base64 on the wire and text in the CLI (aws-cli "Traps")."""
    try:
        return base64.b64decode(text, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return text
