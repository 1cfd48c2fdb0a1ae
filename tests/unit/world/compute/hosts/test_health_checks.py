"""Health-check lines: each node checks each used target every interval, whatever window is read."""

from fleet_world import IDS, fleet
from host_bench import simulation
from host_world import NOW, unit

from incidentgame.kernel.instant import MINUTE
from incidentgame.world import kinds
from incidentgame.world.compute.served import HEALTH_AGENT, health_checks
from incidentgame.world.state import Put, World

HOST = IDS[0]


def world() -> World:
    nginx = unit("nginx.service", "nginx", "/usr/sbin/nginx -g daemon on; master_process on;")
    return fleet().edited((Put(kinds.UNIT, f"{HOST}|nginx.service", nginx),))


def test_two_nodes_check_every_thirty_seconds() -> None:
    found = list(health_checks(simulation(world()), HOST, NOW - 10 * MINUTE, NOW))
    assert len(found) == 2 * 20
    assert len({one.peer for one in found}) == 2
    assert {one.agent for one in found} == {HEALTH_AGENT}
    assert {one.path.status for one in found} == {200}
    assert all(one.forwarded == "" and one.trace == "" for one in found)


def test_windows_join_without_a_seam() -> None:
    view = simulation(world())
    cut = NOW - 4 * MINUTE - 11
    whole = sorted(health_checks(view, HOST, NOW - 10 * MINUTE, NOW), key=lambda one: (one.at, one.peer))
    parts = [*health_checks(view, HOST, NOW - 10 * MINUTE, cut), *health_checks(view, HOST, cut, NOW)]
    assert whole == sorted(parts, key=lambda one: (one.at, one.peer))


def test_a_host_without_nginx_logs_no_checks() -> None:
    assert list(health_checks(simulation(fleet()), HOST, NOW - 10 * MINUTE, NOW)) == []
