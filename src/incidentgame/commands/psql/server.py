"""A session on a database server as its statements see it; implements engine.Server on a bench."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from incidentgame.commands.bench import Bench
from incidentgame.commands.psql.engine import SqlError
from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.database import views
from incidentgame.world.database.asking import Session, may_read, owner_of
from incidentgame.world.database.backends import Backend, backends, database_doc, database_name
from incidentgame.world.database.relations import Relation
from incidentgame.world.database.restart import is_writer
from incidentgame.world.database.settings import Setting, normal, settings
from incidentgame.world.database.values import Moment
from incidentgame.world.state import sim


@dataclass
class ServerSession:
    """One connection: who, to which instance, since when; `own` are settings made with SET."""

    bench: Bench
    instance: str
    user: str
    database: str
    address: str
    client: str
    application: str = "psql"
    opened: Instant = 0
    statement: str = ""
    transaction: Instant | None = None
    own: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.opened = self.opened or self.bench.view.now

    @property
    def pid(self) -> int:
        return self.bench.view.dice.between(32_000, 32_700, "psql", self.bench.host, self.user, self.opened)

    @property
    def now(self) -> Moment:
        at = self.bench.view.now if self.transaction is None else self.transaction
        cluster, _ = database_doc(self.bench.view, self.instance)
        return Moment.of(at, self.bench.view.dice.derived("database", cluster).below(1000, "now", at))

    @property
    def version(self) -> str:
        number = self.show("server_version") or "15.12"
        compiler = "x86_64-pc-linux-gnu-gcc (GCC) 9.5.0, 64-bit"
        return f"PostgreSQL {number} on x86_64-pc-linux-gnu, compiled by {compiler}"

    @property
    def holding(self) -> str:
        """The database of this server that the app's tables are in."""
        return database_name(database_doc(self.bench.view, self.instance)[1])

    @property
    def read_only(self) -> bool:
        return not is_writer(self.bench.view.world, self.instance)

    def session(self) -> Session:
        """What the views show now, this session included."""
        view = self.bench.view
        cluster, doc = database_doc(view, self.instance)
        found = (*backends(view, self.instance), self._me())
        return Session(
            user=self.user,
            doc=doc,
            backends=tuple(sorted(found, key=lambda one: one.pid)),
            settings=tuple(self._settings(cluster)),
            dice=view.dice.derived("database", cluster),
            begins=view.account.begins,
            now=view.now,
            replicas=self._replicas(cluster),
        )

    def _me(self) -> Backend:
        at = self.bench.view.now
        return Backend(
            pid=self.pid,
            datname=self.database,
            usename=self.user,
            application_name=self.application,
            client_addr=self.client or None,
            client_port=self.bench.view.dice.between(32_768, 60_900, "port", self.pid),
            backend_start=self.opened,
            xact_start=at if self.transaction is None else self.transaction,
            query_start=at,
            state_change=at,
            state="active",
            query=self.statement,
        )

    def _settings(self, cluster: str) -> list[Setting]:
        fixed = {
            "application_name": self.application,
            "transaction_read_only": "on" if self.read_only else "off",
        }
        given = {**fixed, **self.own}
        found = settings(self.bench.view.world, cluster)
        return [replace(s, value=normal(given[s.name], s.unit)) if s.name in given else s for s in found]

    def _replicas(self, cluster: str) -> tuple[tuple[str, str, int], ...]:
        doc = self.bench.view.world.find(kinds.DB_CLUSTER, cluster) or {}
        rows = []
        for member in doc.get("DBClusterMembers", ()):
            id = str(member["DBInstanceIdentifier"])
            part = sim(self.bench.view.world.find(kinds.DB_INSTANCE, id) or {})
            kind = (
                "MASTER_SESSION_ID"
                if member.get("IsClusterWriter")
                else self.bench.view.dice.uuid("replica", id)
            )
            rows.append((id, kind, int(part.get("lag_ms") or 18)))
        return tuple(rows)

    def relation(self, schema: str, name: str) -> Relation | None:
        session = self.session()
        found = views.relation(session, schema, name)
        public = name in session.tables and schema in ("", "public")
        if found is not None and public and not may_read(session, name):
            raise SqlError(f"permission denied for table {name}")
        return found

    def owner(self, name: str) -> str:
        return owner_of(self.session(), name)

    def show(self, name: str) -> str | None:
        cluster, _ = database_doc(self.bench.view, self.instance)
        return next((s.shown for s in self._settings(cluster) if s.name.lower() == name.lower()), None)

    def shown(self) -> Sequence[tuple[str, str, str]]:
        cluster, _ = database_doc(self.bench.view, self.instance)
        return [(s.name, s.shown, s.text) for s in self._settings(cluster)]

    def set(self, name: str, value: str) -> bool:
        if self.show(name) is None:
            return False
        self.own[name] = value
        self.application = value if name == "application_name" else self.application
        return True

    def signal(self, pid: int, how: str) -> tuple[bool, str]:
        """End a backend or its statement, if the role may (api-503-host §3.3)."""
        session = self.session()
        target = next((one for one in session.backends if one.pid == pid), None)
        if target is None:
            return False, f"WARNING:  PID {pid} is not a PostgreSQL backend process\n"
        self._check(session, target, how)
        if pid == self.pid:
            if how == "cancel":
                raise SqlError("canceling statement due to user request")
            raise SqlError("terminating connection due to administrator command", lost=True)
        if target.backend_type != "client backend":
            return True, ""
        done = self.bench.act(f"database.{how}", pid=pid)
        return bool(done.result.get("done", True)), done.stderr

    def _check(self, session: Session, target: Backend, how: str) -> None:
        what = "process is being terminated" if how == "terminate" else "query is being canceled"
        if target.usename in (None, "postgres", "rdsadmin") and self.user != "postgres":
            verb = "terminate superuser process" if how == "terminate" else "cancel superuser query"
            raise SqlError(f"must be a superuser to {verb}")
        if target.usename != self.user and not session.member("pg_signal_backend"):
            raise SqlError(f"must be a member of the role whose {what} or member of pg_signal_backend")

    def blocking(self, pid: int) -> list[int]:
        return views.blocking_of(self.session(), pid)

    def sleep(self, seconds: float) -> None:
        """Time passes; statement_timeout ends it early."""
        wanted = max(0, round(seconds * 1000))
        cluster, _ = database_doc(self.bench.view, self.instance)
        limit = next((s.value for s in self._settings(cluster) if s.name == "statement_timeout"), "0")
        allowed = int(limit) if limit.isdigit() else 0
        if allowed and wanted > allowed:
            self.bench.wait(allowed, "pg_sleep")
            raise SqlError("canceling statement due to statement timeout")
        self.bench.wait(wanted, "pg_sleep")
