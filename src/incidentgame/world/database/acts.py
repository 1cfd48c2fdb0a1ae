"""Acts on a database: sessions opened and closed by a fault, cancelled and ended by whoever may (§3.3)."""

from incidentgame.world import kinds
from incidentgame.world.actions import Done, verb
from incidentgame.world.change import Act
from incidentgame.world.compute.app import held, settings
from incidentgame.world.compute.roles import app_unit
from incidentgame.world.database.backends import CLIENT, Backend, backends, database_name
from incidentgame.world.database.restart import is_writer
from incidentgame.world.state import Doc, Drop, Edit, Put, sim, with_sim
from incidentgame.world.view import View

_MEMBERS = (
    "datname",
    "usename",
    "application_name",
    "client_addr",
    "client_port",
    "state",
    "query",
    "wait_event_type",
    "wait_event",
    "backend_xid",
)


@verb("database.open_session")
def open_session(view: View, act: Act) -> Done:
    """A session that stays: pg_stat_activity's members, `host` whose pool it holds, `locks`, `seconds`."""
    given = act.parameters
    pid = int(
        given.get("pid") or view.dice.between(2_000, 31_900, "session", view.now, str(given.get("query")))
    )
    host = str(given.get("host") or "")
    if host and not given.get("client_addr"):
        given = {**given, "client_addr": (view.world.find(kinds.HOST, host) or {}).get("PrivateIp")}
    doc: Doc = {
        "pid": pid,
        "datname": database_name(next(iter(view.world.all(kinds.DATABASE)), {})),
        "usename": "app",
        "application_name": app_unit(view.world, host).removesuffix(".service") if host else "",
        "backend_start": int(given.get("backend_start") or view.now),
        "xact_start": view.now,
        "query_start": view.now,
        "state_change": view.now,
        "state": "active",
        "backend_type": CLIENT,
        **{name: given[name] for name in _MEMBERS if given.get(name) is not None},
        "sim": {
            **({"host": host, "holds": "pool"} if host else {}),
            "locks": list(given.get("locks") or ()),
            "blocked_by": list(given.get("blocked_by") or ()),
        },
    }
    edits: list[Edit] = [Put(kinds.DB_SESSION, str(pid), doc)]
    if given.get("seconds"):
        due = view.now + int(given["seconds"]) * 1000
        later = {"due": due, "edits": (Drop(kinds.DB_SESSION, str(pid)),), "action": "database.finished"}
        edits.append(Put(kinds.PENDING, f"session|{pid}|{view.now}", later))
    return Done(edits=tuple(edits), result={"pid": pid})


@verb("database.close_session")
def close_session(view: View, act: Act) -> Done:
    """The session's client goes away by itself."""
    pid = str(act.parameters["pid"])
    if view.world.find(kinds.DB_SESSION, pid) is None:
        return Done()
    return Done(edits=(*_freed(view, pid), Drop(kinds.DB_SESSION, pid)))


@verb("database.terminate")
def terminate(view: View, act: Act) -> Done:
    """pg_terminate_backend: the session ends, its locks and its place in the pool are free."""
    pid = int(act.parameters["pid"])
    found = _backend(view, pid)
    if found is None:
        return _gone(pid)
    if found.slot >= 0:
        return Done(edits=_opened(view, found.host, found.slot), result={"done": True})
    if view.world.find(kinds.DB_SESSION, str(pid)) is None:
        return Done(result={"done": True})
    return Done(
        edits=(*_freed(view, str(pid)), Drop(kinds.DB_SESSION, str(pid)), *_woken(view, pid)),
        result={"done": True},
    )


@verb("database.cancel")
def cancel(view: View, act: Act) -> Done:
    """pg_cancel_backend: ends the running statement; an idle session takes no notice."""
    pid = int(act.parameters["pid"])
    if _backend(view, pid) is None:
        return _gone(pid)
    doc = view.world.find(kinds.DB_SESSION, str(pid))
    if doc is None or doc.get("state") != "active":
        return Done(result={"done": True})
    if sim(doc).get("holds") == "pool" or sim(doc).get("host"):
        edits = (*_freed(view, str(pid)), Drop(kinds.DB_SESSION, str(pid)), *_woken(view, pid))
        return Done(edits=edits, result={"done": True})
    idle: Doc = {**_idle(view, doc), "sim": {**sim(doc), "locks": [], "blocked_by": []}}
    return Done(edits=(Put(kinds.DB_SESSION, str(pid), idle), *_woken(view, pid)), result={"done": True})


def _backend(view: View, pid: int) -> Backend | None:
    writer = next((id for id in view.world.table(kinds.DB_INSTANCE) if is_writer(view.world, id)), "")
    return next((one for one in backends(view, writer) if one.pid == pid), None)


def _gone(pid: int) -> Done:
    warning = f"WARNING:  PID {pid} is not a PostgreSQL backend process\n"
    return Done(stderr=warning, result={"done": False})


def _idle(view: View, doc: Doc) -> Doc:
    waiting = {"wait_event_type": "Client", "wait_event": "ClientRead"}
    return {
        **doc,
        "state": "idle",
        "state_change": view.now,
        "xact_start": None,
        "backend_xid": None,
        **waiting,
    }


def _freed(view: View, pid: str) -> tuple[Edit, ...]:
    """The pool of the session's host opens a new connection in its place."""
    host = str(sim(view.world.get(kinds.DB_SESSION, pid)).get("host") or "")
    running = settings(view.world, host) if host else None
    if running is None:
        return ()
    slot = max(0, running.connections - held(view.world, host))
    return _opened(view, host, slot)


def _opened(view: View, host: str, slot: int) -> tuple[Edit, ...]:
    cluster = next(iter(view.world.table(kinds.DATABASE)), "")
    doc = view.world.find(kinds.DATABASE, cluster)
    if doc is None:
        return ()
    opened = {**sim(doc).get("opened", {}), f"{host}|{slot}": view.now}
    return (Put(kinds.DATABASE, cluster, with_sim(doc, opened=opened)),)


def _woken(view: View, ended: int) -> tuple[Edit, ...]:
    """Who waited for this session alone gets its lock, finishes, and is gone back to its pool (§3.3)."""
    edits: list[Edit] = []
    for id, doc in view.world.table(kinds.DB_SESSION).items():
        waits = [int(pid) for pid in sim(doc).get("blocked_by") or ()]
        if ended not in waits:
            continue
        left = [pid for pid in waits if pid != ended]
        if left:
            edits.append(Put(kinds.DB_SESSION, id, with_sim(doc, blocked_by=left)))
        elif sim(doc).get("host"):
            edits.append(Drop(kinds.DB_SESSION, id))
        else:
            edits.append(
                Put(
                    kinds.DB_SESSION,
                    id,
                    {**_idle(view, doc), "sim": {**sim(doc), "blocked_by": [], "locks": []}},
                )
            )
    return tuple(edits)
