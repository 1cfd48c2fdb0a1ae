"""The port to whatever runs SQL: a statement and a server in, rows or an error in PostgreSQL's words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from incidentgame.world.database.relations import Relation, Row
from incidentgame.world.database.values import Moment


@dataclass(frozen=True)
class SqlError(Exception):
    """A refusal by the server. `position` is the offset in the statement, −1 when it points nowhere.

    `unknown` is set when it is this world that has no answer, not PostgreSQL; `lost` when the session ended.
    """

    message: str
    position: int = -1
    detail: str = ""
    hint: str = ""
    unknown: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A result: column names and rows (no columns: a command), the command tag, and warnings before it."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tag: str = ""
    notices: tuple[str, ...] = ()
    query: bool = False


class Server(Protocol):
    """One session on a server, as its statements see it."""

    @property
    def user(self) -> str: ...

    @property
    def database(self) -> str: ...

    @property
    def pid(self) -> int: ...

    @property
    def now(self) -> Moment:
        """The start of the transaction."""

    @property
    def version(self) -> str: ...

    @property
    def read_only(self) -> bool:
        """Is this a replica?"""

    def relation(self, schema: str, name: str) -> Relation | None:
        """A table or view; None when there is none. SqlError when the role may not read it."""

    def owner(self, name: str) -> str:
        """The owner of a table; empty when there is no such table."""

    def show(self, name: str) -> str | None:
        """A setting as SHOW prints it."""

    def shown(self) -> Sequence[tuple[str, str, str]]:
        """Every setting: name, value, description."""

    def set(self, name: str, value: str) -> bool:
        """Set it for the session; False when there is no such setting."""

    def signal(self, pid: int, how: str) -> tuple[bool, str]:
        """`terminate` or `cancel` a backend: whether it was told, and a warning. SqlError when refused."""

    def blocking(self, pid: int) -> list[int]:
        """The pids a backend waits for."""

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass."""


class SqlEngine(Protocol):
    """Runs one statement; raises SqlError."""

    def run(self, statement: str, server: Server) -> Rows: ...
