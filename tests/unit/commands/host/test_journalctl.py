"""journalctl: timestamps it takes, formats, selections (api-503-host §4.3)."""

import json

import pytest
from host_bench import HostBench
from host_world import NOW

from incidentgame.commands.host.journal_time import parse_time
from incidentgame.kernel.instant import parse_iso


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("10 min ago", "2026-11-21T03:32:12Z"),
        ("10m ago", "2026-11-21T03:32:12Z"),
        ("1 hour ago", "2026-11-21T02:42:12Z"),
        ("-10min", "2026-11-21T03:32:12Z"),
        ("-1h", "2026-11-21T02:42:12Z"),
        ("today", "2026-11-21T00:00:00Z"),
        ("yesterday", "2026-11-20T00:00:00Z"),
        ("now", "2026-11-21T03:42:12Z"),
        ("03:40", "2026-11-21T03:40:00Z"),
        ("03:40:10", "2026-11-21T03:40:10Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-21 03:40", "2026-11-21T03:40:00Z"),
        ("2026-11-21 03:40:00 UTC", "2026-11-21T03:40:00Z"),
        ("@1795232400", "2026-11-21T03:40:00Z"),
    ],
)
def test_times_it_takes(text: str, at: str) -> None:
    assert parse_time(text, NOW) == parse_iso(at)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T03:40:00",
        "2026-11-21T03:40:00Z",
        "last hour",
        "5 minutes",
        "10m",
        "Nov 21 03:40",
        "",
        "25:00",
    ],
)
def test_times_it_does_not(text: str) -> None:
    assert parse_time(text, NOW) is None
    if text:
        found = HostBench().run(f"journalctl --since '{text}'")
        assert (found.stderr, found.exit) == (f"Failed to parse timestamp: {text}\n", 1)


def test_nothing_found_is_no_error() -> None:
    found = HostBench().run("journalctl -u nosuch")
    assert (found.text, found.exit) == ("-- No entries --\n", 0)


def test_cron_lines_and_formats() -> None:
    bench = HostBench()
    lines = bench.run("journalctl -u cron --since 03:16 --until 03:18").text.splitlines()
    assert lines[1].startswith("Nov 21 03:17:01 ip-10-0-11-35 CRON[")
    assert lines[1].endswith("(root) CMD (cd / && run-parts --report /etc/cron.hourly)")
    iso = bench.run("journalctl -u cron --since 03:16 --until 03:18 -o short-iso").text
    assert iso.startswith("2026-11-21T03:17:01+0000 ip-10-0-11-35 CRON[")
    record = json.loads(bench.run("journalctl -u cron -n 1 -o json").text)
    assert record["_SYSTEMD_UNIT"] == "cron.service" and record["SYSLOG_IDENTIFIER"] == "CRON"
    assert bench.run("journalctl -u cron -n 1 -o cat").text.startswith("pam_unix(cron:session)")


def test_order_count_and_pattern() -> None:
    bench = HostBench()
    newest = bench.run("journalctl -n 3 -r").text.splitlines()
    assert newest == bench.run("journalctl -n 3").text.splitlines()[::-1]
    assert "CMD" in bench.run("journalctl -g run-parts -n 1").text
    assert "Linux version 6.1.0-37" in bench.run("journalctl -k").text
    assert bench.run("journalctl -o nope").stderr == "Unknown output format 'nope'.\n"


def test_following_waits_and_stops() -> None:
    bench = HostBench()
    before = bench.view.now
    found = bench.run("journalctl -f -u cron")
    assert bench.view.now - before == 10_000
    assert found.stderr == "-- followed for 10 s --\n"


def test_logins_show() -> None:
    bench = HostBench()
    bench.act("host.login", host="i-a", user="admin", source="10.0.0.15")
    assert "Accepted publickey for admin from 10.0.0.15" in bench.run("journalctl -u ssh -n 5").text
    assert "1 user," in bench.run("uptime").text
    assert bench.run("who").text.startswith("admin    pts/0        2026-11-21 03:42 (10.0.0.15)")
