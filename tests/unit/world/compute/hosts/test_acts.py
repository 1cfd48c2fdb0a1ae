"""Files and units: what a change on disk does, and when (INV-23, api-503-host §0.7, §1.5)."""

from host_bench import HostBench
from host_world import small_world

from incidentgame.world import kinds
from incidentgame.world.compute.files import glob_files, list_files, read_file
from incidentgame.world.compute.nginx import running
from incidentgame.world.compute.units import unit

SITE = "/etc/nginx/sites-available/api"
LIMITS = "/etc/nginx/conf.d/limits.conf"


def test_role_files_are_everyone_s_until_a_host_has_its_own() -> None:
    bench = HostBench()
    bench.act("host.write_file", host="i-a", path="/etc/api/api.env", content="A=1\n")
    assert read_file(bench.view.world, "i-a", "/etc/api/api.env") == "A=1\n"
    assert "DATABASE_URL" in (read_file(bench.view.world, "i-b", "/etc/api/api.env") or "")
    bench.act("host.remove_file", host="i-b", path="/etc/api/api.env")
    assert read_file(bench.view.world, "i-b", "/etc/api/api.env") is None
    assert read_file(bench.view.world, "laptop", "/etc/api/api.env") is None


def test_a_push_to_the_role_reaches_every_host() -> None:
    bench = HostBench()
    bench.act("host.write_file", host="i-a", path="/etc/api/api.env", content="A=1\n")
    bench.act("host.write_file", host="role:api", path="/etc/api/api.env", content="A=2\n")
    found = [read_file(bench.view.world, host, "/etc/api/api.env") for host in ("i-a", "i-b")]
    assert found == ["A=2\n", "A=2\n"]


def test_globs_and_links() -> None:
    world = small_world()
    assert glob_files(world, "i-a", "/etc/nginx/sites-enabled/*") == ["/etc/nginx/sites-enabled/api"]
    assert (read_file(world, "i-a", "/etc/nginx/sites-enabled/api") or "").startswith("upstream app")
    assert "/etc/nginx/nginx.conf" in list_files(world, "i-a", "/etc")


def test_an_edit_does_nothing_until_a_reload() -> None:
    bench = HostBench()
    bench.replace(LIMITS, "rate=10r/s", "rate=20r/s")
    before = running(bench.view.world, "i-a")
    assert before and before.zones["api_per_ip"].rate_per_minute == 600
    assert bench.run("systemctl reload nginx").exit == 0
    after = running(bench.view.world, "i-a")
    assert after and after.zones["api_per_ip"].rate_per_minute == 1200


def test_a_bad_reload_keeps_serving_and_a_bad_restart_takes_it_down() -> None:
    bench = HostBench()
    bench.replace(SITE, "listen 80", "lissten 80")
    reload = bench.run("systemctl reload nginx")
    assert (reload.exit, reload.stderr.splitlines()[0]) == (1, "Job for nginx.service failed.")
    assert running(bench.view.world, "i-a") is not None
    restart = bench.run("systemctl restart nginx")
    assert restart.exit == 1
    assert running(bench.view.world, "i-a") is None
    doc = unit(bench.view.world, "i-a", "nginx.service")
    assert doc and (doc["ActiveState"], doc["Result"]) == ("failed", "exit-code")


def test_another_key_under_the_same_name_is_silently_not_taken() -> None:
    bench = HostBench()
    bench.replace(LIMITS, "$binary_remote_addr", "$http_x_forwarded_for")
    assert bench.run("nginx -t").exit == 0
    assert bench.run("systemctl reload nginx").exit == 0
    config = running(bench.view.world, "i-a")
    assert config and config.zones["api_per_ip"].key == "$binary_remote_addr"
    assert "while previously it used" in bench.run("journalctl -u nginx -n 3").text
    bench.run("systemctl restart nginx")
    config = running(bench.view.world, "i-a")
    assert config and config.zones["api_per_ip"].key == "$http_x_forwarded_for"


def test_the_app_takes_its_environment_at_a_restart_only() -> None:
    bench = HostBench()
    bench.replace("/etc/api/api.env", "DB_POOL_MAX=5", "DB_POOL_MAX=9")
    for command, expected in (("reload", "=5"), ("restart", "=9")):
        bench.run(f"systemctl {command} api")
        doc = unit(bench.view.world, "i-a", "api.service")
        assert doc and "DB_POOL_MAX" + expected in doc["sim"]["files"]["/etc/api/api.env"]


def test_an_edited_unit_file_needs_daemon_reload() -> None:
    bench = HostBench()
    bench.replace("/etc/systemd/system/api.service", "--workers 2", "--workers 4")
    assert "changed on disk" in bench.run("systemctl restart api").stderr
    assert bench.run("pgrep -c gunicorn").text == "3\n"
    bench.run("systemctl daemon-reload")
    bench.run("systemctl restart api")
    assert bench.run("pgrep -c gunicorn").text == "5\n"


def test_a_reboot_takes_the_host_away_and_brings_enabled_units_back() -> None:
    bench = HostBench()
    bench.run("systemctl disable cron")
    bench.run("reboot")
    assert bench.view.world.get(kinds.HOST, "i-a")["sim"]["down"]
    assert running(bench.view.world, "i-a") is None
    bench.wait(60_000)
    assert not bench.view.world.get(kinds.HOST, "i-a")["sim"]["down"]
    assert running(bench.view.world, "i-a") is not None
    assert bench.run("systemctl is-active cron").text == "inactive\n"


def test_a_killed_worker_is_replaced_and_a_killed_app_restarts() -> None:
    bench = HostBench()
    master, worker = bench.run("pgrep gunicorn").text.split()[:2]
    bench.run(f"kill -9 {worker}")
    assert "was sent SIGKILL" in bench.run("journalctl -u api -n 5").text
    assert worker not in bench.run("pgrep gunicorn").text.split()
    bench.run(f"kill -9 {master}")
    assert bench.run("systemctl show api -p NRestarts").text == "NRestarts=1\n"
    assert bench.run("systemctl is-active api").exit == 0


def test_a_reboot_loses_no_journal() -> None:
    bench = HostBench()
    before = bench.run("journalctl -u cron --since 03:16 --until 03:18").text
    bench.run("reboot")
    bench.wait(60_000)
    assert bench.run("journalctl -u cron --since 03:16 --until 03:18").text == before
    assert "CMD" in before


def test_the_pid_file_is_there_while_nginx_runs() -> None:
    bench = HostBench()
    pid = bench.files.read("/run/nginx.pid").decode().strip()
    assert pid == bench.run("systemctl show nginx -p MainPID --value").text.strip()
    bench.run("systemctl stop nginx")
    assert bench.files.stat("/run/nginx.pid") is None
