"""systemctl's words and exit statuses (api-503-host §4.1)."""

import pytest
from host_bench import HostBench

SITE = "/etc/nginx/sites-available/api"


@pytest.mark.parametrize(
    ("line", "stdout", "stderr", "code"),
    [
        ("systemctl is-active nginx", "active\n", "", 0),
        ("systemctl is-active nginx nosuch", "active\ninactive\n", "", 0),
        ("systemctl is-active nosuch", "inactive\n", "", 3),
        ("systemctl is-enabled api", "enabled\n", "", 0),
        ("systemctl status nosuch", "", "Unit nosuch.service could not be found.\n", 4),
        ("systemctl restart nosuch", "", "Failed to restart nosuch.service: Unit nosuch.service not found.\n", 5),
        ("systemctl stop nosuch", "", "Failed to stop nosuch.service: Unit nosuch.service not loaded.\n", 5),
        ("systemctl enable nosuch", "", "Failed to enable unit: Unit file nosuch.service does not exist.\n", 1),
        ("systemctl cat nosuch", "", "No files found for nosuch.service.\n", 1),
        ("systemctl frobnicate x", "", "Unknown command verb frobnicate.\n", 1),
        ("systemctl disable api", "", 'Removed "/etc/systemd/system/multi-user.target.wants/api.service".\n', 0),
        ("systemctl show api -p NRestarts,ActiveState", "NRestarts=0\nActiveState=active\n", "", 0),
        ("systemctl restart api", "", "", 0),
    ],
)  # fmt: skip
def test_words_and_exit(line: str, stdout: str, stderr: str, code: int) -> None:
    found = HostBench().run(line)
    assert (found.text, found.stderr, found.exit) == (stdout, stderr, code)


def test_enable_says_what_it_linked() -> None:
    bench = HostBench()
    bench.run("systemctl disable api")
    assert bench.run("systemctl enable api").stderr == (
        "Created symlink /etc/systemd/system/multi-user.target.wants/api.service → /etc/systemd/system/api.service.\n"
    )


def test_others_than_root_may_look_but_not_touch() -> None:
    bench = HostBench(user="admin")
    denied = bench.run("systemctl restart api")
    assert denied.exit == 4
    assert denied.stderr == (
        "Failed to restart api.service: Access denied\n"
        "See system logs and 'systemctl status api.service' for details.\n"
    )
    assert bench.run("systemctl status api").exit == 0


def test_status_of_a_running_unit_agrees_with_ps() -> None:
    bench = HostBench()
    lines = bench.run("systemctl status nginx").text.splitlines()
    assert lines[0] == "● nginx.service - A high performance web server and a reverse proxy server"
    assert lines[1] == "     Loaded: loaded (/lib/systemd/system/nginx.service; enabled; preset: enabled)"
    assert lines[2] == "     Active: active (running) since Thu 2026-11-19 02:11:49 UTC; 2 days ago"
    tree = [line.split("─")[1].split()[0] for line in lines if "─" in line]
    assert tree == bench.run("pgrep nginx").text.split()
    assert any(line.endswith('"nginx: worker process"') for line in lines)


def test_status_after_a_failed_restart() -> None:
    bench = HostBench()
    bench.replace(SITE, "listen 80", "lissten 80")
    assert bench.run("systemctl restart nginx").stderr.splitlines() == [
        "Job for nginx.service failed because the control process exited with error code.",
        'See "systemctl status nginx.service" and "journalctl -xeu nginx.service" for details.',
    ]
    found = bench.run("systemctl status nginx")
    assert found.exit == 3
    lines = found.text.splitlines()
    assert lines[0].startswith("× nginx.service")
    assert lines[2].startswith("     Active: failed (Result: exit-code) since Sat 2026-11-21 03:42:12 UTC")
    assert 'unknown directive "lissten" in /etc/nginx/sites-enabled/api:7' in found.text
    assert lines[-1].endswith(
        "Failed to start nginx.service - A high performance web server and a reverse proxy server."
    )
    failed = bench.run("systemctl --failed").text
    assert "1 loaded units listed." in failed and "● nginx.service loaded failed failed" in failed


def test_a_crash_loop_is_silent_at_first() -> None:
    bench = HostBench()
    bench.replace("/etc/systemd/system/api.service", "--workers 2", "--workers two")
    bench.run("systemctl daemon-reload")
    assert bench.run("systemctl restart api").exit == 0
    bench.wait(10_000)
    assert "activating (auto-restart) (Result: exit-code)" in bench.run("systemctl status api").text
    assert bench.run("systemctl show api -p NRestarts").text == "NRestarts=3\n"
    assert "restart counter is at 3" in bench.run("journalctl -u api -n 20").text


def test_timers_agree_with_the_journal() -> None:
    bench = HostBench()
    text = bench.run("systemctl list-timers").text
    assert "logrotate.timer" in text and "Sat 2026-11-21 04:00:00 UTC 17min left" in text
    entries = bench.run("journalctl -u logrotate --since 02:59 --until 03:01").text
    assert "Nov 21 03:00:00 ip-10-0-11-35 systemd[1]: Starting logrotate.service" in entries
