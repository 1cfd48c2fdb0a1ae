"""Operators on two values."""

import math

from incidentgame.world.edge.script.values import (
    UNDEFINED,
    Array,
    Object,
    Value,
    alike,
    error,
    number,
    same,
    text,
)

_LONGEST = 100_000


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """What an operator makes of two values. `-1` and `+1` are the unary ones."""
    if operator in ("===", "!=="):
        return same(left, right) == (operator == "===")
    if operator in ("==", "!="):
        return alike(left, right) == (operator == "==")
    if operator in ("<", ">", "<=", ">="):
        return _ordered(operator, left, right)
    if operator == "in":
        return _within(left, right)
    if operator == "instanceof":
        return isinstance(left, Object) and left.kind == getattr(right, "name", "")
    if operator == "+" and not _sums(left, right):
        joined = text(left) + text(right)
        if len(joined) > _LONGEST:
            raise error("RangeError", "invalid string length")
        return joined
    return _calculated(operator, number(left), number(right))


def _sums(left: Value, right: Value) -> bool:
    numeric = (float, bool)
    return all(isinstance(v, numeric) or v is None or v is UNDEFINED for v in (left, right))


def _ordered(operator: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        before, equal = left < right, left == right
    else:
        a, b = number(left), number(right)
        if math.isnan(a) or math.isnan(b):
            return False
        before, equal = a < b, a == b
    return {
        "<": before,
        "<=": before or equal,
        ">": not before and not equal,
        ">=": not before,
    }[operator]


def _within(key: Value, owner: Value) -> bool:
    if isinstance(owner, Object):
        return text(key) in owner.members
    if isinstance(owner, Array):
        return text(key).isdigit() and int(text(key)) < len(owner.items)
    raise error("TypeError", f'property "{text(key)}" is not in {text(owner)}')


def _calculated(operator: str, a: float, b: float) -> float:
    if operator in ("-1", "+1"):
        return -a if operator == "-1" else a
    if operator in ("/", "%") and b == 0:
        return math.nan if operator == "%" or a == 0 or math.isnan(a) else math.copysign(math.inf, a)
    try:
        return {
            "+": lambda: a + b,
            "-": lambda: a - b,
            "*": lambda: a * b,
            "/": lambda: a / b,
            "%": lambda: math.fmod(a, b),
            "**": lambda: float(a**b) if a >= 0 or b.is_integer() else math.nan,
        }[operator]()
    except (OverflowError, ValueError, ZeroDivisionError):
        return math.nan
