"""One statement: a query is evaluated, anything else is answered as the role's rights have it."""

import re
from dataclasses import replace

from incidentgame.adapters.sql.dialect import near, parsed
from incidentgame.adapters.sql.plan import explain
from incidentgame.adapters.sql.query import query
from incidentgame.adapters.sql.scope import Env
from incidentgame.adapters.sql.writes import WRITES, write
from incidentgame.commands.psql.engine import Rows, Server, SqlError

_QUERIES = ("select", "with", "values", "table", "(")
_TAGS = {
    "begin": "BEGIN",
    "start": "START TRANSACTION",
    "commit": "COMMIT",
    "end": "COMMIT",
    "rollback": "ROLLBACK",
    "abort": "ROLLBACK",
    "savepoint": "SAVEPOINT",
    "release": "RELEASE",
    "discard": "DISCARD ALL",
    "reset": "RESET",
    "listen": "LISTEN",
    "unlisten": "UNLISTEN",
    "notify": "NOTIFY",
    "deallocate": "DEALLOCATE",
    "checkpoint": "CHECKPOINT",
}


def run(statement: str, server: Server) -> Rows:
    """Run a statement; SqlError in PostgreSQL's words, never another exception."""
    try:
        return _run(statement, server)
    except SqlError:
        raise
    except RecursionError:
        raise SqlError("stack depth limit exceeded") from None
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise SqlError(f"could not run this statement here: {error}", unknown=True) from None


def _run(statement: str, server: Server) -> Rows:
    found = re.match(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(\w+|\S)", statement, re.DOTALL)
    word = found[1].lower() if found else ""
    if word in _QUERIES:
        return _queried(statement, server)
    if word == "explain":
        return explain(statement, server)
    if word == "show":
        return _show(statement, server)
    if word == "set":
        return _set(statement, server)
    if word == "checkpoint":
        raise SqlError("must be superuser or have privileges of pg_checkpoint to do CHECKPOINT")
    if word in _TAGS:
        return Rows(tag=_TAGS[word])
    if word in WRITES:
        return write(word, statement, server)
    raise near(statement, found.start(1) if found else 0)


def _queried(statement: str, server: Server) -> Rows:
    short = re.match(r"(?i)\s*table\s", statement)
    if short:
        return _whole_table(statement, len(short[0]), server)
    env = Env(server)
    table = query(parsed(statement), env)
    names = tuple(name.rstrip() for _, name in table.columns)
    return Rows(names, table.rows, f"SELECT {len(table.rows)}", tuple(env.notices), query=True)


def _whole_table(statement: str, start: int, server: Server) -> Rows:
    """`TABLE name …`: positions in what goes wrong are those of the statement as it was typed."""
    lead = "select * from "
    try:
        return _queried(lead + statement[start:], server)
    except SqlError as error:
        at = error.position - len(lead) + start
        raise replace(error, position=max(at, 0) if error.position >= 0 else -1) from None


def _show(statement: str, server: Server) -> Rows:
    name = " ".join(statement.split()[1:]).strip('"').lower()
    if name == "all":
        rows = tuple((n, v, d) for n, v, d in server.shown())
        return Rows(("name", "setting", "description"), rows, "SHOW", query=True)
    name = {"time zone": "timezone", "transaction isolation level": "transaction_isolation"}.get(name, name)
    found = server.show(name)
    if found is None:
        raise SqlError(f'unrecognized configuration parameter "{name}"')
    column = "TimeZone" if name == "timezone" else name
    return Rows((column,), ((found,),), "SHOW", query=True)


def _set(statement: str, server: Server) -> Rows:
    found = re.match(
        r"\s*set\s+(?:session\s+|local\s+)?([\w.]+)\s*(?:=|\s+to\s+)\s*(.+)$", statement, re.I | re.S
    )
    if found is None:
        words = statement.split()
        known = len(words) > 1 and words[1].lower() in (
            "role",
            "time",
            "transaction",
            "session",
            "constraints",
        )
        if known:
            return Rows(tag="SET")
        raise near(statement, len(statement))
    if not server.set(found[1].lower(), found[2].strip().strip("'")):
        raise SqlError(f'unrecognized configuration parameter "{found[1].lower()}"')
    return Rows(tag="SET")
