"""A psql session: lines in, text and a prompt out (api-503-host §3.4)."""

from dataclasses import dataclass, field, replace

from incidentgame.commands.psql import meta
from incidentgame.commands.psql.engine import Rows, SqlEngine, SqlError
from incidentgame.commands.psql.server import ServerSession
from incidentgame.commands.psql.splitter import Splitter
from incidentgame.commands.psql.table import Style, printed

_ENDS = ("commit", "end", "rollback", "abort")
_LINE = 60


@dataclass
class PsqlSession:
    """One connection and how its results are shown. `host` is the name connected to, as typed.

    `feed` takes a line and gives what it printed to stdout and stderr; `prompt` is for the next one.
    """

    engine: SqlEngine
    server: ServerSession
    host: str
    style: Style = field(default_factory=Style)
    quiet: bool = False
    timing: bool = False
    stop_on_error: bool = False
    failed: bool = False
    ended: bool = False
    exit: int = 0
    last: str = ""
    splitter: Splitter = field(default_factory=Splitter)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def prompt(self) -> str:
        """`shop=>`; `=#` for the superuser, `->` inside a statement, `*` and `!` in a transaction (§3.4)."""
        sign = "#" if self.server.user == "postgres" else ">"
        state = "" if self.server.transaction is None else "!" if self.failed else "*"
        return f"{self.server.database}{self.splitter.state or '='}{state}{sign} "

    def greeting(self) -> str:
        """What an interactive psql says first."""
        versions = f"15.18 (Debian 15.18-0+deb12u1), server {self.server.show('server_version')}"
        return f'psql ({versions})\n{meta.TLS}Type "help" for help.\n\n'

    def feed(self, line: str) -> tuple[str, str]:
        """Run what a line completes; (stdout, stderr)."""
        if not self.splitter.kept and line.strip() in ("quit", "exit"):
            self.ended = True
            return "", ""
        if not self.splitter.kept and line.strip() == "help":
            return meta.HELP, ""
        stripped = line.lstrip()
        if stripped.startswith("\\"):
            return self.backslash(stripped)
        body, mark, tail = _with_backslash(line)
        out, err = self._statements(self.splitter.feed(body + "\n"))
        if mark and not self.ended:
            more = self.backslash(mark + tail)
            return out + more[0], err + more[1]
        return out, err

    def feed_sql(self, text: str) -> tuple[str, str]:
        """SQL as one argument: everything in it, the last statement with or without its semicolon."""
        rest = Splitter()
        statements = rest.feed(text)
        return self._statements([*statements, *([rest.kept.strip()] if rest.kept.strip() else [])])

    def flush(self) -> tuple[str, str]:
        """Run what is left without its semicolon (the end of a script or of -c)."""
        rest, self.splitter.kept = self.splitter.kept.strip(), ""
        self.splitter.state = ""
        return self._statements([rest] if rest else [])

    def backslash(self, line: str) -> tuple[str, str]:
        """A meta-command; the buffer stays as it is, but for \\g, \\gx, \\watch and \\r."""
        return meta.run(self, line)

    def _statements(self, statements: list[str]) -> tuple[str, str]:
        out, err = "", ""
        for statement in statements:
            one = self.run(statement)
            out, err = out + one[0], err + one[1]
            if self.ended or (self.exit and self.stop_on_error):
                break
        return out, err

    def run(self, statement: str, title: str = "") -> tuple[str, str]:
        """One statement, printed."""
        self.last, self.server.statement = statement, statement
        word = statement.split(None, 1)[0].lower().strip(";") if statement.split() else ""
        started = self.server.bench.view.now
        try:
            found = self._transaction(word, statement) or self.engine.run(statement, self.server)
        except SqlError as error:
            return self._refused(statement, error)
        self.exit = 0
        notices = "".join(found.notices)
        took = self._took(started, statement) if self.timing else ""
        if not found.query:
            return ("" if self.quiet else f"{found.tag}\n") + took, notices
        return printed(found.columns, found.rows, self.style, title) + took, notices

    def _transaction(self, word: str, statement: str) -> Rows | None:
        """BEGIN, COMMIT and the like; anything else in a failed transaction is refused."""
        server = self.server
        if word in ("begin", "start"):
            if server.transaction is not None:
                return Rows(tag="BEGIN", notices=("WARNING:  there is already a transaction in progress\n",))
            server.transaction = server.bench.view.now
            return Rows(tag="BEGIN" if word == "begin" else "START TRANSACTION")
        if word in _ENDS and " to " not in f" {statement.lower()} ":
            none = server.transaction is None
            undone = self.failed or word in ("rollback", "abort")
            server.transaction, self.failed = None, False
            notice = ("WARNING:  there is no transaction in progress\n",) if none else ()
            return Rows(tag="ROLLBACK" if undone else "COMMIT", notices=notice)
        if self.failed:
            raise SqlError("current transaction is aborted, commands ignored until end of transaction block")
        return None

    def _took(self, started: int, statement: str) -> str:
        view = self.server.bench.view
        micros = (view.now - started) * 1000 + view.dice.between(380, 4_900, "timing", statement, started)
        shown = f"Time: {micros / 1000:.3f} ms"
        if micros < 1_000_000:
            return f"{shown}\n"
        minutes, rest = divmod(micros // 1000, 60_000)
        return f"{shown} ({minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d})\n"

    def _refused(self, statement: str, error: SqlError) -> tuple[str, str]:
        if error.unknown:
            self.server.bench.unanswered(statement, error.message)
        self.exit = 1
        self.failed = self.server.transaction is not None
        if error.lost:
            self.ended, self.exit = True, 2
            lost = "SSL connection has been closed unexpectedly\nconnection to server was lost\n"
            return "", f"FATAL:  {error.message}\n{lost}"
        text = f"ERROR:  {error.message}\n{_caret(statement, error.position)}"
        text += f"DETAIL:  {error.detail}\n" if error.detail else ""
        return "", text + (f"HINT:  {error.hint}\n" if error.hint else "")

    def styled(self, **changes: object) -> None:
        """Change how results are shown from now on."""
        self.style = replace(self.style, **changes)  # type: ignore[arg-type]  # members of Style, checked by it


def _with_backslash(line: str) -> tuple[str, str, str]:
    """A line's SQL, and the meta-command behind it (`select 1 \\gx`)."""
    quoted = False
    for at, letter in enumerate(line):
        if letter == "'":
            quoted = not quoted
        elif letter == "\\" and not quoted:
            return line[:at], "\\", line[at + 1 :]
    return line, "", ""


def _caret(statement: str, position: int) -> str:
    """`LINE 1: …` and the caret below; long lines are cut around the place, as libpq does."""
    if position < 0:
        return ""
    lines = statement[:position].split("\n")
    number, column = len(lines), len(lines[-1])
    line = statement.split("\n")[number - 1].replace("\t", " ")
    start = 0
    if len(line) > _LINE:
        start = max(0, min(column + 10 - _LINE, len(line) - _LINE))
        end = start + _LINE
        shown = ("..." if start else "") + line[start + (3 if start else 0) : end]
        line = shown + ("..." if end < len(line) else "")
    head = f"LINE {number}: "
    return f"{head}{line}\n{' ' * (len(head) + column - start)}^\n"
