"""Is a response one that AWS's own model allows? Members, types and enum values, all the way down."""

from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape


@cache
def _model(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def misfits(service: str, operation: str, response: Any) -> list[str]:
    """Every way the response departs from the operation's output shape, with its path."""
    shape = _model(service).operation_model(operation).output_shape
    if shape is None:
        return ["the operation answers nothing"] if response else []
    return list(_misfits(shape, response, operation))


def _misfits(shape: Shape, value: Any, path: str) -> list[str]:
    check = {"structure": _structure, "list": _list, "map": _map}.get(shape.type_name, _scalar)
    return check(shape, value, path)


def _structure(shape: Any, value: Any, path: str) -> list[str]:
    if not hasattr(value, "items"):
        return [f"{path}: {type(value).__name__} is no structure"]
    found = [f"{path}: no member {name}" for name in value if name not in shape.members]
    for name, member in shape.members.items():
        if name in value:
            found += _misfits(member, value[name], f"{path}.{name}")
    return found


def _list(shape: Any, value: Any, path: str) -> list[str]:
    if not isinstance(value, list | tuple):
        return [f"{path}: {type(value).__name__} is no list"]
    return [bad for n, item in enumerate(value) for bad in _misfits(shape.member, item, f"{path}[{n}]")]


def _map(shape: Any, value: Any, path: str) -> list[str]:
    return [bad for key, item in value.items() for bad in _misfits(shape.value, item, f"{path}[{key}]")]


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "boolean": (bool,),
    "timestamp": (int,),
    "blob": (bytes, str),
}


def _scalar(shape: Any, value: Any, path: str) -> list[str]:
    right = isinstance(value, _TYPES[shape.type_name])
    if not right or (isinstance(value, bool) and shape.type_name != "boolean"):
        return [f"{path}: {value!r} is no {shape.type_name}"]
    options = getattr(shape, "enum", None)
    return [f"{path}: {value!r} is not one of {options}"] if options and value not in options else []
