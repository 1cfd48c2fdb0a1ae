"""SELECT: from, where, group, having, select, distinct, order, limit, in PostgreSQL's order."""

from collections.abc import Sequence

from sqlglot import exp

from incidentgame.adapters.sql.aggregates import uses_aggregate
from incidentgame.adapters.sql.compare import order_key
from incidentgame.adapters.sql.dialect import place
from incidentgame.adapters.sql.expressions import holds, subqueries_by, value
from incidentgame.adapters.sql.names import output_name
from incidentgame.adapters.sql.scope import Env, Table
from incidentgame.adapters.sql.sources import source
from incidentgame.commands.psql.engine import SqlError
from incidentgame.world.database.relations import Row
from incidentgame.world.database.values import Value, text

Item = tuple[str, exp.Expr]


def query(node: exp.Expr, env: Env) -> Table:
    """The rows of a query, its columns without an alias."""
    env = _with_tables(node, env)
    if isinstance(node, exp.Subquery):
        return query(node.this, env)
    if isinstance(node, exp.SetOperation):
        return _combined(node, env)
    if isinstance(node, exp.Values):
        rows = tuple(tuple(value(part, env) for part in one.expressions) for one in node.expressions)
        names = tuple(("", f"column{n + 1}") for n in range(len(rows[0]) if rows else 0))
        return Table(names, rows)
    if not isinstance(node, exp.Select):
        raise SqlError(f"cannot run {node.key} here", unknown=True)
    return _selected(node, env)


def _with_tables(node: exp.Expr, env: Env) -> Env:
    """The surroundings with the WITH queries of a node."""
    clause = node.args.get("with_") or node.args.get("with")
    if clause is None:
        return env
    tables = dict(env.tables)
    for part in clause.expressions:
        inner = Env(env.server, outer=env.outer, tables=tables, notices=env.notices)
        found = query(part.this, inner)
        given = [c.name for c in part.args["alias"].args.get("columns") or ()]
        names = given or [name for _, name in found.columns]
        tables[part.alias.lower()] = Table(
            tuple((part.alias.lower(), n) for n in names), found.rows, found.weight
        )
    return Env(env.server, env.columns, env.row, env.outer, env.group, env.weight, tables, env.notices)


def _combined(node: exp.SetOperation, env: Env) -> Table:
    left, right = query(node.this, env), query(node.expression, env)
    if len(left.columns) != len(right.columns):
        raise SqlError(f"each {node.key.upper()} query must have the same number of columns")
    keys = {_identity(row) for row in right.rows}
    if isinstance(node, exp.Union):
        rows = [*left.rows, *right.rows]
    else:
        inside = isinstance(node, exp.Intersect)
        rows = [row for row in left.rows if (_identity(row) in keys) is inside]
    rows = _unique(rows) if node.args.get("distinct") else rows
    table = Table(left.columns, tuple(rows))
    items: list[Item] = [(name, exp.column(name)) for _, name in left.columns]
    pairs = [(row, env.over(table).at(row)) for row in rows]
    return Table(left.columns, tuple(_cut(node, _ordered(node, pairs, items), env)))


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(f"{type(one).__name__}:{text(one)}" for one in row)


def _unique(rows: Sequence[Row]) -> list[Row]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        seen.setdefault(_identity(row), row)
    return list(seen.values())


def _selected(node: exp.Select, env: Env) -> Table:
    table = source(node, env, query)
    inner = env.over(table)
    items = _items(node, table)
    where = node.args.get("where")
    rows = [row for row in table.rows if where is None or holds(where.this, inner.at(row))]
    envs = _grouped(node, items, inner, rows)
    pairs = [(tuple(value(part, one) for _, part in items), one) for one in envs]
    ordered = _ordered(node, pairs, items)
    if node.args.get("distinct"):
        ordered = _unique(ordered)
    columns = tuple(("", name) for name, _ in items)
    return Table(columns, tuple(_cut(node, ordered, env)), table.weight if len(envs) == len(rows) else (1, 1))


def _items(node: exp.Select, table: Table) -> list[Item]:
    """What is selected: output name and expression, stars written out."""
    found: list[Item] = []
    for part in node.expressions:
        star = isinstance(part, exp.Star) or (
            isinstance(part, exp.Column) and isinstance(part.this, exp.Star)
        )
        if not star:
            found.append((output_name(part), part))
            continue
        alias = part.table.lower() if isinstance(part, exp.Column) else ""
        if not table.columns:
            raise SqlError("SELECT * with no tables specified is not valid", place(part))
        for index, (owner, name) in enumerate(table.columns):
            if (not alias or owner == alias) and (alias or index not in table.hidden):
                found.append((name, exp.column(name, owner or None, quoted=True)))
    return found


