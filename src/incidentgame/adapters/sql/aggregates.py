"""Functions over a group of rows; counts and sums take the weight of sampled rows into account."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from incidentgame.adapters.sql.compare import added, compared, divided, numeric, order_key
from incidentgame.adapters.sql.dialect import place
from incidentgame.adapters.sql.expressions import holds, value
from incidentgame.adapters.sql.scope import Env, Weight
from incidentgame.commands.psql.engine import SqlError
from incidentgame.world.database.values import Span, Value, text

Aggregate = Callable[[list[Value], Weight], Value]


def aggregate(node: exp.Expr, env: Env, only: exp.Expr | None) -> Value:
    """The aggregate over the group at hand, over the rows `only` lets through (FILTER)."""
    name = str(node.this).lower()
    if env.group is None:
        raise SqlError("aggregate functions are not allowed in WHERE", place(node))
    rows = [env.at(row) for row in env.group]
    if only is not None:
        rows = [row for row in rows if holds(only, row)]
    arguments = list(node.expressions)
    if not arguments or isinstance(arguments[0], exp.Star):
        return _scaled(len(rows), env.weight)
    first, keys = _first(arguments[0])
    mark, more = _first(arguments[1]) if len(arguments) > 1 else (exp.Literal.string(""), [])
    rows = _sorted(rows, [*keys, *more])
    distinct = isinstance(first, exp.Distinct)
    target = first.expressions[0] if distinct else first
    found = [one for one in (value(target, row) for row in rows) if one is not None]
    found = _unique(found) if distinct else found
    if name == "string_agg":
        return text(value(mark, env)).join(text(one) for one in found) if found else None
    return AGGREGATES[name](found, (1, 1) if distinct else env.weight)


def _sorted(rows: list[Env], keys: list[exp.Expr]) -> list[Env]:
    """The rows by the keys of an aggregate's ORDER BY."""
    for key in reversed(keys):
        keyed = [(_key(value(key.this, row)), row) for row in rows]
        keyed.sort(key=lambda pair: pair[0], reverse=bool(key.args.get("desc")))
        rows = [row for _, row in keyed]
    return rows


def _first(node: exp.Expr) -> tuple[exp.Expr, list[exp.Expr]]:
    """An argument without its ORDER BY, and the keys of that."""
    if isinstance(node, exp.Order):
        return node.this, list(node.expressions)
    return node, []


def _key(one: Value) -> tuple[bool, Any]:
    return (one is None, 0 if one is None else order_key(one))


def _unique(values: list[Value]) -> list[Value]:
    seen: dict[str, Value] = {}
    for one in values:
        seen.setdefault(text(one), one)
    return list(seen.values())


def _scaled(count: int, weight: Weight) -> int:
    return count * weight[0] // weight[1]


def _count(values: list[Value], weight: Weight) -> Value:
    return _scaled(len(values), weight)


def _sum(values: list[Value], weight: Weight) -> Value:
    if not values:
        return None
    total = values[0]
    for one in values[1:]:
        total = added(total, one, 1)
    return total * weight[0] // weight[1] if isinstance(total, int) else total


def _average(values: list[Value], weight: Weight) -> Value:
    total = _sum(values, (1, 1))
    if total is None:
        return None
    if isinstance(total, Span):
        return divided(total, len(values))
    return numeric(Decimal(str(total)) / len(values))


def _extreme(sign: int) -> Aggregate:
    def choose(values: list[Value], weight: Weight) -> Value:
        best: Value = None
        for one in values:
            if best is None or compared(one, best, ">") * sign > 0:
                best = one
        return best

    return choose


def _listed(values: list[Value], weight: Weight) -> Value:
    return list(values) or None


AGGREGATES: dict[str, Aggregate] = {
    "array_agg": _listed,
    "avg": _average,
    "bool_and": lambda values, weight: all(values) if values else None,
    "bool_or": lambda values, weight: any(values) if values else None,
    "count": _count,
    "max": _extreme(1),
    "min": _extreme(-1),
    "string_agg": _listed,
    "sum": _sum,
}


def uses_aggregate(node: exp.Expr) -> bool:
    """Does an expression hold an aggregate of its own (not of a subquery inside it)?"""
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in AGGREGATES:
        return True
    if isinstance(node, exp.Query | exp.Subquery):
        return False
    return any(uses_aggregate(child) for child in node.iter_expressions())
