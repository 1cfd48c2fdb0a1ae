"""Comparing, adding and casting values as PostgreSQL does."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from incidentgame.commands.psql.engine import SqlError
from incidentgame.kernel.instant import parse_iso
from incidentgame.world.database.values import Address, Moment, Span, Value, between, moved, plus, span, text

Cast = Callable[[Value], Value]


def type_name(value: Value) -> str:
    """The type as error messages call it."""
    names: tuple[tuple[type, str], ...] = (
        (bool, "boolean"),
        (int, "integer"),
        (Decimal, "numeric"),
        (float, "double precision"),
        (Moment, "timestamp with time zone"),
        (Span, "interval"),
        (Address, "inet"),
        (list, "text[]"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "text")


def alike(one: Value, other: Value) -> tuple[Any, Any]:
    """Both values as one type: a plain text takes the type of what it stands beside."""
    if isinstance(one, str) and not isinstance(other, str):
        return cast(one, type_name(other)), other
    if isinstance(other, str) and not isinstance(one, str):
        return one, cast(other, type_name(one))
    return one, other


def order_key(value: Value) -> Any:
    """A key that sorts values of one type."""
    if isinstance(value, Span):
        return value.total
    if isinstance(value, Address):
        return tuple(int(part) if part.isdigit() else 0 for part in re.split(r"[./:]", value.text))
    if isinstance(value, Moment):
        return value.micros
    if isinstance(value, list):
        return [order_key(item) for item in value]
    return value


def compared(one: Value, other: Value, sign: str) -> int:
    """−1, 0 or 1; SqlError when the two cannot be compared."""
    left, right = alike(one, other)
    first, second = order_key(left), order_key(right)
    try:
        return int(first > second) - int(first < second)
    except TypeError:
        raise no_operator(left, sign, right) from None


def no_operator(one: Value, sign: str, other: Value) -> SqlError:
    hint = "No operator matches the given name and argument types. You might need to add explicit type casts."
    return SqlError(f"operator does not exist: {type_name(one)} {sign} {type_name(other)}", hint=hint)


def added(one: Value, other: Value, sign: int) -> Value:
    """`one + other`, or with sign −1 the difference."""
    mark = "+" if sign > 0 else "-"
    if isinstance(one, Moment) and isinstance(other, str):
        other = cast(other, "interval" if sign > 0 or span(other) else "timestamp")
    if isinstance(one, Moment) and isinstance(other, Moment) and sign < 0:
        if one.day_only and other.day_only:
            return (one.micros - other.micros) // 86_400_000_000
        return between(one, other)
    if isinstance(one, Moment) and isinstance(other, Span):
        return moved(one, other, sign)
    if isinstance(one, Span) and isinstance(other, Moment) and sign > 0:
        return moved(other, one)
    if isinstance(one, Span) and isinstance(other, Span):
        return plus(one, other, sign)
    if isinstance(one, Moment) and one.day_only and isinstance(other, int):
        return Moment(one.micros + sign * other * 86_400_000_000, True)
    left, right = numbers(one, other, mark)
    return left + right if sign > 0 else left - right


def numbers(one: Value, other: Value, sign: str) -> tuple[Any, Any]:
    """Two numbers that may be combined; text beside a number is read as one."""
    left, right = alike(one, other)
    if isinstance(left, bool) or isinstance(right, bool):
        raise no_operator(left, sign, right)
    if not isinstance(left, int | float | Decimal) or not isinstance(right, int | float | Decimal):
        raise no_operator(left, sign, right)
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def divided(one: Value, other: Value) -> Value:
    """Whole numbers are cut towards zero; numeric keeps sixteen places."""
    if isinstance(one, Span):
        factor = Decimal(1) / Decimal(str(other))
        return Span(0, 0, int(Decimal(one.total) * factor))
    left, right = numbers(one, other, "/")
    if right == 0:
        raise SqlError("division by zero")
    if isinstance(left, int) and isinstance(right, int):
        whole = abs(left) // abs(right)
        return whole if (left < 0) == (right < 0) else -whole
    if isinstance(left, float):
        return float(left) / float(right)
    return numeric(Decimal(left) / Decimal(right))


def numeric(value: Decimal) -> Decimal:
    """A quotient with PostgreSQL's number of places: sixteen significant digits or more, in steps of four."""
    places = 16 if abs(value) >= 1 or value == 0 else 20
    return value.quantize(Decimal(1).scaleb(-places))


def multiplied(one: Value, other: Value) -> Value:
    """Numbers, and an interval times a number."""
    if isinstance(other, Span):
        one, other = other, one
    if isinstance(one, Span):
        factor = Decimal(str(other))
        return Span(int(one.months * factor), int(one.days * factor), int(one.micros * factor))
    left, right = numbers(one, other, "*")
    return left * right


def invalid(kind: str, value: Value) -> SqlError:
    return SqlError(f'invalid input syntax for type {kind}: "{text(value)}"')


def _whole(value: Value) -> Value:
    if isinstance(value, bool):
        return int(value)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise invalid("integer", value) from None
    if isinstance(value, str) and number != int(number):
        raise invalid("integer", value)
    return int(number.to_integral_value())


def _numeric(value: Value) -> Value:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise invalid("numeric", value) from None


def _double(value: Value) -> Value:
    try:
        return float(str(value))
    except ValueError:
        raise invalid("double precision", value) from None


def _boolean(value: Value) -> Value:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("t", "true", "yes", "on", "1", "y"):
        return True
    if word in ("f", "false", "no", "off", "0", "n"):
        return False
    raise invalid("boolean", value)


def _moment(value: Value) -> Value:
    if isinstance(value, Moment):
        return Moment(value.micros)
    word = str(value).strip()
    if re.search(r"[+-]\d\d$", word) and ":" in word:
        word += ":00"
    try:
        return Moment.of(parse_iso(word))
    except ValueError:
        raise invalid("timestamp with time zone", value) from None


def _date(value: Value) -> Value:
    moment = _moment(value)
    assert isinstance(moment, Moment)
    return Moment(moment.micros - moment.micros % 86_400_000_000, True)


def _span(value: Value) -> Value:
    if isinstance(value, Span):
        return value
    found = span(str(value))
    if found is None:
        raise invalid("interval", value)
    return found


def _address(value: Value) -> Value:
    return value if isinstance(value, Address) else Address(str(value))


def _list(value: Value) -> Value:
    if isinstance(value, list):
        return value
    inner = str(value).strip().removeprefix("{").removesuffix("}")
    return [part.strip().strip('"') for part in inner.split(",")] if inner else []


_CASTS: dict[str, Cast] = {
    "integer": _whole,
    "int": _whole,
    "bigint": _whole,
    "smallint": _whole,
    "numeric": _numeric,
    "decimal": _numeric,
    "double": _double,
    "double precision": _double,
    "float": _double,
    "boolean": _boolean,
    "timestamp": _moment,
    "timestamptz": _moment,
    "timestamp with time zone": _moment,
    "date": _date,
    "interval": _span,
    "inet": _address,
    "text[]": _list,
    "array": _list,
}


def cast(value: Value, kind: str) -> Value:
    """The value as another type; SqlError when its text is not one."""
    if value is None:
        return None
    if kind in ("text", "varchar", "char", "name", "json", "jsonb", "bpchar"):
        return text(value) if not isinstance(value, bool) else ("true" if value else "false")
    return _CASTS[kind](value) if kind in _CASTS else value
