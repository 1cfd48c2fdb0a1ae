"""Sessions opened, ended and lost, and what that does to the app's pool (api-503-host §2.3, §3.3)."""

from database_world import DatabaseBench, database, session
from network_world import NOW, WEB

from incidentgame.world import kinds
from incidentgame.world.compute.app import held
from incidentgame.world.database.backends import backends
from incidentgame.world.database.clients import Clients
from incidentgame.world.database.settings import normal, settings
from incidentgame.world.state import Put

WRITER = "shop-db-1"


def test_a_session_may_be_opened_for_a_while() -> None:
    bench = DatabaseBench(database())
    done = bench.act("database.open_session", host=WEB, query="select 1", seconds=30)
    pid = done.result["pid"]
    assert held(bench.view.world, WEB) == 1
    assert bench.view.world.get(kinds.DB_SESSION, str(pid))["client_addr"] == "10.0.11.35"
    assert [doc["due"] for doc in bench.view.world.all(kinds.PENDING)] == [NOW + 30_000]
    bench.act("database.close_session", pid=pid)
    assert held(bench.view.world, WEB) == 0


def test_every_pid_is_one_process() -> None:
    pids = [one.pid for one in backends(database(session(465)), WRITER)]
    assert len(pids) == len(set(pids))
    assert pids == sorted(pids)


def test_backends_are_the_same_however_often_one_looks() -> None:
    seen = database(session(465))
    assert backends(seen, WRITER) == backends(seen, WRITER)


def test_a_connection_opened_anew_has_a_new_pid_and_start() -> None:
    """What replaces an ended pooled connection is another process."""
    bench = DatabaseBench(database())
    old = next(one for one in backends(bench.view, WRITER) if one.application_name == "api")
    bench.act("database.terminate", pid=old.pid)
    mine = [one for one in backends(bench.view, WRITER) if one.application_name == "api"]
    assert old.pid not in {one.pid for one in mine}
    assert max(one.backend_start for one in mine) >= NOW


def test_sessions_end_with_the_app_that_opened_them() -> None:
    """Restarting the app frees its pool."""
    seen, loop = database(session(465)), Clients()
    assert loop.due(seen) is None
    unit = {**seen.world.get(kinds.UNIT, f"{WEB}|api.service"), "Since": NOW}
    restarted = seen.edited(NOW, Put(kinds.UNIT, f"{WEB}|api.service", unit))
    assert loop.due(restarted) == NOW
    (change,) = loop.act(restarted)
    after = restarted.edited(NOW + 1, *change.edits).at(NOW + 1)
    assert held(after.world, WEB) == 0
    assert loop.due(after) is None


def test_settings_are_shown_in_their_largest_unit() -> None:
    """SHOW."""
    shown = {one.name: one.shown for one in settings(database().world, "shop-db")}
    assert (shown["deadlock_timeout"], shown["shared_buffers"], shown["max_connections"]) == (
        "1s",
        "10GB",
        "100",
    )
    assert normal("2s", "ms") == "2000"
