"""The server's tables and views for one session: the catalogue, the statistics, the shop's tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.world.database.backends import Backend, blocking
from incidentgame.world.database.relations import Relation
from incidentgame.world.database.samples import sample
from incidentgame.world.database.settings import Setting
from incidentgame.world.database.values import Address, Moment, Value
from incidentgame.world.state import Doc, sim

DATABASE_OID = 16_390
_ROLE_OID = 16_384
_TABLE_OID = 16_400
HIDDEN = "<insufficient privilege>"


@dataclass(frozen=True, slots=True)
class Session:
    """What the views are seen from: who asks, and what the server runs (the asking backend included)."""

    user: str
    doc: Doc
    backends: tuple[Backend, ...]
    settings: tuple[Setting, ...]
    dice: Dice
    begins: Instant
    now: Instant
    replicas: tuple[tuple[str, str, int], ...] = ()

    @property
    def roles(self) -> list[str]:
        """The cluster's roles."""
        return [str(role) for role in sim(self.doc).get("roles", ("postgres", "app"))]

    @property
    def tables(self) -> dict[str, Doc]:
        """The shop's tables by name."""
        return dict(sorted(sim(self.doc).get("tables", {}).items()))

    def member(self, *groups: str) -> bool:
        """Is the asking role in one of the groups, or the superuser?"""
        mine = sim(self.doc).get("members", {}).get(self.user, ())
        return self.user == "postgres" or any(group in mine for group in groups)

    def sees(self, backend: Backend) -> bool:
        """May the role see what a backend does?"""
        return backend.usename == self.user or self.member("pg_monitor", "pg_read_all_stats")


def owner_of(session: Session, name: str) -> str:
    """The owner of a table; empty when there is none."""
    return str(session.tables.get(name, {}).get("owner", ""))


def may_read(session: Session, name: str) -> bool:
    """May the role select from a table?"""
    return session.user == owner_of(session, name) or session.member("pg_read_all_data")


def relation(session: Session, schema: str, name: str) -> Relation | None:
    """A view of pg_catalog or information_schema, or a table of public; None when there is none."""
    if schema in ("", "pg_catalog") and name in _VIEWS:
        return _VIEWS[name](session)
    if schema == "information_schema" and name in _INFORMATION:
        return _INFORMATION[name](session)
    if schema in ("", "public") and name in session.tables:
        return sample(name, session.tables[name], session.dice, session.begins)
    return None


_ACTIVITY = [
    "datid",
    "datname",
    "pid",
    "leader_pid",
    "usesysid",
    "usename",
    "application_name",
    "client_addr",
    "client_hostname",
    "client_port",
    "backend_start",
    "xact_start",
    "query_start",
    "state_change",
    "wait_event_type",
    "wait_event",
    "state",
    "backend_xid",
    "backend_xmin",
    "query_id",
    "query",
    "backend_type",
]


def _moment(session: Session, backend: Backend, name: str, at: Instant | None) -> Value:
    if at is None:
        return None
    return Moment.of(at, session.dice.below(1000, "micros", backend.pid, name, at))


def _activity(session: Session) -> Relation:
    return Relation(tuple(_ACTIVITY), tuple(_process(session, backend) for backend in session.backends))


def _process(session: Session, one: Backend) -> tuple[Value, ...]:
    """A row of pg_stat_activity (api-503-host §3.2); what the role may not see is NULL."""
    database = DATABASE_OID if one.datname else None
    user = _role_oid(session, one.usename) if one.usename else None
    head: tuple[Value, ...] = (database, one.datname, one.pid, None, user, one.usename)
    if not session.sees(one):
        return (*head, one.application_name, *(None,) * 13, HIDDEN, None)
    moments = [
        _moment(session, one, name, at)
        for name, at in (
            ("backend", one.backend_start),
            ("xact", one.xact_start),
            ("xact" if one.query_start == one.xact_start else "query", one.query_start),
            ("change", one.state_change),
        )
    ]
    address = Address(one.client_addr) if one.client_addr else None
    xmin = 1_204_511 + (one.pid % 40) if one.state == "active" else None
    return (
        *head,
        one.application_name,
        address,
        None,
        one.client_port,
        *moments,
        one.wait_event_type,
        one.wait_event,
        one.state,
        one.backend_xid,
        xmin,
        None,
        one.query,
        one.backend_type,
    )


def _role_oid(session: Session, role: str | None) -> int | None:
    if role == "postgres":
        return 10
    return _ROLE_OID + session.roles.index(role) if role in session.roles else 16_383


