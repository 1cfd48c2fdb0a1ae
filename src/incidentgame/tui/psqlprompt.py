"""psql's own prompt: statements typed at it become ordinary lines, `psql … -c '…'`, one each.

The prompt itself is the front end's; what it shows comes from the world by way of those lines, so a replay
needs nothing but them. What a connection would have kept between statements is not kept (WD-011), except
the display settings, which travel as options.
"""

import re
import shlex
from dataclasses import dataclass, field

from incidentgame.commands.psql.options import parse
from incidentgame.commands.psql.splitter import Splitter
from incidentgame.tui.intercept import document_end

NOTE = "\\q leaves. Each statement is a psql line of its own; `think`, `ask` and `stuck` work here too."
NO_TRANSACTION = "(BEGIN holds no longer than its line here: write BEGIN; …; COMMIT; on one line.)"

_CALL = re.compile(r"^\s*(?:[A-Za-z_]\w*=\S*\s+)*psql(?:\s|$)")
_ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
_CONNECTED = re.compile(r'You are (?:now )?connected to database "([^"]*)" as user "([^"]*)"')
_SETTINGS = {
    "expanded": re.compile(r"^Expanded display is (on|off)\.$", re.MULTILINE),
    "tuples_only": re.compile(r"^Tuples only is (on|off)\.$", re.MULTILINE),
    "format": re.compile(r"^Output format is (\w+)\.$", re.MULTILINE),
    "null": re.compile(r'^Null display is "(.*)"\.$', re.MULTILINE),
}
_BEHIND = re.compile(r"^(?P<sql>(?:[^'\\]|'[^']*')*)(?P<meta>\\(?:gx?|watch|r|p|q|quit)\b.*)$", re.DOTALL)
_GAME = ("ask", "brief", "expect", "hint", "map", "note", "status", "stuck", "suspects", "think", "timeline")


def is_bare_psql(line: str) -> bool:
    """A psql call that would read statements from the terminal: no -c, -f, pipe or redirection."""
    if not _CALL.match(line) or "`" in line or "$(" in line or "\n" in line.strip():
        return False
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        words = list(lexer)
    except ValueError:
        return False
    if any(set(word) <= set("|&;<>()") or word.startswith("#") for word in words if word):
        return False
    while _ASSIGNMENT.match(words[0]):
        words.pop(0)
    asked = parse(tuple(words[1:]), {}, "")
    return "--" not in words and not (asked.problem or asked.actions or asked.flags & set("lV?"))


def is_game_word(line: str) -> bool:
    """A word of the game that no SQL statement begins with (`explain` and `update` are SQL's)."""
    return line.split(None, 1)[0] in _GAME if line.strip() else False


@dataclass
class PsqlPrompt:
    """One stay at psql's prompt. `call` is the line that opened it."""

    call: str
    ended: bool = False
    _database: str = ""
    _user: str = ""
    _splitter: Splitter = field(default_factory=Splitter)
    _settings: dict[str, str] = field(default_factory=dict)

    @property
    def opening(self) -> str:
        """The line that connects and says to what."""
        return self._line("\\conninfo")

    @property
    def idle(self) -> bool:
        """Is no statement begun?"""
        return not self._splitter.kept

    @property
    def prompt(self) -> str:
        """`shop=> `; `=#` for the superuser, `shop-> ` inside a statement (api-503-host §3.4)."""
        sign = "#" if self._user == "postgres" else ">"
        return f"{self._database}{self._splitter.state or '='}{sign} "

    def cleared(self) -> None:
        """Ctrl-C: the statement begun is forgotten."""
        self._splitter = Splitter()

    def learn(self, out: str) -> None:
        """Keep what psql said of the connection and the display settings."""
        connected = _CONNECTED.search(out)
        if connected:
            self._database, self._user = connected.groups()
        for name, pattern in _SETTINGS.items():
            found = pattern.search(out)
            if found:
                self._settings[name] = found[1]

    def feed(self, typed: str) -> list[str]:
        """The game lines that one typed (or pasted) input completes."""
        lines: list[str] = []
        for row in typed.split("\n"):
            if not self.ended:
                lines += self._row(row)
        return lines

    def _row(self, row: str) -> list[str]:
        word = row.strip()
        if self.idle and word in ("quit", "exit", "\\q", "\\quit"):
            self.ended = True
            return []
        if self.idle and word == "help":
            return [self._line("\\?")]
        behind = _BEHIND.match(row)
        if behind and (not self.idle or behind["sql"].strip()):
            return self._closed(behind["sql"], behind["meta"].strip())
        if word.startswith("\\"):
            return [self._line(word)]
        return self._statements(self._splitter.feed(row + "\n"))

    def _closed(self, sql: str, meta: str) -> list[str]:
        """A statement that ends with a meta-command in place of its semicolon."""
        name = meta.split()[0]
        kept = f"{self._splitter.kept}{sql}".strip()
        if name in ("\\q", "\\quit"):
            self.ended = True
            return []
        if name == "\\p":
            self._splitter.feed(sql + "\n")
            return []
        self.cleared()
        if name == "\\r":
            return []
        if name in ("\\g", "\\gx"):
            return [self._line(kept, "-x" if name == "\\gx" else "")]
        end = document_end("SQL", kept)
        return [f"{self._with_options()} <<'{end}'\n{kept} {meta}\n{end}"]

    def _statements(self, found: list[str]) -> list[str]:
        """A line each; a transaction that begins and ends on one typed line stays together."""
        if len(found) > 1 and any(begins_transaction(one) for one in found):
            return [self._line("; ".join(found))]
        return [self._line(one) for one in found]

    def _line(self, command: str, option: str = "") -> str:
        return f"{self._with_options()}{' ' + option if option else ''} -c {shlex.quote(command)}"

    def _with_options(self) -> str:
        given = [f"-P {shlex.quote(f'{name}={value}')}" for name, value in self._settings.items()]
        return " ".join([self.call.strip(), *given])


def begins_transaction(statement: str) -> bool:
    """BEGIN or START TRANSACTION."""
    return bool(re.match(r"\s*(?:begin|start\s+transaction)\b", statement, re.IGNORECASE))
