"""Timestamps on the line: ISO 8601 in its variants, or seconds since the epoch; UTC unless said.

The real CLI takes a time without an offset as local time; every host of this world is on UTC.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from incidentgame.kernel.instant import Instant, from_datetime, to_datetime

if TYPE_CHECKING:
    from botocore.model import Shape

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(text: str, now: Instant) -> datetime:
    """The moment a text names; ValueError when it names none. Missing parts come from today."""
    try:
        return _EPOCH + timedelta(seconds=float(text))
    except (ValueError, OverflowError):
        pass
    from dateutil import parser  # type: ignore[import-untyped]  # comes with botocore, has no stubs

    today = to_datetime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        moment: datetime = parser.parse(text, default=today, tzinfos={"GMT": UTC, "UTC": UTC})
    except (OverflowError, TypeError, AttributeError) as problem:
        raise ValueError(str(problem)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_datetimes(value: Any, shape: "Shape", now: Instant) -> Any:
    """Timestamps of a request as datetimes; what cannot be read stays, for validation to refuse."""
    kind = shape.type_name
    if kind == "timestamp" and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            return read(str(value), now)
        except ValueError:
            return value
    return _mapped(value, shape, lambda part, inner: as_datetimes(part, inner, now))


def as_instants(value: Any, shape: "Shape") -> Any:
    """Datetimes of a validated request as instants, the form the API takes."""
    if shape.type_name == "timestamp" and isinstance(value, datetime):
        return from_datetime(value)
    return _mapped(value, shape, as_instants)


def _mapped(value: Any, shape: "Shape", change: Any) -> Any:
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        known = shape.members
        return {k: change(v, known[k]) if k in known else v for k, v in value.items()}
    if kind == "list" and isinstance(value, list):
        return [change(part, shape.member) for part in value]
    if kind == "map" and isinstance(value, dict):
        return {key: change(part, shape.value) for key, part in value.items()}
    return value
