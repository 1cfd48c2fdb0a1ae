"""AWS's own description of its services, from botocore's data files, loaded once per process.

Models come without their documentation strings (a third of the time and half of the memory, aws-cli
"Numbers"); `documented` keeps them, for help. Only botocore's packaged data is read: never the
user's `~/.aws/models`. botocore's code is imported on first use so that a start-up that needs no
model pays nothing.
"""

import gzip
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from botocore.model import OperationModel, ServiceModel

Json = dict[str, Any]


@cache
def service_names() -> tuple[str, ...]:
    """botocore's names of every AWS service it knows, sorted."""
    return tuple(sorted(entry.name for entry in _data().iterdir() if entry.is_dir()))


@cache
def service(name: str) -> "ServiceModel":
    """The service's model without documentation; KeyError for a service that does not exist."""
    raw = _document(name, "service-2")
    _strip_documentation(raw)
    return _model(raw, name)


def documented(name: str) -> "ServiceModel":
    """The service's model with documentation strings, for help; not kept in memory."""
    return _model(_document(name, "service-2"), name)


@cache
def operation(name: str, operation_name: str) -> "OperationModel":
    """One operation (PascalCase); KeyError when the service or the operation does not exist."""
    model = service(name)
    if operation_name not in model.operation_names:
        raise KeyError(operation_name)
    return model.operation_model(operation_name)


@cache
def paginators(name: str) -> Json:
    """Pagination of each paginated operation, by PascalCase name; empty when there is none."""
    merged: Json = {}
    for stem in ("paginators-1", "paginators-1.sdk-extras"):
        found = _read(name, stem)
        _merge(merged, found.get("merge", found) if found else {})
    pages: Json = merged.get("pagination", {})
    return pages


@cache
def waiters(name: str) -> Json:
    """Waiters of a service, by PascalCase name; empty when there is none."""
    found: Json = _read(name, "waiters-2").get("waiters", {})
    return found


@cache
def cli_name(name: str) -> str:
    """`DescribeTargetHealth` → `describe-target-health`, as AWS SDKs and the CLI spell names."""
    from botocore import xform_name

    kebab: str = xform_name(name, "-")
    return kebab


@cache
def regions() -> tuple[str, ...]:
    """Names of the regions of the commercial partition."""
    partitions = msgspec.json.decode(_data().joinpath("partitions.json").read_bytes())
    aws = next(part for part in partitions["partitions"] if part["id"] == "aws")
    return tuple(sorted(aws["regions"]))


def _model(raw: Json, name: str) -> "ServiceModel":
    from botocore.model import ServiceModel

    return ServiceModel(raw, service_name=name)


def _document(name: str, stem: str) -> Json:
    found = _read(name, stem)
    if not found:
        raise KeyError(name)
    _merge(found, _read(name, f"{stem}.sdk-extras").get("merge", {}))
    return found


def _read(name: str, stem: str) -> Json:
    if name not in service_names():
        return {}
    folder = _latest(name)
    for suffix, unpack in ((".json.gz", gzip.decompress), (".json", bytes)):
        entry = folder.joinpath(stem + suffix)
        if entry.is_file():
            found: Json = msgspec.json.decode(unpack(entry.read_bytes()))
            return found
    return {}


@cache
def _latest(name: str) -> "Traversable":
    versions = [entry for entry in _data().joinpath(name).iterdir() if entry.is_dir()]
    return max(versions, key=lambda entry: entry.name)


@cache
def _data() -> "Traversable":
    return resources.files("botocore").joinpath("data")


def _merge(into: Json, extra: Json) -> None:
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _strip_documentation(raw: Json) -> None:
    """Drop the texts in place. A member may itself be called `documentation`: those are dicts."""
    for part in (raw, *raw["operations"].values(), *raw["shapes"].values()):
        part.pop("documentation", None)
    for made in raw["operations"].values():
        for key in ("input", "output"):
            made.get(key, {}).pop("documentation", None)
        for error in made.get("errors", ()):
            error.pop("documentation", None)
    for shape in raw["shapes"].values():
        for member in (*shape.get("members", {}).values(), *_parts(shape)):
            member.pop("documentation", None)


def _parts(shape: Json) -> list[Json]:
    return [shape[key] for key in ("member", "key", "value") if key in shape]