def _grouped(node: exp.Select, items: list[Item], env: Env, rows: list[Row]) -> list[Env]:
    """One environment per output row: per group, or per row when nothing is grouped."""
    clause, having = node.args.get("group"), node.args.get("having")
    parts = [part for _, part in items] + ([having.this] if having else [])
    if clause is None and not any(uses_aggregate(part) for part in parts):
        return [env.at(row) for row in rows]
    keys = [_key_of(key, items) for key in (clause.expressions if clause else ())]
    _check(items, keys)
    groups: dict[tuple[str, ...], list[Row]] = {} if keys else {(): []}
    for row in rows:
        key = _identity(tuple(value(one, env.at(row)) for one in keys))
        groups.setdefault(key, []).append(row)
    empty: Row = (None,) * len(env.columns)
    envs = [env.at(group[0] if group else empty, group) for group in groups.values()]
    return [one for one in envs if having is None or holds(having.this, one)]


def _key_of(key: exp.Expr, items: list[Item]) -> exp.Expr:
    """A GROUP BY key: an output's number, an output's name, or an expression."""
    if isinstance(key, exp.Literal) and not key.is_string:
        number = int(key.this)
        if not 1 <= number <= len(items):
            raise SqlError(f"GROUP BY position {number} is not in select list")
        return _bare(items[number - 1][1])
    if isinstance(key, exp.Column) and not key.table:
        named = [part for name, part in items if name == key.name.lower() and isinstance(part, exp.Alias)]
        return _bare(named[0]) if named else key
    return key


def _bare(part: exp.Expr) -> exp.Expr:
    return part.this if isinstance(part, exp.Alias) else part


def _check(items: list[Item], keys: list[exp.Expr]) -> None:
    """A plain column that is not grouped by is an error."""
    known = {key.sql().lower() for key in keys} | {
        key.name.lower() for key in keys if isinstance(key, exp.Column)
    }
    for _, part in items:
        bare = _bare(part)
        if (
            isinstance(bare, exp.Column)
            and bare.sql().lower() not in known
            and bare.name.lower() not in known
        ):
            shown = f"{bare.table}.{bare.name}" if bare.table else bare.name
            text = f'column "{shown}" must appear in the GROUP BY clause or be used in an aggregate function'
            raise SqlError(text, place(bare))


def _ordered(node: exp.Expr, pairs: list[tuple[Row, Env]], items: list[Item]) -> list[Row]:
    """The rows by ORDER BY: an output's number or name, or an expression over the source."""
    clause = node.args.get("order")
    for key in reversed(clause.expressions if clause else []):
        keyed = [(_sort_value(key.this, row, env, items), row, env) for row, env in pairs]
        descending = bool(key.args.get("desc"))
        first = bool(key.args.get("nulls_first"))
        present = [k for k in keyed if k[0] is not None]
        present.sort(key=lambda k: order_key(k[0]), reverse=descending)
        absent = [k for k in keyed if k[0] is None]
        pairs = [(row, env) for _, row, env in ([*absent, *present] if first else [*present, *absent])]
    return [row for row, _ in pairs]


def _sort_value(key: exp.Expr, row: Row, env: Env, items: list[Item]) -> Value:
    if isinstance(key, exp.Literal) and not key.is_string:
        number = int(key.this)
        if not 1 <= number <= len(items):
            raise SqlError(f"ORDER BY position {number} is not in select list")
        return row[number - 1]
    if isinstance(key, exp.Column) and not key.table:
        names = [name for name, _ in items]
        if key.name.lower() in names:
            return row[names.index(key.name.lower())]
    return value(key, env)


def _cut(node: exp.Expr, rows: list[Row], env: Env) -> list[Row]:
    """OFFSET and LIMIT (or FETCH FIRST)."""
    offset, limit = node.args.get("offset"), node.args.get("limit")
    start = int(str(value(offset.expression, env))) if offset else 0
    if limit is None:
        return rows[start:]
    part = limit.args.get("count") or limit.args.get("expression")
    count = value(part, env) if part is not None else None
    return rows[start:] if count is None else rows[start : start + int(str(count))]


def _for_expressions(node: exp.Expr, env: Env) -> list[Row]:
    """A subquery inside an expression: the row at hand is what surrounds it."""
    inner = Env(env.server, outer=env, tables=env.tables, notices=env.notices)
    return list(query(node, inner).rows)


subqueries_by(_for_expressions)
