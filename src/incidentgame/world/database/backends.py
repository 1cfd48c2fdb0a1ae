"""The server's processes, as pg_stat_activity shows them (api-503-host §3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.compute.app import held, settings
from incidentgame.world.compute.roles import app_unit
from incidentgame.world.database.restart import is_writer
from incidentgame.world.database.statements import APP_STATEMENTS
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import View

CLIENT = "client backend"
_BUSY = 4
"""Of a hundred looks at a pooled connection, how many find it at work (house rule)."""
_OWN = (
    ("autovacuum launcher", "Activity", "AutoVacuumMain", ""),
    ("logical replication launcher", "Activity", "LogicalLauncherMain", "rdsadmin"),
    ("background writer", "Activity", "BgWriterMain", ""),
    ("checkpointer", "Activity", "CheckpointerMain", ""),
    ("walwriter", "Activity", "WalWriterMain", ""),
)


@dataclass(frozen=True, slots=True)
class Backend:
    """One process of the server. Instants in ms; `locks` are (relation, mode, granted); `blocked_by` pids."""

    pid: int
    backend_type: str = CLIENT
    datname: str | None = None
    usename: str | None = None
    application_name: str = ""
    client_addr: str | None = None
    client_port: int | None = None
    backend_start: Instant = 0
    xact_start: Instant | None = None
    query_start: Instant | None = None
    state_change: Instant | None = None
    state: str | None = None
    wait_event_type: str | None = None
    wait_event: str | None = None
    backend_xid: int | None = None
    query: str = ""
    host: str = ""
    slot: int = -1
    locks: tuple[Mapping[str, object], ...] = ()
    blocked_by: tuple[int, ...] = field(default=())


def database_doc(view: View, instance: str) -> tuple[str, Doc]:
    """The cluster of an instance, and what its database holds (an empty document when nothing is said)."""
    doc = view.world.find(kinds.DB_INSTANCE, instance) or {}
    cluster = str(doc.get("DBClusterIdentifier") or next(iter(view.world.table(kinds.DATABASE)), ""))
    return cluster, view.world.find(kinds.DATABASE, cluster) or {"sim": {}}


def database_name(doc: Doc) -> str:
    """The database that the app's tables are in."""
    return str(sim(doc).get("name") or "postgres")


def backends(view: View, instance: str) -> list[Backend]:
    """Everything the instance runs now, but the session that asks; ordered by pid."""
    key = ("backends", instance, view.now, view.account.begins, view.dice)
    return [*view.world.once(key, lambda: _present(view, instance))]


def _present(view: View, instance: str) -> tuple[Backend, ...]:
    _, doc = database_doc(view, instance)
    started = int(sim(doc).get("started") or view.account.begins - 19 * DAY)
    found = [*_own(view, instance, started)]
    if is_writer(view.world, instance):
        found += _sessions(view)
        found += _pools(view, doc, started)
    return tuple(sorted(_apart(found), key=lambda backend: backend.pid))


def _apart(found: list[Backend]) -> Iterator[Backend]:
    """The same with every pid once: who comes later takes the next free number."""
    taken: set[int] = set()
    for one in found:
        pid = one.pid
        while pid in taken:
            pid += 1
        taken.add(pid)
        yield one if pid == one.pid else replace(one, pid=pid)


def _own(view: View, instance: str, started: Instant) -> Iterator[Backend]:
    first = view.dice.between(380, 620, "postmaster", instance, started)
    for number, (kind, wait, event, user) in enumerate(_OWN):
        yield Backend(
            first + number,
            backend_type=kind,
            usename=user or None,
            backend_start=started + 400 + number,
            wait_event_type=wait,
            wait_event=event,
        )


def _sessions(view: View) -> Iterator[Backend]:
    """The documents of DB_SESSION; members not given are NULL."""
    for id, doc in view.world.table(kinds.DB_SESSION).items():
        part = sim(doc)
        yield Backend(
            pid=int(doc.get("pid", id)),
            backend_type=str(doc.get("backend_type", CLIENT)),
            datname=_text(doc, "datname"),
            usename=_text(doc, "usename"),
            application_name=str(doc.get("application_name") or ""),
            client_addr=_text(doc, "client_addr"),
            client_port=_whole(doc, "client_port"),
            backend_start=int(doc.get("backend_start") or view.now),
            xact_start=_whole(doc, "xact_start"),
            query_start=_whole(doc, "query_start"),
            state_change=_whole(doc, "state_change") or _whole(doc, "query_start"),
            state=_text(doc, "state"),
            wait_event_type=_text(doc, "wait_event_type"),
            wait_event=_text(doc, "wait_event"),
            backend_xid=_whole(doc, "backend_xid"),
            query=str(doc.get("query") or ""),
            host=str(part.get("host") or ""),
            locks=tuple(part.get("locks") or ()),
            blocked_by=tuple(int(pid) for pid in part.get("blocked_by") or ()),
        )


