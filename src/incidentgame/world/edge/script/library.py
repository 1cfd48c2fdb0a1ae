"""Built-in methods and globals: those viewer functions use."""

import json
import math
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from incidentgame.world.edge.script import patterns
from incidentgame.world.edge.script.values import (
    UNDEFINED,
    Array,
    Native,
    Object,
    RegexValue,
    Value,
    error,
    from_plain,
    number,
    same,
    text,
    to_json,
    to_plain,
    truthy,
)

Invoke = Callable[[Value, list[Value]], Value]
"""Calls a function value; the machine provides it, for methods that take callbacks."""

_LONGEST = 100_000
_URI_SAFE = "-_.!~*'()"


def _argument(arguments: list[Value], index: int, default: Value = UNDEFINED) -> Value:
    return arguments[index] if index < len(arguments) else default


def _index(arguments: list[Value], index: int, default: int) -> int:
    value = _argument(arguments, index)
    if value is UNDEFINED:
        return default
    found = number(value)
    return 0 if math.isnan(found) else int(max(-1e9, min(1e9, found)))


def _bounded(value: str) -> str:
    if len(value) > _LONGEST:
        raise error("RangeError", "invalid string length")
    return value


def _substring(s: str, a: list[Value]) -> str:
    ends = sorted(max(0, min(len(s), _index(a, i, d))) for i, d in ((0, 0), (1, len(s))))
    return s[ends[0] : ends[1]]


def _substr(s: str, a: list[Value]) -> str:
    start = _index(a, 0, 0)
    start = max(0, len(s) + start) if start < 0 else start
    return s[start : start + max(0, _index(a, 1, len(s)))]


def _slice(s: Any, a: list[Value]) -> Any:
    return s[slice(_index(a, 0, 0), _index(a, 1, len(s)))]


def _replace(s: str, a: list[Value], everywhere: bool, invoke: Invoke) -> str:
    old, new = _argument(a, 0), _argument(a, 1)
    if isinstance(old, RegexValue):
        if isinstance(new, Native) or not isinstance(new, str):
            match = patterns.search(old, s)
            given = text(invoke(new, [match.group(), *match.groups()])) if match else ""
            return s[: match.start()] + given + s[match.end() :] if match else s
        return _bounded(patterns.replace(old, s, new))
    filled = new if isinstance(new, str) else text(invoke(new, [old])) if callable_value(new) else text(new)
    return _bounded(s.replace(text(old), filled, -1 if everywhere else 1))


def callable_value(value: Value) -> bool:
    """Can it be called?"""
    return not isinstance(value, str | float | bool | Object | Array | RegexValue) and value not in (
        None,
        UNDEFINED,
    )


def _split(s: str, a: list[Value]) -> Array:
    by = _argument(a, 0)
    if isinstance(by, RegexValue):
        return Array(list(patterns.split(by, s)))
    if by is UNDEFINED:
        return Array([s])
    parts = s.split(text(by)) if text(by) else list(s)
    return Array(list(parts[: _index(a, 1, len(parts))]))


def _match(s: str, a: list[Value]) -> Value:
    pattern = _argument(a, 0)
    found = patterns.search(pattern if isinstance(pattern, RegexValue) else RegexValue(text(pattern), ""), s)
    if found is None:
        return None
    return Array([found.group(), *(UNDEFINED if g is None else g for g in found.groups())])


def _pad(s: str, a: list[Value]) -> str:
    missing = min(_LONGEST, max(0, _index(a, 0, 0) - len(s)))
    filler = text(_argument(a, 1, " ")) or " "
    return (filler * missing)[:missing]


_STRING: dict[str, Callable[[str, list[Value], Invoke], Value]] = {
    "startsWith": lambda s, a, _: s.startswith(text(_argument(a, 0)), max(0, _index(a, 1, 0))),
    "endsWith": lambda s, a, _: s.endswith(text(_argument(a, 0))),
    "includes": lambda s, a, _: text(_argument(a, 0)) in s,
    "indexOf": lambda s, a, _: float(s.find(text(_argument(a, 0)), max(0, _index(a, 1, 0)))),
    "lastIndexOf": lambda s, a, _: float(s.rfind(text(_argument(a, 0)))),
    "replace": lambda s, a, invoke: _replace(s, a, False, invoke),
    "replaceAll": lambda s, a, invoke: _replace(s, a, True, invoke),
    "toLowerCase": lambda s, a, _: s.lower(),
    "toUpperCase": lambda s, a, _: s.upper(),
    "trim": lambda s, a, _: s.strip(),
    "split": lambda s, a, _: _split(s, a),
    "slice": lambda s, a, _: _slice(s, a),
    "substring": lambda s, a, _: _substring(s, a),
    "substr": lambda s, a, _: _substr(s, a),
    "charAt": lambda s, a, _: s[_index(a, 0, 0)] if 0 <= _index(a, 0, 0) < len(s) else "",
    "charCodeAt": lambda s, a, _: (
        float(ord(s[_index(a, 0, 0)])) if 0 <= _index(a, 0, 0) < len(s) else math.nan
    ),
    "match": lambda s, a, _: _match(s, a),
    "concat": lambda s, a, _: _bounded(s + "".join(text(v) for v in a)),
    "padStart": lambda s, a, _: _pad(s, a) + s,
    "padEnd": lambda s, a, _: s + _pad(s, a),
    "repeat": lambda s, a, _: _bounded(s * min(_LONGEST, max(0, _index(a, 0, 0)))),
    "toString": lambda s, a, _: s,
}


