"""The tables and views of a server for one session: processes, locks, the catalogue, the shop."""

from incidentgame.kernel.instant import Instant
from incidentgame.world.database.asking import DATABASE_OID, Session, relation_oid, role_oid
from incidentgame.world.database.backends import Backend, blocking
from incidentgame.world.database.catalogue import INFORMATION, VIEWS, Make
from incidentgame.world.database.relations import Relation
from incidentgame.world.database.samples import sample
from incidentgame.world.database.values import Address, Moment, Value

HIDDEN = "<insufficient privilege>"


def relation(session: Session, schema: str, name: str) -> Relation | None:
    """A view of pg_catalog or information_schema, or a table of public; None when there is none."""
    if schema in ("", "pg_catalog") and name in _VIEWS:
        return _VIEWS[name](session)
    if schema == "information_schema" and name in INFORMATION:
        return INFORMATION[name](session)
    if schema in ("", "public") and name in session.tables:
        return sample(name, session.tables, session.dice, session.begins)
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
    if at == session.now:
        return Moment.of(at, session.dice.below(1000, "now", at))
    return Moment.of(at, session.dice.below(1000, "micros", backend.pid, name, at))


def _activity(session: Session) -> Relation:
    return Relation(tuple(_ACTIVITY), tuple(_process(session, backend) for backend in session.backends))


def _process(session: Session, one: Backend) -> tuple[Value, ...]:
    """A row of pg_stat_activity (api-503-host §3.2); what the role may not see is NULL."""
    database = DATABASE_OID if one.datname else None
    user = role_oid(session, one.usename) if one.usename else None
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
        relation_oid(session, str(name)),
        *(None,) * 7,
        virtual,
        one.pid,
        str(mode),
        held,
        False,
        moment,
    )


def blocking_of(session: Session, pid: int) -> list[int]:
    """The pids a backend waits for."""
    return blocking(list(session.backends), pid)


_VIEWS: dict[str, Make] = {**VIEWS, "pg_locks": _locks, "pg_stat_activity": _activity}
