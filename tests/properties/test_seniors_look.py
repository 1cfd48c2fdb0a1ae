"""What somebody who knows these systems compares: two tools, one fact (DESIGN §3)."""

from ipaddress import ip_address
from itertools import pairwise

import pytest
from played import Played

PSQL = "psql -h $(aws rds describe-db-clusters --query 'DBClusters[0].Endpoint' --output text) -U oncall shop -At"
SESSIONS = (
    "select count(*) from pg_stat_activity where backend_type='client backend' and pid<>pg_backend_pid()"
)


def instances(played: Played) -> list[str]:
    query = "--query 'AutoScalingInstances[].InstanceId' --output text"
    return played.text(f"aws autoscaling describe-auto-scaling-instances {query}").split()


def test_connections_are_as_many_in_the_metric_as_in_psql() -> None:
    """aws-request-path §9.3, api-503-host §3: a bounded pool adds none when a report holds it."""
    played = Played("pool-held-by-report")
    endpoint = played.text("aws rds describe-db-clusters --query 'DBClusters[0].Endpoint' --output text")
    shown = played.text(f'ssh bastion "psql -h {endpoint} -U oncall shop -At -c \\"{SESSIONS}\\""')
    query = '--query "DBClusters[0].DBClusterMembers[?IsClusterWriter].DBInstanceIdentifier" --output text'
    writer = played.text(f"aws rds describe-db-clusters {query}")
    start = played.began - played.began % 60_000 - 3_600_000
    where = f"Name=DBInstanceIdentifier,Value={writer}"
    found = played.metric(
        "DatabaseConnections", where, start, start + 3_600_000, space="AWS/RDS", stat="Maximum"
    )
    assert int(shown) > 0
    assert set(found.values()) == {float(shown)}


@pytest.mark.parametrize("fault", ["balancer-in-other-zones"])
def test_a_stale_page_is_old_and_has_its_origins_headers(fault: str) -> None:
    """aws-request-path §2.4, INV-9: Age grows from the last good fetch; a copy keeps its headers."""
    played = Played(fault)
    played.wait(600)

    def head() -> dict[str, str]:
        rows = played.lines("curl -si https://shop.example/ | tr -d '\\r' | sed -n '2,/^$/p'")
        return dict(row.split(": ", 1) for row in rows if ": " in row)

    first = head()
    played.wait(60)
    second = head()
    assert first["server"].startswith("nginx/1.")
    assert "max-age" in first["cache-control"]
    assert int(first["age"]) >= 600
    assert 55 <= int(second["age"]) - int(first["age"]) <= 80
    assert first["date"] == second["date"]


def test_ipv6_answers_are_addresses() -> None:
    """aws-request-path §1: an AAAA record has eight groups (RFC 4291)."""
    found = Played("balancer-in-other-zones").lines("dig +short AAAA shop.example")
    assert found
    assert all(ip_address(address).version == 6 for address in found)


def test_listed_sizes_and_times_of_short_logs_are_those_of_their_lines() -> None:
    """api-503-host §1: logs that nobody writes to are empty and as old as their rotation."""
    played = Played("balancer-in-other-zones")
    host = instances(played)[0]
    files = " ".join(f"{name}.log{end}" for name in ("error", "health") for end in ("", ".1"))
    rows = played.lines(f"ssh {host} 'cd /var/log/nginx; ls -l {files}; sudo wc -c {files}'")
    listed = {row.split()[8]: row.split() for row in rows[:4]}
    assert {row.split()[1]: row.split()[0] for row in rows[4:8]} == {n: row[4] for n, row in listed.items()}
    assert int(listed["health.log.1"][4]) > 10_000
    assert listed["error.log.1"][4] == "0"
    assert listed["error.log.1"][7].endswith(":00")
    last = played.text(f"ssh {host} 'sudo tail -n 1 /var/log/nginx/health.log'")
    assert f":{listed['health.log'][7]}:" in last


def test_the_excess_of_one_client_falls_until_a_request_passes() -> None:
    """api-503-host §1.2: a refused request adds nothing to the bucket, which leaks on."""
    played = Played("limiter-counts-balancer")
    command = "sudo tail -n 400 /var/log/nginx/error.log | grep limiting"
    seen: dict[tuple[str, str], list[float]] = {}
    for row in played.lines(f"ssh {instances(played)[0]} '{command}'"):
        client = row.partition("client: ")[2].partition(",")[0]
        seen.setdefault((row[:19], client), []).append(float(row.partition("excess: ")[2].split()[0]))
    assert any(len(values) > 2 for values in seen.values())
    for values in seen.values():
        rises = sum(later > earlier for earlier, later in pairwise(values))
        assert rises <= 1
        assert max(values) - min(values) < 1


def test_a_directory_shows_when_a_file_in_it_was_written() -> None:
    """api-503-host §4: `ls -ld` is where people look for what changed."""
    played = Played("limiter-counts-balancer")
    host = instances(played)[0]
    file, above = (
        played.text(f"ssh {host} 'stat -c %Y {path}'")
        for path in ("/etc/nginx/conf.d/*", "/etc/nginx/conf.d")
    )
    assert above == max(file.split())
