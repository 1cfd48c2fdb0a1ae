"""Statements that change something: refused as rights and the replica have it (§3.5, §6.2)."""

import re

from sqlglot import exp

from incidentgame.adapters.sql.dialect import parsed
from incidentgame.adapters.sql.expressions import holds
from incidentgame.adapters.sql.scope import Env, Table
from incidentgame.commands.psql.engine import Rows, Server, SqlError

_DATA = {
    "insert": "INSERT",
    "update": "UPDATE",
    "delete": "DELETE",
    "merge": "MERGE",
    "truncate": "TRUNCATE TABLE",
}
_DEFINITION = ("create", "alter", "drop", "reindex", "comment", "grant", "revoke", "cluster", "refresh")
_UPKEEP = (
    "vacuum",
    "analyze",
    "copy",
    "lock",
    "do",
    "call",
    "prepare",
    "execute",
    "declare",
    "fetch",
    "move",
    "close",
)
WRITES = frozenset((*_DATA, *_DEFINITION, *_UPKEEP))


def write(word: str, statement: str, server: Server) -> Rows:
    """The tag of a statement the role may run, or PostgreSQL's refusal."""
    if word in _UPKEEP:
        return _upkeep(word, statement, server)
    name = _tag(word, statement)
    target = _target(word, statement)
    if server.read_only:
        raise SqlError(f"cannot execute {name} in a read-only transaction")
    if word in _DATA:
        return _data(word, statement, target, server)
    if word in ("create", "comment", "refresh"):
        return _created(name, statement, server)
    return _defined(word, name, statement, target, server)


def _tag(word: str, statement: str) -> str:
    if word in _DATA:
        return _DATA[word]
    words = [w.upper() for w in re.findall(r"\w+", statement)]
    skipped = ("UNIQUE", "TEMP", "TEMPORARY", "UNLOGGED", "OR", "REPLACE")
    kind = next((w for w in words[1:] if w not in skipped), "")
    return f"{word.upper()} {kind}".strip() if word not in ("grant", "revoke", "comment") else word.upper()


_NAMES = re.compile(
    r"(?:into|update|delete\s+from|truncate(?:\s+table)?|table|index|on|view)\s+"
    r"(?:concurrently\s+|only\s+|if\s+(?:not\s+)?exists\s+)*\"?(?:public\.)?(\w+)",
    re.IGNORECASE,
)


def _target(word: str, statement: str) -> re.Match[str] | None:
    """The name the statement is about."""
    return _NAMES.search(statement)


def _owned(target: re.Match[str] | None, server: Server, *, kind: str = "relation") -> str:
    if target is None:
        raise SqlError("syntax error at end of input")
    owner = server.owner(target[1].lower())
    if not owner:
        raise SqlError(f'{kind} "{target[1]}" does not exist', target.start(1) if kind == "relation" else -1)
    return owner


def _data(word: str, statement: str, target: re.Match[str] | None, server: Server) -> Rows:
    tree = parsed(statement)
    owner = _owned(target, server)
    assert target is not None
    if server.user not in (owner, "postgres"):
        raise SqlError(f"permission denied for table {target[1].lower()}")
    if word == "truncate":
        raise SqlError("canceling statement due to lock timeout")
    if word == "insert":
        count = len(tree.expression.expressions) if isinstance(tree.expression, exp.Values) else 0
        return Rows(tag=f"INSERT 0 {count}")
    found = server.relation("", target[1].lower())
    where = tree.args.get("where")
    if found is None:
        return Rows(tag=f"{_DATA[word]} 0")
    if where is None:
        return Rows(tag=f"{_DATA[word]} {max(found.total, len(found.rows))}")
    env = Env(server).over(Table(tuple((target[1].lower(), n) for n in found.columns), found.rows))
    count = sum(holds(where.this, env.at(row)) for row in found.rows)
    return Rows(tag=f"{_DATA[word]} {count}")


def _created(name: str, statement: str, server: Server) -> Rows:
    words = name.split()[-1]
    if words in ("ROLE", "USER"):
        raise SqlError("permission denied to create role")
    if words in ("DATABASE", "EXTENSION"):
        raise SqlError(f"permission denied to create {words.lower()}")
    on = re.search(r"\son\s+(?:only\s+)?(\w+)", statement, re.IGNORECASE)
    if words == "INDEX" and on is not None:
        owner = _owned(on, server)
        if server.user not in (owner, "postgres"):
            raise SqlError(f"must be owner of table {on[1].lower()}")
        return Rows(tag=name)
    if server.user not in ("app", "postgres"):
        position = statement.lower().find(" table ") + 7 if words == "TABLE" else -1
        raise SqlError("permission denied for schema public", position)
    return Rows(tag=name)


def _defined(word: str, name: str, statement: str, target: re.Match[str] | None, server: Server) -> Rows:
    kind = name.split()[-1].lower()
    if kind == "system":
        raise SqlError("must be superuser to execute ALTER SYSTEM command")
    if kind in ("role", "user"):
        raise SqlError("permission denied")
    if kind == "database":
        raise SqlError(f"must be owner of database {server.database}")
    owner = _owned(target, server, kind="table" if word == "drop" else "relation")
    assert target is not None
    if word in ("grant", "revoke") and server.user not in (owner, "postgres"):
        raise SqlError(f"permission denied for table {target[1].lower()}")
    if server.user not in (owner, "postgres"):
        raise SqlError(f"must be owner of table {target[1].lower()}")
    raise SqlError("canceling statement due to lock timeout")


def _upkeep(word: str, statement: str, server: Server) -> Rows:
    if word in ("vacuum", "analyze"):
        named = re.search(r"(\w+)\s*$", statement)
        table = named[1].lower() if named else ""
        owner = server.owner(table)
        if owner and server.user not in (owner, "postgres"):
            verb = "vacuum" if word == "vacuum" else "analyze"
            warning = f'WARNING:  skipping "{table}" --- only table or database owner can {verb} it\n'
            return Rows(tag=word.upper(), notices=(warning,))
        if table not in (word, "verbose", "full") and not owner:
            raise SqlError(f'relation "{table}" does not exist')
        return Rows(tag=word.upper())
    if word == "lock":
        raise SqlError("LOCK TABLE can only be used in transaction blocks")
    raise SqlError(f"{word.upper()} is not something this database answers", unknown=True)
