"""The small shop with a database: its document, an app with a pool on one host, and a bench that acts."""

from dataclasses import dataclass, field, replace
from typing import Any

from network_world import NOW, REGION, WEB, NetView, view

from incidentgame.adapters.sql import WorldSql
from incidentgame.commands.psql.command import psql_command
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import NotFound
from incidentgame.world import kinds
from incidentgame.world.actions import Done, perform_act
from incidentgame.world.change import Act, Change, Principal
from incidentgame.world.state import Put

SERVER = f"shop-db-1.abc.{REGION}.rds.amazonaws.com"
READER = f"shop-db-2.abc.{REGION}.rds.amazonaws.com"
REPORT = (
    "select c.email, sum(o.total_cents) from orders o join customers c on c.id = o.customer_id group by 1"
)

_COLUMNS = [
    ["id", "bigint"],
    ["customer_id", "bigint"],
    ["status", "text"],
    ["total_cents", "integer"],
    ["created_at", "timestamp with time zone"],
]
DATABASE = {
    "sim": {
        "name": "shop",
        "settings": {"max_connections": "100"},
        "roles": ["app", "oncall", "reporting", "postgres"],
        "members": {"oncall": ["pg_monitor", "pg_signal_backend", "pg_read_all_data"]},
        "passwords": {"app": "secret", "oncall": "", "reporting": "", "postgres": "root"},
        "tables": {
            "customers": {
                "owner": "app",
                "rows": 20000,
                "bytes": 1409024,
                "columns": [["id", "bigint"], ["email", "text"]],
            },
            "orders": {"owner": "app", "rows": 300000, "bytes": 19922944, "columns": _COLUMNS},
        },
    }
}


def session(pid: int, **members: Any) -> Put:
    """A report's session on the app's pool, ten seconds old."""
    doc = {
        "pid": pid,
        "datname": "shop",
        "usename": "app",
        "application_name": "api",
        "client_addr": "10.0.11.35",
        "backend_start": NOW - 600_000,
        "xact_start": NOW - 10_000,
        "query_start": NOW - 10_000,
        "state_change": NOW - 10_000,
        "state": "active",
        "query": REPORT,
        "sim": {"host": WEB, "holds": "pool"},
    }
    return Put(kinds.DB_SESSION, str(pid), {**doc, **members})


def database(*edits: Any) -> NetView:
    """The shop; its app's pool has five connections, nothing holds one unless edits say so."""
    from network_world import host

    everywhere = Put(
        kinds.APP_ROUTE, "api|/v1/cart", {"Role": "api", "Pattern": "/v1/cart", "Database": True}
    )
    jump = host("bastion", "10.0.1.20", "bastion", "subnet-public-a", ["sg-app"], "203.0.113.20")
    return view(Put(kinds.DATABASE, "shop-db", DATABASE), everywhere, jump, *edits)


@dataclass
class DatabaseBench:
    """A bench on a host: acts change the view, waits move it on."""

    view: NetView = field(default_factory=database)
    host: str = WEB
    user: str = "admin"
    waited: int = 0
    missing: list[str] = field(default_factory=list)
    store: dict[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> "DatabaseBench":
        return self

    def read(self, path: str) -> bytes:
        if path not in self.store:
            raise NotFound(path)
        return self.store[path]

    def wait(self, duration: int, why: str = "") -> None:
        self.waited += duration
        self.view = self.view.at(self.view.now + duration)

    def unanswered(self, line: str, reason: str) -> None:
        self.missing.append(line)

    def act(self, verb: str, **parameters: Any) -> Done:
        act = Act(verb, parameters, Principal("oncall", "arn"))
        done = perform_act(self.view, act)
        change = Change(self.view.now, act.principal, "database:", verb, request=parameters, edits=done.edits)
        edited = self.view.edited(self.view.now, *done.edits) if done.edits else self.view
        self.view = replace(edited, changes=(*edited.changes, change))
        return done

    def psql(
        self, *argv: str, stdin: str = "", server: str = SERVER, user: str = "oncall", **env: str
    ) -> Outcome:
        words = ("-h", server, "-U", user, "-d", "shop", *argv)
        return self.run(*words, stdin=stdin, **env)

    def run(self, *argv: str, stdin: str = "", **env: str) -> Outcome:
        call = Invocation("psql", argv, stdin.encode(), bool(stdin), env, "/home/admin", self.user)
        return psql_command(WorldSql())(call, self)  # type: ignore[arg-type]  # a bench needs more than psql does
