"""SQL: statements parsed by sqlglot and evaluated over the world's relations."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidentgame.commands.psql.engine import Rows, Server


class WorldSql:
    """Implements commands.psql.engine.SqlEngine; the parser is loaded with the first statement."""

    def run(self, statement: str, server: "Server") -> "Rows":
        """Run a statement; SqlError in PostgreSQL's words, never another exception."""
        from incidentgame.adapters.sql.engine import run  # late: loading the parser takes a while

        return run(statement, server)


__all__ = ["WorldSql"]
