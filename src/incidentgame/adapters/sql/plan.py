"""EXPLAIN: an honest shape from the tables' sizes (aws-request-path §6.4, api-503-host §3.6).

Estimates are PostgreSQL's cost arithmetic for scans; rows are true counts (house rule: no statistics).
"""

import re
from dataclasses import dataclass

from sqlglot import exp

from incidentgame.adapters.sql.aggregates import uses_aggregate
from incidentgame.adapters.sql.dialect import near, parsed
from incidentgame.adapters.sql.query import query
from incidentgame.adapters.sql.scope import Env
from incidentgame.adapters.sql.writes import WRITES, write
from incidentgame.commands.psql.engine import Rows, Server, SqlError

_HEAD = re.compile(r"\s*explain\s*(?:\(([^)]*)\))?\s*((?:analyze|verbose)\b\s*)*", re.IGNORECASE)
_ROWS_A_MS = 3_000


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a plan: its line, details below it, inner steps."""

    name: str
    cost: float
    rows: int
    width: int
    details: tuple[str, ...] = ()
    inner: tuple["Node", ...] = ()


def explain(statement: str, server: Server) -> Rows:
    """The plan as rows of text; with ANALYZE the statement runs and times are shown."""
    head = _HEAD.match(statement)
    rest = statement[head.end() :] if head else ""
    if not rest.strip():
        raise near(statement, len(statement))
    analyze = "analyze" in (head[0].lower() if head else "")
    word = rest.split()[0].lower()
    if word in WRITES:
        if analyze:
            write(word, rest, server)
        raise SqlError(f"EXPLAIN of {word.upper()} is not something this database answers", unknown=True)
    tree = parsed(rest)
    found = query(tree, Env(server))
    plan = _plan(tree, server, len(found.rows))
    lines = [*_lines(plan, 0, analyze)]
    if analyze:
        lines += ["Planning Time: 0.412 ms", f"Execution Time: {_ms(plan) + 0.08:.3f} ms"]
    return Rows(("QUERY PLAN",), tuple((line,) for line in lines), "EXPLAIN", query=True)


def _plan(tree: exp.Expr, server: Server, out: int) -> Node:
    if not isinstance(tree, exp.Select):
        return Node("Result", 0.01, out, 32)
    tables = [t for t in tree.find_all(exp.Table) if isinstance(t.this, exp.Identifier)]
    where = tree.args.get("where")
    condition = f"Filter: ({_shown(where.this)})" if where else ""
    scans = [_scan(t, server, condition if i == 0 else "") for i, t in enumerate(tables)]
    top = scans[0] if scans else Node("Result", 0.01, 1, 4)
    joins = tree.args.get("joins") or ()
    for join, scan in zip(joins, scans[1:], strict=False):
        top = _join(top, scan, join)
    if tree.args.get("group"):
        keys = ", ".join(_key(key, tree) for key in tree.args["group"].expressions)
        top = Node(
            "HashAggregate", top.cost * 1.6 + 25, max(1, out), top.width, (f"Group Key: {keys}",), (top,)
        )
    elif any(uses_aggregate(part) for part in tree.expressions):
        top = Node("Aggregate", top.cost + top.rows * 0.0025 + 0.01, 1, 8, (), (top,))
    if tree.args.get("order"):
        keys = ", ".join(_key(key, tree) for key in tree.args["order"].expressions)
        top = Node("Sort", top.cost * 1.1 + 50, top.rows, top.width, (f"Sort Key: {keys}",), (top,))
    if tree.args.get("limit"):
        top = Node("Limit", top.cost, out, top.width, (), (top,))
    return top


def _shown(node: exp.Expr) -> str:
    """An expression as written, functions in lower case."""
    return str(node.sql(dialect="postgres", normalize_functions="lower"))


def _key(key: exp.Expr, tree: exp.Select) -> str:
    """A sort or group key; an output's number stands for its expression."""
    inner = key.this if isinstance(key, exp.Ordered) else key
    if (
        isinstance(inner, exp.Literal)
        and not inner.is_string
        and 0 < int(inner.this) <= len(tree.expressions)
    ):
        inner = tree.expressions[int(inner.this) - 1].unalias()
    descending = isinstance(key, exp.Ordered) and bool(key.args.get("desc"))
    shown = _shown(inner)
    return f"({shown}) DESC" if descending and "(" in shown else f"{shown} DESC" if descending else shown


def _scan(table: exp.Table, server: Server, condition: str) -> Node:
    found = server.relation(table.db.lower(), table.name.lower())
    count = max(found.total, len(found.rows)) if found else 0
    alias = f" {table.alias}" if table.alias else ""
    if table.name.lower().startswith("pg_"):
        return Node(
            f"Function Scan on {table.name.lower()}{alias}",
            count * 0.01,
            count,
            440,
            (condition,) * bool(condition),
        )
    point = re.search(r"\b(?:id|sku|email) = ('[^']*'|\d+)\)?$", condition)
    if point:
        key = condition.removeprefix("Filter: ")
        name = f"Index Scan using {table.name.lower()}_pkey on {table.name.lower()}{alias}"
        return Node(name, 8.44, 1, 40, (f"Index Cond: {key}",))
    return Node(
        f"Seq Scan on {table.name.lower()}{alias}",
        count * 0.0185 + count * 0.0025 * bool(condition),
        count,
        40,
        (condition,) * bool(condition),
    )


def _join(left: Node, right: Node, join: exp.Join) -> Node:
    on = join.args.get("on")
    cond = (f"Hash Cond: ({_shown(on)})",) if on else ()
    hashed = Node("Hash", right.cost, right.rows, right.width, (), (right,))
    kind = "Hash Left Join" if str(join.args.get("side") or "").upper() == "LEFT" else "Hash Join"
    width = left.width + right.width
    return Node(
        kind if on else "Nested Loop",
        left.cost + right.cost * 1.7,
        left.rows,
        width,
        cond,
        (left, hashed if on else right),
    )


def _ms(node: Node) -> float:
    """A step's own end in ms: its rows and those below it at a steady pace."""
    return round(node.rows / _ROWS_A_MS + 0.012 + sum(_ms(part) for part in node.inner), 3)


def _lines(node: Node, depth: int, analyze: bool) -> list[str]:
    lead = "" if depth == 0 else " " * (6 * depth - 4) + "->  "
    start = node.inner[0].cost if node.inner and node.name not in ("Limit", "Nested Loop") else 0.0
    cost = f"{min(start, node.cost):.2f}..{node.cost:.2f}"
    shown = f"{lead}{node.name}  (cost={cost} rows={node.rows} width={node.width})"
    if analyze:
        first = 0.008 if not node.inner else _ms(node.inner[0])
        shown += f" (actual time={min(first, _ms(node)):.3f}..{_ms(node):.3f} rows={node.rows} loops=1)"
    pad = " " * (6 * depth + 2)
    lines = [shown, *(f"{pad}{detail}" for detail in node.details if detail)]
    for part in node.inner:
        lines += _lines(part, depth + 1, analyze)
    return lines
