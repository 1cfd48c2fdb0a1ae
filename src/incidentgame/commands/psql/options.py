"""psql's command line, environment and connection strings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_LONG = {
    "command": "c",
    "file": "f",
    "dbname": "d",
    "host": "h",
    "port": "p",
    "username": "U",
    "set": "v",
    "variable": "v",
    "pset": "P",
    "field-separator": "F",
    "output": "o",
    "list": "l",
    "expanded": "x",
    "tuples-only": "t",
    "no-align": "A",
    "quiet": "q",
    "no-psqlrc": "X",
    "no-password": "w",
    "password": "W",
    "echo-all": "a",
    "echo-errors": "b",
    "echo-queries": "e",
    "echo-hidden": "E",
    "single-transaction": "1",
    "version": "V",
    "help": "?",
    "csv": "csv",
    "no-readline": "n",
    "html": "H",
    "record-separator": "R",
    "log-file": "L",
    "table-attr": "T",
    "single-line": "S",
    "single-step": "s",
    "record-separator-zero": "0",
    "field-separator-zero": "z",
}
_WITH_VALUE = "cfdhpUvPFoRLT"
_FLAGS = "lxtAqXwWabeE1VnHSs0z?"
USAGE = 'psql: hint: Try "psql --help" for more information.\n'
VERSION = "psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"
HELP = """psql is the PostgreSQL interactive terminal.

Usage:
  psql [OPTION]... [DBNAME [USERNAME]]

General options:
  -c, --command=COMMAND    run only single command (SQL or internal) and exit
  -d, --dbname=DBNAME      database name to connect to
  -f, --file=FILENAME      execute commands from file, then exit
  -l, --list               list available databases, then exit
  -v, --set=, --variable=NAME=VALUE
                           set psql variable NAME to VALUE
  -V, --version            output version information, then exit
  -X, --no-psqlrc          do not read startup file (~/.psqlrc)

Output format options:
  -A, --no-align           unaligned table output mode
      --csv                CSV (Comma-Separated Values) table output mode
  -F, --field-separator=STRING
                           field separator for unaligned output (default: "|")
  -t, --tuples-only        print rows only
  -x, --expanded           turn on expanded table output

Connection options:
  -h, --host=HOSTNAME      database server host or socket directory
  -p, --port=PORT          database server port (default: "5432")
  -U, --username=USERNAME  database user name
  -w, --no-password        never prompt for password
"""


@dataclass
class Asked:
    """What a psql call asks for. `actions` are (`c` | `f`, text) in order."""

    host: str = ""
    port: str = ""
    user: str = ""
    database: str = ""
    password: str = ""
    application: str = "psql"
    connect_timeout: int = 0
    actions: list[tuple[str, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    separator: str = "|"
    variables: dict[str, str] = field(default_factory=dict)
    psets: list[str] = field(default_factory=list)
    problem: str = ""


def parse(argv: tuple[str, ...], env: Mapping[str, str], user: str) -> Asked:
    """The call; `problem` is what psql says about a wrong option."""
    asked, words, rest = Asked(), [], list(argv)
    while rest and not asked.problem:
        word = rest.pop(0)
        if word == "--":
            words += rest
            break
        if word.startswith("--"):
            _long(asked, word, rest)
        elif word.startswith("-") and len(word) > 1:
            _short(asked, word[1:], rest)
        else:
            words.append(word)
    if words and not asked.database:
        asked.database = words.pop(0)
    if words and not asked.user:
        asked.user = words.pop(0)
    _connection_string(asked)
    _environment(asked, env, user)
    return asked


def _long(asked: Asked, word: str, rest: list[str]) -> None:
    name, equals, value = word[2:].partition("=")
    letter = _LONG.get(name)
    if letter is None:
        asked.problem = f"psql: unrecognized option '--{name}'\n{USAGE}"
    elif letter in _WITH_VALUE:
        if not equals and not rest:
            asked.problem = f"psql: option '--{name}' requires an argument\n{USAGE}"
            return
        _take(asked, letter, value if equals else rest.pop(0))
    else:
        asked.flags.add(letter)


def _short(asked: Asked, letters: str, rest: list[str]) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in _WITH_VALUE:
            if not letters and not rest:
                asked.problem = f"psql: option requires an argument -- '{letter}'\n{USAGE}"
                return
            _take(asked, letter, letters or rest.pop(0))
            return
        if letter not in _FLAGS:
            asked.problem = f"psql: invalid option -- '{letter}'\n{USAGE}"
            return
        asked.flags.add(letter)


def _take(asked: Asked, letter: str, value: str) -> None:
    if letter in "cf":
        asked.actions.append((letter, value))
    elif letter == "v":
        name, _, given = value.partition("=")
        asked.variables[name] = given
    elif letter == "P":
        asked.psets.append(value)
    elif letter == "F":
        asked.separator = value
    elif letter in "dhpU":
        setattr(asked, {"d": "database", "h": "host", "p": "port", "U": "user"}[letter], value)


def _connection_string(asked: Asked) -> None:
    """`postgresql://user:password@host:port/db?…` or `host=… dbname=…` in place of the database's name."""
    text = asked.database
    if text.startswith(("postgresql://", "postgres://")):
        parts = urlsplit(text)
        try:
            port = str(parts.port or "")
        except ValueError:
            wrong = parts.netloc.rpartition(":")[2]
            asked.problem = f'psql: error: invalid integer value "{wrong}" for connection option "port"\n'
            return
        given = dict(parse_qsl(parts.query))
        given |= {"host": unquote(parts.hostname or ""), "user": unquote(parts.username or ""), "port": port}
        given |= {"password": unquote(parts.password or ""), "dbname": unquote(parts.path.lstrip("/"))}
    elif "=" in text:
        given = dict(pair.split("=", 1) for pair in text.split() if "=" in pair)
    else:
        return
    asked.database = given.get("dbname", "")
    asked.host, asked.port = given.get("host") or asked.host, given.get("port") or asked.port
    asked.user, asked.password = given.get("user") or asked.user, given.get("password", "")
    asked.application = given.get("application_name", "psql")
    timeout = given.get("connect_timeout", "")
    asked.connect_timeout = int(timeout) if timeout.isdigit() else 0


def _environment(asked: Asked, env: Mapping[str, str], user: str) -> None:
    asked.host = asked.host or env.get("PGHOST", "")
    asked.port = asked.port or env.get("PGPORT", "") or "5432"
    asked.user = asked.user or env.get("PGUSER", "") or user
    asked.database = asked.database or env.get("PGDATABASE", "") or asked.user
    asked.password = asked.password or env.get("PGPASSWORD", "")
    if env.get("PGAPPNAME") and asked.application == "psql":
        asked.application = env["PGAPPNAME"]
    timeout = env.get("PGCONNECT_TIMEOUT", "")
    asked.connect_timeout = asked.connect_timeout or (int(timeout) if timeout.isdigit() else 0)
