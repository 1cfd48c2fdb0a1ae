"""FROM: tables, views, subqueries, row-giving functions, and their joins."""

from collections.abc import Callable

from sqlglot import exp

from incidentgame.adapters.sql.dialect import place
from incidentgame.adapters.sql.expressions import holds, value
from incidentgame.adapters.sql.scope import Env, Table, index_of
from incidentgame.commands.psql.engine import SqlError
from incidentgame.world.database.relations import Row
from incidentgame.world.database.values import Moment, Span, Value, moved

Query = Callable[[exp.Expr, Env], Table]
_MOST = 200_000


def source(node: exp.Select, env: Env, query: Query) -> Table:
    """Everything FROM and its joins give; one row without columns when there is no FROM."""
    clause = node.args.get("from_") or node.args.get("from")
    if clause is None:
        return Table((), ((),))
    table = _one(clause.this, env, query)
    for join in (*(clause.this.args.get("joins") or ()), *(node.args.get("joins") or ())):
        table = _joined(table, join, env, query)
    return table


def _one(node: exp.Expr, env: Env, query: Query) -> Table:
    if isinstance(node, exp.Lateral):
        return _renamed(_one(node.this, env, query), node)
    if isinstance(node, exp.Subquery | exp.Values):
        found = query(node.this if isinstance(node, exp.Subquery) else node, env)
        return _renamed(found, node)
    if isinstance(node, exp.Unnest):
        return _renamed(_function("unnest", [value(e, env) for e in node.expressions], env), node)
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Func):
        name = str(node.this.this).lower()
        return _renamed(_function(name, [value(e, env) for e in node.this.expressions], env), node)
    if isinstance(node, exp.Table):
        return _table(node, env)
    raise SqlError(f"cannot read from {node.key} here", place(node), unknown=True)


def _table(node: exp.Table, env: Env) -> Table:
    name, schema = node.name.lower(), node.db.lower()
    alias = (node.alias or name).lower()
    known = env.tables.get(name) if not schema else None
    if known is not None:
        return Table(tuple((alias, n) for _, n in known.columns), known.rows, known.weight)
    found = env.server.relation(schema, name)
    if found is None:
        shown = f"{schema}.{name}" if schema else name
        raise SqlError(f'relation "{shown}" does not exist', place(node))
    return _renamed(Table(tuple((alias, n) for n in found.columns), found.rows, found.weight), node)


def _renamed(table: Table, node: exp.Expr) -> Table:
    """The table under its alias, with the column names the alias gives."""
    alias = node.args.get("alias")
    name = (node.alias or "").lower()
    given = (
        [c.name.lower() for c in (alias.args.get("columns") or ())]
        if isinstance(alias, exp.TableAlias)
        else []
    )
    if not name and not given:
        return table
    single = name if len(table.columns) == 1 and table.columns[0][0] == "()" and not given else ""
    names = [given[i] if i < len(given) else single or n for i, (_, n) in enumerate(table.columns)]
    owner = name or table.columns[0][0]
    return Table(tuple((owner, n) for n in names), table.rows, table.weight)


def _function(name: str, given: list[Value], env: Env) -> Table:
    """Functions that give rows."""
    if name == "unnest":
        items = given[0] if given and isinstance(given[0], list) else []
        return Table((("()", "unnest"),), tuple((one,) for one in items))
    if name == "generate_series" and len(given) >= 2:
        return Table((("()", name),), tuple((one,) for one in _series(given)))
    if name in ("pg_stat_get_activity", "pg_lock_status", "pg_show_all_settings"):
        view = {"pg_stat_get_activity": "pg_stat_activity", "pg_lock_status": "pg_locks"}.get(
            name, "pg_settings"
        )
        found = env.server.relation("pg_catalog", view)
        assert found is not None
        return Table(tuple((name, n) for n in found.columns), found.rows)
    from incidentgame.adapters.sql.functions import called  # late: a plain function gives one row

    return Table((("()", name),), ((called(name, given, env, -1),),))


