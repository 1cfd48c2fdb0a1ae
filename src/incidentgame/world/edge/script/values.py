"""What programs compute with, and how values turn into one another.

null is None, numbers are floats, strings and booleans Python's own; objects and arrays are mutable, as they
are in the language, and live only while one request is handled.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Value = Any
"""None, UNDEFINED, bool, float, str, Object, Array, Closure, Native, Promise or RegexValue."""


class _Undefined:
    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = _Undefined()


@dataclass
class Object:
    """A plain object; `kind` is `Error`, `TypeError` … for errors."""

    members: dict[str, Value] = field(default_factory=dict)
    kind: str = "Object"


@dataclass
class Array:
    items: list[Value] = field(default_factory=list)


@dataclass
class Native:
    """A built-in function: takes its arguments, gives a value."""

    name: str
    run: Callable[[list[Value]], Value]
    members: dict[str, Value] = field(default_factory=dict)


@dataclass
class Promise:
    """A settled promise: nothing here takes time, so none is ever pending."""

    value: Value = UNDEFINED
    error: Value = None
    failed: bool = False


@dataclass(frozen=True)
class RegexValue:
    pattern: str
    flags: str


class Thrown(Exception):  # noqa: N818  # control flow of the program, no error of ours
    """A value the program threw."""

    def __init__(self, value: Value) -> None:
        super().__init__(value)
        self.value = value


def error(kind: str, message: str) -> Thrown:
    """An error object, thrown."""
    return Thrown(Object({"name": kind, "message": message}, kind))


def truthy(value: Value) -> bool:
    """Is it true in a condition?"""
    if value is None or value is UNDEFINED:
        return False
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value) if isinstance(value, bool | str) else True


def text(value: Value) -> str:
    """What string concatenation makes of a value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, Array):
        return ",".join("" if i is None or i is UNDEFINED else text(i) for i in value.items)
    if isinstance(value, Object):
        return _object_text(value)
    if isinstance(value, RegexValue):
        return f"/{value.pattern}/{value.flags}"
    if isinstance(value, Promise):
        return "[object Promise]"
    return "undefined" if value is UNDEFINED else "function"


def _object_text(value: Object) -> str:
    if value.kind == "Object":
        return "[object Object]"
    message = text(value.members.get("message", ""))
    return f"{value.kind}: {message}" if message else value.kind


def number_text(value: float) -> str:
    """`3`, `0.5`, `NaN`, `Infinity`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def number(value: Value) -> float:
    """What arithmetic makes of a value; NaN when it is no number."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if value is None:
        return 0.0
    if not isinstance(value, str):
        return math.nan
    try:
        return float(value.strip() or "0")
    except ValueError:
        return math.nan


def type_name(value: Value) -> str:
    """`typeof`."""
    names: tuple[tuple[type, str], ...] = (
        (bool, "boolean"),
        (float, "number"),
        (str, "string"),
    )
    for kind, name in names:
        if isinstance(value, kind):
            return name
    if value is UNDEFINED:
        return "undefined"
    return (
        "object" if value is None or isinstance(value, Object | Array | Promise | RegexValue) else "function"
    )


def same(left: Value, right: Value) -> bool:
    """`===`."""
    if isinstance(left, Object | Array | Native) or isinstance(right, Object | Array | Native):
        return left is right
    return type(left) is type(right) and bool(left == right)


def alike(left: Value, right: Value) -> bool:
    """`==`."""
    nothing = (None, UNDEFINED)
    if left in nothing or right in nothing:
        return left in nothing and right in nothing
    if type(left) is type(right):
        return same(left, right)
    if isinstance(left, Object | Array) or isinstance(right, Object | Array):
        return text(left) == text(right)
    return number(left) == number(right)


def to_plain(value: Value) -> Any:
    """A value as JSON-like Python data; functions and undefined are left out, as JSON.stringify does."""
    if isinstance(value, Object):
        return {k: to_plain(v) for k, v in value.members.items() if _plain(v)}
    if isinstance(value, Array):
        return [to_plain(v) if _plain(v) else None for v in value.items]
    if isinstance(value, float):
        return int(value) if value.is_integer() else (None if math.isnan(value) else value)
    return value if isinstance(value, str | bool) else None


def _plain(value: Value) -> bool:
    return value is None or isinstance(value, Object | Array | str | bool | float)


def from_plain(data: Any) -> Value:
    """JSON-like Python data as a fresh value."""
    if isinstance(data, dict) or hasattr(data, "items"):
        return Object({str(k): from_plain(v) for k, v in data.items()})
    if isinstance(data, list | tuple):
        return Array([from_plain(v) for v in data])
    if isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    return data


def to_json(value: Value) -> str:
    """JSON.stringify without indentation."""
    return json.dumps(to_plain(value), separators=(",", ":"), ensure_ascii=False)
