"""Crontabs: which minutes a line means."""

import pytest

from incidentgame.kernel.instant import parse_iso
from incidentgame.world.compute.cron import parse


@pytest.mark.parametrize(
    ("line", "at", "runs"),
    [
        ("17 * * * * root x", "2026-11-21T03:17:00Z", True),
        ("17 * * * * root x", "2026-11-21T03:18:00Z", False),
        ("*/10 2-4 * * * root x", "2026-11-21T03:40:00Z", True),
        ("*/10 2-4 * * * root x", "2026-11-21T05:40:00Z", False),
        ("0 0 1 * mon root x", "2026-11-23T00:00:00Z", True),
        ("0 0 1 * mon root x", "2026-12-01T00:00:00Z", True),
        ("0 0 * * 7 root x", "2026-11-22T00:00:00Z", True),
        ("@hourly root x", "2026-11-22T05:00:00Z", True),
    ],
)
def test_when_a_line_runs(line: str, at: str, runs: bool) -> None:
    (job,) = parse(line, "/etc/crontab")
    assert job.runs(parse_iso(at)) is runs
    assert (job.user, job.command) == ("root", "x")


@pytest.mark.parametrize("line", ["61 * * * * root x", "* * * *", "# no", "MAILTO=a", "a b c d e root x"])
def test_bad_lines_are_no_jobs(line: str) -> None:
    assert parse(line, "/etc/crontab") == []
