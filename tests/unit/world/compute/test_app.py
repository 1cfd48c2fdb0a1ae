"""The app behind nginx: its settings are those it was started with, its pool is what it has (api-503-host §2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walk_world import ask, changed, fleet, peace, shares

from incidentgame.world import kinds
from incidentgame.world.compute import app
from incidentgame.world.compute.app import AppSettings
from incidentgame.world.compute.files import read_file
from incidentgame.world.state import Put, World, sim, with_sim
from incidentgame.world.walk.ask import WHOLE, Loads

ENV = "/etc/api/api.env"


def host() -> str:
    return fleet()[0]


def unit(**members: object) -> World:
    id_ = f"{host()}|api.service"
    return changed(Put(kinds.UNIT, id_, {**peace().world.get(kinds.UNIT, id_), **members}))


def started_with(env: str) -> World:
    id_ = f"{host()}|api.service"
    doc = peace().world.get(kinds.UNIT, id_)
    return changed(Put(kinds.UNIT, id_, with_sim(doc, files={**sim(doc)["files"], ENV: env})))


def holding(count: int) -> World:
    return changed(
        *(
            Put(kinds.DB_SESSION, str(9000 + n), {"pid": 9000 + n, "sim": {"host": host()}})
            for n in range(count)
        )
    )


def answers(world: World, rate: int = 10_000, uri: str = "/v1/cart", method: str = "GET") -> dict[int, int]:
    loads = Loads(database={host(): rate})
    return shares(app.serve(world, host(), "api", ask(uri, method=method), loads))


def test_settings_as_shipped() -> None:
    assert app.settings(peace().world, host()) == AppSettings(
        workers=2, threads=8, pool_max=5, pool_timeout_ms=250
    )


@pytest.mark.parametrize(
    ("env", "wanted"),
    [
        ("DB_POOL_MAX=2\nDB_POOL_TIMEOUT=1.5\n", (2, 1500)),
        ("# DB_POOL_MAX=2\n DB_POOL_MAX = '7' \n", (7, 250)),
        ('DB_POOL_MAX="3"\n', (3, 250)),
        ("DB_POOL_MAX=many\nDB_POOL_TIMEOUT=soon\n", (5, 250)),
        ("", (5, 250)),
    ],
)
def test_the_environment_it_was_started_with(env: str, wanted: tuple[int, int]) -> None:
    found = app.settings(started_with(env), host())
    assert found is not None
    assert (found.pool_max, found.pool_timeout_ms) == wanted


@given(st.text(max_size=200))
def test_no_environment_is_a_traceback(env: str) -> None:
    assert app.settings(started_with(env), host()) is not None


def test_editing_the_file_changes_nothing_until_a_restart() -> None:
    path = f"{host()}|{ENV}"
    edited = changed(
        Put(
            kinds.FILE, path, {"Content": "DB_POOL_MAX=1\n", "Mode": "0644", "Owner": "root", "Group": "root"}
        )
    )
    assert read_file(edited, host(), ENV) == "DB_POOL_MAX=1\n"
    assert app.settings(edited, host()) == app.settings(peace().world, host())


@pytest.mark.parametrize("words", ["--workers 4 --threads 2", "--workers=4 --threads=2"])
def test_the_command_line_it_was_started_with(words: str) -> None:
    found = app.settings(unit(ExecStart=f"/opt/api/venv/bin/gunicorn {words} app:app"), host())
    assert found is not None
    assert (found.workers, found.threads, found.connections) == (4, 2, 20)


def test_what_does_not_run_refuses() -> None:
    stopped = unit(ActiveState="inactive", SubState="dead")
    assert app.settings(stopped, host()) is None
    assert [b.path.failure for b in app.serve(stopped, host(), "api", ask(), Loads())] == ["refused"]


def test_peace_and_a_pool_held_by_others() -> None:
    assert answers(peace().world) == {200: WHOLE}
    assert answers(holding(9)) == {200: WHOLE}  # one connection is enough for ten requests a second
    assert answers(holding(10)) == {503: WHOLE}
    assert answers(holding(12)) == {503: WHOLE}


@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 2_000_000))
def test_the_more_is_held_the_more_is_refused(one: int, other: int, rate: int) -> None:
    few, many = sorted((one, other))
    assert answers(holding(few), rate).get(503, 0) <= answers(holding(many), rate).get(503, 0)


def test_the_refusal_waits_for_the_pool_and_warns() -> None:
    (branch,) = app.serve(holding(10), host(), "api", ask(), Loads())
    hop, reply = branch.path.app, branch.path.reply
    assert hop is not None
    assert reply is not None
    assert (hop.waited_ms, branch.path.app_ms) == (250, 253)
    assert "couldn't get a connection after 0.25 sec" in hop.warning
    assert reply.header("retry-after") == "1"
    assert b"database_unavailable" in reply.body


def test_a_route_without_a_database_and_one_that_is_none() -> None:
    assert answers(holding(10), uri="/v1/version") == {200: WHOLE}
    assert answers(holding(10), uri="/v1/none-such") == {404: WHOLE}
    assert answers(peace().world, uri="/v1/cart", method="PATCH") == {404: WHOLE}


def test_scarce_is_some_but_not_all() -> None:
    assert [app.scarce(holding(n), host()) for n in (0, 1, 9, 10)] == [False, True, True, False]


def test_the_longest_pattern_answers_and_an_exact_one_first() -> None:
    found = app.route(peace().world, "api", ask("/v1/cart/7"))
    assert found is not None
    assert found["Pattern"] == "/v1/cart/*"
    exact = app.route(peace().world, "api", ask("/v1/cart"))
    assert exact is not None
    assert exact["Pattern"] == "/v1/cart"
