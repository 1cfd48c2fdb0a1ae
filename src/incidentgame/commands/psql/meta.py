"""Backslash commands (api-503-host §3.4)."""

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

from incidentgame.commands.psql.describe import indexes, roles, table, tables
from incidentgame.commands.psql.table import Style, printed
from incidentgame.kernel.instant import SECOND, ctime
from incidentgame.world.database.relations import Row

if TYPE_CHECKING:
    from incidentgame.commands.psql.session import PsqlSession

Printed = tuple[str, str]
TLS = "SSL connection (protocol: TLSv1.3, cipher: TLS_AES_256_GCM_SHA384, compression: off)\n"
_ROUNDS = 3
HELP = """You are using psql, the command-line interface to PostgreSQL.
Type:  \\copyright for distribution terms
       \\h for help with SQL commands
       \\? for help with psql commands
       \\g or terminate with semicolon to execute query
       \\q to quit
"""
_COMMANDS = """General
  \\g                      execute query (and send result to file or |pipe)
  \\gx                     as \\g, but forces expanded output mode
  \\q                      quit psql
  \\watch [SEC]            execute query every SEC seconds

Help
  \\? [commands]           show help on backslash commands
  \\h [NAME]               help on syntax of SQL commands, * for all commands

Informational
  (options: S = show system objects, + = additional detail)
  \\d[S+]                  list tables, views, and sequences
  \\d[S+]  NAME            describe table, view, sequence, or index
  \\di[S+] [PATTERN]       list indexes
  \\dt[S+] [PATTERN]       list tables
  \\du[S+] [PATTERN]       list roles
  \\l[+]   [PATTERN]       list databases

Formatting
  \\a                      toggle between unaligned and aligned output mode
  \\t [on|off]             show only rows
  \\x [on|off|auto]        toggle expanded output

Connection
  \\conninfo               display information about current connection

Operating System
  \\timing [on|off]        toggle timing of commands
"""


def run(session: "PsqlSession", line: str) -> Printed:
    """One meta-command with its arguments."""
    try:
        words = shlex.split(line[1:].rstrip(";").strip().rstrip(";"), posix=True)
    except ValueError:
        words = line[1:].split()
    name, arguments = (words[0], words[1:]) if words else ("", [])
    plus, bare = name.endswith("+"), name.rstrip("+")
    if bare.startswith("d") and bare.replace("S", "") in _DESCRIBING:
        return _described(session, bare.replace("S", ""), arguments, plus)
    handler = _HANDLERS.get(bare)
    if handler is None:
        session.server.bench.unanswered(line, "psql meta-command")
        return "", f"invalid command \\{name}\nTry \\? for help.\n"
    return handler(session, arguments)


_DESCRIBING = ("d", "dt", "di", "du", "dg", "dn", "dv", "ds", "dx", "dp")


def _described(session: "PsqlSession", name: str, arguments: list[str], plus: bool) -> Printed:
    style = Style(border=1, expanded=False, tuples_only=session.style.tuples_only)
    pattern = arguments[0] if arguments else ""
    seen = session.server.session()
    if name in ("du", "dg"):
        return roles(seen, style), ""
    if name == "di":
        return indexes(seen, style), ""
    if name == "dn":
        return printed(("Name", "Owner"), (("public", "pg_database_owner"),), style, "List of schemas"), ""
    if name == "d" and pattern:
        return table(seen, pattern)
    if name in ("d", "dt", "dp"):
        return tables(seen, style, pattern, plus=plus)
    return "", "Did not find any relations.\n"


def _conninfo(session: "PsqlSession", arguments: list[str]) -> Printed:
    server = session.server
    where = (
        f'on host "{session.host}" (address "{server.address}")'
        if session.host != server.address
        else f'on host "{session.host}"'
    )
    text = (
        f'You are connected to database "{server.database}" as user "{server.user}" {where} at port "5432".\n'
    )
    return text + TLS, ""


def _list(session: "PsqlSession", arguments: list[str]) -> Printed:
    own, encoding = session.server.database, ("UTF8", "en_US.UTF-8", "en_US.UTF-8", None, "libc")
    access = "=c/postgres\npostgres=CTc/postgres"
    rows: tuple[Row, ...] = (
        ("postgres", "postgres", *encoding, None),
        ("rdsadmin", "rdsadmin", *encoding, "rdsadmin=CTc/rdsadmin"),
        (session.server.holding if own == "postgres" else own, "app", *encoding, None),
        ("template0", "rdsadmin", *encoding, "=c/rdsadmin\nrdsadmin=CTc/rdsadmin"),
        ("template1", "postgres", *encoding, access),
    )
    columns = (
        "Name",
        "Owner",
        "Encoding",
        "Collate",
        "Ctype",
        "ICU Locale",
        "Locale Provider",
        "Access privileges",
    )
    return printed(columns, rows, Style(tuples_only=session.style.tuples_only), "List of databases"), ""


def _switch(now: bool, arguments: list[str]) -> bool:
    word = arguments[0].lower() if arguments else ""
    return True if word in ("on", "1", "true") else False if word in ("off", "0", "false") else not now


