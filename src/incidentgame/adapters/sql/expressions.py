"""The value of an expression for one row."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from incidentgame.adapters.sql.compare import (
    added,
    cast,
    compared,
    divided,
    multiplied,
    no_operator,
    numbers,
)
from incidentgame.adapters.sql.dialect import place
from incidentgame.adapters.sql.functions import called, extracted
from incidentgame.adapters.sql.scope import Env, column
from incidentgame.commands.psql.engine import SqlError
from incidentgame.world.database.values import Moment, Span, Value, span, text

Evaluate = Callable[[Any, Env], Value]
RunQuery = Callable[[exp.Expr, Env], list[tuple[Value, ...]]]

_subqueries: dict[str, RunQuery] = {}


def subqueries_by(run: RunQuery) -> None:
    """Tell expressions how a subquery is run (the query module needs this one, so it says so itself)."""
    _subqueries["run"] = run


def value(node: exp.Expr, env: Env) -> Value:
    """Evaluate; SqlError in PostgreSQL's words."""
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise SqlError(f"cannot evaluate {node.key} here", place(node), unknown=True)
    return handler(node, env)


def _literal(node: exp.Literal, env: Env) -> Value:
    if node.is_string:
        return str(node.this)
    word = str(node.this)
    return int(word) if word.isdigit() else Decimal(word)


def _cast(node: exp.Cast, env: Env) -> Value:
    kind = node.to.sql(dialect="postgres").lower().partition("(")[0]
    inner = value(node.this, env)
    if kind == "regclass":
        return _relation_name(inner, env)
    return cast(inner, kind)


def _relation_name(inner: Value, env: Env) -> Value:
    """A relation's number as its name; a name as itself, if there is one."""
    found = env.server.relation("pg_catalog", "pg_class")
    names = {row[0]: row[1] for row in found.rows} if found else {}
    if isinstance(inner, str):
        bare = inner.removeprefix("public.")
        if bare not in names.values() and not inner.startswith("pg_"):
            raise SqlError(f'relation "{inner}" does not exist')
        return inner
    return names.get(inner, text(inner)) if inner is not None else None


def _interval(node: exp.Interval, env: Env) -> Value:
    unit = node.args.get("unit")
    source = text(value(node.this, env))
    found = span(f"{source} {unit.name}" if unit else source)
    if found is None:
        raise SqlError(f'invalid input syntax for type interval: "{source}"', place(node))
    return found


def _compare(test: Callable[[int], bool], sign: str) -> Evaluate:
    def evaluate(node: exp.Binary, env: Env) -> Value:
        left, right = value(node.this, env), node.expression
        if isinstance(right, exp.Any | exp.All):
            return _quantified(left, right, env, test, sign)
        other = value(right, env)
        return None if left is None or other is None else test(compared(left, other, sign))

    return evaluate


def _quantified(left: Value, right: exp.Expr, env: Env, test: Callable[[int], bool], sign: str) -> Value:
    items = _members(right.this, env)
    found = [test(compared(left, item, sign)) for item in items if item is not None]
    return any(found) if isinstance(right, exp.Any) else all(found)


def _members(node: exp.Expr, env: Env) -> list[Value]:
    """The elements of an array, a list or a subquery's first column."""
    inner = node.unnest() if isinstance(node, exp.Paren) else node
    if isinstance(inner, exp.Subquery | exp.Query):
        return [row[0] for row in _rows(inner, env)]
    found = value(inner, env)
    listed = cast(found, "text[]") if isinstance(found, str) else found
    return listed if isinstance(listed, list) else []


def _rows(node: exp.Expr, env: Env) -> list[tuple[Value, ...]]:
    return _subqueries["run"](node.unnest() if isinstance(node, exp.Subquery) else node, env)


def _truth(node: exp.Expr, env: Env) -> bool | None:
    found = value(node, env)
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, str):
        return bool(cast(found, "boolean"))
    raise SqlError("argument of WHERE must be type boolean, not type integer", place(node))


def holds(node: exp.Expr, env: Env) -> bool:
    """Is the condition true (not false, not NULL)?"""
    return _truth(node, env) is True


def _and(node: exp.And, env: Env) -> Value:
    left = _truth(node.this, env)
    if left is False:
        return False
    right = _truth(node.expression, env)
    return False if right is False else None if left is None or right is None else True