_LOCKS = [
    "locktype",
    "database",
    "relation",
    "page",
    "tuple",
    "virtualxid",
    "transactionid",
    "classid",
    "objid",
    "objsubid",
    "virtualtransaction",
    "pid",
    "mode",
    "granted",
    "fastpath",
    "waitstart",
]


def _locks(session: Session) -> Relation:
    rows: list[tuple[Value, ...]] = []
    for one in session.backends:
        virtual = f"{3 + one.pid % 90}/{one.pid % 4000}"
        if one.xact_start is not None:
            rows.append(
                (
                    "virtualxid",
                    None,
                    None,
                    None,
                    None,
                    virtual,
                    *(None,) * 4,
                    virtual,
                    one.pid,
                    "ExclusiveLock",
                    True,
                    True,
                    None,
                )
            )
        rows += [
            _lock(session, one, virtual, lock.get("relation"), lock.get("mode"), lock.get("granted", True))
            for lock in one.locks
        ]
        rows += [
            _lock(session, one, virtual, name, "AccessShareLock", True) for name in _read_by(session, one)
        ]
    return Relation(tuple(_LOCKS), tuple(rows))


def _relation_oid(session: Session, name: str) -> int:
    names = list(session.tables)
    return _TABLE_OID + names.index(name) if name in names else _TABLE_OID + len(names)


def _read_by(session: Session, one: Backend) -> list[str]:
    """The tables a running statement reads (and so holds AccessShareLock on), where nothing else is said."""
    if one.state != "active" or one.locks or one.blocked_by:
        return []
    words = one.query.lower().replace(",", " ").split()
    return [name for name in session.tables if name in words]


def _lock(
    session: Session, one: Backend, virtual: str, name: object, mode: object, granted: object
) -> tuple[Value, ...]:
    moment = None if granted else _moment(session, one, "wait", one.query_start)
    held = bool(granted)
    return (
        "relation",
        DATABASE_OID,
        _relation_oid(session, str(name)),
        *(None,) * 7,
        virtual,
        one.pid,
        str(mode),
        held,
        False,
        moment,
    )


def _settings(session: Session) -> Relation:
    rows = [
        (s.name, s.value, s.unit or None, s.category, s.text, "default", s.value) for s in session.settings
    ]
    return Relation(("name", "setting", "unit", "category", "short_desc", "source", "reset_val"), tuple(rows))


def _databases(session: Session) -> Relation:
    name = str(sim(session.doc).get("name", "shop"))
    rows = ((5, "postgres", 10, 6), (DATABASE_OID, name, _role_oid(session, "app"), 6))
    return Relation(("oid", "datname", "datdba", "encoding"), rows)


def _roles(session: Session) -> Relation:
    columns = (
        "oid",
        "rolname",
        "rolsuper",
        "rolcreaterole",
        "rolcreatedb",
        "rolcanlogin",
        "rolreplication",
        "rolconnlimit",
    )
    rows = [
        (_role_oid(session, r), r, r == "postgres", r == "postgres", r == "postgres", True, False, -1)
        for r in session.roles
    ]
    return Relation(columns, tuple(rows))


def _classes(session: Session) -> Relation:
    """pg_class with one column of ours at the end: the size in bytes."""
    columns = ("oid", "relname", "relnamespace", "relkind", "reltuples", "relpages", "relsize")
    rows = [
        (
            _TABLE_OID + n,
            name,
            2200,
            "r",
            float(t.get("rows", 0)),
            int(t.get("bytes", 0)) // 8192,
            int(t.get("bytes", 0)),
        )
        for n, (name, t) in enumerate(session.tables.items())
    ]
    return Relation(columns, tuple(rows))


def _pg_tables(session: Session) -> Relation:
    columns = ("schemaname", "tablename", "tableowner", "tablespace", "hasindexes")
    rows = [("public", name, str(t.get("owner", "")), None, True) for name, t in session.tables.items()]
    return Relation(columns, tuple(rows))


