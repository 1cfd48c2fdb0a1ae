"""The functions of a row: text, numbers, moments, and those that ask or tell the server."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from incidentgame.adapters.sql.compare import cast, compared, type_name
from incidentgame.adapters.sql.scope import Env
from incidentgame.commands.psql.engine import SqlError
from incidentgame.kernel.instant import from_datetime, to_datetime
from incidentgame.world.database.values import Moment, Span, Value, between, text

Function = Callable[..., Value]
_NULLS_OK = {"coalesce", "concat", "nullif", "greatest", "least", "concat_ws", "format", "pg_blocking_pids"}


def called(name: str, given: list[Value], env: Env, position: int) -> Value:
    """What a function gives; SqlError when there is none of that name and number of arguments."""
    bare = name.removeprefix("pg_catalog.")
    if bare in _SERVER:
        return None if None in given else _SERVER[bare](env, *given)
    function = _FUNCTIONS.get(bare)
    if function is None:
        raise _missing(bare, given, position)
    if None in given and bare not in _NULLS_OK:
        return None
    try:
        return function(*given)
    except (TypeError, ValueError, AttributeError):
        raise _missing(bare, given, position) from None


def _missing(name: str, given: list[Value], position: int) -> SqlError:
    kinds = ", ".join("unknown" if isinstance(one, str) else type_name(one) for one in given)
    hint = "No function matches the given name and argument types. You might need to add explicit type casts."
    return SqlError(f"function {name}({kinds}) does not exist", position, hint=hint, unknown=True)


def extracted(field: str, source: Value) -> Value:
    """extract(field from source): numeric, with six places where seconds are counted."""
    if source is None:
        return None
    if isinstance(source, Span):
        micros, whole = source.total, source
    elif isinstance(source, Moment):
        moment = to_datetime(source.micros // 1000)
        parts = {
            "year": moment.year,
            "month": moment.month,
            "day": moment.day,
            "dow": moment.isoweekday() % 7,
        }
        if field in parts:
            return Decimal(parts[field])
        micros = source.micros
        whole = Span(0, 0, source.micros % 86_400_000_000)
    else:
        raise SqlError(f"function extract(unknown, {type_name(source)}) does not exist")
    rest = whole.micros
    found = {
        "epoch": Decimal(micros).scaleb(-6),
        "second": Decimal(rest % 60_000_000).scaleb(-6),
        "minute": Decimal(rest // 60_000_000 % 60),
        "hour": Decimal(rest // 3_600_000_000),
        "day": Decimal(whole.days),
        "milliseconds": Decimal(rest % 60_000_000).scaleb(-3),
    }
    if field not in found:
        raise SqlError(f'unit "{field}" not recognized for type {type_name(source)}')
    return found[field]


def _truncated(field: str, moment: Value) -> Value:
    units = ("microseconds", "milliseconds", "second", "minute", "hour", "day", "week", "month", "year")
    if isinstance(moment, str):
        moment = cast(moment, "timestamptz")
    if isinstance(moment, Span):
        steps = {"second": 1_000_000, "minute": 60_000_000, "hour": 3_600_000_000}
        return Span(moment.months, moment.days, moment.micros - moment.micros % steps.get(field, 1))
    if not isinstance(moment, Moment):
        raise TypeError
    if field not in units:
        raise SqlError(f'unit "{field}" not recognized for type timestamp with time zone')
    at = to_datetime(moment.micros // 1000)
    changes: dict[str, int] = {"microsecond": 0}
    for unit, lowest in (("second", 0), ("minute", 0), ("hour", 0), ("day", 1), ("month", 1)):
        if units.index(field if field != "week" else "day") > units.index(unit):
            changes[unit] = lowest
    start = from_datetime(at.replace(**changes))  # type: ignore[arg-type]  # every member is an int
    return Moment((start - (at.weekday() * 86_400_000 if field == "week" else 0)) * 1000)


def _rounded(number: Any, places: int = 0) -> Value:
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    found = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return found if not isinstance(number, int) or places else int(found)


def _left(source: str, count: int) -> Value:
    return source[:count] if count >= 0 else source[: len(source) + count]


def _right(source: str, count: int) -> Value:
    return source[-count:] if count > 0 else source[-count:] if count else ""


def _substring(source: str, start: Any, count: int | None = None) -> Value:
    if isinstance(start, str):
        found = re.search(start, source)
        return None if found is None else found[1] if found.groups() else found[0]
    begin = max(start - 1, 0)
    end = len(source) if count is None else max(start - 1 + count, 0)
    return source[begin:end]


def _extreme(sign: int) -> Function:
    def choose(*given: Value) -> Value:
        best: Value = None
        for one in given:
            if one is not None and (best is None or compared(one, best, ">") * sign > 0):
                best = one
        return best

    return choose


def _format(pattern: str, *given: Value) -> Value:
    parts, rest = re.split(r"%[sIL]", pattern), list(given)
    out = parts[0]
    for part in parts[1:]:
        out += text(rest.pop(0) if rest else None) + part
    return out.replace("%%", "%")


def _pretty(size: Any) -> Value:
    """pg_size_pretty: the next unit from ten of it on."""
    number, units = int(size), ("bytes", "kB", "MB", "GB", "TB")
    step = 0
    while abs(number) >= 10 * 1024 and step < len(units) - 1:
        number, step = (number + 512) // 1024, step + 1
    return f"{number} {units[step]}"


_MARKS = (
    ("YYYY", "%Y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("HH24", "%H"),
    ("MI", "%M"),
    ("SS", "%S"),
    ("Mon", "%b"),
    ("Dy", "%a"),
)


def _to_char(moment: Value, pattern: str) -> Value:
    if isinstance(moment, Span):
        moment = Moment(moment.total)
    if not isinstance(moment, Moment):
        return text(moment)
    for mark, ours in _MARKS:
        pattern = pattern.replace(mark, ours)
    at = to_datetime(moment.micros // 1000)
    return at.strftime(pattern).replace("MS", f"{at.microsecond // 1000:03d}")


def _split(source: str, mark: str, number: int) -> Value:
    parts = source.split(mark)
    return parts[number - 1] if 0 < number <= len(parts) else ""


def _flags(flags: str) -> int:
    return re.IGNORECASE if "i" in flags else 0


def _replaced(source: str, pattern: str, new: str, flags: str = "") -> Value:
    return re.sub(pattern, new, source, count=0 if "g" in flags else 1, flags=_flags(flags))


_FUNCTIONS: dict[str, Function] = {
    "abs": abs,
    "array_length": lambda one, dimension: len(one) or None,
    "array_to_string": lambda one, mark: mark.join(text(item) for item in one if item is not None),
    "btrim": lambda one, what=" ": one.strip(what),
    "cardinality": len,
    "ceil": lambda one: -int(-Decimal(str(one)) // 1),
    "char_length": len,
    "coalesce": lambda *given: next((one for one in given if one is not None), None),
    "concat": lambda *given: "".join(text(one) for one in given),
    "concat_ws": lambda mark, *given: mark.join(text(one) for one in given if one is not None),
    "date_part": lambda field, source: float(extracted(field, source)),  # type: ignore[arg-type]  # numeric
    "date_trunc": _truncated,
    "floor": lambda one: int(Decimal(str(one)) // 1),
    "format": _format,
    "greatest": _extreme(1),
    "host": lambda one: text(one).partition("/")[0],
    "initcap": lambda one: one.title(),
    "least": _extreme(-1),
    "left": _left,
    "length": len,
    "lower": lambda one: one.lower(),
    "lpad": lambda one, width, fill=" ": one.rjust(width, fill)[:width],
    "ltrim": lambda one, what=" ": one.lstrip(what),
    "nullif": lambda one, other: (
        None if one is not None and other is not None and compared(one, other, "=") == 0 else one
    ),
    "pg_size_pretty": _pretty,
    "quote_literal": lambda one: "'" + text(one).replace("'", "''") + "'",
    "regexp_replace": _replaced,
    "repeat": lambda one, count: one * min(count, 10_000),
    "replace": lambda one, old, new: one.replace(old, new),
    "reverse": lambda one: one[::-1],
    "right": _right,
    "round": _rounded,
    "rpad": lambda one, width, fill=" ": one.ljust(width, fill)[:width],
    "rtrim": lambda one, what=" ": one.rstrip(what),
    "split_part": _split,
    "strpos": lambda one, what: one.find(what) + 1,
    "substr": _substring,
    "substring": _substring,
    "to_char": _to_char,
    "to_timestamp": lambda one: Moment(int(Decimal(str(one)) * 1_000_000)),
    "trunc": lambda one, places=0: Decimal(str(one)).quantize(Decimal(1).scaleb(-places), "ROUND_DOWN"),
    "upper": lambda one: one.upper(),
}


def _age(env: Env, later: Value, earlier: Value = None) -> Value:
    if earlier is None:
        today = Moment(env.server.now.micros - env.server.now.micros % 86_400_000_000)
        later, earlier = today, later
    assert isinstance(later, Moment) and isinstance(earlier, Moment)
    return between(later, earlier)


def _signal(how: str) -> Function:
    def tell(env: Env, pid: Value, *_: Value) -> Value:
        done, warning = env.server.signal(int(str(cast(pid, "integer"))), how)
        if warning:
            env.notices.append(warning)
        return done

    return tell


def _sleep(env: Env, seconds: Value) -> Value:
    env.server.sleep(float(str(seconds)))
    return ""


def _setting(env: Env, name: Value, missing_ok: Value = False) -> Value:
    found = env.server.show(text(name))
    if found is None and not missing_ok:
        raise SqlError(f'unrecognized configuration parameter "{text(name)}"')
    return found


def _blocking(env: Env, pid: Value) -> Value:
    return list(env.server.blocking(int(str(pid))))


def _size(env: Env, name: Value) -> Value:
    found = env.server.relation("pg_catalog", "pg_class")
    rows = found.rows if found else ()
    size = next((row[-1] for row in rows if row[1] == text(name).removeprefix("public.")), None)
    if size is None:
        raise SqlError(f'relation "{text(name)}" does not exist')
    return size


def _database_size(env: Env, name: Value) -> Value:
    found = env.server.relation("pg_catalog", "pg_class")
    return 7_900_000 + sum(int(str(row[-1])) for row in (found.rows if found else ()))


_SERVER: dict[str, Function] = {
    "age": _age,
    "clock_timestamp": lambda env: env.server.now,
    "current_database": lambda env: env.server.database,
    "current_setting": _setting,
    "current_user": lambda env: env.server.user,
    "inet_server_addr": lambda env: None,
    "now": lambda env: env.server.now,
    "pg_backend_pid": lambda env: env.server.pid,
    "pg_blocking_pids": _blocking,
    "pg_cancel_backend": _signal("cancel"),
    "pg_database_size": _database_size,
    "pg_is_in_recovery": lambda env: env.server.read_only,
    "pg_relation_size": _size,
    "pg_table_size": _size,
    "pg_total_relation_size": _size,
    "pg_sleep": _sleep,
    "pg_terminate_backend": _signal("terminate"),
    "session_user": lambda env: env.server.user,
    "statement_timestamp": lambda env: env.server.now,
    "transaction_timestamp": lambda env: env.server.now,
    "version": lambda env: env.server.version,
}