def _push(items: list[Value], a: list[Value]) -> float:
    if len(items) > _LONGEST:
        raise error("RangeError", "invalid array length")
    items.extend(a)
    return float(len(items))


def _find(items: list[Value], wanted: Value) -> float:
    return float(next((i for i, item in enumerate(items) if same(item, wanted)), -1))


def _reduce(items: list[Value], a: list[Value], invoke: Invoke) -> Value:
    rest = list(enumerate(items))
    if len(a) < 2 and not rest:
        raise error("TypeError", "Reduce of empty object with no initial value")
    total = a[1] if len(a) > 1 else rest.pop(0)[1]
    for index, item in rest:
        total = invoke(a[0], [total, item, float(index)])
    return total


def _each(items: list[Value], a: list[Value], invoke: Invoke) -> list[tuple[Value, Value]]:
    return [(item, invoke(_argument(a, 0), [item, float(i)])) for i, item in enumerate(items)]


def _first(items: list[Value], a: list[Value], invoke: Invoke) -> Value:
    for index, item in enumerate(items):
        if truthy(invoke(_argument(a, 0), [item, float(index)])):
            return item
    return UNDEFINED


def _taken(items: list[Value], index: int) -> Value:
    return items.pop(index) if items else UNDEFINED


_ARRAY: dict[str, Callable[[list[Value], list[Value], Invoke], Value]] = {
    "push": lambda s, a, _: _push(s, a),
    "pop": lambda s, a, _: _taken(s, -1),
    "shift": lambda s, a, _: _taken(s, 0),
    "join": lambda s, a, _: text(_argument(a, 0, ",")).join(
        "" if v in (None, UNDEFINED) else text(v) for v in s
    ),
    "slice": lambda s, a, _: Array(_slice(s, a)),
    "concat": lambda s, a, _: Array(s + [i for v in a for i in (v.items if isinstance(v, Array) else [v])]),
    "reverse": lambda s, a, _: Array(s[::-1]),
    "includes": lambda s, a, _: _find(s, _argument(a, 0)) >= 0,
    "indexOf": lambda s, a, _: _find(s, _argument(a, 0)),
    "map": lambda s, a, invoke: Array([given for _, given in _each(s, a, invoke)]),
    "filter": lambda s, a, invoke: Array([item for item, given in _each(s, a, invoke) if truthy(given)]),
    "forEach": lambda s, a, invoke: [_each(s, a, invoke), UNDEFINED][1],
    "find": _first,
    "some": lambda s, a, invoke: any(truthy(given) for _, given in _each(s, a, invoke)),
    "every": lambda s, a, invoke: all(truthy(given) for _, given in _each(s, a, invoke)),
    "reduce": _reduce,
    "sort": lambda s, a, _: Array(sorted(s, key=text)),
    "toString": lambda s, a, _: text(Array(s)),
}


def method(target: Value, key: str, invoke: Invoke) -> Value:
    """A built-in property or method of a value; undefined when it has none of that name."""
    if isinstance(target, str):
        return _of_string(target, key, invoke)
    if isinstance(target, Array):
        return _of_array(target, key, invoke)
    if isinstance(target, RegexValue) and key == "test":
        return Native(key, lambda a: patterns.search(target, text(_argument(a, 0))) is not None)
    if isinstance(target, Object) and key == "hasOwnProperty":
        return Native(key, lambda a: text(_argument(a, 0)) in target.members)
    if key == "toString":
        return Native(key, lambda a: text(target))
    return UNDEFINED


def _of_string(target: str, key: str, invoke: Invoke) -> Value:
    if key == "length":
        return float(len(target))
    if key.isdigit():
        return target[int(key)] if int(key) < len(target) else UNDEFINED
    if key not in _STRING:
        return UNDEFINED
    return Native(key, lambda a: _STRING[key](target, a, invoke))


