"""psql: PostgreSQL's client, on the hosts that reach the database (api-503-host §3)."""

from incidentgame.commands.psql.command import psql_command
from incidentgame.commands.psql.session import PsqlSession

__all__ = ["PsqlSession", "psql_command"]
