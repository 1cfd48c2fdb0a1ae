"""Two tools that show one fact show the same (DESIGN §4, law 3). Each test stands for a lie once found."""

import json
import re

import pytest
from played import API, Played, from_iso


@pytest.fixture(scope="module")
def case() -> Played:
    """A case in which every host is up and busy."""
    return Played("limiter-counts-balancer")


@pytest.fixture(scope="module")
def host(case: Played) -> str:
    """The address of one of the hosts."""
    return next(iter(case.instances().values()))


def test_sudo_is_root_and_sees_whose_sockets_they_are(case: Played, host: str) -> None:
    assert case.text(f"ssh {host} 'sudo id -un'") == "root"
    pid = re.search(r"pid=(\d+)", case.text(f"ssh {host} 'sudo ss -ltnp' | grep ':8000 '"))
    assert pid
    assert pid[1] in case.text(f"ssh {host} 'pgrep -f gunicorn'").split()
    assert "users:" not in case.text(f"ssh {host} 'ss -ltnp'")


def test_the_account_one_is_exists(case: Played, host: str) -> None:
    assert case.text(f"ssh {host} 'whoami'") == "oncall"
    assert case.text(f"ssh {host} id").startswith("uid=1000(oncall) gid=1000(oncall) groups=1000(oncall)")
    names = [line.partition(":")[0] for line in case.lines(f"ssh {host} 'cat /etc/passwd'")]
    assert len(names) == len(set(names))


def test_no_process_used_more_time_than_there_was(case: Played, host: str) -> None:
    for row in case.lines(f"ssh {host} 'ps -eo pcpu,comm --no-headers'"):
        assert float(row.split()[0]) <= 200, row


def test_a_log_object_is_the_same_in_a_pipe_and_in_a_file(case: Played) -> None:
    bucket = case.bucket()
    key = case.lines(f"aws s3 ls s3://{bucket}/alb/ --recursive | awk '{{print $4}}'")[-1]
    size = case.text(f"aws s3 ls s3://{bucket}/{key} | awk '{{print $3}}'")
    piped = case.text(f"aws s3 cp s3://{bucket}/{key} - | zcat | wc -l")
    case.type(f"aws s3 cp s3://{bucket}/{key} /tmp/one.gz")
    assert case.text("zcat /tmp/one.gz | wc -l") == piped != "0"
    assert case.text("stat -c %s /tmp/one.gz") == size


def test_instances_began_when_the_group_launched_them(case: Played, host: str) -> None:
    launched = dict(
        row.split()
        for row in case.lines(
            "aws ec2 describe-instances --filters Name=tag:Name,Values=shop-api "
            "--query 'Reservations[].Instances[].[InstanceId,LaunchTime]' --output text"
        )
    )
    found = case.json("aws autoscaling describe-scaling-activities --auto-scaling-group-name shop-api")[
        "Activities"
    ]
    starts = {
        a["Description"].rpartition(" ")[2]: a["StartTime"]
        for a in found
        if a["Description"].startswith("Launch")
    }
    assert starts == launched
    booted = case.text(f"ssh {host} 'uptime -s'").replace(" ", "T") + "+00:00"
    assert booted in launched.values()
    refreshes = case.json("aws autoscaling describe-instance-refreshes --auto-scaling-group-name shop-api")
    refresh = refreshes["InstanceRefreshes"][0]
    assert all(refresh["StartTime"] <= at <= refresh["EndTime"] for at in launched.values())


def test_an_address_nobody_has_does_not_answer(case: Played) -> None:
    assert (
        case.type("ssh 10.0.11.250 true").stderr
        == "ssh: connect to host 10.0.11.250 port 22: Connection timed out\n"
    )
    assert "Could not resolve hostname nobody" in case.type("ssh nobody true").stderr


def test_an_alarm_was_asked_when_it_changed(case: Played) -> None:
    for alarm in case.json("aws cloudwatch describe-alarms")["MetricAlarms"]:
        data = json.loads(alarm["StateReasonData"])
        assert (
            from_iso(data["queryDate"].replace("+0000", "+00:00")) // 1000
            == from_iso(alarm["StateUpdatedTimestamp"]) // 1000
        )


def test_no_list_of_a_record_is_wrapped_twice(case: Played) -> None:
    query = "--query 'Events[].CloudTrailEvent' --output text"
    assert '"items":{"items"' not in case.text(f"aws cloudtrail lookup-events {query}")


def test_the_hosts_cpu_and_its_metric_are_of_one_size(case: Played, host: str) -> None:
    instance = next(i for i, address in case.instances().items() if address == host)
    start = case.began - 1_200_000
    read = {"space": "AWS/EC2", "stat": "Average"}
    metric = case.metric("CPUUtilization", f"Name=InstanceId,Value={instance}", start, case.began, **read)
    shown = case.text(f"ssh {host} 'top -bn1 | grep %Cpu'")
    idle = re.search(r"([\d.]+) id", shown)
    steal = re.search(r"([\d.]+) st", shown)
    assert idle and steal
    busy = 100 - float(idle[1]) - float(steal[1])
    assert abs(busy - sum(metric.values()) / len(metric)) < 8


def test_a_timeout_is_remembered_from_its_end(case: Played) -> None:
    """§2.4: an error of thirty seconds' waiting is served from the edge for ten seconds after it came."""
    played = Played("viewer-function-throws")
    alb = played.security_group("shop-alb")
    found = played.json(f"aws ec2 describe-security-groups --group-ids {alb}")["SecurityGroups"][0][
        "IpPermissions"
    ]
    only = json.dumps(
        [
            {k: p[k] for k in ("IpProtocol", "FromPort", "ToPort", "PrefixListIds")}
            for p in found
            if p["PrefixListIds"]
        ]
    )
    played.type(f"aws ec2 revoke-security-group-ingress --group-id {alb} --ip-permissions '{only}'")
    url = "https://shop.example/never-asked-before"
    assert "age" not in played.headers(url)
    assert played.headers(url, after=3)["age"] in ("2", "3")


def test_verbose_comes_before_the_body_on_the_screen(case: Played) -> None:
    shown = case.type(f"curl -v {API}").screen
    assert shown.index("< HTTP/2 503") < shown.index('{"error"')