def _of_array(target: Array, key: str, invoke: Invoke) -> Value:
    if key == "length":
        return float(len(target.items))
    if key.isdigit():
        return target.items[int(key)] if int(key) < len(target.items) else UNDEFINED
    if key not in _ARRAY:
        return UNDEFINED
    return Native(key, lambda a: _ARRAY[key](target.items, a, invoke))


def _parse_int(a: list[Value]) -> float:
    shown = text(_argument(a, 0)).strip()
    digits = shown[1:] if shown[:1] in "+-" and shown else shown
    kept = next((digits[:i] for i, c in enumerate(digits) if not c.isdigit()), digits)[:30]
    return math.nan if not kept else float(int(kept)) * (-1 if shown.startswith("-") else 1)


def _json_parse(a: list[Value]) -> Value:
    try:
        return from_plain(json.loads(text(_argument(a, 0))))
    except (ValueError, RecursionError):
        raise error("SyntaxError", "Unexpected token at position 0") from None


def _members(value: Value) -> list[tuple[str, Value]]:
    if isinstance(value, Object):
        return list(value.members.items())
    if isinstance(value, Array):
        return [(str(i), item) for i, item in enumerate(value.items)]
    return []


def _assign(a: list[Value]) -> Value:
    target = _argument(a, 0)
    for source in a[1:]:
        if isinstance(target, Object):
            target.members.update(_members(source))
    return target


def _object(**functions: Callable[[list[Value]], Value]) -> Object:
    return Object({name: Native(name, run) for name, run in functions.items()})


def _rounded(how: Callable[[float], int]) -> Callable[[list[Value]], Value]:
    return lambda a: (
        float(how(number(_argument(a, 0)))) if math.isfinite(number(_argument(a, 0))) else math.nan
    )


def _error_maker(kind: str) -> Native:
    def make(a: list[Value]) -> Value:
        return Object({"name": kind, "message": text(_argument(a, 0, ""))}, kind)

    return Native(kind, make)


def standard(now: int) -> dict[str, Value]:
    """The globals every program starts with. `now` is what Date.now() gives (ms)."""
    found: dict[str, Value] = {kind: _error_maker(kind) for kind in ("Error", "TypeError", "RangeError")}
    string = Native("String", lambda a: text(_argument(a, 0, "")))
    array = Native(
        "Array",
        lambda a: Array([]),
        {"isArray": Native("isArray", lambda a: isinstance(_argument(a, 0), Array))},
    )
    return {
        **found,
        "String": string,
        "Array": array,
        "Number": Native("Number", lambda a: number(_argument(a, 0, 0.0))),
        "Boolean": Native("Boolean", lambda a: truthy(_argument(a, 0))),
        "parseInt": Native("parseInt", _parse_int),
        "parseFloat": Native("parseFloat", lambda a: number(_argument(a, 0))),
        "isNaN": Native("isNaN", lambda a: math.isnan(number(_argument(a, 0)))),
        "encodeURIComponent": Native(
            "encodeURIComponent", lambda a: quote(text(_argument(a, 0)), safe=_URI_SAFE)
        ),
        "decodeURIComponent": Native("decodeURIComponent", lambda a: unquote(text(_argument(a, 0)))),
        "encodeURI": Native(
            "encodeURI",
            lambda a: quote(text(_argument(a, 0)), safe=_URI_SAFE + ";,/?:@&=+$#"),
        ),
        "JSON": _object(stringify=lambda a: to_json(_argument(a, 0)), parse=_json_parse),
        "Math": _math(),
        "Date": _object(now=lambda a: float(now)),
        "Object": _object(
            keys=lambda a: Array([k for k, _ in _members(_argument(a, 0))]),
            values=lambda a: Array([v for _, v in _members(_argument(a, 0))]),
            entries=lambda a: Array([Array([k, v]) for k, v in _members(_argument(a, 0))]),
            assign=_assign,
        ),
    }


def _math() -> Object:
    """Math. `random` always gives 0.5: chance belongs to the case's dice alone (house rule)."""
    return _object(
        floor=_rounded(math.floor),
        ceil=_rounded(math.ceil),
        round=_rounded(lambda v: math.floor(v + 0.5)),
        trunc=_rounded(math.trunc),
        abs=lambda a: abs(number(_argument(a, 0))),
        min=lambda a: min((number(v) for v in a), default=math.inf),
        max=lambda a: max((number(v) for v in a), default=-math.inf),
        random=lambda a: 0.5,
    )


__all__ = ["Invoke", "callable_value", "method", "standard", "to_plain"]
