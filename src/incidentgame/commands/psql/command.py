"""The psql command: connect, run -c, -f or standard input, print (api-503-host §3)."""

from incidentgame.commands.bench import Bench, Command
from incidentgame.commands.psql.connect import NotConnected, connect
from incidentgame.commands.psql.engine import SqlEngine
from incidentgame.commands.psql.options import HELP, VERSION, Asked, parse
from incidentgame.commands.psql.session import PsqlSession
from incidentgame.commands.psql.table import Style
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError

_NO_TERMINAL = (
    "psql: there is no prompt of its own here; use -c 'SQL', -f FILE, or a here-document (psql … <<'END')\n"
)


def psql_command(engine: SqlEngine) -> Command:
    """`psql` on this engine."""

    def psql(invocation: Invocation, bench: Bench) -> Outcome:
        asked = parse(invocation.argv, invocation.env, invocation.user)
        if asked.problem:
            return Outcome(stderr=asked.problem, exit=1 if "option" in asked.problem else 2)
        if "V" in asked.flags or "?" in asked.flags:
            return Outcome(VERSION if "V" in asked.flags else HELP)
        if "l" in asked.flags and asked.database == asked.user:
            asked.database = "postgres"
        try:
            session = PsqlSession(engine, connect(asked, bench), asked.host, _style(asked))
        except NotConnected as failure:
            return Outcome(stderr=str(failure), exit=2)
        return _ran(_configured(session, asked), asked, invocation, bench)

    return psql


def _style(asked: Asked) -> Style:
    flags = asked.flags
    layout = "csv" if "csv" in flags else "unaligned" if "A" in flags else "aligned"
    return Style(layout, "x" in flags, "t" in flags, asked.separator)


def _configured(session: PsqlSession, asked: Asked) -> PsqlSession:
    session.quiet = "q" in asked.flags
    session.variables.update(asked.variables)
    session.stop_on_error = asked.variables.get("ON_ERROR_STOP", "0") in ("1", "on", "true")
    for pset in asked.psets:
        name, _, value = pset.partition("=")
        quiet, session.quiet = session.quiet, True
        session.backslash(f"\\pset {name} '{value}'")
        session.quiet = quiet
    return session


def _ran(session: PsqlSession, asked: Asked, invocation: Invocation, bench: Bench) -> Outcome:
    if "l" in asked.flags:
        return Outcome(session.backslash("\\l")[0])
    if asked.actions:
        return _actions(session, asked, invocation, bench)
    if not invocation.stdin_given:
        bench.unanswered("psql", "an interactive psql")
        return Outcome(session.greeting(), _NO_TERMINAL, 2)
    out, err, failed = _script(session, invocation.stdin.decode("utf-8", "replace"), "")
    return Outcome(out, err, failed)


def _actions(session: PsqlSession, asked: Asked, invocation: Invocation, bench: Bench) -> Outcome:
    """Each -c and -f in turn; the exit code is the last one's, or that of the first to stop."""
    out, err, code = "", "", 0
    for kind, text in asked.actions:
        if kind == "c":
            one = _command(session, text)
            code = session.exit
        else:
            content, name = _file(text, invocation, bench)
            if content is None:
                return Outcome(out, f"{err}psql: error: {text}: No such file or directory\n", 1)
            *shown, code = _script(session, content, name)
            one = (str(shown[0]), str(shown[1]))
        out, err = out + one[0], err + one[1]
        if session.ended or (code and session.stop_on_error):
            break
    return Outcome(out, err, code)


def _command(session: PsqlSession, text: str) -> tuple[str, str]:
    """-c: one meta-command, or SQL of which nothing runs after an error."""
    session.exit = 0
    if text.lstrip().startswith("\\"):
        return session.backslash(text.lstrip())
    before, session.stop_on_error = session.stop_on_error, True
    out, err = session.feed_sql(text)
    session.stop_on_error = before
    return out, err


def _script(session: PsqlSession, text: str, name: str) -> tuple[str, str, int]:
    """A script: errors do not stop it unless ON_ERROR_STOP is set, which then makes psql exit 3."""
    out, err = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        one = session.feed(line)
        out, err = out + one[0], err + _placed(one[1], name, number)
        if session.ended or (session.exit and session.stop_on_error):
            return out, err, 2 if session.ended and session.exit else 3 if session.exit else 0
    one = session.flush()
    return (
        out + one[0],
        err + _placed(one[1], name, len(text.splitlines())),
        3 if session.exit and session.stop_on_error else 0,
    )


def _placed(text: str, name: str, number: int) -> str:
    """Errors of a file carry its name and the line."""
    return f"psql:{name}:{number}: {text}" if text and name else text


def _file(path: str, invocation: Invocation, bench: Bench) -> tuple[str | None, str]:
    if path == "-":
        return invocation.stdin.decode("utf-8", "replace"), "<stdin>"
    where = path if path.startswith("/") else f"{invocation.cwd.rstrip('/')}/{path}"
    try:
        return bench.files.read(where).decode("utf-8", "replace"), path
    except FileError:
        return None, path