def _table_statistics(session: Session) -> Relation:
    columns = [
        "relid",
        "schemaname",
        "relname",
        "seq_scan",
        "seq_tup_read",
        "idx_scan",
        "n_tup_ins",
        "n_tup_upd",
        "n_tup_del",
        "n_live_tup",
        "n_dead_tup",
        "last_vacuum",
        "last_autovacuum",
        "last_analyze",
        "last_autoanalyze",
    ]
    rows = []
    for n, (name, table) in enumerate(session.tables.items()):
        live, draw = int(table.get("rows", 0)), session.dice.derived("statistics", name)
        vacuumed = Moment.of(
            session.begins + draw.between(3_600_000, 80_000_000, "vacuum"), draw.below(1000, "us")
        )
        counts = (draw.between(200, 900, "seq"), live * 31, live * 60, live, live // 3, live // 90)
        rows.append(
            (_TABLE_OID + n, "public", name, *counts, live, live // 140, None, vacuumed, None, vacuumed)
        )
    return Relation(tuple(columns), tuple(rows))


def _database_statistics(session: Session) -> Relation:
    columns = (
        "datid",
        "datname",
        "numbackends",
        "xact_commit",
        "xact_rollback",
        "blks_read",
        "blks_hit",
        "deadlocks",
        "temp_files",
    )
    count = sum(one.datname is not None for one in session.backends)
    commits = 48_000_000 + (session.now - session.begins) // 40
    row = (
        DATABASE_OID,
        sim(session.doc).get("name", "shop"),
        count,
        commits,
        commits // 4_100,
        9_120_442,
        2_204_118_201,
        0,
        12,
    )
    return Relation(columns, (row,))


def _replication(session: Session) -> Relation:
    """Aurora's own: the instances of the cluster with their lag ."""
    columns = ("server_id", "session_id", "replica_lag_in_msec")
    rows = [
        (name, kind, float(lag) if kind != "MASTER_SESSION_ID" else None)
        for name, kind, lag in session.replicas
    ]
    return Relation(columns, tuple(rows))


def _no_replication(session: Session) -> Relation:
    columns = (
        "pid",
        "usename",
        "application_name",
        "client_addr",
        "state",
        "sent_lsn",
        "replay_lsn",
        "replay_lag",
        "sync_state",
    )
    return Relation(columns, ())


def indexes(session: Session) -> list[tuple[str, str, str]]:
    """(index, table, definition): primary keys on first columns, foreign keys by name (house rule)."""
    found = []
    for name, table in session.tables.items():
        columns = [str(c) for c, _ in table.get("columns", ())]
        if columns[:1] in (["id"], ["sku"]):
            found.append(
                (
                    f"{name}_pkey",
                    name,
                    f"CREATE UNIQUE INDEX {name}_pkey ON public.{name} USING btree ({columns[0]})",
                )
            )
        if "email" in columns:
            found.append(
                (
                    f"{name}_email_key",
                    name,
                    f"CREATE UNIQUE INDEX {name}_email_key ON public.{name} USING btree (email)",
                )
            )
        for column in (c for c in columns if c.endswith("_id")):
            definition = f"CREATE INDEX {name}_{column}_idx ON public.{name} USING btree ({column})"
            found.append((f"{name}_{column}_idx", name, definition))
    return sorted(found)


def _indexes(session: Session) -> Relation:
    rows = tuple(("public", table, index, None, definition) for index, table, definition in indexes(session))
    return Relation(("schemaname", "tablename", "indexname", "tablespace", "indexdef"), rows)


def _columns(session: Session) -> Relation:
    columns = ("table_schema", "table_name", "column_name", "ordinal_position", "data_type")
    rows = [
        ("public", name, str(column), n + 1, str(kind))
        for name, table in session.tables.items()
        for n, (column, kind) in enumerate(table.get("columns", ()))
    ]
    return Relation(columns, tuple(rows))


def _information_tables(session: Session) -> Relation:
    rows = [
        (str(sim(session.doc).get("name", "shop")), "public", name, "BASE TABLE") for name in session.tables
    ]
    return Relation(("table_catalog", "table_schema", "table_name", "table_type"), tuple(rows))


def blocking_of(session: Session, pid: int) -> list[int]:
    """The pids a backend waits for."""
    return blocking(list(session.backends), pid)


_Make = Callable[[Session], Relation]
_VIEWS: dict[str, _Make] = {
    "aurora_replica_status": _replication,
    "pg_class": _classes,
    "pg_database": _databases,
    "pg_indexes": _indexes,
    "pg_locks": _locks,
    "pg_roles": _roles,
    "pg_settings": _settings,
    "pg_stat_activity": _activity,
    "pg_stat_database": _database_statistics,
    "pg_stat_replication": _no_replication,
    "pg_stat_user_tables": _table_statistics,
    "pg_tables": _pg_tables,
    "pg_user": _roles,
}
_INFORMATION: dict[str, _Make] = {"columns": _columns, "tables": _information_tables}


def known_views() -> Sequence[str]:
    """The names of pg_catalog this world knows, sorted."""
    return sorted(_VIEWS)