def _series(given: list[Value]) -> list[Value]:
    start, end = given[0], given[1]
    step = given[2] if len(given) > 2 else 1
    if isinstance(start, int) and isinstance(end, int) and isinstance(step, int) and step:
        return list(range(start, end + (1 if step > 0 else -1), step)[:_MOST])
    found: list[Value] = []
    if isinstance(start, Moment) and isinstance(end, Moment) and isinstance(step, Span) and step.total > 0:
        while start.micros <= end.micros and len(found) < 10_000:
            found.append(start)
            start = moved(start, step)
    return found


def _joined(left: Table, join: exp.Join, env: Env, query: Query) -> Table:
    if isinstance(join.this, exp.Lateral):
        return _lateral(left, join, env, query)
    right = _one(join.this, env, query)
    using = [part.name.lower() for part in join.args.get("using") or ()]
    if str(join.args.get("method") or "").upper() == "NATURAL":
        using = [n for _, n in left.columns if n in {m for _, m in right.columns}]
    columns = (*left.columns, *right.columns)
    twin = frozenset(len(left.columns) + i for i, (_, n) in enumerate(right.columns) if n in using)
    joined = Table(columns, (), _heavier(left, right), left.hidden | twin)
    rows = _matched(left, right, join, using, env.over(joined))
    if using:  # the right side's copy keeps its alias only, so that the bare name is not ambiguous
        columns = tuple((a, n) if i not in twin else (a, f"{n} ") for i, (a, n) in enumerate(columns))
    return Table(columns, tuple(rows), joined.weight, joined.hidden)


def _heavier(left: Table, right: Table) -> tuple[int, int]:
    """The weight of a join: that of the side whose rows stand for more."""
    return max(left.weight, right.weight, key=lambda weight: weight[0] * 1_000 // weight[1])


def _matched(left: Table, right: Table, join: exp.Join, using: list[str], env: Env) -> list[Row]:
    side, on = str(join.args.get("side") or "").upper(), join.args.get("on")
    test = _tester(left, right, on, using, env)
    if len(left.rows) * len(right.rows) > _MOST * 20:
        raise SqlError("canceling statement due to statement timeout")
    rows: list[Row] = []
    used: set[int] = set()
    for one in left.rows:
        hits = [i for i, other in enumerate(right.rows) if test((*one, *other))]
        used.update(hits)
        rows += [(*one, *right.rows[i]) for i in hits]
        if not hits and side in ("LEFT", "FULL"):
            rows.append((*one, *(None,) * len(right.columns)))
    if side in ("RIGHT", "FULL"):
        blank = (None,) * len(left.columns)
        rows += [(*blank, *other) for i, other in enumerate(right.rows) if i not in used]
    return rows


def _tester(
    left: Table, right: Table, on: exp.Expr | None, using: list[str], env: Env
) -> Callable[[Row], bool]:
    if using:
        names, others = [n for _, n in left.columns], [n for _, n in right.columns]
        pairs = [(names.index(n), len(names) + others.index(n)) for n in using if n in names and n in others]
        return lambda row: all(row[a] is not None and row[a] == row[b] for a, b in pairs)
    if on is None:
        return lambda row: True
    one, other = _column_pair(on, env)
    if one is not None and other is not None:
        return lambda row: row[one] is not None and row[one] == row[other]
    return lambda row: holds(on, env.at(row))


def _column_pair(on: exp.Expr, env: Env) -> tuple[int | None, int | None]:
    """The positions of the two columns of `a.x = b.y`; nothing for any other condition."""
    if not isinstance(on, exp.EQ) or not all(isinstance(e, exp.Column) for e in (on.this, on.expression)):
        return None, None
    found = [index_of(env.columns, e.table.lower(), e.name.lower(), e) for e in (on.this, on.expression)]
    return found[0], found[1]


def _lateral(left: Table, join: exp.Join, env: Env, query: Query) -> Table:
    """The right side once for each row of the left one."""
    rows: list[Row] = []
    columns = left.columns
    for one in left.rows:
        here = env.over(left).at(one)
        inner = Env(env.server, outer=here, tables=env.tables, notices=env.notices)
        right = _one(join.this, inner, query)
        columns = (*left.columns, *right.columns)
        rows += [(*one, *other) for other in right.rows]
    return Table(columns, tuple(rows), left.weight, left.hidden)