def _or(node: exp.Or, env: Env) -> Value:
    left = _truth(node.this, env)
    if left is True:
        return True
    right = _truth(node.expression, env)
    return True if right is True else None if left is None or right is None else False


def _not(node: exp.Not, env: Env) -> Value:
    found = _truth(node.this, env)
    return None if found is None else not found


def _is(node: exp.Is, env: Env) -> Value:
    left, wanted = value(node.this, env), value(node.expression, env)
    found = left is wanted if isinstance(wanted, bool) else left is None
    return found is not bool(node.args.get("negate"))


def _same(node: exp.Binary, env: Env) -> bool:
    """IS NOT DISTINCT FROM."""
    left, right = value(node.this, env), value(node.expression, env)
    if left is None or right is None:
        return left is right
    return compared(left, right, "=") == 0


def _in(node: exp.In, env: Env) -> Value:
    left = value(node.this, env)
    query = node.args.get("query")
    items = _members(query, env) if query is not None else [value(e, env) for e in node.expressions]
    if left is None:
        return None
    found = any(compared(left, item, "=") == 0 for item in items if item is not None)
    return True if found else None if None in items else False


def _between(node: exp.Between, env: Env) -> Value:
    parts = [value(part, env) for part in (node.this, node.args["low"], node.args["high"])]
    if any(part is None for part in parts):
        return None
    return compared(parts[0], parts[1], ">=") >= 0 and compared(parts[0], parts[2], "<=") <= 0


def _like(flags: int) -> Evaluate:
    def evaluate(node: exp.Binary, env: Env) -> Value:
        left = value(node.this, env)
        wanted = value(node.expression, env)
        if left is None or wanted is None:
            return None
        if not isinstance(left, str):
            raise no_operator(left, "~~" if not flags else "~~*", wanted)
        return re.fullmatch(_pattern(text(wanted)), left, flags | re.DOTALL) is not None

    return evaluate


def _pattern(like: str) -> str:
    parts = {"%": ".*", "_": "."}
    return "".join(parts.get(letter, re.escape(letter)) for letter in like)


def _matches(flags: int) -> Evaluate:
    def evaluate(node: Any, env: Env) -> Value:
        left, wanted = value(node.this, env), value(node.expression, env)
        if left is None or wanted is None:
            return None
        try:
            return (
                re.search(text(wanted).replace(r"\m", r"\b").replace(r"\M", r"\b"), text(left), flags)
                is not None
            )
        except re.error as error:
            raise SqlError(f"invalid regular expression: {error.msg}") from None

    return evaluate


def _arithmetic(combine: Callable[[Value, Value], Value]) -> Evaluate:
    def evaluate(node: exp.Binary, env: Env) -> Value:
        left, right = value(node.this, env), value(node.expression, env)
        return None if left is None or right is None else combine(left, right)

    return evaluate


def _remainder(one: Value, other: Value) -> Value:
    left, right = numbers(one, other, "%")
    if right == 0:
        raise SqlError("division by zero")
    rest = abs(left) % abs(right)
    return rest if left >= 0 else -rest


def _power(one: Value, other: Value) -> Value:
    left, right = numbers(one, other, "^")
    return float(left) ** float(right)


def _joined(one: Value, other: Value) -> Value:
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return text(one) + text(other)


def _negative(node: exp.Neg, env: Env) -> Value:
    found = value(node.this, env)
    if isinstance(found, Span):
        return Span(-found.months, -found.days, -found.micros)
    return None if found is None else numbers(0, found, "-")[0] - numbers(0, found, "-")[1]


def _case(node: exp.Case, env: Env) -> Value:
    subject = node.args.get("this")
    for branch in node.args.get("ifs", ()):
        if subject is None:
            chosen = holds(branch.this, env)
        else:
            left, right = value(subject, env), value(branch.this, env)
            chosen = left is not None and right is not None and compared(left, right, "=") == 0
        if chosen:
            return value(branch.args["true"], env)
    default = node.args.get("default")
    return None if default is None else value(default, env)


def _scalar(node: exp.Expr, env: Env) -> Value:
    found = _rows(node, env)
    if len(found) > 1:
        raise SqlError("more than one row returned by a subquery used as an expression")
    return found[0][0] if found else None


def _zone(node: exp.AtTimeZone, env: Env) -> Value:
    found = value(node.this, env)
    return cast(found, "timestamptz") if found is not None else None


