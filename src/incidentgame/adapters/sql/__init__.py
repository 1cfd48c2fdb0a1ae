"""SQL: statements parsed by sqlglot and evaluated over the world's relations."""

from incidentgame.adapters.sql.engine import WorldSql

__all__ = ["WorldSql"]