def _expanded(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.styled(expanded=_switch(session.style.expanded, arguments))
    return _said(session, f"Expanded display is {'on' if session.style.expanded else 'off'}.\n")


def _tuples(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.styled(tuples_only=_switch(session.style.tuples_only, arguments))
    return _said(session, f"Tuples only is {'on' if session.style.tuples_only else 'off'}.\n")


def _unaligned(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.styled(layout="aligned" if session.style.layout == "unaligned" else "unaligned")
    return _said(session, f"Output format is {session.style.layout}.\n")


def _timing(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.timing = _switch(session.timing, arguments)
    return _said(session, f"Timing is {'on' if session.timing else 'off'}.\n")


def _said(session: "PsqlSession", text: str) -> Printed:
    return ("" if session.quiet else text), ""


def _pset(session: "PsqlSession", arguments: list[str]) -> Printed:
    name, value = (arguments[0] if arguments else ""), (arguments[1] if len(arguments) > 1 else "")
    if name == "null":
        session.styled(null=value)
        return _said(session, f'Null display is "{value}".\n')
    if name in ("expanded", "x"):
        return _expanded(session, [value] if value else [])
    if name in ("tuples_only", "t"):
        return _tuples(session, [value] if value else [])
    if name == "format" and value in ("aligned", "unaligned", "csv"):
        session.styled(layout=value)
        return _said(session, f"Output format is {value}.\n")
    if name in ("pager", "border", "linestyle", "footer"):
        session.styled(footer=value != "off") if name == "footer" else None
        return "", ""
    return "", f"\\pset: unknown option: {name}\n"


def _quit(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.ended = True
    return "", ""


def _buffered(session: "PsqlSession") -> str:
    """What \\g runs: the buffer, or the last statement again."""
    text, session.splitter.kept = session.splitter.kept.strip(), ""
    session.splitter.state = ""
    return text or session.last


def _go(session: "PsqlSession", arguments: list[str]) -> Printed:
    statement = _buffered(session)
    return session.run(statement) if statement else ("", "")


def _go_expanded(session: "PsqlSession", arguments: list[str]) -> Printed:
    before = session.style.expanded
    session.styled(expanded=True)
    found = _go(session, arguments)
    session.styled(expanded=before)
    return found


def _watch(session: "PsqlSession", arguments: list[str]) -> Printed:
    """Three rounds, then as if interrupted (house rule)."""
    statement = _buffered(session)
    if not statement:
        return "", "\\watch cannot be used with an empty query\n"
    try:
        seconds = float(arguments[0]) if arguments else 2.0
    except ValueError:
        return "", f"\\watch: incorrect interval value '{arguments[0]}'\n"
    every, out, bench = max(0.1, seconds), "", session.server.bench
    for number in range(_ROUNDS):
        if number:
            bench.wait(round(every * SECOND), "\\watch")
        at = ctime(bench.view.now).replace(" UTC", "")
        shown, problem = session.run(statement, f"{at} (every {every:g}s)")
        out += shown
        if problem:
            return out, problem
    return out, ""


def _reset(session: "PsqlSession", arguments: list[str]) -> Printed:
    session.splitter.kept = session.splitter.state = ""
    return _said(session, "Query buffer reset (cleared).\n")


def _echo(session: "PsqlSession", arguments: list[str]) -> Printed:
    return " ".join(arguments) + "\n", ""


def _set(session: "PsqlSession", arguments: list[str]) -> Printed:
    if arguments:
        session.variables[arguments[0]] = "".join(arguments[1:])
        session.stop_on_error = session.variables.get("ON_ERROR_STOP", "") in ("1", "on", "true")
    return "", ""


def _connect(session: "PsqlSession", arguments: list[str]) -> Printed:
    wanted = arguments[0] if arguments else session.server.database
    if wanted != session.server.database:
        where = f'connection to server at "{session.host}" ({session.server.address}), port 5432 failed'
        return (
            "",
            f'\\connect: {where}: FATAL:  database "{wanted}" does not exist\nPrevious connection kept\n',
        )
    server = session.server
    return f'You are now connected to database "{server.database}" as user "{server.user}".\n', ""


_HANDLERS: dict[str, Callable[["PsqlSession", list[str]], Printed]] = {
    "": lambda session, arguments: ("", ""),
    "!": lambda session, arguments: ("", "\\!: the shell is not available here\n"),
    "?": lambda session, arguments: (_COMMANDS, ""),
    "a": _unaligned,
    "c": _connect,
    "connect": _connect,
    "conninfo": _conninfo,
    "echo": _echo,
    "g": _go,
    "gx": _go_expanded,
    "h": lambda session, arguments: ("Available help:\n  EXPLAIN  SELECT  SET  SHOW\n", ""),
    "l": _list,
    "list": _list,
    "p": lambda session, arguments: ((session.splitter.kept.strip() or session.last) + "\n", ""),
    "pset": _pset,
    "q": _quit,
    "quit": _quit,
    "r": _reset,
    "set": _set,
    "t": _tuples,
    "timing": _timing,
    "watch": _watch,
    "x": _expanded,
}