def _function(node: exp.Anonymous, env: Env) -> Value:
    from incidentgame.adapters.sql.aggregates import AGGREGATES, aggregate  # late: it evaluates arguments

    name = str(node.this).lower()
    if name in AGGREGATES:
        return aggregate(node, env, None)
    return called(name, [value(part, env) for part in node.expressions], env, place(node))


def _filter(node: exp.Filter, env: Env) -> Value:
    from incidentgame.adapters.sql.aggregates import aggregate  # late: it evaluates arguments

    return aggregate(node.this, env, node.expression.this)


def _named(name: str, *parts: str) -> Evaluate:
    """A function the parser has its own node for, by its arguments' places in it."""

    def evaluate(node: exp.Expr, env: Env) -> Value:
        given = [value(node.args[part], env) for part in parts if node.args.get(part) is not None]
        return called(name, given, env, place(node))

    return evaluate


def _extract(node: exp.Extract, env: Env) -> Value:
    return extracted(node.name.lower(), value(node.expression, env))


def _array(node: exp.Array, env: Env) -> Value:
    if len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Query):
        return [row[0] for row in _rows(node.expressions[0], env)]
    return [value(part, env) for part in node.expressions]


def _bracket(node: exp.Bracket, env: Env) -> Value:
    found = value(node.this, env)
    at = value(node.expressions[0], env)
    number = int(str(at)) - int(node.args.get("offset") or 0)
    return found[number] if isinstance(found, list) and 0 <= number < len(found) else None


def _today(node: exp.Expr, env: Env) -> Value:
    return Moment(env.server.now.micros - env.server.now.micros % 86_400_000_000, True)


_HANDLERS: dict[type[Any], Evaluate] = {
    exp.Literal: _literal,
    exp.Column: column,
    exp.Boolean: lambda node, env: bool(node.this),
    exp.Null: lambda node, env: None,
    exp.ByteString: lambda node, env: str(node.this).replace("\\n", "\n").replace("\\t", "\t"),
    exp.Paren: lambda node, env: value(node.this, env),
    exp.Alias: lambda node, env: value(node.this, env),
    exp.Cast: _cast,
    exp.Interval: _interval,
    exp.EQ: _compare(lambda n: n == 0, "="),
    exp.NEQ: _compare(lambda n: n != 0, "<>"),
    exp.GT: _compare(lambda n: n > 0, ">"),
    exp.GTE: _compare(lambda n: n >= 0, ">="),
    exp.LT: _compare(lambda n: n < 0, "<"),
    exp.LTE: _compare(lambda n: n <= 0, "<="),
    exp.And: _and,
    exp.Or: _or,
    exp.Not: _not,
    exp.Is: _is,
    exp.NullSafeEQ: lambda node, env: _same(node, env),
    exp.NullSafeNEQ: lambda node, env: not _same(node, env),
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like(0),
    exp.ILike: _like(re.IGNORECASE),
    exp.RegexpLike: _matches(0),
    exp.RegexpILike: _matches(re.IGNORECASE),
    exp.Add: _arithmetic(lambda a, b: added(a, b, 1)),
    exp.Sub: _arithmetic(lambda a, b: added(a, b, -1)),
    exp.Mul: _arithmetic(multiplied),
    exp.Div: _arithmetic(divided),
    exp.Mod: _arithmetic(_remainder),
    exp.Pow: _arithmetic(_power),
    exp.DPipe: _arithmetic(_joined),
    exp.Neg: _negative,
    exp.Case: _case,
    exp.Subquery: _scalar,
    exp.Select: _scalar,
    exp.Exists: lambda node, env: bool(_rows(node.this, env)),
    exp.AtTimeZone: _zone,
    exp.Anonymous: _function,
    exp.Filter: _filter,
    exp.Extract: _extract,
    exp.Array: _array,
    exp.Bracket: _bracket,
    exp.Substring: _named("substring", "this", "start", "length"),
    exp.Trim: _named("btrim", "this", "expression"),
    exp.StrPosition: _named("strpos", "this", "substr"),
    exp.CurrentTimestamp: _named("now"),
    exp.Localtimestamp: _named("now"),
    exp.CurrentDate: _today,
    exp.CurrentUser: _named("current_user"),
    exp.CurrentRole: _named("current_user"),
    exp.SessionUser: _named("current_user"),
    exp.CurrentSchema: lambda node, env: "public",
    exp.CurrentCatalog: _named("current_database"),
}
