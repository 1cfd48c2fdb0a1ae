"""The catalogue: roles, tables, indexes, settings, and the statistics kept of them."""

from collections.abc import Callable

from incidentgame.world.database.asking import DATABASE_OID, TABLE_OID, Session, role_oid
from incidentgame.world.database.backends import database_name
from incidentgame.world.database.relations import Relation
from incidentgame.world.database.values import Moment


def _settings(session: Session) -> Relation:
    rows = [
        (s.name, s.value, s.unit or None, s.category, s.text, "default", s.value) for s in session.settings
    ]
    return Relation(("name", "setting", "unit", "category", "short_desc", "source", "reset_val"), tuple(rows))


def _databases(session: Session) -> Relation:
    name = database_name(session.doc)
    rows = ((5, "postgres", 10, 6), (DATABASE_OID, name, role_oid(session, "app"), 6))
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
        (role_oid(session, r), r, r == "postgres", r == "postgres", r == "postgres", True, False, -1)
        for r in session.roles
    ]
    return Relation(columns, tuple(rows))


def _classes(session: Session) -> Relation:
    """pg_class with one column of ours at the end: the size in bytes."""
    columns = ("oid", "relname", "relnamespace", "relkind", "reltuples", "relpages", "relsize")
    rows = [
        (
            TABLE_OID + n,
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
            (TABLE_OID + n, "public", name, *counts, live, live // 140, None, vacuumed, None, vacuumed)
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
        database_name(session.doc),
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
    rows = [(database_name(session.doc), "public", name, "BASE TABLE") for name in session.tables]
    return Relation(("table_catalog", "table_schema", "table_name", "table_type"), tuple(rows))


Make = Callable[[Session], Relation]
VIEWS: dict[str, Make] = {
    "aurora_replica_status": _replication,
    "pg_class": _classes,
    "pg_database": _databases,
    "pg_indexes": _indexes,
    "pg_roles": _roles,
    "pg_settings": _settings,
    "pg_stat_database": _database_statistics,
    "pg_stat_replication": _no_replication,
    "pg_stat_user_tables": _table_statistics,
    "pg_tables": _pg_tables,
    "pg_user": _roles,
}
"""pg_catalog's views by name, but those of processes and locks."""
INFORMATION: dict[str, Make] = {"columns": _columns, "tables": _information_tables}
"""information_schema's."""
