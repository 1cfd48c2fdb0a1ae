"""The app behind nginx: gunicorn's workers, their database pools, and what a route answers.

Settings are those the running unit was started with (its snapshot of its .env files and ExecStart), so
editing the file changes nothing until a restart (api-503-host §2).
"""

from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase

from incidentgame.world import kinds
from incidentgame.world.compute.queue import Queue
from incidentgame.world.compute.roles import app_unit
from incidentgame.world.compute.signals import is_hung
from incidentgame.world.path import AppHop, Path, Reply
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads, spread
from incidentgame.world.walk.replies import answer

_BUSY = b'{"detail":"no database connection available","error":"database_unavailable"}\n'
_ABSENT = b'{"error":"not_found"}\n'


@dataclass(frozen=True, slots=True)
class AppSettings:
    """How the app runs on one host: each worker has a pool of its own."""

    workers: int
    threads: int
    pool_max: int
    pool_timeout_ms: int

    @property
    def connections(self) -> int:
        """Database connections of the whole unit."""
        return self.workers * self.pool_max


def settings(world: World, host: str) -> AppSettings | None:
    """The settings the app runs with on a host; None when it is not running."""
    unit = world.find(kinds.UNIT, f"{host}|{app_unit(world, host)}")
    if unit is None or unit["ActiveState"] != "active":
        return None
    files = sim(unit).get("files", {})
    env = _environment("\n".join(text for path, text in files.items() if path.endswith(".env")))
    words = unit.get("ExecStart", "").split()
    return AppSettings(
        workers=_option(words, "--workers", 1),
        threads=_option(words, "--threads", 1),
        pool_max=_whole(env.get("DB_POOL_MAX"), 5),
        pool_timeout_ms=_milliseconds(env.get("DB_POOL_TIMEOUT"), 250),
    )


def held(world: World, host: str) -> int:
    """Pool connections of a host that long-running work keeps to itself."""
    taken = world.once(
        ("held",), lambda: Counter(sim(doc).get("host") for doc in world.all(kinds.DB_SESSION))
    )
    return taken[host]


def database_up(world: World) -> bool:
    """Does the cluster's writer take statements? (A world without a cluster has a database elsewhere.)"""
    writers = (
        member["DBInstanceIdentifier"]
        for cluster in world.all(kinds.DB_CLUSTER)
        for member in cluster.get("DBClusterMembers", ())
        if member.get("IsClusterWriter")
    )
    return all(_available(world, writer) for writer in writers)


def _available(world: World, instance: str) -> bool:
    doc = world.find(kinds.DB_INSTANCE, instance)
    return doc is None or doc.get("DBInstanceStatus", "available") not in ("rebooting", "stopped", "starting")


def scarce(world: World, host: str) -> bool:
    """Are some of a host's connections held, but not all?"""
    taken, running = held(world, host), settings(world, host)
    return running is not None and 0 < taken < running.connections


def route(world: World, role: str, ask: Ask) -> Doc | None:
    """The app's route for a request: exact pattern first, then the longest wildcard."""
    found = [
        doc
        for doc in world.all(kinds.APP_ROUTE)
        if role in ("", doc["Role"])
        and ask.method in doc.get("Methods", ("GET", "HEAD"))
        and fnmatchcase(ask.uri, doc["Pattern"])
    ]
    return max(found, key=lambda doc: (doc["Pattern"] == ask.uri, len(doc["Pattern"])), default=None)


def serve(world: World, host: str, role: str, ask: Ask, loads: Loads) -> list[Branch]:
    """What the app answers: its route, or 503 when no database connection came free in time."""
    return answers(world, host, role, ask, refused_share(world, host, role, ask, loads))


def refused_share(world: World, host: str, role: str, ask: Ask, loads: Loads) -> int:
    """The share of such requests (ppm) that wait for a database connection in vain."""
    running, found = _running(world, host), _route(world, role, ask)
    if running is None or found is None or not found.get("Database"):
        return 0
    return _queue(world, host, running, found, loads).refused()


def answers(world: World, host: str, role: str, ask: Ask, refused: int) -> list[Branch]:
    """What the app answers when so many (ppm) of such requests get no database connection."""
    running, found = _running(world, host), _route(world, role, ask)
    if running is None:
        return [Branch(WHOLE, Path(reply=None, failure="refused"))]
    if is_hung(world, host, app_unit(world, host)):
        return [Branch(WHOLE, Path(reply=None, failure="hang"))]
    if found is None:
        return [Branch(WHOLE, _answered(host, _absent(), 2))]
    good = [Branch(WHOLE, _answered(host, page(found), int(found.get("ServiceMs", 20))))]
    return spread([(WHOLE - refused, good), (refused, [Branch(WHOLE, _starved(host, ask, running))])])


def _running(world: World, host: str) -> AppSettings | None:
    return world.once(("app", host), lambda: settings(world, host))


def _route(world: World, role: str, ask: Ask) -> Doc | None:
    return world.once(("route", role, ask.method, ask.uri), lambda: route(world, role, ask))


def _queue(world: World, host: str, running: AppSettings, found: Doc, loads: Loads) -> Queue:
    free = running.connections - held(world, host)
    return Queue(
        servers=free if world.once(("database",), lambda: database_up(world)) else 0,
        rate=loads.database.get(host, 0),
        service_ms=int(found.get("DatabaseMs", found.get("ServiceMs", 20))),
        patience_ms=running.pool_timeout_ms,
    )


def _answered(host: str, reply: Reply, took: int) -> Path:
    return Path(reply, app=AppHop(host, reply.status, len(reply.body)), app_ms=took)


def _starved(host: str, ask: Ask, running: AppSettings) -> Path:
    """api-503-host §2.3: 503 after the pool's time-out, with one WARNING line by the app."""
    reply = answer("gunicorn", 503, "application/json", _BUSY, ("Retry-After", "1"))
    seconds = running.pool_timeout_ms / 1000
    warning = (
        f"{ask.method} {ask.uri} 503 db pool exhausted: couldn't get a connection after {seconds:.2f} sec"
    )
    waited = running.pool_timeout_ms
    hop = AppHop(host, 503, len(_BUSY), waited_ms=waited, warning=warning)
    return Path(Reply(503, "SERVICE UNAVAILABLE", reply.headers, reply.body), app=hop, app_ms=waited + 3)


def page(found: Doc) -> Reply:
    """What a route answers when nothing is in the way."""
    body = str(found.get("Body", '{"status":"ok"}\n')).encode()
    status = int(found.get("Status", 200))
    control = found.get("CacheControl", "")
    extra = (("Cache-Control", control),) if control else ()
    return answer("gunicorn", status, found.get("ContentType", "application/json"), body, *extra)


def _absent() -> Reply:
    return answer("gunicorn", 404, "application/json", _ABSENT)


def _environment(text: str) -> dict[str, str]:
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def _option(words: list[str], name: str, default: int) -> int:
    for index, word in enumerate(words):
        if word == name and index + 1 < len(words):
            return _whole(words[index + 1], default)
        if word.startswith(f"{name}="):
            return _whole(word.split("=", 1)[1], default)
    return default


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _milliseconds(text: str | None, default: int) -> int:
    try:
        return round(float(text) * 1000) if text else default
    except ValueError:
        return default
