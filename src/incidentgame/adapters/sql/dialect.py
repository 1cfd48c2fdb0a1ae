"""Parsing: PostgreSQL's grammar, every function kept as written, errors in PostgreSQL's words (§3.5)."""

import re
from functools import lru_cache
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import SqlglotError
from sqlglot.parsers.postgres import PostgresParser

from incidentgame.commands.psql.engine import SqlError

_KEPT = ("CAST", "EXTRACT", "SUBSTRING", "POSITION", "TRIM", "OVERLAY")


class Plain(Postgres):
    """PostgreSQL without sqlglot's own idea of what functions mean."""

    class Parser(PostgresParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
            name: PostgresParser.FUNCTION_PARSERS[name] for name in _KEPT
        }


_STAR = re.compile(
    r"\*\s+(?!(?:from|where|order|group|limit|union|into|for|having|offset|fetch)\b)([a-z_]\w*)", re.I
)


@lru_cache(maxsize=512)
def parsed(statement: str) -> exp.Expr:
    """The statement's tree; SqlError with the place of a syntax error."""
    star = _STAR.search(statement)
    if star and statement[: star.start()].strip().lower() == "select":
        raise near(statement, star.start(1))
    try:
        tree = Plain().parse(statement)
    except SqlglotError as error:
        raise _refused(statement, error) from None
    except RecursionError:
        raise SqlError("stack depth limit exceeded") from None
    if len(tree) != 1 or tree[0] is None:
        raise SqlError("cannot insert multiple commands into a prepared statement")
    return tree[0]


def near(statement: str, position: int) -> SqlError:
    """`syntax error at or near "word"`."""
    word = re.match(r"\w+|\S", statement[position:])
    if word is None:
        return SqlError("syntax error at end of input", len(statement.rstrip()))
    return SqlError(f'syntax error at or near "{word[0]}"', position)


def _refused(statement: str, error: SqlglotError) -> SqlError:
    found = (getattr(error, "errors", None) or [{}])[0]
    highlight = str(found.get("highlight") or "")
    context = str(found.get("start_context") or "")
    at = statement.find(context + highlight) if highlight else -1
    if at < 0:
        return _unterminated(statement)
    at += len(context)
    description = str(found.get("description"))
    if description.startswith(("Required keyword", "Expected table name", "Expecting")):
        at += len(highlight)
        while at < len(statement) and statement[at].isspace():
            at += 1
    return near(statement, at)


def _unterminated(statement: str) -> SqlError:
    if statement.count("'") % 2:
        at = statement.rfind("'")
        return SqlError(f'unterminated quoted string at or near "{statement[at:]}"', at)
    return SqlError("syntax error at end of input", len(statement.rstrip()))


def place(node: exp.Expr) -> int:
    """Where in the statement a name stands; −1 when the parser kept no place."""
    for part in (node, *node.find_all(exp.Identifier)):
        start = part.meta.get("start") if part.meta else None
        if start is not None:
            return int(start)
    return -1
