"""SQL values and how PostgreSQL writes them (api-503-host §3).

int, Decimal, float, bool, str, None and list stand for themselves; the moments and spans are below.
"""

from dataclasses import dataclass
from decimal import Decimal

from incidentgame.kernel.instant import Instant, to_datetime

MICROS = 1_000_000
_DAY = 86_400 * MICROS


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A timestamp with time zone: microseconds since 1970 (UTC)."""

    micros: int
    day_only: bool = False

    @classmethod
    def of(cls, at: Instant, fine: int = 0) -> "Moment":
        """An instant in ms, and the microseconds below it (0–999)."""
        return cls(at * 1000 + fine)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval: PostgreSQL keeps months, days and the rest (µs) apart."""

    months: int = 0
    days: int = 0
    micros: int = 0

    @property
    def total(self) -> int:
        """What it compares by: a month is thirty days, a day 24 hours."""
        return (self.months * 30 + self.days) * _DAY + self.micros


class Json(str):
    """A jsonb value, as its text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Address:
    """An inet value; ordered and shown by its text."""

    text: str


Value = object
"""None, bool, int, float, Decimal, str, Json, Moment, Span, Address, or a list of these."""


def text(value: Value) -> str:
    """The value as psql shows it; NULL is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, Moment):
        return moment_text(value)
    if isinstance(value, Span):
        return span_text(value)
    if isinstance(value, Address):
        return value.text
    if isinstance(value, list):
        return "{" + ",".join(_element(item) for item in value) + "}"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _element(item: Value) -> str:
    if item is None:
        return "NULL"
    shown = text(item)
    quoted = isinstance(item, str) and (not shown or any(c in shown for c in ' ,{}"\\'))
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"' if quoted else shown


def fraction(micros: int) -> str:
    """`.96` for 960000, nothing for 0."""
    return f".{micros:06d}".rstrip("0") if micros else ""


def moment_text(value: Moment) -> str:
    """`2026-11-21 03:41:52.136111+00`"""
    moment = to_datetime(value.micros // 1000)
    if value.day_only:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction(value.micros % MICROS)}+00"


def span_text(value: Span) -> str:
    """`1 day 02:03:04.5`, as IntervalStyle postgres has it."""
    years, months = divmod(abs(value.months), 12)
    sign = -1 if value.months < 0 else 1
    parts = [_counted(years * sign, "year"), _counted(months * sign, "mon"), _counted(value.days, "day")]
    shown = [part for part in parts if part]
    if value.micros or not shown:
        seconds, rest = divmod(abs(value.micros), MICROS)
        minus = "-" if value.micros < 0 else ""
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        shown.append(f"{minus}{clock}{fraction(rest)}")
    return " ".join(shown)


def _counted(number: int, unit: str) -> str:
    return "" if not number else f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def between(later: Moment, earlier: Moment) -> Span:
    """`later - earlier`: days, and the time of day left over; both carry the sign."""
    micros = later.micros - earlier.micros
    sign = -1 if micros < 0 else 1
    days, rest = divmod(abs(micros), _DAY)
    return Span(0, sign * days, sign * rest)


_UNITS = {
    "microsecond": (0, 0, 1),
    "millisecond": (0, 0, 1_000),
    "second": (0, 0, MICROS),
    "sec": (0, 0, MICROS),
    "s": (0, 0, MICROS),
    "minute": (0, 0, 60 * MICROS),
    "min": (0, 0, 60 * MICROS),
    "m": (0, 0, 60 * MICROS),
    "hour": (0, 0, 3600 * MICROS),
    "h": (0, 0, 3600 * MICROS),
    "day": (0, 1, 0),
    "d": (0, 1, 0),
    "week": (0, 7, 0),
    "mon": (1, 0, 0),
    "month": (1, 0, 0),
    "year": (12, 0, 0),
    "ms": (0, 0, 1_000),
}


def span(source: str, unit: str = "") -> Span | None:
    """`1 day 02:00`, `5 minutes`, or a number with a unit; None when it is not an interval."""
    words = source.lower().replace("ago", " ").split()
    if unit and len(words) == 1:
        words.append(unit.lower())
    found, position = Span(), 0
    while position < len(words):
        word = words[position]
        step = _clock(word) if ":" in word else None
        if step is None:
            name = words[position + 1] if position + 1 < len(words) else "second"
            step, position = _amount(word, name), position + 1
        if step is None:
            return None
        found, position = plus(found, step), position + 1
    return found if words else None


def _amount(number: str, unit: str) -> Span | None:
    size = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    try:
        amount = Decimal(number)
    except ArithmeticError:
        return None
    if size is None:
        return None
    months, days, micros = (int(part * amount) for part in size)
    rest = int((size[1] * amount - days) * _DAY)
    return Span(months, days, micros + rest)


def _clock(word: str) -> Span | None:
    parts = word.split(":")
    try:
        numbers = [Decimal(part) for part in (*parts, "0")[:3]]
    except ArithmeticError:
        return None
    return Span(0, 0, int((numbers[0] * 3600 + numbers[1] * 60 + numbers[2]) * MICROS))


def plus(one: Span, other: Span, sign: int = 1) -> Span:
    """The sum, or with sign −1 the difference, of two intervals."""
    return Span(
        one.months + sign * other.months,
        one.days + sign * other.days,
        one.micros + sign * other.micros,
    )


def moved(at: Moment, by: Span, sign: int = 1) -> Moment:
    """A moment moved by an interval; months keep the day of the month where it exists."""
    moment = to_datetime(at.micros // 1000)
    months = moment.year * 12 + moment.month - 1 + sign * by.months
    year, month = divmod(months, 12)
    day = moment.day
    while day > 28 and not _exists(year, month + 1, day):
        day -= 1
    shifted = moment.replace(year=year, month=month + 1, day=day) - moment
    return Moment(at.micros + shifted.days * _DAY + sign * (by.days * _DAY + by.micros))


def _exists(year: int, month: int, day: int) -> bool:
    lengths = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30)
    return day <= (lengths[month - 1] if month < 5 else 30 if month in (6, 9, 11) else 31)
