"""The hosts as somebody finds them who logs in: who is on, whose files they are, how old they are."""

import pytest

from incidentgame import bootstrap
from incidentgame.session.engine import Engine


class Play:
    """An engine fed one line every five seconds."""

    def __init__(self) -> None:
        case = bootstrap.open_case("api-503", "dormant-rule-wins", 7)
        self.engine: Engine = bootstrap.engine_for("api-503", case)
        self.paged = int(case.paged_at)

    def type(self, line: str) -> str:
        at = max(int(self.engine.now), self.paged) + 5_000
        seen = self.engine.submit(line, at).observation
        self.writes = seen.writes
        return seen.stdout + seen.stderr


@pytest.fixture
def play() -> Play:
    return Play()


def test_a_login_with_a_terminal_is_seen_on_the_host(play: Play) -> None:
    play.type("ssh bastion")
    assert play.writes == ()
    for line in ("w", "who", "last"):
        found = play.type(line)
        assert "oncall" in found and "198.51.100.7" in found, line
    assert "1 user," in play.type("uptime")
    assert "Accepted publickey for oncall from 198.51.100.7" in play.type(
        "journalctl -u ssh -n 20 --no-pager"
    )
    assert play.engine.first_change is None


def test_one_line_is_a_login_without_a_terminal(play: Play) -> None:
    assert "0 user," in play.type("ssh bastion uptime")
    assert "Accepted publickey for oncall" in play.type("ssh bastion sudo journalctl -u ssh -n 20 --no-pager")
    assert "oncall" not in play.type("ssh bastion who")
    assert play.writes == () and play.engine.first_change is None


def test_whoever_left_is_no_longer_on(play: Play) -> None:
    for line in ("ssh bastion", "sleep 70", "exit"):
        play.type(line)
        assert play.writes == ()
    assert "0 user," in play.type("ssh bastion uptime")
    assert play.type("ssh bastion who") == ""
    row = play.type("ssh bastion last").splitlines()[0]
    assert row.startswith("oncall") and row.endswith("(00:01)")
    assert play.engine.first_change is None


def test_a_jump_is_noted_on_the_way(play: Play) -> None:
    host = play.engine.stage.sim.world
    inner = next(k for k, d in host.table("host").items() if d["Role"] == "api")
    through = host.get("host", "bastion")["PrivateIp"]
    play.type(f"ssh {inner} true")
    assert play.writes == ()
    assert f"from {through} port" in play.type(f"ssh {inner} sudo journalctl -u ssh -n 20 --no-pager")
    assert "from 198.51.100.7 port" in play.type("ssh bastion sudo journalctl -u ssh -n 20 --no-pager")


@pytest.mark.parametrize("place", ["~", "~/notes", "~/runbooks"])
def test_the_laptop_home_is_ones_own(play: Play, place: str) -> None:
    assert play.type(f"echo mine > {place}/new.txt && cat {place}/new.txt") == "mine\n"
    assert play.type(f"stat -c %U {place}").strip() == "oncall"


def test_nothing_is_of_1970(play: Play) -> None:
    for host in ("", "ssh bastion "):
        listed = play.type(f"{host}ls -ld --time-style=full-iso / /etc /home /usr/bin /opt /tmp /var/log")
        assert "1970" not in listed and listed.count("2026") >= 6, listed


def test_alarms_that_were_set_by_hand_say_so(play: Play) -> None:
    query = "--query 'AlarmHistoryItems[?HistoryItemType==`StateUpdate`].HistorySummary' --output text"
    found = play.type(f"aws cloudwatch describe-alarm-history --alarm-name paging-test {query}")
    assert found.split("\t") == ["Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM\n"]
    query = "--query 'MetricAlarms[].[StateValue,StateReason]' --output text"
    assert (
        play.type(f"aws cloudwatch describe-alarms --alarm-names paging-test {query}")
        == "OK\tweekly paging test\n"
    )


def test_a_refresh_ended_as_many_as_it_launched(play: Play) -> None:
    query = "--query 'Activities[].Description' --output text"
    found = play.type(
        f"aws autoscaling describe-scaling-activities --auto-scaling-group-name shop-api {query}"
    )
    assert found.count("Terminating EC2 instance") == found.count("Launching a new EC2 instance") == 4


def test_disks_are_called_the_same_everywhere(play: Play) -> None:
    query = "--query 'Reservations[].Instances[].BlockDeviceMappings[].Ebs.VolumeId' --output text"
    inside = play.type(f"aws ec2 describe-instances {query}").split()
    assert sorted(inside) == sorted(
        play.type("aws ec2 describe-volumes --query 'Volumes[].VolumeId' --output text").split()
    )


def test_ones_files_are_closed_to_others(play: Play) -> None:
    assert "Permission denied" in play.type("ssh bastion cat /etc/shadow")
    assert ":5432:shop:oncall:" in play.type("ssh bastion cat .pgpass")
