"""Where names lead while an expression is evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from incidentgame.adapters.sql.dialect import place
from incidentgame.commands.psql.engine import Server, SqlError
from incidentgame.world.database.relations import Row
from incidentgame.world.database.values import Value

Weight = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the (alias, name) of each column; `weight`: how many true rows each stands for."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    weight: Weight = (1, 1)
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Env:
    """One row (or group of rows) under evaluation. `outer` is the row of the query around this one."""

    server: Server
    columns: tuple[tuple[str, str], ...] = ()
    row: Row = ()
    outer: "Env | None" = None
    group: Sequence[Row] | None = None
    weight: Weight = (1, 1)
    tables: dict[str, Table] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def at(self, row: Row, group: Sequence[Row] | None = None) -> "Env":
        """The same names over another row."""
        return Env(self.server, self.columns, row, self.outer, group, self.weight, self.tables, self.notices)

    def over(self, table: Table) -> "Env":
        """The columns of a table, with the same surroundings."""
        weight, outer = table.weight, self.outer
        return Env(self.server, table.columns, (), outer, None, weight, self.tables, self.notices)


def column(node: exp.Column, env: Env) -> Value:
    """The value of a column of this row or of a row around it."""
    alias, name = node.table.lower(), _folded(node.this)
    found: Env | None = env
    while found is not None:
        at = index_of(found.columns, alias, name, node)
        if at is not None:
            return found.row[at]
        found = found.outer
    if alias and alias not in {a for a, _ in env.columns}:
        raise SqlError(f'missing FROM-clause entry for table "{alias}"', place(node))
    shown = f"{alias}.{name}" if alias else f'"{name}"'
    raise SqlError(f"column {shown} does not exist", place(node))


def index_of(columns: Sequence[tuple[str, str]], alias: str, name: str, node: exp.Expr) -> int | None:
    """The position of a column; SqlError when the name is ambiguous."""
    places = [i for i, (a, n) in enumerate(columns) if n == name and (not alias or a == alias)]
    if len(places) > 1:
        raise SqlError(f'column reference "{name}" is ambiguous', place(node))
    return places[0] if places else None


def _folded(node: exp.Expr) -> str:
    """An identifier as PostgreSQL keeps it: lower case unless quoted."""
    return node.name if node.args.get("quoted") else node.name.lower()