def _text(doc: Doc, name: str) -> str | None:
    value = doc.get(name)
    return None if value is None else str(value)


def _whole(doc: Doc, name: str) -> int | None:
    value = doc.get(name)
    return None if value is None else int(value)


def connections(world: World) -> int:
    """Clients connected to the cluster's writer: what pg_stat_activity shows, without whoever asks."""
    pooled = 0
    for host, machine in world.table(kinds.HOST).items():
        running = None if host.startswith("template:") else settings(world, host)
        if running is not None and _uses_database(world, str(machine.get("Role", ""))):
            pooled += max(0, running.connections - held(world, host))
    sessions = world.all(kinds.DB_SESSION)
    return pooled + sum(1 for doc in sessions if doc.get("backend_type", CLIENT) == CLIENT)


def _pools(view: View, doc: Doc, started: Instant) -> Iterator[Backend]:
    """The connections of each running app that nothing long holds: idle, or busy for a moment."""
    for host, machine in view.world.table(kinds.HOST).items():
        running = None if host.startswith("template:") else settings(view.world, host)
        if running is None or not _uses_database(view.world, str(machine.get("Role", ""))):
            continue
        for slot in range(running.connections - held(view.world, host)):
            yield _pooled(view, doc, host, slot, started)


def _uses_database(world: World, role: str) -> bool:
    return any(doc["Role"] == role and doc.get("Database") for doc in world.all(kinds.APP_ROUTE))


def _pooled(view: View, doc: Doc, host: str, slot: int, started: Instant) -> Backend:
    """One connection of a pool. Its identity lasts until it is ended; what it does changes by the second."""
    part, machine, unit = sim(doc), view.world.get(kinds.HOST, host), app_unit(view.world, host)
    opened = max(int(part.get("opened", {}).get(f"{host}|{slot}", 0)), _app_since(view, host), started)
    drawn = _drawn(view.dice, f"{host}|{unit}", host, slot, opened, view.now // (2 * SECOND))
    begun = max(view.now - drawn.ago, opened + 40 + 3 * slot)
    return Backend(
        pid=drawn.pid,
        datname=database_name(doc),
        usename="app",
        application_name=unit.removesuffix(".service"),
        client_addr=str(machine.get("PrivateIp", "")),
        client_port=drawn.port,
        backend_start=opened + 40 + 3 * slot,
        xact_start=begun if drawn.busy else None,
        query_start=begun,
        state_change=begun if drawn.busy else begun + drawn.took,
        state="active" if drawn.busy else "idle",
        wait_event_type=None if drawn.busy else "Client",
        wait_event=None if drawn.busy else "ClientRead",
        query=drawn.statement,
        host=host,
        slot=slot,
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What chance says of one pooled connection for two seconds. Durations in ms."""

    busy: bool
    ago: int
    took: int
    pid: int
    port: int
    statement: str


@lru_cache(maxsize=512)
def _drawn(dice: Dice, unit: str, host: str, slot: int, opened: Instant, moment: int) -> _Drawn:
    """Ending many sessions looks at every connection once for each: the draws are the same each time."""
    key = ("pool", host, slot, opened)
    busy = dice.below(100, *key, moment, "busy") < _BUSY
    return _Drawn(
        busy=busy,
        ago=dice.between(0, 2, *key, moment) if busy else _quiet(dice, slot, *key, moment),
        took=dice.between(0, 3, *key, moment, "took"),
        pid=dice.between(2_000, 31_900, unit, *key),
        port=dice.between(32_768, 60_900, *key),
        statement=dice.pick(APP_STATEMENTS, *key, moment),
    )


def _quiet(dice: Dice, slot: int, *key: str | int) -> int:
    """How long ago (ms) an idle connection was last used: the pool hands out the freshest first."""
    return dice.between(30, 900, *key, "quiet") * (1 + slot)


def _app_since(view: View, host: str) -> Instant:
    unit = view.world.find(kinds.UNIT, f"{host}|{app_unit(view.world, host)}") or {}
    machine = view.world.get(kinds.HOST, host)
    return int(unit.get("Since") or int(machine.get("BootedAt", view.now - 6 * DAY)) + 9 * SECOND)


def blocking(found: list[Backend], pid: int) -> list[int]:
    """pg_blocking_pids: the sessions whose locks this one waits for."""
    one = next((backend for backend in found if backend.pid == pid), None)
    if one is None:
        return []
    present = {backend.pid for backend in found}
    if one.blocked_by:
        return [other for other in one.blocked_by if other in present]
    wanted = {str(lock.get("relation")) for lock in one.locks if not lock.get("granted", True)}
    return [
        other.pid
        for other in found
        if other.pid != pid
        and any(lock.get("granted", True) and str(lock.get("relation")) in wanted for lock in other.locks)
    ]
