"""SIGSTOP, SIGCONT and what waits in between (signal(7); INV-13's host side)."""

from host_bench import HostBench

from incidentgame.world.compute.processes import processes_of
from incidentgame.world.compute.signals import is_hung, signal_number
from incidentgame.world.walk.ask import Ask
from incidentgame.world.walk.host import health, serve

ASK = Ask("GET", "api.shop.example", "/healthz", scheme="http")


def workers(bench: HostBench, unit: str) -> list[int]:
    """Pids of a unit's workers on i-a."""
    return [p.pid for p in processes_of(bench.view, "i-a", unit) if p.ppid != 1]


def failures(bench: HostBench) -> set[str]:
    """How requests to i-a fail; empty strings for those that are answered."""
    return {branch.path.failure for branch in serve(bench.view.world, "i-a", ASK, peer="10.0.0.5")}


def test_only_all_workers_stopped_hang_a_unit() -> None:
    bench = HostBench()
    first, *rest = workers(bench, "nginx.service")
    bench.act("host.kill", host="i-a", pid=first, signal=19)
    assert not is_hung(bench.view.world, "i-a", "nginx.service")
    assert failures(bench) == {""}
    for pid in rest:
        bench.act("host.kill", host="i-a", pid=pid, signal=19)
    assert is_hung(bench.view.world, "i-a", "nginx.service")
    assert failures(bench) == {"hang"}
    assert health(bench.view.world, "i-a", "/healthz", 80, "10.0.0.5", 5_000) == "timeout"
    bench.act("host.kill", host="i-a", pid=first, signal=18)
    assert failures(bench) == {""}


def test_stopped_processes_show_it_and_a_restart_makes_new_ones() -> None:
    bench = HostBench()
    assert bench.run("systemctl kill -s STOP nginx").exit == 0
    assert {p.state for p in processes_of(bench.view, "i-a", "nginx.service")} == {"T"}
    assert bench.run("systemctl restart nginx").exit == 0
    assert failures(bench) == {""}
    assert "T" not in {p.state for p in processes_of(bench.view, "i-a", "nginx.service")}


def test_a_signal_waits_until_the_process_goes_on() -> None:
    bench = HostBench()
    main = next(p.pid for p in processes_of(bench.view, "i-a", "nginx.service") if p.ppid == 1)
    bench.act("host.systemctl", host="i-a", unit="nginx", command="kill", signal="STOP")
    bench.act("host.kill", host="i-a", pid=main, signal=15)
    assert failures(bench) == {"hang"}, "still there"
    bench.act("host.systemctl", host="i-a", unit="nginx", command="kill", signal="CONT")
    assert failures(bench) == {"refused"}, "and gone as soon as it could be"


def test_kill_does_not_wait() -> None:
    bench = HostBench()
    bench.act("host.systemctl", host="i-a", unit="nginx", command="kill", signal="SIGSTOP")
    main = next(p.pid for p in processes_of(bench.view, "i-a", "nginx.service") if p.ppid == 1)
    bench.act("host.kill", host="i-a", pid=main, signal=9)
    assert not is_hung(bench.view.world, "i-a", "nginx.service") or failures(bench) == {"refused"}


def test_a_stopped_app_is_nginx_s_504_after_its_patience() -> None:
    bench = HostBench()
    bench.act("host.systemctl", host="i-a", unit="api", command="kill", signal="19")
    found = [branch.path for branch in serve(bench.view.world, "i-a", ASK, peer="10.0.0.5")]
    assert {path.status for path in found} == {504}
    assert all(path.proxy is not None and path.proxy.upstream_status == 504 for path in found)
    assert health(bench.view.world, "i-a", "/healthz", 80, "10.0.0.5", 5_000) == "timeout"


def test_numbers() -> None:
    assert [signal_number(text) for text in ("STOP", "sigcont", "9", "65", "NONE")] == [19, 18, 9, None, None]
